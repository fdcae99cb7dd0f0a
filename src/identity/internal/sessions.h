// Sessions on disk: how they begin, are renewed and end. Each change tells the sessions in memory
// once it is durable.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "identity/internal/live_sessions.h"
#include "identity/internal/people.h"
#include "identity/internal/standing.h"
#include "identity/internal/tokens.h"

namespace gatehouse::identity::internal {

struct SessionRow;
struct Renewal;

using SessionsEnded = std::function<void(const std::vector<SessionId>&)>;

class Sessions {
 public:
  Sessions(const Ground& ground, const People& people, Tokens& tokens, LiveSessions& live,
           const Alerts& alerts, SessionsEnded ended);
  // Brings the open ones into memory. Blocking.
  Result<> start();

  struct Begun {
    SessionId id;
    Secret refresh;
    Instant ends_at;
    access::Authority authority;
    access::Stage stage = access::Stage::complete;
  };
  // `proven_at`: when they have shown it, if not now.
  Result<Begun> begin(store::Transaction& transaction, const access::Whereabouts& where,
                      std::string_view agent, const Who& who, Way by = Way::password,
                      std::optional<Instant> proven_at = {});
  // What the browser gets of a session that has begun.
  Task<Result<SignedIn>> signed_in(Who who, Begun begun);
  Task<Result<SignedIn>> refresh(access::Whereabouts where, std::string agent, std::string token);

  // The hot path: a cached token and the sessions in memory, no disk.
  // `agent`: of a browser's request; not watched without.
  Result<access::Caller> recognise(const access::Whereabouts& where, std::string_view access_token,
                                   Activity activity, std::optional<std::string_view> agent);

  Task<Result<Session>> describe(access::Caller caller);
  // Its owner has just proven themselves in it.
  Result<> prove(store::Transaction& transaction, SessionId session, PersonId person, Way by) const;
  Task<Result<std::vector<SessionEntry>>> of_person(access::Caller caller);
  Task<Result<>> sign_out(access::Caller caller);
  Task<Result<>> end_own(access::Caller caller, SessionId session);
  Task<Result<>> end_others(access::Caller caller);
  // Applies a workspace's policy to those who are in.
  Result<> limit(store::Transaction& transaction, TenantId tenant, const SessionRules& rules) const;
  Task<Result<>> age(SessionId session, std::chrono::seconds by);

  // All of a person but `kept`, each with its audit entry.
  Result<> end_all_of(store::Transaction& transaction, const audit::Origin& origin, PersonId person,
                      std::string_view why, SessionId kept = {}) const;
  Result<> end_all_in(store::Transaction& transaction, TenantId tenant) const;

  // What open sessions of these people hold once this is durable.
  Result<> change_rights(store::Transaction& transaction,
                         const std::vector<MemberRow>& members) const;
  void when_rights_change(SessionsEnded tell) { rights_changed_ = std::move(tell); }
  // What acts for people in other ways than sessions follows them.
  using AuthorityOf = std::unordered_map<PersonId, access::Authority>;
  void also_change(std::function<void(const AuthorityOf&)> others) { others_ = std::move(others); }
  bool holds_still(const access::Caller& caller) const;

  // Ends those that ran out, saves activity, forgets what has long been over. Blocking.
  Result<> keep_house();

 private:
  Secret new_refresh_token() const;
  Result<Renewal> renew(store::Transaction& transaction, const access::Whereabouts& where,
                        std::string_view agent, std::string_view token) const;
  Result<Renewal> rotate(store::Transaction& transaction, const access::Whereabouts& where,
                         std::string_view agent, const Bytes& spent,
                         const SessionRow& session) const;
  Result<Renewal> end_replayed(store::Transaction& transaction, const access::Whereabouts& where,
                               std::string_view agent, const SessionRow& session) const;
  Result<> end(store::Transaction& transaction, SessionId session, std::string_view why) const;
  void tell_after(store::Transaction& transaction, std::vector<SessionId> ended) const;
  // Those that the command line of this machine has ended.
  Result<> notice_ended();
  Result<> save_uses(store::Transaction& transaction,
                     const std::vector<LiveSessions::Use>& uses) const;
  Result<> forget(store::Transaction& transaction) const;
  Result<> end_suspected(store::Transaction& transaction,
                         const std::vector<Suspicion>& suspicions) const;
  Result<> end_run_out(store::Transaction& transaction,
                       const std::vector<LiveSessions::RunOut>& sessions) const;
  Result<std::vector<LiveSessions::Opening>> open_ones(store::Reader& reader) const;
  // What of a session is shown to its owner.
  struct Open {
    SessionId id;
    Instant ends_at;
    access::Authority authority;
  };
  Session session_of(Person person, TenantId tenant, std::string workspace, Open open,
                     std::vector<Way> ways) const;
  Task<Result<std::vector<Way>>> ways_of(PersonId person);

  const Ground& ground_;
  const People& people_;
  Tokens& tokens_;
  LiveSessions& live_;
  const Alerts& alerts_;
  SessionsEnded ended_;
  SessionsEnded rights_changed_ = [](const std::vector<SessionId>&) {};
  std::function<void(const AuthorityOf&)> others_ = [](const AuthorityOf&) {};
  // Of the housekeeping thread.
  Instant saved_at_{};
  Instant forgot_at_{};
  Instant looked_at_{};
};

}  // namespace gatehouse::identity::internal
