#include "audit/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>

#include "audit/internal/entry.h"
#include "audit/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::audit {
namespace {

using testing::HasSubstr;

constexpr ErrorKind kRefusedByTest{"test.refused", Fault::conflict, "The test says no."};

// Somebody who holds the database key: drops the triggers first.
constexpr store::Statement kFreeEntries{"test.free", "DROP TRIGGER audit_entry_stays"};
constexpr store::Statement kFreeChanges{"test.free", "DROP TRIGGER audit_entry_stays_as_it_is"};
constexpr store::Statement kFreeHeads{"test.free", "DROP TRIGGER audit_checkpoint_stays"};
constexpr store::Statement kFreeHeadChanges{"test.free",
                                            "DROP TRIGGER audit_checkpoint_stays_as_it_is"};
constexpr store::Statement kEditThird{"test.edit",
                                      "UPDATE audit_entry SET object = 'x' WHERE number = 3"};
constexpr store::Statement kEditDetail{"test.edit",
                                       "UPDATE audit_entry SET personal = x'00' WHERE number = 3"};
constexpr store::Statement kEditEvent{"test.edit",
                                      "UPDATE audit_entry SET event = 'none' WHERE number = 3"};
constexpr store::Statement kEditKey{
    "test.edit", "UPDATE audit_entry SET api_key = zeroblob(16) WHERE number = 3"};
constexpr store::Statement kDropThird{"test.drop", "DELETE FROM audit_entry WHERE number = 3"};
constexpr store::Statement kDropTail{"test.drop", "DELETE FROM audit_entry WHERE number >= 7"};
constexpr store::Statement kSwap1{"test.swap",
                                  "UPDATE audit_entry SET number = 1000 WHERE number = 3"};
constexpr store::Statement kSwap2{"test.swap",
                                  "UPDATE audit_entry SET number = 3 WHERE number = 4"};
constexpr store::Statement kSwap3{"test.swap",
                                  "UPDATE audit_entry SET number = 4 WHERE number = 1000"};
constexpr store::Statement kForgeHead{
    "test.forge", "UPDATE audit_checkpoint SET signature = zeroblob(64) WHERE size = 10"};
constexpr store::Statement kDeleteOne{"test.delete", "DELETE FROM audit_entry WHERE number = 0"};
constexpr store::Statement kUpdateOne{"test.update", "UPDATE audit_entry SET times = 2"};
constexpr store::Statement kDeleteHead{"test.delete", "DELETE FROM audit_checkpoint"};
constexpr store::Statement kUpdateHead{"test.update", "UPDATE audit_checkpoint SET at = 0"};

class AuditLog : public testing::Test {
 protected:
  AuditLog()
      : keys{std::make_shared<vault::Keyring>(TenantId::make(clock, random),
                                              Secret::of(Bytes(32, 1)), random)},
        database{*store::Database::open(folder.path() / "test.db", Secret::of(Bytes(32, 2)),
                                        kMigrations)},
        log{*database, keys, clock, random} {}

  Result<> record(const Deed& deed) {
    return database->write_now(
        [&](store::Transaction& transaction) { return log.record(transaction, origin, deed); });
  }
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

  void record_many(int count) {
    auto work = [&](store::Transaction& transaction) -> Result<> {
      for (int number = 0; number < count; ++number)
        TRY_VOID(log.record(transaction, origin, {.event = Event::bot_created}));
      return {};
    };
    ASSERT_TRUE(database->write_now(work).has_value());
  }
  Result<> alter(std::initializer_list<store::Statement> statements) {
    return database->write_now([&](store::Transaction& transaction) -> Result<> {
      for (const store::Statement& statement : statements) TRY_VOID(transaction.execute(statement));
      return {};
    });
  }
  void expect_false_at(std::int64_t number, const std::string& words) {
    const auto found = log.verify();
    ASSERT_TRUE(found.has_value()) << found.error().detail();
    EXPECT_EQ(found->first_false_entry, number) << found->verdict;
    EXPECT_THAT(found->verdict, HasSubstr(words));
  }

