#include "assurance/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>

#include "assurance/evidence_export.h"
#include "assurance/migrations.h"
#include "assurance/reports.h"
#include "audit/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::assurance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;

std::vector<store::Migration> migrations() {
  std::vector<store::Migration> list{std::begin(audit::kMigrations), std::end(audit::kMigrations)};
  list.insert(list.end(), std::begin(kMigrations), std::end(kMigrations));
  return list;
}

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

class EvidenceRecords : public testing::Test {
 protected:
  template <class T>
  T run(Task<T> task) {
    std::optional<T> answer;
    boost::asio::co_spawn(context.get_executor(), std::move(task),
                          [&](const std::exception_ptr& failed, T value) {
                            CHECK(failed == nullptr);
                            answer.emplace(std::move(value));
                          });
    context.run();
    context.restart();
    return *std::move(answer);
  }

  Statement statement(Verdict verdict = Verdict::passed) {
    const auto head = run(records.head());
    CHECK(head.has_value());
    clock.advance(minutes{1});
    const bool held = verdict == Verdict::passed;
    return {.format = std::string{kStatementFormat},
            .run = RunId::make(clock, random),
            .log = records.key().name(),
            .number = head->size,
            .previous = head->previous,
            .url = "https://localhost:8443",
            .build = {"0.1.0", "abc", std::string(64, 'a')},
            .configuration = std::string(64, 'b'),
            .catalogue = std::string(64, 'c'),
            .host = {"Linux", "Debian", 2},
            .scope = Scope::full,
            .occasion = Occasion::by_hand,
            .started_at = clock.now(),
            .finished_at = clock.now(),
            .seconds = 1,
            .waivers = *run(records.waivers()),
            .controls = {{"EDGE-04", verdict, 1, "one attempt"}},
            .probes = {{"EDGE-04",
                        "sniff",
                        verdict,
                        "one attempt",
                        1,
                        {{"ask <&>", "a header", "a header \"x\"", held}}}}};
  }
  Result<LogPlace> keep(const Statement& statement) {
    const std::string text = json::write(statement);
    return run(records.keep(text, key.sign(text)));
  }
  Bundle kept_bundle(Verdict verdict = Verdict::passed) {
    const Statement made = statement(verdict);
    const auto place = keep(made);
    CHECK(place.has_value());
    return *run(records.bundle(made.run));
  }
  std::string_view check(const Bundle& bundle) {
    return outcome(check_bundle(bundle, records.key()));
  }
  Result<std::string> exported(std::optional<std::int64_t> earlier = {}) {
    return database->read_now([&](store::Reader& reader) {
      return export_evidence(reader, records.key(), Instant{}, clock.now() + hours{1}, earlier);
    });
  }

  boost::asio::io_context context;
  store::TemporaryFolder folder;
  SystemRandom random;
  SetClock clock{Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}}};
  std::shared_ptr<vault::Keyring> keys =
      std::make_shared<vault::Keyring>(TenantId{}, Secret::of(Bytes(32, 1)), random);
  EvidenceKey key = *EvidenceKey::of(*keys);
  std::unique_ptr<store::Database> database =
      *store::Database::open(folder.path() / "test.db", Secret::of(Bytes(32, 2)), migrations());
  audit::Log log{*database, keys, clock, random};
  std::vector<VerificationAlert> told;
  Records records{{*database, *keys, log, clock, random,
                   [this](const VerificationAlert& alert) { told.push_back(alert); }}};
  PersonId first = PersonId::make(clock, random);
  PersonId second = PersonId::make(clock, random);
};

TEST_F(EvidenceRecords, holds_for_whoever_has_the_public_key) {
  const Bundle one = kept_bundle();
  const Bundle two = kept_bundle();
  EXPECT_EQ(check(one), "done");
  const auto first_checked = check_bundle(json::write(one), records.key());
  const auto second_checked = check_bundle(json::write(two), records.key());
  ASSERT_TRUE(first_checked && second_checked);
  EXPECT_EQ(second_checked->statement.number, 1);
  EXPECT_EQ(outcome(check_follows(*first_checked, *second_checked)), "done");
  EXPECT_EQ(outcome(check_follows(*second_checked, *first_checked)), kBrokenChain.code);
}

