#include "assurance/records.h"

#include <algorithm>

#include <fmt/format.h>

#include "assurance/internal/evidence_log.h"
#include "assurance/queries.h"
#include "base/control.h"
#include "base/log.h"

namespace gatehouse::assurance {

namespace {

using internal::DocumentRow;

constexpr int kHistory = 30;
constexpr std::chrono::days kQuickKept{30};  // quick runs in which nothing failed
constexpr std::chrono::days kKept{400};
constexpr std::string_view kNoControl = "";

struct RunRow : KeptRun {
  static constexpr auto columns = std::tuple{
      &RunRow::id,     &RunRow::started_at, &RunRow::seconds,     &RunRow::build,
      &RunRow::passed, &RunRow::failed,     &RunRow::not_claimed, &RunRow::waived,
      &RunRow::scope,  &RunRow::occasion,   &RunRow::executable,  &RunRow::configuration};
};
struct ResultRow : KeptResult {
  static constexpr auto columns =
      std::tuple{&ResultRow::id, &ResultRow::verdict, &ResultRow::summary, &ResultRow::at};
};
struct WaiverRow : Waiver {
  static constexpr auto columns =
      std::tuple{&WaiverRow::control,    &WaiverRow::reason, &WaiverRow::granted_at,
                 &WaiverRow::expires_at, &WaiverRow::first,  &WaiverRow::second};
};
struct AlertRow : VerificationAlert {
  static constexpr auto columns =
      std::tuple{&AlertRow::id,      &AlertRow::kind, &AlertRow::control,
                 &AlertRow::summary, &AlertRow::at,   &AlertRow::ended_at};
};

std::int64_t count(const Statement& statement, Verdict verdict) {
  return std::ranges::count(statement.controls, verdict, &ControlResult::verdict);
}

audit::Origin by_system() {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  return origin;
}
audit::Origin by_person(PersonId person) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::member;
  origin.actor = person.bits();
  return origin;
}

Result<std::vector<Waiver>> read_waivers(store::Reader& reader, Instant now) {
  TRY(const auto rows, reader.all<WaiverRow>(queries::waivers_at, now));
  return std::vector<Waiver>{rows.begin(), rows.end()};
}

bool same(const Waiver& a, const Waiver& b) {
  return a.control == b.control && a.reason == b.reason && a.granted_at == b.granted_at &&
         a.expires_at == b.expires_at && a.first == b.first && a.second == b.second;
}

// A waiver that nobody gave would hide a failure.
Result<> check_waivers(const Statement& statement, const std::vector<Waiver>& in_force) {
  for (const Waiver& claimed : statement.waivers) {
    const bool known =
        std::ranges::any_of(in_force, [&](const Waiver& waiver) { return same(waiver, claimed); });
    if (enforced<"ASR-03"> && !known) return fail(Error{kUnknownWaiver}.because(claimed.control));
  }
  return {};
}

Result<std::optional<KeptRun>> read_latest_run(store::Reader& reader, std::optional<Scope> scope) {
  TRY(const auto row, reader.maybe<RunRow>(queries::latest_run, scope));
  return row ? std::optional<KeptRun>{*row} : std::nullopt;
}

using Results = std::map<std::string, KeptResult>;

Result<Results> read_latest_results(store::Reader& reader, Instant now) {
  TRY(const auto rows, reader.all<ResultRow>(queries::latest_results));
  TRY(const auto waivers, read_waivers(reader, now));
  Results results;
  for (const ResultRow& row : rows) results.emplace(row.id, row);
  for (const Waiver& waiver : waivers) {
    const auto found = results.find(waiver.control);
    if (found == results.end()) continue;
    found->second.verdict = Verdict::waived;
    found->second.summary =
        fmt::format("Waived until {}: {}", rfc3339(waiver.expires_at), waiver.reason);
  }
  return results;
}

using History = std::map<std::string, std::vector<KeptResult>>;

Result<History> read_history(store::Reader& reader) {
  TRY(const auto rows, reader.all<ResultRow>(queries::newest_results, kHistory));
  History history;
  for (const ResultRow& row : rows) history[row.id].push_back(row);
  return history;
}

// Raises and ends alerts in the transaction of what they are about.
struct Bell {
  audit::Log& log;
  Clock& clock;
  Random& random;
  const TellOfVerification& tell;