  store::TemporaryFolder folder;
  boost::asio::io_context context{1};  // outlives the databases, whose threads post to it
  SetClock clock{*parse_rfc3339("2026-11-23T21:42:10.123Z")};
  SystemRandom random;
  std::shared_ptr<vault::Keyring> keys;
  std::unique_ptr<store::Database> database;
  Log log;
  Origin origin{.kind = ActorKind::member,
                .actor = {5},
                .tenant = keys->tenant(),
                .address = *IpAddress::parse("192.0.2.7"),
                .correlation = RequestId::make(clock, random)};
};

TEST_F(AuditLog, an_entry_comes_back_with_everything_that_was_recorded) {
  const Deed deed{.event = Event::refused,
                  .object = "bot_1",
                  .outcome = Outcome::refused,
                  .control = "ACC-01",
                  .reason = "access.forbidden",
                  .times = 3,
                  .detail = "old -> new"};
  ASSERT_TRUE(record(deed).has_value());
  const auto entries = run(log.entries({}));
  ASSERT_TRUE(entries.has_value()) << entries.error().detail();
  ASSERT_EQ(entries->size(), 1U);
  const Entry& entry = entries->front();
  EXPECT_EQ(entry.number, 0);
  EXPECT_EQ(entry.at, clock.now());
  EXPECT_EQ(entry.event, Event::refused);
  EXPECT_EQ(entry.outcome, Outcome::refused);
  EXPECT_EQ(entry.actor_kind, ActorKind::member);
  EXPECT_EQ(entry.actor, origin.actor);
  EXPECT_EQ(entry.object, "bot_1");
  EXPECT_EQ(entry.control, "ACC-01");
  EXPECT_EQ(entry.reason, "access.forbidden");
  EXPECT_EQ(entry.times, 3);
  EXPECT_EQ(entry.address, "192.0.2.7");
  EXPECT_EQ(entry.detail, "old -> new");
  EXPECT_EQ(entry.correlation, origin.correlation.text());
}

TEST_F(AuditLog, an_entry_names_the_key_by_which_a_member_acted) {
  origin.key = ApiKeyId::make(clock, random);
  ASSERT_TRUE(record({.event = Event::bot_created}).has_value());
  EXPECT_EQ(run(log.entries({}))->front().key, origin.key);
}

TEST_F(AuditLog, what_is_not_known_is_absent) {
  origin = Origin{};
  ASSERT_TRUE(record({.event = Event::server_started}).has_value());
  const Entry entry = run(log.entries({}))->front();
  EXPECT_FALSE(entry.object || entry.control || entry.reason || entry.address || entry.detail ||
               entry.correlation || entry.key);
}

TEST_F(AuditLog, a_change_that_is_rolled_back_leaves_neither_entry_nor_gap) {
  ASSERT_TRUE(record({.event = Event::bot_created}).has_value());
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(log.record(transaction, origin, {.event = Event::bot_deleted}));
    return fail(kRefusedByTest);
  };
  EXPECT_FALSE(database->write_now(work).has_value());
  ASSERT_TRUE(record({.event = Event::bot_changed}).has_value());
  const auto entries = run(log.entries({}));
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ(entries->front().number, 1);
  EXPECT_EQ(entries->front().event, Event::bot_changed);
  EXPECT_FALSE(log.verify()->first_false_entry.has_value());
}

TEST_F(AuditLog, entries_are_found_by_request_by_event_and_by_page) {
  ASSERT_TRUE(record({.event = Event::bot_created}).has_value());
  const RequestId first = origin.correlation;
  origin.correlation = RequestId::make(clock, random);
  ASSERT_TRUE(record({.event = Event::bot_changed}).has_value());
  ASSERT_TRUE(record({.event = Event::bot_deleted}).has_value());
  auto numbers = [&](Filter filter) {
    std::vector<std::int64_t> found;
    for (const Entry& entry : *run(log.entries(filter))) found.push_back(entry.number);
    return found;
  };
  using testing::ElementsAre;
  EXPECT_THAT(numbers({}), ElementsAre(2, 1, 0));
  EXPECT_THAT(numbers({.correlation = first}), ElementsAre(0));
  EXPECT_THAT(numbers({.correlation = origin.correlation}), ElementsAre(2, 1));
  EXPECT_THAT(numbers({.correlation = origin.correlation, .event = Event::bot_changed}),
              ElementsAre(1));
  EXPECT_THAT(numbers({.event = Event::bot_created}), ElementsAre(0));
  EXPECT_THAT(numbers({.before = 2, .limit = 1}), ElementsAre(1));
}

