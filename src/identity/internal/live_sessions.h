// Sessions in memory, so that recognising somebody reads no disk and an ended session is seen by
// the next request.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "identity/internal/alerts.h"
#include "identity/internal/ground.h"
#include "identity/internal/watch.h"
#include "identity/internal/workspace_policies.h"

namespace gatehouse::identity::internal {

enum class Activity : unsigned char { none, by_person };

class LiveSessions {
 public:
  LiveSessions(const Limits& limits, const WorkspacePolicies& policies, Clock& clock)
      : limits_{limits}, policies_{policies}, clock_{clock} {}

  struct Opening {
    SessionId id;
    PersonId person;
    TenantId tenant;
    access::Authority authority;
    std::string name;
    std::string agent;  // what signed in, or empty
    Instant started_at;
    Instant last_activity;
    Instant ends_at;
    access::Stage stage = access::Stage::complete;
    Instant proven_at{};
  };
  void open(Opening opening);
  void end(const std::vector<SessionId>& sessions);
  void age(SessionId session, std::chrono::milliseconds by);
  // What these people may do from now on; their sessions that held something else.
  struct Rights {
    access::Authority authority;
    bool lacks_factor;  // and must have one
  };
  using RightsOf = std::unordered_map<PersonId, Rights>;
  std::vector<SessionId> change_rights(const RightsOf& now);
  void prove(SessionId session, access::Stage reached);  // just now

  struct Seen {
    PersonId person;
    TenantId tenant;
    access::Authority authority;
    std::string name;
    Instant last_activity;
    Instant ends_at;
    access::Stage stage;
    Instant proven_at;
    bool ended;
    bool ran_out;  // idle or old, when it was looked at
  };
  // Activity counts only while the session has not ended or run out.
  std::optional<Seen> look(SessionId session, Activity activity);

  // The one place that says who is in (controls IDN-08, IDN-10).
  static Result<> judge(const std::optional<Seen>& seen);
  std::chrono::minutes idle_limit(TenantId tenant, const access::Authority& authority) const;
  std::chrono::minutes longest(TenantId tenant) const {
    return policies_.of(tenant).sessions.absolute;
  }
  // The policy of a workspace has changed; nobody's session becomes longer.
  void limit(TenantId tenant, const SessionRules& rules);

  // A sign that it is somebody else ends the session here and now; take_suspicions() says what is
  // left to be done on disk (control IDN-11).
  Result<> watch(SessionId session, const access::Whereabouts& where, std::string_view agent);
  std::vector<Suspicion> take_suspicions();

  // Those that ran out and were not ended yet.
  struct RunOut {
    SessionId session;
    TenantId tenant;
  };
  std::vector<RunOut> run_out() const;
  struct Use {
    SessionId session;
    PersonId person;
    Instant at;
  };
  // Activity since the last call.
  std::vector<Use> take_uses();
  // Ended ones are kept until no access token of theirs is in force.
  void forget_ended();

 private:
  struct Live {
    explicit Live(Opening opening) : opened{std::move(opening)}, watch{opened.agent} {}
    Opening opened;
    Watch watch;
    std::atomic<std::int64_t> started_at;  // milliseconds, as Instant
    std::atomic<std::int64_t> last_activity;
    std::atomic<std::int64_t> ends_at;
    std::atomic<std::int64_t> idle;         // milliseconds
    std::atomic<std::int64_t> ended_at{0};  // 0: it has not
    std::atomic<bool> used{false};          // since it was last saved
    std::atomic<access::Stage> stage;
    std::atomic<std::int64_t> proven_at;
  };
  struct alignas(64) Shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<SessionId, std::unique_ptr<Live>> sessions;
  };

  Shard& shard_of(SessionId session) { return shards_[session.bits()[15] % shards_.size()]; }
  std::int64_t now() const { return clock_.now().time_since_epoch().count(); }
  bool has_run_out(const Live& live, std::int64_t now) const;

  static std::chrono::minutes idle_limit(const SessionRules& rules,
                                         const access::Authority& authority);
  void suspect(Live& live, Sign sign, const access::Whereabouts& where, std::string_view agent);

  const Limits limits_;
  const WorkspacePolicies& policies_;
  Clock& clock_;
  std::mutex suspicions_mutex_;
  std::vector<Suspicion> suspicions_;
  std::array<Shard, 64> shards_;
};

}  // namespace gatehouse::identity::internal
