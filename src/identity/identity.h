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

#include "access/approvals.h"
#include "access/caller.h"
#include "access/doorkeeper.h"
#include "access/roles.h"
#include "access/tenants.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "crypto/password_hash.h"
#include "crypto/proof_of_work.h"
#include "egress/mail_queue.h"
#include "identity/alert.h"
#include "identity/api_keys.h"
#include "identity/challenge.h"
#include "identity/factors.h"
#include "identity/leaving.h"
#include "identity/provisioning.h"
#include "identity/workspace_policy.h"
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
inline constexpr ErrorKind kAlreadyMember{
    "identity.already_member", Fault::conflict,
    "This address, or one that looks like it, belongs to a member of the workspace already. Use "
    "another one.",
    "IDN-06"};
inline constexpr ErrorKind kAccountLinkRefused{
    "identity.account_link_refused", Fault::not_found,
    "This link is used up, too old or not complete. Ask for a new one.", "IDN-13"};
inline constexpr ErrorKind kOwnPassword{
    "identity.own_password", Fault::conflict,
    "Your own password is changed in your settings, with the one that you have."};
inline constexpr ErrorKind kSameEmail{"identity.same_email", Fault::conflict,
                                      "This is your address already. Write the new one."};
inline constexpr ErrorKind kNoMail{
    "identity.no_mail", Fault::conflict,
    "This server sends no mail, so a new address cannot be confirmed. Ask the operator to set up a "
    "mail server."};
inline constexpr ErrorKind kLastOwner{
    "access.last_owner", Fault::conflict,
    "A workspace needs an owner. Make somebody else an owner first."};
inline constexpr ErrorKind kCannotGrant{"access.cannot_grant", Fault::forbidden,
                                        "You cannot give, change or take away rights that you do "
                                        "not have yourself. Ask somebody who has them.",
                                        "ACC-02"};
inline constexpr ErrorKind kReachesEveryBot{
    "access.reaches_every_bot", Fault::conflict,
    "The role of this member reaches every bot. Give them another role to grant bots one by one."};
inline constexpr ErrorKind kRoleInUse{
    "access.role_in_use", Fault::conflict,
    "Members hold this role. Give them another one first, then delete it."};

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
  access::Authority authority;
  std::string csrf;
  std::int64_t idle_minutes;
  Instant ends_at;
  access::Stage stage;    // how far it is a session (control IDN-03)
  std::vector<Way> ways;  // by which its owner can prove themselves
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
  access::RoleKey role;
  Instant since;
  std::optional<Instant> last_seen;
  bool has_factor;
  std::optional<Instant> suspended_at;  // without access since
  std::optional<Instant> leaves_at;     // notice was given
  bool from_directory;
  // What was asked for waits for this; until then nothing has changed (control ACC-04).
  std::optional<ApprovalId> approval = {};
};

enum class Advice : unsigned char {
  too_short,
  too_long,
  too_common,
  too_guessable,
  contains_personal_words,
  contains_forbidden_words
};
struct Strength {
  int score;  // 0 to 4, zxcvbn's
  bool acceptable;
  std::vector<Advice> advice;
  std::int64_t shortest;  // what was asked for
  std::int64_t lowest_score;
};

// A member with everything they may do, for a review of it (control ACC-10).
struct MemberRights {
  Member member;
  std::string role_name;  // of a built-in one its key
  access::Authority authority;
};

// Where somebody was seen last, for judging a new list of ranges (control ACC-07).
struct LastPlace {
  PersonId person;
  std::string name;
  std::optional<Instant> last_seen;
  std::optional<IpAddress> address;  // of a session of the last day; nullopt: not known any more
};

struct Link {
  Secret token;  // "ghs_…", shown once; empty when it went by mail
  Instant expires_at;
  bool mailed = false;
  // Whoever follows it is an agent until this is approved (control ACC-04).
  std::optional<ApprovalId> approval = {};
};

struct OpenInvitation {
  InvitationId id;
  std::string email;
  access::RoleKey role;
  std::optional<std::string> invited_by;  // by name; absent when they have left
  Instant made_at;
  Instant expires_at;
};