TEST_F(AuditLog, a_long_detail_is_cut_between_two_characters) {
  std::string detail(2047, 'a');
  detail += "שלום";
  ASSERT_TRUE(record({.event = Event::bot_changed, .detail = detail}).has_value());
  EXPECT_EQ(run(log.entries({}))->front().detail, std::string(2047, 'a'));
}

TEST_F(AuditLog, a_checkpoint_is_signed_over_the_note_body_by_the_published_key) {
  record_many(3);
  ASSERT_TRUE(log.checkpoint_now().has_value());
  record_many(4);
  ASSERT_TRUE(log.checkpoint_now().has_value());
  const auto checkpoint = run(log.latest_checkpoint());
  ASSERT_TRUE(checkpoint.has_value() && checkpoint->has_value());
  const Checkpoint& head = **checkpoint;
  EXPECT_EQ(head.size, 7);
  EXPECT_EQ(head.at, clock.now());
  const std::string body =
      "gatehouse/" + keys->tenant().text() + "\n7\n" + base64(head.root) + "\n";
  EXPECT_TRUE(crypto::verify_ed25519(log.public_key(), as_bytes(body), head.signature));
}

TEST_F(AuditLog, signs_after_a_thousand_entries_or_a_minute_and_only_when_there_is_something) {
  auto signed_size = [&] {
    EXPECT_TRUE(log.checkpoint_if_due().has_value());
    const auto head = *run(log.latest_checkpoint());
    return head ? head->size : 0;
  };
  EXPECT_EQ(signed_size(), 0);
  record_many(1);
  EXPECT_EQ(signed_size(), 1);  // the first waits for nothing
  record_many(999);
  EXPECT_EQ(signed_size(), 1);
  record_many(1);
  EXPECT_EQ(signed_size(), 1001);
  record_many(1);
  clock.advance(std::chrono::seconds{59});
  EXPECT_EQ(signed_size(), 1001);
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(signed_size(), 1002);
  clock.advance(std::chrono::hours{1});
  EXPECT_EQ(signed_size(), 1002);
  EXPECT_EQ(log.verify()->checkpoints, 3);
  EXPECT_FALSE(log.verify()->first_false_entry.has_value());
}

TEST_F(AuditLog, the_service_itself_cannot_change_or_delete_what_was_recorded) {
  record_many(2);
  ASSERT_TRUE(log.checkpoint_now().has_value());
  for (const auto& statement : {kDeleteOne, kUpdateOne, kDeleteHead, kUpdateHead})
    EXPECT_FALSE(alter({statement}).has_value()) << statement.sql;
  EXPECT_EQ(run(log.entries({}))->size(), 2U);
}

TEST_F(AuditLog, an_empty_log_and_a_log_without_checkpoint_are_in_order) {
  EXPECT_FALSE(log.verify()->first_false_entry.has_value());
  record_many(5);
  const auto found = log.verify();
  EXPECT_FALSE(found->first_false_entry.has_value());
  EXPECT_EQ(found->entries, 5);
}

class AuditTampering : public AuditLog {
 protected:
  void SetUp() override {
    record_many(5);
    ASSERT_TRUE(log.checkpoint_now().has_value());
    record_many(5);
    ASSERT_TRUE(log.checkpoint_now().has_value());
    record_many(2);
    const auto found = log.verify();
    ASSERT_FALSE(found->first_false_entry.has_value()) << found->verdict;
    ASSERT_TRUE(alter({kFreeEntries, kFreeChanges, kFreeHeads, kFreeHeadChanges}).has_value());
  }

  // With a leaf that fits the new content, as a careful forger would.
  Result<> edit_with_leaf(std::int64_t number) {
    static constexpr store::Statement kRow{
        "test.row",
        "SELECT number, at, event, outcome, actor_kind, actor, object, control, reason, times,"
        " correlation, mark, personal, leaf, api_key FROM audit_entry WHERE number = ?1"};
    static constexpr store::Statement kForge{
        "test.forge", "UPDATE audit_entry SET object = 'x', leaf = ?2 WHERE number = ?1"};
    return database->write_now([&](store::Transaction& transaction) -> Result<> {
      TRY(auto row, transaction.one<internal::EntryRow>(kRow, number));
      row.object = "x";
      TRY_VOID(transaction.execute(kForge, number, internal::leaf_of(row.content())));
      return {};
    });
  }
};