  Result<> raise(store::Transaction& transaction, AlertKind kind, std::string control,
                 std::string summary) const {
    TRY(const auto open, transaction.maybe<AlertRow>(queries::open_alert, kind, control));
    if (open) return {};
    VerificationAlert alert{AlertId::make(clock, random), kind,        std::move(control),
                            std::move(summary),           clock.now(), std::nullopt};
    TRY_VOID(transaction.execute(queries::insert_alert, alert.id, kind, alert.control,
                                 alert.summary, alert.at));
    TRY_VOID(record(transaction, alert));
    transaction.after_commit([told = tell, alert = std::move(alert)] {
      log::warning("assurance.alert", {{"kind", name_of(alert.kind)}, {"control", alert.control}});
      if (told) told(alert);
    });
    return {};
  }

  Result<> end(store::Transaction& transaction, AlertKind kind, std::string_view control) const {
    TRY_VOID(transaction.execute(queries::end_alert, kind, control, clock.now()));
    return {};
  }

 private:
  Result<> record(store::Transaction& transaction, const VerificationAlert& alert) const {
    const bool failed = alert.kind == AlertKind::control_failed;
    const audit::Deed deed{
        .event = failed ? audit::Event::control_failed : audit::Event::verification_silent,
        .object = alert.control,
        .detail = alert.summary};
    return log.record(transaction, by_system(), deed);
  }
};

Result<> keep_results(store::Transaction& transaction, const Statement& statement,
                      const Bell& bell) {
  for (const ControlResult& result : statement.controls) {
    const bool failed = result.verdict == Verdict::failed;
    TRY_VOID(failed ? bell.raise(transaction, AlertKind::control_failed, result.id, result.summary)
                    : bell.end(transaction, AlertKind::control_failed, result.id));
    TRY_VOID(transaction.execute(queries::insert_result, result.id, statement.run, result.verdict,
                                 result.summary, statement.started_at));
  }
  return bell.end(transaction, AlertKind::verifier_silent, kNoControl);
}

Result<> keep_run(store::Transaction& transaction, const Statement& statement) {
  TRY_VOID(transaction.execute(
      queries::insert_run, statement.run, statement.started_at, statement.seconds,
      statement.build.version, count(statement, Verdict::passed), count(statement, Verdict::failed),
      count(statement, Verdict::not_claimed), count(statement, Verdict::waived), statement.scope,
      statement.occasion, statement.build.executable, statement.configuration));
  return {};
}

}  // namespace

struct Records::Append {
  const EvidenceKey& key;
  const Bell bell;
  Instant now;
  Statement statement;
  DocumentRow document;

  Result<LogPlace> operator()(store::Transaction& transaction) const {
    TRY_VOID(internal::append(transaction, key, statement, document, now));
    TRY_VOID(keep_run(transaction, statement));
    TRY_VOID(keep_results(transaction, statement, bell));
    return internal::place_of(transaction, statement.number);
  }
};

Records::Records(Parts parts)
    : control_{parts.control},
      key_{*EvidenceKey::of(parts.installation)},
      log_{parts.log},
      clock_{parts.clock},
      random_{parts.random},
      tell_{std::move(parts.tell)} {}

// --- evidence
// ------------------------------------------------------------------------------------

Task<Result<EvidenceHead>> Records::head() {
  co_return co_await control_.read(&internal::read_head);
}