// Whose password a link sets anew.
struct ResetAccount {
  std::string name;
  std::string email;
  std::string workspace;
};
struct OperatorLink {
  std::string workspace;
  Link link;
};

// What a browser brings along when it signs in.
struct Approach {
  std::optional<Proof> proof = {};  // of a challenge that was asked for
  std::string device = {};          // its cookie of known devices, or empty
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
  access::RoleKey role;
  std::string role_name;  // of a built-in one its key
};

struct Holder {
  PersonId person;
  std::string name;
};
// A role as it stands in the workspace's matrix; a built-in one is named by its key.
struct RoleEntry {
  access::RoleKey key;
  std::string name;
  bool built_in;
  access::Privileges privileges;
  access::Breadth breadth;
  std::vector<Holder> holders;
  std::optional<ApprovalId> approval = {};  // what was asked for waits for this
};
// An approval with the names of those it is about.
struct ApprovalEntry {
  access::Approval approval;
  std::string requester;  // empty: the operator, or somebody who has left
  std::string decider;
  bool is_own;                 // asked for by whoever looks
  const ErrorKind* objection;  // why they may not approve it; null: they may
};
struct RoleDraft {
  std::string name;
  access::Privileges privileges;
  access::Breadth breadth;
};
struct RoleEdit {
  std::optional<std::string> name = {};
  std::optional<access::Privileges> privileges = {};
  std::optional<access::Breadth> breadth = {};
  std::string reason = {};  // why, for whoever has to approve it
};

// All limits of sessions and logins in one place (control IDN-12); a workspace may be stricter
// about some (workspace_policy.h).
struct Limits {
  std::chrono::minutes access_life{10};
  std::chrono::minutes link_life{15};
  std::chrono::hours invitation_life{72};
  std::chrono::seconds step_up{300};       // so long a shown factor lasts for sensitive acts
  std::chrono::minutes challenge_life{5};  // of what a passkey signs
  int failures_before_challenge = 3;       // of one e-mail or address
  int failures_per_email = 5;
  int failures_per_address = 20;
  std::ptrdiff_t failures_of_everybody = 300;  // from then on everybody is challenged
  // About the processor time that the server spends on looking at a password, so that guessing
  // costs the guesser as much as us; a person waits for less than a second.
  crypto::PuzzleLimits challenge_work{.cost = 3000, .least = 100, .most = 300};
  std::chrono::minutes failure_window{15};
  std::chrono::minutes lock{15};              // doubles with every further lock, at most a day
  crypto::HashCost hash_cost{};               // the floor
  std::chrono::milliseconds hash_takes{250};  // what one may take on this machine
  unsigned hash_threads = 2;                  // hashing has a pool of its own
  std::size_t hash_queue = 64;                // more waiting logins are answered kUnavailable
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
  // The name that passkeys are bound to, and our pages that may use them. Once, before requests
  // come.
  void answer_as(webauthn::RelyingParty party);
  // Mail that people get, with links to `origin` ("https://chat.example.com"). Without it links are
  // shown. Before requests come; the queue outlives us.
  void send_mail_through(egress::MailQueue& queue, std::string origin);
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
  // kChallengeNeeded, kLoginLocked or kLoginRefused, whether the account exists or not.
  Task<Result<SignedIn>> sign_in(access::Whereabouts where, std::string agent, EmailAddress email,
                                 Secret password, Approach approach = {});
  Task<Result<Challenge>> challenge();
  // The browser's next cookie of known devices, once somebody has signed in with it.
  Secret remember_device(std::string_view cookie, std::string_view email) const;
  // The hot path: verifies the access token (cached when seen before), the session's end, idleness
  // and age. `counts_as_activity`: a real user action. `agent`: what a browser says it is; with it
  // the session is watched for signs that it was stolen (kSessionSuspected).
  Result<access::Caller> recognise(access::Whereabouts where, std::string_view access_token,
                                   bool counts_as_activity,
                                   std::optional<std::string_view> agent = {});
  Task<Result<SignedIn>> refresh(access::Whereabouts where, std::string agent,
                                 std::string refresh_token);
  Task<Result<Session>> session(access::Caller caller);
  Task<Result<>> sign_out(access::Caller caller);
  Task<Result<std::vector<SessionEntry>>> sessions(access::Caller caller);
  Task<Result<>> end_session(access::Caller caller, SessionId session);
  Task<Result<>> end_other_sessions(access::Caller caller);
  Task<Result<>> change_password(access::Caller caller, Secret current, Secret password);
  std::string csrf_token(SessionId session) const;
  void active(SessionId session);       // a real user action on an open socket
  bool alive(SessionId session) const;  // asked before each message on a socket