TEST_F(EvidenceRecords, edited_in_any_part_is_refused_by_its_reason) {
  for (int at = 0; at < 5; ++at) (void)kept_bundle();
  const Bundle whole = kept_bundle();
  const auto bent = [&](const std::function<void(Bundle&)>& bend) {
    Bundle copy = whole;
    bend(copy);
    return check(copy);
  };
  EXPECT_EQ(bent([](Bundle& b) { b.statement.replace(b.statement.find("one"), 3, "two"); }),
            kEditedEvidence.code);
  EXPECT_EQ(bent([](Bundle& b) { b.statement.replace(b.statement.find("2026"), 4, "2025"); }),
            kEditedEvidence.code);
  EXPECT_EQ(bent([](Bundle& b) { b.log->proof.pop_back(); }), kNotInLog.code);
  EXPECT_EQ(bent([](Bundle& b) { std::swap(b.log->proof[0], b.log->proof[1]); }), kNotInLog.code);
  EXPECT_EQ(bent([](Bundle& b) { b.log->number = 3; }), kNotInLog.code);
  EXPECT_EQ(bent([](Bundle& b) {
              b.log->checkpoint.replace(b.log->checkpoint.find("\n6\n"), 3, "\n7\n");
            }),
            kBadCheckpoint.code);
  EXPECT_EQ(bent([](Bundle& b) { b.format = "gatehouse-evidence-bundle/9"; }), kNoEvidence.code);
  const EvidenceKey other =
      *EvidenceKey::of(vault::Keyring{TenantId{}, Secret::of(Bytes(32, 9)), random});
  EXPECT_EQ(outcome(check_bundle(whole, other.verifier())), kForeignEvidence.code);
  EXPECT_EQ(outcome(check_bundle("{}", records.key())), kNoEvidence.code);
}

TEST_F(EvidenceRecords, is_appended_in_its_order_and_time_only) {
  (void)kept_bundle();
  Statement late = statement();
  late.started_at -= hours{3};
  late.finished_at -= hours{3};
  EXPECT_EQ(outcome(keep(late)), kBackdated.code);
  Statement gap = statement();
  ++gap.number;
  EXPECT_EQ(outcome(keep(gap)), kBrokenChain.code);
  Statement other = statement();
  other.previous = std::string(64, '0');
  EXPECT_EQ(outcome(keep(other)), kBrokenChain.code);
  Statement future = statement();
  future.finished_at += hours{1};
  EXPECT_EQ(outcome(keep(future)), kBackdated.code);
  const std::string text = json::write(statement());
  EXPECT_EQ(outcome(run(records.keep(text, base64(Bytes(64, 0))))), kEditedEvidence.code);
  EXPECT_EQ(run(records.head())->size, 1);
}

TEST_F(EvidenceRecords, claims_only_what_its_probes_showed) {
  Statement untouched = statement();
  untouched.controls[0].id = "EDGE-05";
  EXPECT_EQ(outcome(keep(untouched)), kUnprovenClaim.code);
  Statement skipped = statement();
  skipped.probes[0].steps.clear();
  EXPECT_EQ(outcome(keep(skipped)), kUnprovenClaim.code);
  Statement excused = statement(Verdict::failed);
  excused.controls[0].verdict = Verdict::waived;
  EXPECT_EQ(outcome(keep(excused)), kUnprovenClaim.code);
}

