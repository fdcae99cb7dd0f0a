// People, their credentials and sessions, and the members of a workspace.
//
// Everything lives in the installation's database; secrets are stored only as hashes. A session is
// an RS256 access token (ten minutes) beside an opaque refresh token that is used once; ending a
// session is seen by the next request.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/caller.h"
#include "access/doorkeeper.h"
#include "access/tenants.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "crypto/password_hash.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kLinkRefused{
    "identity.link_refused", Fault::not_found,
    "This link is used up, too old or not complete. Ask for a new one."};
inline constexpr ErrorKind kPasswordRefused{
    "identity.password_refused", Fault::invalid,
    "This password is too easy to guess. Use at least 12 characters that only you would choose.",
    "IDN-02"};
inline constexpr ErrorKind kLoginRefused{"identity.login_refused", Fault::unauthenticated,
                                         "E-mail or password is not right."};
inline constexpr ErrorKind kPasswordWrong{"identity.password_wrong", Fault::invalid,
                                          "The current password is not right."};
inline constexpr ErrorKind kLoginLocked{
    "identity.login_locked", Fault::too_many,
    "Too many attempts. Wait until the time shown has passed, then try again.", "IDN-12"};
inline constexpr ErrorKind kSignedOut{"identity.signed_out", Fault::unauthenticated,
                                      "You are signed out. Sign in again.", "IDN-08"};
inline constexpr ErrorKind kAccessExpired{"identity.access_expired", Fault::unauthenticated,
                                          "Your session has to be renewed.", "IDN-07"};
inline constexpr ErrorKind kSessionExpired{
    "identity.session_expired", Fault::unauthenticated,
    "You were signed out because you were away. Sign in again.", "IDN-10"};
inline constexpr ErrorKind kAlreadySetUp{"identity.already_set_up", Fault::conflict,
                                         "This installation has an owner already."};
inline constexpr ErrorKind kAlreadyMember{"identity.already_member", Fault::conflict,
                                          "This person is a member already."};
inline constexpr ErrorKind kLastOwner{
    "access.last_owner", Fault::conflict,
    "A workspace needs an owner. Make somebody else an owner first."};
inline constexpr ErrorKind kCannotGrant{"access.cannot_grant", Fault::forbidden,
                                        "You cannot give a role with more rights than yours.",
                                        "ACC-01"};

struct Person {
  PersonId id;
  std::string name;
  std::string email;
};

// What the browser gets besides the cookies; shapes stand in api.
struct Session {
  SessionId id;
  Person person;
  TenantId tenant;
  std::string workspace;
  access::Role role;
  std::string csrf;
  std::int64_t idle_minutes;
  Instant ends_at;
};

struct SignedIn {
  Session session;
  Secret access;   // RS256 token
  Secret refresh;  // opaque, 256 bits, used once
};

struct SessionEntry {
  SessionId id;
  bool current;
  std::string address;
  std::string agent;
  Instant started_at;
  Instant last_used_at;
};

struct Member {
  PersonId person;
  std::string name;
  std::string email;
  access::Role role;
  Instant since;
  std::optional<Instant> last_seen;
};

enum class Advice : unsigned char {
  too_short,
  too_long,
  too_common,
  too_guessable,
  contains_personal_words
};
struct Strength {
  int score;  // 0 to 4, zxcvbn's
  bool acceptable;
  std::vector<Advice> advice;
};

struct Link {
  Secret token;  // "ghs_…", shown once
  Instant expires_at;
};

struct NewOwner {
  std::string token;
  std::string name;
  EmailAddress email;
  Secret password;
  std::string workspace;
};
struct NewMember {
  std::string token;
  std::string name;
  Secret password;
};
struct Invited {
  EmailAddress email;
  std::string workspace;
  access::Role role;
};

// All limits of sessions and logins in one place (controls IDN-10, IDN-12).
struct Limits {
  std::chrono::minutes access_life{10};
  std::chrono::minutes idle{30};
  std::chrono::minutes idle_privileged{15};  // owners and administrators
  std::chrono::hours absolute{12};
  std::chrono::minutes link_life{15};
  std::chrono::hours invitation_life{72};
  int failures_per_email = 5;
  int failures_per_address = 20;
  std::chrono::minutes failure_window{15};
  std::chrono::minutes lock{15};  // doubles with every further lock, at most a day
  crypto::HashCost hash_cost{};
  unsigned hash_threads = 2;    // hashing has a pool of its own
  std::size_t hash_queue = 64;  // more waiting logins are answered kUnavailable
};