  Factors& factors();
  ApiKeys& keys();

  // By the floor, the rules of the workspace that an invitation is to, or one's own workspace's.
  Strength strength(const Secret& password, const std::vector<std::string>& words) const;
  Task<Result<Strength>> strength_for(std::string invitation, Secret password,
                                      std::vector<std::string> words);
  Task<Result<Strength>> strength_for(access::Caller caller, Secret password);

  // --- what a workspace asks for, and what happened to its sessions
  WorkspacePolicy policy(const access::Caller& caller) const;
  Task<Result<WorkspacePolicy>> change_policy(access::Caller caller, PolicyChange change);
  Task<Result<std::vector<Alert>>> alerts(access::Caller caller);
  Task<Result<>> mark_alert_seen(access::Caller caller, AlertId alert);

  // --- members
  Task<Result<std::vector<Member>>> members(access::Caller caller);
  Task<Result<std::vector<LastPlace>>> last_places(access::Caller caller);
  // For the server itself, which opens reviews when they are due. Blocking.
  Result<std::vector<MemberRights>> rights_in(TenantId tenant);
  // Links of people who are reached by mail go by mail; otherwise whoever makes them is shown them.
  Task<Result<Link>> invite(access::Caller caller, EmailAddress email, access::RoleKey role,
                            egress::Language language = egress::Language::en,
                            std::string reason = {});
  Task<Result<std::vector<OpenInvitation>>> invitations(access::Caller caller);
  Task<Result<>> withdraw_invitation(access::Caller caller, InvitationId invitation);
  Task<Result<Link>> invite_again(access::Caller caller, InvitationId invitation,
                                  egress::Language language);
  Task<Result<Invited>> check_invitation(access::Whereabouts where, std::string token);
  Task<Result<SignedIn>> join(access::Whereabouts where, std::string agent, NewMember member);
  // Refused without a reason (control ACC-09).
  Task<Result<Member>> change_role(access::Caller caller, PersonId person, access::RoleKey role,
                                   std::string reason);
  Task<Result<>> remove_member(access::Caller caller, PersonId person);
  Task<Result<>> end_member_sessions(access::Caller caller, PersonId person);

  // --- leaving (control ACC-09)
  Task<Result<Ended>> what_leaving_ends(access::Caller caller, PersonId person);
  Task<Result<Departure>> let_leave(access::Caller caller, PersonId person, LeaveWish wish);
  Task<Result<>> withdraw_leaving(access::Caller caller, PersonId person);
  // With the role that they had; as an agent when that decides over others (control ACC-04).
  Task<Result<>> let_return(access::Caller caller, PersonId person, std::string reason);
  Task<Result<std::vector<Departure>>> departures(access::Caller caller);  // the newest 200
  // Whom a review of access found dormant; owners and the last who manages members stay. Blocking.
  Result<> suspend_dormant(TenantId tenant, PersonId person);
  const Provisioning& provisioning() const;  // for a directory
  // Both before requests come.
  void ends_with_leaving(Holding holding);
  void work_is_handed_over_by(Work work);

  // Ends the sessions and forgets the people of a workspace that was removed. Blocking.
  Result<> forget_tenant(TenantId tenant);