Task<Result<LogPlace>> Records::keep(std::string statement, std::string signature) {
  const Instant now = clock_.now();
  // On a database's thread, because it takes milliseconds.
  auto check = [this, &statement, &signature, now](store::Reader& reader) -> Result<Statement> {
    TRY(auto opened, open_statement(statement, signature, key_.verifier()));
    TRY(const auto in_force, read_waivers(reader, now));
    TRY_VOID(check_waivers(opened, in_force));
    return opened;
  };
  CO_TRY(auto opened, co_await control_.read(std::move(check)));
  Append append{key_, Bell{log_, clock_, random_, tell_}, now, std::move(opened),
                DocumentRow{std::move(statement), std::move(signature)}};
  co_return co_await control_.write(std::move(append));
}

Task<Result<Bundle>> Records::bundle(RunId run) {
  auto work = [this, run](store::Reader& reader) {
    return internal::bundle_of(reader, run, key_.verifier());
  };
  co_return co_await control_.read(std::move(work));
}

Task<Result<Consistency>> Records::consistency(std::int64_t old_size) {
  auto work = [old_size](store::Reader& reader) {
    return internal::consistency_with(reader, old_size);
  };
  co_return co_await control_.read(std::move(work));
}

// --- results
// -------------------------------------------------------------------------------------

Task<Result<std::optional<KeptRun>>> Records::latest_run(std::optional<Scope> scope) {
  auto work = [scope](store::Reader& reader) { return read_latest_run(reader, scope); };
  co_return co_await control_.read(std::move(work));
}

Result<std::optional<KeptRun>> Records::latest_run_now(std::optional<Scope> scope) {
  return control_.read_now(
      [scope](store::Reader& reader) { return read_latest_run(reader, scope); });
}

Task<Result<std::map<std::string, KeptResult>>> Records::latest_results() {
  auto work = [now = clock_.now()](store::Reader& reader) {
    return read_latest_results(reader, now);
  };
  co_return co_await control_.read(std::move(work));
}

Task<Result<std::map<std::string, std::vector<KeptResult>>>> Records::history() {
  co_return co_await control_.read(&read_history);
}

Task<Result<std::vector<VerificationAlert>>> Records::alerts() {
  auto work = [](store::Reader& reader) -> Result<std::vector<VerificationAlert>> {
    TRY(const auto rows, reader.all<AlertRow>(queries::newest_alerts));
    return std::vector<VerificationAlert>{rows.begin(), rows.end()};
  };
  co_return co_await control_.read(std::move(work));
}

// --- waivers
// -------------------------------------------------------------------------------------

Task<Result<>> Records::waive(std::string control, std::string reason, Instant expires,
                              PersonId first, PersonId second) {
  const Instant now = clock_.now();
  if (std::ranges::find(kControlIds, control) == std::ranges::end(kControlIds))
    co_return fail(Error{kBadWaiver}.because("no such control"));
  if (enforced<"ASR-03"> && (expires <= now || expires > now + kLongestWaiver))
    co_return fail(Error{kBadWaiver}.because("its end is not within 30 days"));
  if (enforced<"ASR-03"> && (first.is_nil() || second.is_nil() || first == second))
    co_return fail(Error{kBadWaiver}.because("not two people"));
  if (enforced<"ASR-03"> && reason.find_first_not_of(" \n\t") == std::string::npos)
    co_return fail(Error{kBadWaiver}.because("no reason"));
  const Waiver waiver{std::move(control), std::move(reason), now, expires, first, second};
  auto work = [this, waiver](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::insert_waiver, waiver.control, waiver.reason,
                                 waiver.granted_at, waiver.expires_at, waiver.first,
                                 waiver.second));
    const audit::Deed deed{
        .event = audit::Event::control_waived,
        .object = waiver.control,
        .control = waiver.control,
        .detail = fmt::format("until {}, agreed by {}: {}", rfc3339(waiver.expires_at),
                              waiver.second.text(), waiver.reason)};
    return log_.record(transaction, by_person(waiver.first), deed);
  };
  co_return co_await control_.write(std::move(work));
}

Task<Result<>> Records::end_waiver(std::string control, PersonId by) {
  auto work = [this, control, by](store::Transaction& transaction) -> Result<> {
    TRY(const auto ended, transaction.execute(queries::end_waiver, control, clock_.now()));
    if (ended == 0) return fail(Error{kNotFound}.because("no waiver of it is in force"));
    const audit::Deed deed{.event = audit::Event::waiver_ended, .object = control};
    return log_.record(transaction, by_person(by), deed);
  };
  co_return co_await control_.write(std::move(work));
}