TEST_F(EvidenceRecords, an_export_shows_what_is_missing_from_it) {
  for (int at = 0; at < 5; ++at) (void)kept_bundle();
  const std::string file = *exported(2);
  EXPECT_TRUE(is_export(file));
  const auto checked = check_export(file, records.key());
  ASSERT_TRUE(checked.has_value()) << checked.error().detail();
  EXPECT_EQ(checked->evidence.size(), 5U);
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < file.size();) {
    const std::size_t end = file.find('\n', from) + 1;
    lines.push_back(file.substr(from, end - from));
    from = end;
  }
  ASSERT_EQ(lines.size(), 6U);
  const auto without = [&](std::size_t dropped) {
    std::string text;
    for (std::size_t at = 0; at < lines.size(); ++at)
      if (at != dropped) text += lines[at];
    return outcome(check_export(text, records.key()));
  };
  for (std::size_t at = 1; at < lines.size(); ++at) EXPECT_EQ(without(at), kBrokenChain.code) << at;
  EXPECT_EQ(without(0), kNoEvidence.code);
}

TEST_F(EvidenceRecords, an_export_proves_that_the_log_only_grew) {
  for (int at = 0; at < 3; ++at) (void)kept_bundle();
  const auto before = check_export(*exported(), records.key());
  for (int at = 0; at < 4; ++at) (void)kept_bundle();
  const auto after = check_export(*exported(3), records.key());
  ASSERT_TRUE(before && after);
  EXPECT_EQ(outcome(check_grew(*after, before->tree)), "done");
  crypto::TreeHead rewritten = before->tree;
  rewritten.root[0] ^= 1;
  EXPECT_EQ(outcome(check_grew(*after, rewritten)), kLogRewritten.code);
  EXPECT_EQ(outcome(check_grew(*before, after->tree)), kLogRewritten.code);
}

TEST_F(EvidenceRecords, past_its_time_its_place_is_still_proven) {
  (void)kept_bundle();
  clock.advance(hours{24 * 401});
  (void)kept_bundle();
  ASSERT_TRUE(records.forget().has_value());
  const auto checked = check_export(*exported(), records.key());
  ASSERT_TRUE(checked.has_value()) << checked.error().detail();
  EXPECT_EQ(checked->forgotten, 1);
  EXPECT_EQ(checked->evidence.size(), 1U);
}

// --- records
// -------------------------------------------------------------------------------------

TEST_F(EvidenceRecords, a_control_that_begins_to_fail_raises_one_alert_until_it_is_well) {
  (void)kept_bundle();
  EXPECT_TRUE(told.empty());
  (void)kept_bundle(Verdict::failed);
  (void)kept_bundle(Verdict::failed);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].kind, AlertKind::control_failed);
  EXPECT_EQ(told[0].control, "EDGE-04");
  const auto entries = run(log.entries({.event = audit::Event::control_failed}));
  ASSERT_TRUE(entries.has_value());
  EXPECT_EQ(entries->size(), 1U);
  EXPECT_EQ((*entries)[0].object, "EDGE-04");
  (void)kept_bundle();
  const auto alerts = run(records.alerts());
  ASSERT_EQ(alerts->size(), 1U);
  EXPECT_TRUE((*alerts)[0].ended_at.has_value());
  (void)kept_bundle(Verdict::failed);
  EXPECT_EQ(told.size(), 2U);
}

TEST_F(EvidenceRecords, a_silent_verifier_raises_an_alert_within_two_periods) {
  records.schedule({true, minutes{15}, hours{24}, clock.now()});
  clock.advance(minutes{30});
  ASSERT_TRUE(records.watch().has_value());
  EXPECT_TRUE(told.empty());
  EXPECT_FALSE(run(records.standing())->silent);
  clock.advance(minutes{1});
  ASSERT_TRUE(records.watch().has_value());
  ASSERT_TRUE(records.watch().has_value());
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].kind, AlertKind::verifier_silent);
  EXPECT_TRUE(run(records.standing())->silent);
  (void)kept_bundle();
  EXPECT_TRUE((*run(records.alerts()))[0].ended_at.has_value());
  EXPECT_FALSE(run(records.standing())->silent);
}

TEST_F(EvidenceRecords, a_schedule_that_is_off_is_never_quiet_about_it) {
  records.schedule({false, minutes{15}, hours{24}, clock.now()});
  (void)kept_bundle();
  ASSERT_TRUE(records.watch().has_value());
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0].summary, HasSubstr("switched off"));
  EXPECT_TRUE(run(records.standing())->silent);
}

