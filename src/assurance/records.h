// What verification runs found and the evidence of it, kept in the installation's database. The
// security centre and the trust page read it here; verifiers hand it in here.
//
//   latest_results()  the newest verdict of each control, waivers laid over it
//   history()         the last thirty of each, for a sparkline
//   standing()        when it ran last and runs next, what runs now, what is overdue
//   alerts()          controls that began to fail, a verifier that fell silent
//   bundle()          the evidence of a run, with its proof, for anybody to check
//
// A control without a result was never attacked: show it as that, and show how old each result is.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "assurance/evidence.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "store/database.h"

namespace gatehouse::assurance {

struct KeptRun {
  RunId id;
  Instant started_at;
  double seconds;
  std::string build;  // version
  std::int64_t passed;
  std::int64_t failed;
  std::int64_t not_claimed;
  std::int64_t waived;
  Scope scope;
  Occasion occasion;
  std::string executable;     // as in the statement
  std::string configuration;  // as in the statement
};

struct KeptResult {
  std::string id;
  Verdict verdict;
  std::string summary;
  Instant at;
};

enum class AlertKind : unsigned char { control_failed, verifier_silent };
struct VerificationAlert {
  AlertId id;
  AlertKind kind;
  std::string control;
  std::string summary;
  Instant at;
  std::optional<Instant> ended_at;  // by itself, when it was seen to be well again
};
using TellOfVerification = std::function<void(const VerificationAlert&)>;  // must not block

// What a run is doing. Kept in memory: a run that the server does not remember is over.
struct RunProgress {
  RunId run;
  Scope scope;
  Instant started_at;
  Instant seen_at;  // the last sign of life
  std::int64_t done;
  std::int64_t all;
  std::string control;             // the last one that was finished
  std::optional<Verdict> verdict;  // of that one; absent at the beginning
};
using TellOfProgress = std::function<void(const RunProgress&)>;  // must not block

struct ScheduleFacts {
  bool on;
  std::chrono::seconds core_period;
  std::chrono::seconds full_period;
  Instant since;  // when the server began to keep this schedule
};
struct Standing {
  ScheduleFacts schedule;
  std::optional<KeptRun> latest_full;
  std::optional<KeptRun> latest_core;
  bool silent;  // no run for two periods, or the schedule is off: show it red
  std::vector<RunProgress> running;
};

struct EvidenceHead {
  std::int64_t size;                    // the next evidence gets this number
  std::optional<std::string> previous;  // digest of the newest
};
struct Consistency {
  std::int64_t old_size;
  std::vector<std::string> proof;  // base64
  std::string checkpoint;
};

class Records {
 public:
  struct Parts {
    store::Database& control;
    const vault::Keyring& installation;
    audit::Log& log;
    Clock& clock;
    Random& random;
    TellOfVerification tell = {};
  };
  explicit Records(Parts parts);

  // --- evidence ---
  Task<Result<EvidenceHead>> head();
  // Refused unless it is signed by us, follows the newest, and claims only what it shows (controls
  // ASR-01, 02, 03). The verdicts stand from now on; controls that began to fail raise an alert.
  Task<Result<LogPlace>> keep(std::string statement, std::string signature);
  Task<Result<Bundle>> bundle(RunId run);  // kNotFound when unknown or no longer kept
  // That the log of today holds all that a log of `old_size` held.
  Task<Result<Consistency>> consistency(std::int64_t old_size);
  const crypto::VerifierKey& key() const { return key_.verifier(); }

  // --- results ---
  Task<Result<std::optional<KeptRun>>> latest_run(std::optional<Scope> scope = {});
  Task<Result<std::map<std::string, KeptResult>>> latest_results();
  Task<Result<std::map<std::string, std::vector<KeptResult>>>> history();  // the oldest first

  // --- waivers ---
  // By two people who both know the reason; until `expires` (control ASR-03).
  Task<Result<>> waive(std::string control, std::string reason, Instant expires, PersonId first,
                       PersonId second);
  Task<Result<>> end_waiver(std::string control, PersonId by);
  Task<Result<std::vector<Waiver>>> waivers();  // in force

  // --- the schedule and what runs ---
  void schedule(ScheduleFacts facts);
  Task<Result<Standing>> standing();
  void begin(RunId run, Scope scope);
  void note(RunId run, std::int64_t done, std::int64_t all, std::string control, Verdict verdict);
  void end(RunId run);
  std::vector<RunProgress> running() const;
  void on_progress(TellOfProgress tell) { tell_progress_ = std::move(tell); }

  Task<Result<std::vector<VerificationAlert>>> alerts();  // the open ones first

  // Blocking, by the housekeeping thread.
  Result<> watch();   // raises and ends the alert of a silent verifier
  Result<> forget();  // documents and results past their time
  Result<std::optional<KeptRun>> latest_run_now(std::optional<Scope> scope);

 private:
  struct Append;

  store::Database& control_;
  EvidenceKey key_;
  audit::Log& log_;
  Clock& clock_;
  Random& random_;
  TellOfVerification tell_;
  TellOfProgress tell_progress_;
  mutable std::mutex mutex_;
  std::optional<ScheduleFacts> schedule_;
  std::map<RunId, RunProgress> running_;
};

}  // namespace gatehouse::assurance

namespace gatehouse {
template <>
struct EnumNames<assurance::AlertKind> {
  using enum assurance::AlertKind;
  static constexpr auto names = std::to_array<std::pair<assurance::AlertKind, std::string_view>>(
      {{control_failed, "control_failed"}, {verifier_silent, "verifier_silent"}});
};
}  // namespace gatehouse

namespace gatehouse::json {
template <>
struct Shape<assurance::EvidenceHead> {
  static constexpr std::string_view name = "EvidenceHead";
  static constexpr auto members =
      std::tuple{member("size", &assurance::EvidenceHead::size),
                 member("previous", &assurance::EvidenceHead::previous, token(64, 64))};
};
template <>
struct Shape<assurance::Consistency> {
  static constexpr std::string_view name = "EvidenceConsistency";
  static constexpr auto members =
      std::tuple{member("old_size", &assurance::Consistency::old_size),
                 member("proof", &assurance::Consistency::proof, list_of(64, line(44, 44))),
                 member("checkpoint", &assurance::Consistency::checkpoint, text(1, 4000))};
};
}  // namespace gatehouse::json