Task<Result<std::vector<Waiver>>> Records::waivers() {
  auto work = [now = clock_.now()](store::Reader& reader) { return read_waivers(reader, now); };
  co_return co_await control_.read(std::move(work));
}

// --- the schedule and what runs
// ------------------------------------------------------------------

void Records::schedule(ScheduleFacts facts) {
  const std::lock_guard lock{mutex_};
  schedule_ = facts;
}

namespace {

// Nothing ran for two periods: since the last run, or since the server began to wait for one.
bool is_silent(const ScheduleFacts& schedule, const std::optional<KeptRun>& latest, Instant now) {
  if (!schedule.on) return true;
  const Instant last = latest ? std::max(latest->started_at, schedule.since) : schedule.since;
  return now - last > 2 * schedule.core_period;
}

}  // namespace

Task<Result<Standing>> Records::standing() {
  CO_TRY(auto full, co_await latest_run(Scope::full));
  CO_TRY(auto core, co_await latest_run(Scope::core));
  CO_TRY(const auto any, co_await latest_run());
  Standing standing{{}, std::move(full), std::move(core), false, running()};
  const std::lock_guard lock{mutex_};
  standing.schedule = schedule_.value_or(ScheduleFacts{});
  standing.silent = is_silent(standing.schedule, any, clock_.now());
  co_return standing;
}

Result<> Records::watch() {
  std::optional<ScheduleFacts> schedule;
  {
    const std::lock_guard lock{mutex_};
    schedule = schedule_;
  }
  if (!schedule) return {};
  TRY(const auto latest, latest_run_now(std::nullopt));
  if (!is_silent(*schedule, latest, clock_.now())) return {};
  const Bell bell{log_, clock_, random_, tell_};
  const std::string summary = schedule->on
                                  ? "No verification has run for two periods."
                                  : "Scheduled verification is switched off in the configuration.";
  return control_.write_now([&](store::Transaction& transaction) {
    return bell.raise(transaction, AlertKind::verifier_silent, std::string{kNoControl}, summary);
  });
}

Result<> Records::forget() {
  const Instant now = clock_.now();
  return control_.write_now([now](store::Transaction& transaction) -> Result<> {
    const std::optional<Scope> any;
    TRY_VOID(transaction.execute(queries::forget_documents, now - kQuickKept, Scope::core));
    TRY_VOID(transaction.execute(queries::forget_documents, now - kKept, any));
    TRY_VOID(transaction.execute(queries::forget_results, now - kQuickKept, Scope::core));
    TRY_VOID(transaction.execute(queries::forget_results, now - kKept, any));
    return {};
  });
}

void Records::begin(RunId run, Scope scope) {
  const Instant now = clock_.now();
  const std::lock_guard lock{mutex_};
  running_.insert_or_assign(run, RunProgress{run, scope, now, now, 0, 0, {}, std::nullopt});
}

void Records::note(RunId run, std::int64_t done, std::int64_t all, std::string control,
                   Verdict verdict) {
  RunProgress now;
  {
    const std::lock_guard lock{mutex_};
    const auto found = running_.find(run);
    if (found == running_.end()) return;
    RunProgress& progress = found->second;
    progress.seen_at = clock_.now();
    progress.done = done;
    progress.all = all;
    progress.control = std::move(control);
    progress.verdict = verdict;
    now = progress;
  }
  if (tell_progress_) tell_progress_(now);
}

void Records::end(RunId run) {
  const std::lock_guard lock{mutex_};
  running_.erase(run);
}

std::vector<RunProgress> Records::running() const {
  const std::lock_guard lock{mutex_};
  std::vector<RunProgress> all;
  for (const auto& [run, progress] : running_) all.push_back(progress);
  return all;
}

}  // namespace gatehouse::assurance