TEST_F(EvidenceRecords, a_waiver_needs_two_people_a_reason_and_an_end) {
  const Instant soon = clock.now() + hours{24};
  const auto waive = [&](std::string control, std::string reason, Instant until, PersonId one,
                         PersonId two) {
    return outcome(run(records.waive(std::move(control), std::move(reason), until, one, two)));
  };
  EXPECT_EQ(waive("EDGE-99", "why", soon, first, second), kBadWaiver.code);
  EXPECT_EQ(waive("EDGE-04", " \n", soon, first, second), kBadWaiver.code);
  EXPECT_EQ(waive("EDGE-04", "why", soon, first, first), kBadWaiver.code);
  EXPECT_EQ(waive("EDGE-04", "why", soon, first, PersonId{}), kBadWaiver.code);
  EXPECT_EQ(waive("EDGE-04", "why", clock.now(), first, second), kBadWaiver.code);
  EXPECT_EQ(waive("EDGE-04", "why", clock.now() + hours{24 * 31}, first, second), kBadWaiver.code);
  EXPECT_EQ(waive("EDGE-04", "why", soon, first, second), "done");
}

TEST_F(EvidenceRecords, what_is_waived_is_never_shown_as_passed) {
  (void)kept_bundle();
  ASSERT_TRUE(run(records.waive("EDGE-04", "a new proxy", clock.now() + hours{24}, first, second)));
  EXPECT_EQ(run(records.latest_results())->at("EDGE-04").verdict, Verdict::waived);
  Statement waived = statement(Verdict::failed);
  waived.controls[0].verdict = Verdict::waived;
  waived.controls[0].summary = "Waived";
  ASSERT_TRUE(keep(waived).has_value());
  EXPECT_TRUE(told.empty());
  EXPECT_THAT(junit_report(waived), HasSubstr("<skipped message=\"Waived\"/>"));
  EXPECT_THAT(oscal_report(waived, "x"), HasSubstr("deviation-approved"));
  EXPECT_THAT(table_text(waived), HasSubstr("1 waived"));
  Statement invented = statement();
  invented.waivers[0].reason = "another";
  EXPECT_EQ(outcome(keep(invented)), kUnknownWaiver.code);
  clock.advance(hours{25});
  EXPECT_TRUE(run(records.waivers())->empty());
  EXPECT_EQ(run(records.end_waiver("EDGE-04", first)).has_value(), false);
}

TEST_F(EvidenceRecords, the_last_thirty_results_of_a_control_are_its_history) {
  for (int at = 0; at < 32; ++at) (void)kept_bundle(at == 31 ? Verdict::failed : Verdict::passed);
  const auto history = run(records.history());
  ASSERT_TRUE(history.has_value());
  const auto& results = history->at("EDGE-04");
  ASSERT_EQ(results.size(), 30U);
  EXPECT_EQ(results.back().verdict, Verdict::failed);
  EXPECT_LT(results.front().at, results.back().at);
}

TEST_F(EvidenceRecords, progress_is_told_as_it_comes) {
  std::vector<std::int64_t> heard;
  records.on_progress([&](const RunProgress& progress) { heard.push_back(progress.done); });
  const RunId id = RunId::make(clock, random);
  records.note(id, 1, 3, "EDGE-04", Verdict::passed);  // of a run that is not known
  records.begin(id, Scope::core);
  records.note(id, 1, 3, "EDGE-04", Verdict::passed);
  records.note(id, 2, 3, "EDGE-05", Verdict::failed);
  EXPECT_EQ(heard, (std::vector<std::int64_t>{1, 2}));
  ASSERT_EQ(records.running().size(), 1U);
  EXPECT_EQ(records.running()[0].control, "EDGE-05");
  records.end(id);
  EXPECT_TRUE(records.running().empty());
}

}  // namespace
}  // namespace gatehouse::assurance