class SignOn;  // identity/sign_on.h

class Identity {
 public:
  // Destroy it when its tasks have finished and their io_contexts still exist.
  // `session_ended` is called (on any thread) when sessions end, so that their sockets close.
  Identity(store::Database& control, access::Tenants& tenants, const vault::Keyring& installation,
           audit::Log& installation_log, Limits limits, Clock& clock, Random& random,
           std::function<void(const std::vector<SessionId>&)> session_ended);
  ~Identity();
  // Loads or makes the token-signing key, open sessions and failed logins; removes workspaces whose
  // set-up was cut off. Blocking; after Tenants::open_all(). Only has_owner() and make_setup_link()
  // work without it.
  Result<> start();
  // Ends sessions that ran out, saves activity, forgets what is over. Blocking; the housekeeping
  // thread calls it every second, so that sockets of idle sessions close in time.
  Result<> keep_house();

  // --- first owner
  Result<bool> has_owner();        // blocking
  Result<Link> make_setup_link();  // blocking; kAlreadySetUp when an owner exists; ends older links
  Task<Result<Instant>> check_setup_link(std::string token);
  Task<Result<SignedIn>> set_up(access::Whereabouts where, std::string agent, NewOwner owner);

  // --- sessions
  Task<Result<SignedIn>> sign_in(access::Whereabouts where, std::string agent, EmailAddress email,
                                 Secret password);
  // The hot path: verifies the access token (cached when seen before), the session's end, idleness
  // and age. `counts_as_activity`: a real user action.
  Result<access::Caller> recognise(access::Whereabouts where, std::string_view access_token,
                                   bool counts_as_activity);
  Task<Result<SignedIn>> refresh(access::Whereabouts where, std::string agent,
                                 std::string refresh_token);
  Task<Result<Session>> session(access::Caller caller);
  Task<Result<>> sign_out(access::Caller caller);
  Task<Result<std::vector<SessionEntry>>> sessions(access::Caller caller);
  Task<Result<>> end_session(access::Caller caller, SessionId session);
  Task<Result<>> change_password(access::Caller caller, Secret current, Secret password);
  std::string csrf_token(SessionId session) const;
  void active(SessionId session);       // a real user action on an open socket
  bool alive(SessionId session) const;  // asked before each message on a socket

  Strength strength(const Secret& password, const std::vector<std::string>& words) const;

  // --- members
  Task<Result<std::vector<Member>>> members(access::Caller caller);
  Task<Result<Link>> invite(access::Caller caller, EmailAddress email, access::Role role);
  Task<Result<Invited>> check_invitation(std::string token);
  Task<Result<SignedIn>> join(access::Whereabouts where, std::string agent, NewMember member);
  Task<Result<Member>> change_role(access::Caller caller, PersonId person, access::Role role);
  Task<Result<>> remove_member(access::Caller caller, PersonId person);
  // Ends the sessions and forgets the people of a workspace that was removed. Blocking.
  Result<> forget_tenant(TenantId tenant);

  // --- for the verifier, in probe tenants only (kNotFound elsewhere)
  Result<Person> add_probe_member(TenantId tenant, EmailAddress email, Secret password,
                                  access::Role role);
  Task<Result<>> age_session(SessionId session,
                             std::chrono::seconds by);  // makes it older, never younger

  std::string jwks() const;  // public keys, RFC 7517

  SignOn& sign_on();  // through identity providers

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::Advice> {
  using enum identity::Advice;
  static constexpr auto names = std::to_array<std::pair<identity::Advice, std::string_view>>(
      {{too_short, "too_short"},
       {too_long, "too_long"},
       {too_common, "too_common"},
       {too_guessable, "too_guessable"},
       {contains_personal_words, "contains_personal_words"}});
};
}  // namespace gatehouse
