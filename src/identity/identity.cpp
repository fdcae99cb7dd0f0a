#include "identity/identity.h"

#include "identity/internal/entrance.h"
#include "identity/internal/members.h"
#include "identity/internal/policy.h"
#include "identity/internal/sign_on_inside.h"

namespace gatehouse::identity {

using internal::Activity;
using internal::LiveSessions;

struct Identity::Inside {
  Inside(internal::Ground on, internal::SessionsEnded session_ended)
      : ground{std::move(on)},
        live{ground.limits, ground.clock},
        tokens{ground},
        people{ground},
        links{ground, people},
        throttle{ground},
        sessions{ground, people, tokens, live, std::move(session_ended)},
        members{ground, people, links, sessions},
        pool{ground.limits.hash_threads, ground.limits.hash_queue},
        passwords{ground, pool},
        entrance{ground, pool, passwords, throttle, people, links, sessions},
        sign_on{internal::SignOnParts{ground, people, sessions, live, passwords}} {}

  internal::Ground ground;
  LiveSessions live;
  internal::Tokens tokens;
  internal::People people;
  internal::Links links;
  internal::Throttle throttle;
  internal::Sessions sessions;
  internal::Members members;
  internal::Pool pool;
  internal::Passwords passwords;
  internal::Entrance entrance;
  SignOn sign_on;
};

Identity::Identity(store::Database& control, access::Tenants& tenants,
                   const vault::Keyring& installation, audit::Log& installation_log, Limits limits,
                   Clock& clock, Random& random,
                   std::function<void(const std::vector<SessionId>&)> session_ended)
    : inside_{std::make_unique<Inside>(
          internal::Ground{control, tenants, installation, installation_log, limits, clock, random},
          std::move(session_ended))} {}
Identity::~Identity() = default;

Result<> Identity::start() {
  TRY_VOID(inside_->tokens.start());
  TRY_VOID(inside_->throttle.start());
  TRY_VOID(inside_->sessions.start());
  return inside_->entrance.clear_unfinished();
}

Result<> Identity::keep_house() {
  inside_->throttle.forget_old();
  TRY_VOID(inside_->sign_on.keep_house());
  return inside_->sessions.keep_house();
}

// --- first owner

Result<bool> Identity::has_owner() {
  return inside_->ground.control.read_now(
      [this](store::Reader& reader) { return inside_->entrance.has_owner(reader); });
}
Result<Link> Identity::make_setup_link() {
  return inside_->ground.control.write_now([this](store::Transaction& transaction) {
    return inside_->entrance.make_setup_link(transaction);
  });
}
Task<Result<Instant>> Identity::check_setup_link(std::string token) {
  return inside_->entrance.check_setup_link(std::move(token));
}
Task<Result<SignedIn>> Identity::set_up(access::Whereabouts where, std::string agent,
                                        NewOwner owner) {
  return inside_->entrance.set_up(where, std::move(agent), std::move(owner));
}

// --- sessions

Task<Result<SignedIn>> Identity::sign_in(access::Whereabouts where, std::string agent,
                                         EmailAddress email, Secret password) {
  return inside_->entrance.sign_in(where, std::move(agent), std::move(email), std::move(password));
}
Result<access::Caller> Identity::recognise(access::Whereabouts where, std::string_view access_token,
                                           bool counts_as_activity) {
  const Activity activity = counts_as_activity ? Activity::by_person : Activity::none;
  return inside_->sessions.recognise(where, access_token, activity);
}
Task<Result<SignedIn>> Identity::refresh(access::Whereabouts where, std::string agent,
                                         std::string refresh_token) {
  return inside_->sessions.refresh(where, std::move(agent), std::move(refresh_token));
}
Task<Result<Session>> Identity::session(access::Caller caller) {
  return inside_->sessions.describe(std::move(caller));
}
Task<Result<>> Identity::sign_out(access::Caller caller) {
  return inside_->sessions.sign_out(std::move(caller));
}
Task<Result<std::vector<SessionEntry>>> Identity::sessions(access::Caller caller) {
  return inside_->sessions.of_person(std::move(caller));
}
Task<Result<>> Identity::end_session(access::Caller caller, SessionId session) {
  return inside_->sessions.end_own(std::move(caller), session);
}
Task<Result<>> Identity::change_password(access::Caller caller, Secret current, Secret password) {
  return inside_->entrance.change_password(std::move(caller), std::move(current),
                                           std::move(password));
}
std::string Identity::csrf_token(SessionId session) const { return inside_->tokens.csrf(session); }
void Identity::active(SessionId session) { (void)inside_->live.look(session, Activity::by_person); }
bool Identity::alive(SessionId session) const {
  return LiveSessions::judge(inside_->live.look(session, Activity::none)).has_value();
}
Strength Identity::strength(const Secret& password, const std::vector<std::string>& words) const {
  return internal::strength_of(password, words);
}

// --- members

Task<Result<std::vector<Member>>> Identity::members(access::Caller caller) {
  return inside_->members.list(std::move(caller));
}
Task<Result<Link>> Identity::invite(access::Caller caller, EmailAddress email, access::Role role) {
  return inside_->members.invite(std::move(caller), std::move(email), role);
}
Task<Result<Invited>> Identity::check_invitation(std::string token) {
  return inside_->entrance.check_invitation(std::move(token));
}
Task<Result<SignedIn>> Identity::join(access::Whereabouts where, std::string agent,
                                      NewMember member) {
  return inside_->entrance.join(where, std::move(agent), std::move(member));
}
Task<Result<Member>> Identity::change_role(access::Caller caller, PersonId person,
                                           access::Role role) {
  return inside_->members.change_role(std::move(caller), person, role);
}
Task<Result<>> Identity::remove_member(access::Caller caller, PersonId person) {
  return inside_->members.remove(std::move(caller), person);
}
Result<> Identity::forget_tenant(TenantId tenant) { return inside_->members.forget(tenant); }

// --- for the verifier

Result<Person> Identity::add_probe_member(TenantId tenant, EmailAddress email, Secret password,
                                          access::Role role) {
  return inside_->entrance.add_probe_member(tenant, std::move(email), std::move(password), role);
}
Task<Result<>> Identity::age_session(SessionId session, std::chrono::seconds by) {
  return inside_->sessions.age(session, by);
}

SignOn& Identity::sign_on() { return inside_->sign_on; }
std::string Identity::jwks() const { return inside_->tokens.jwks(); }

}  // namespace gatehouse::identity