  // --- what nobody does alone (control ACC-04)
  access::Approvals& approval_engine();  // for those who join acts
  Task<Result<std::vector<ApprovalEntry>>> approvals(access::Caller caller);
  Task<Result<ApprovalEntry>> approval(access::Caller caller, ApprovalId id);
  Task<Result<ApprovalEntry>> approve(access::Caller caller, ApprovalId id, crypto::Digest shown);
  Task<Result<ApprovalEntry>> decline(access::Caller caller, ApprovalId id);
  Task<Result<ApprovalEntry>> withdraw_request(access::Caller caller, ApprovalId id);

  // --- what members may do. A change is in force for open sessions when it is answered.
  Task<Result<std::vector<RoleEntry>>> roles(access::Caller caller);
  Task<Result<RoleEntry>> add_role(access::Caller caller, RoleDraft draft);
  Task<Result<RoleEntry>> edit_role(access::Caller caller, RoleId role, RoleEdit edit);
  // Those who hold it and therefore keep it alive; none: it is deleted.
  Task<Result<std::vector<Holder>>> delete_role(access::Caller caller, RoleId role);
  // Only of bots that the caller sees.
  Task<Result<std::vector<access::Grant>>> grants(access::Caller caller, PersonId person);
  // In place of what was granted for this bot, which must exist.
  Task<Result<access::Grant>> grant(access::Caller caller, PersonId person, access::Grant grant);
  // Everything on the bot that the caller is about to create, unless they reach every bot.
  Task<Result<>> grant_new_bot(access::Caller caller, BotId bot);
  // Grants what members of workspaces from before there were grants have reached. Blocking.
  Result<> grant_what_was_reached(const std::function<std::vector<BotId>(TenantId)>& bots_of);
  // Sockets of these sessions still go by the rights of before. Called on any thread; set it
  // before requests come.
  void when_rights_change(std::function<void(const std::vector<SessionId>&)> tell);
  // The caller's session goes on and holds what it held when the caller was recognised.
  bool holds_still(const access::Caller& caller) const;

  // --- lost passwords, new addresses (control IDN-13)
  // Done whoever is meant: what is known is looked up when the answer has been given.
  Task<Result<>> ask_for_reset(access::Whereabouts where, EmailAddress email,
                               egress::Language language);
  Task<Result<ResetAccount>> check_reset(access::Whereabouts where, std::string token);
  // Ends all sessions; whoever it was signs in next.
  Task<Result<>> reset_password(access::Whereabouts where, std::string token, Secret password,
                                egress::Language language);
  Task<Result<Link>> make_reset_link(access::Caller caller, PersonId person,
                                     egress::Language language);
  // For whoever sits at the machine: one for each workspace that knows the address. Blocking.
  Result<std::vector<OperatorLink>> make_reset_links(EmailAddress email);
  Task<Result<>> ask_for_email(access::Caller caller, EmailAddress email, Secret current,
                               egress::Language language);
  // Both give the address that is the account's from now on.
  Task<Result<std::string>> confirm_email(access::Whereabouts where, std::string token,
                                          egress::Language language);
  Task<Result<std::string>> undo_email(access::Whereabouts where, std::string token,
                                       egress::Language language);

  // --- for the verifier, in probe tenants only (kNotFound elsewhere)
  // `imported`: with a password hash of another cost, as another system would have made it.
  Result<Person> add_probe_member(TenantId tenant, EmailAddress email, Secret password,
                                  access::RoleKey role,
                                  std::optional<crypto::HashCost> imported = {});
  Task<Result<Link>> make_probe_reset_link(PersonId person, std::chrono::seconds age);
  Task<Result<>> change_probe_email(PersonId person, EmailAddress email);
  Task<Result<>> age_session(SessionId session,
                             std::chrono::seconds by);  // makes it older, never younger
  // What waits for approval in a probe tenant.
  Task<Result<>> age_approvals(TenantId tenant, std::chrono::seconds by);
  // Failed logins of "…@probe.invalid" and of addresses of this machine.
  Task<Result<>> age_failures(std::optional<EmailAddress> email, std::optional<IpAddress> address,
                              std::chrono::seconds by);

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
       {contains_personal_words, "contains_personal_words"},
       {contains_forbidden_words, "contains_forbidden_words"}});
};
}  // namespace gatehouse