TEST_F(AuditTampering, an_edited_entry_is_named) {
  ASSERT_TRUE(alter({kEditThird}).has_value());
  expect_false_at(3, "Entry 3 was changed");
}

TEST_F(AuditTampering, an_edited_sealed_part_is_named) {
  ASSERT_TRUE(alter({kEditDetail}).has_value());
  expect_false_at(3, "Entry 3 was changed");
}

TEST_F(AuditTampering, a_key_that_did_not_act_is_named) {
  ASSERT_TRUE(alter({kEditKey}).has_value());
  expect_false_at(3, "Entry 3 was changed");
}

TEST_F(AuditTampering, an_unknown_event_is_named_and_reading_says_damaged) {
  ASSERT_TRUE(alter({kEditEvent}).has_value());
  expect_false_at(3, "Entry 3 was changed");
  EXPECT_TRUE(run(log.entries({})).error().is(store::kDamaged));
}

TEST_F(AuditTampering, a_dropped_entry_is_named) {
  ASSERT_TRUE(alter({kDropThird}).has_value());
  expect_false_at(3, "Entry 3 is missing");
}

TEST_F(AuditTampering, two_swapped_entries_are_noticed_before_their_checkpoint) {
  ASSERT_TRUE(alter({kSwap1, kSwap2, kSwap3}).has_value());
  expect_false_at(0, "An entry from 0 to 4");
}

TEST_F(AuditTampering, an_edit_with_a_fitting_leaf_is_noticed_by_the_checkpoint) {
  ASSERT_TRUE(edit_with_leaf(6).has_value());
  expect_false_at(5, "An entry from 5 to 9");
}

TEST_F(AuditTampering, a_cut_off_end_is_noticed_and_nothing_is_signed_over_it) {
  ASSERT_TRUE(alter({kDropTail}).has_value());
  expect_false_at(7, "removed");
  record_many(1);
  expect_false_at(8, "removed");
  EXPECT_TRUE(log.checkpoint_now().error().is(kTampered));
}

TEST_F(AuditTampering, a_checkpoint_that_we_did_not_sign_is_noticed) {
  ASSERT_TRUE(alter({kForgeHead}).has_value());
  expect_false_at(5, "does not bear our signature");
}

TEST(AuditRefusals, are_folded_by_cause_address_and_tenant_and_counted_exactly) {
  Refusals refusals;
  Refusals::Refusal refusal{.origin = {.address = *IpAddress::parse("192.0.2.7")},
                            .code = "edge.limited",
                            .control = "EDGE-02",
                            .route = "/x"};
  for (int times = 0; times < 500; ++times) refusals.note(refusal);
  refusal.code = "access.forbidden";
  refusals.note(refusal);
  refusal.origin.address = *IpAddress::parse("192.0.2.8");
  refusals.note(refusal);
  auto folds = refusals.take();
  std::ranges::sort(folds, {}, &Refusals::Folded::times);
  ASSERT_EQ(folds.size(), 3U);
  EXPECT_EQ(folds[2].times, 500);
  EXPECT_EQ(folds[2].first.code, "edge.limited");
  EXPECT_TRUE(refusals.take().empty());
}

TEST(AuditRefusals, a_flood_from_very_many_addresses_is_counted_exactly_in_bounded_memory) {
  Refusals refusals;
  constexpr std::uint32_t kAddresses = 25'000;
  IpAddress::Octets octets{};
  for (std::uint32_t number = 0; number < kAddresses; ++number) {
    octets[14] = static_cast<std::uint8_t>(number >> 8);
    octets[15] = static_cast<std::uint8_t>(number);
    refusals.note({.origin = {.address = IpAddress::from_octets(octets)},
                   .code = "edge.limited",
                   .control = "EDGE-02",
                   .route = "/x"});
  }
  const auto folds = refusals.take();
  EXPECT_LE(folds.size(), 10'001U);
  std::int64_t total = 0;
  for (const auto& folded : folds) total += folded.times;
  EXPECT_EQ(total, kAddresses);
}

}  // namespace
}  // namespace gatehouse::audit
