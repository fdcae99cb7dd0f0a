#include "identity/identity.h"

#include "identity/internal/approval_desk.h"
#include "identity/internal/challenges.h"
#include "identity/internal/email_changes.h"
#include "identity/internal/entrance.h"
#include "identity/internal/factors_inside.h"
#include "identity/internal/grant_desk.h"
#include "identity/internal/key_desk.h"
#include "identity/internal/last_places.h"
#include "identity/internal/leaving.h"
#include "identity/internal/members.h"
#include "identity/internal/policy.h"
#include "identity/internal/provisioning_inside.h"
#include "identity/internal/resets.h"
#include "identity/internal/role_desk.h"
#include "identity/internal/sign_on_inside.h"

namespace gatehouse::identity {

using internal::Activity;
using internal::LiveKeys;
using internal::LiveSessions;

struct Identity::Inside {
  Inside(internal::Ground on, internal::SessionsEnded session_ended)
      : ground{std::move(on)},
        policies{ground},
        live{ground.limits, policies, ground.clock},
        tokens{ground},
        people{ground},
        links{ground, people},
        throttle{ground},
        post{ground.clock},
        alerts{ground, people, post},
        sessions{ground, people, tokens, live, alerts, std::move(session_ended)},
        approvals{{ground.keys, ground.log, ground.clock, ground.random}, internal::colleagues_of},
        leaving{ground, people, sessions, approvals},
        members{ground, people, links, sessions, leaving, post, approvals},
        role_desk{ground, people, sessions, approvals},
        approval_desk{ground, people, post, approvals},
        grant_desk{ground, sessions},
        pool{ground.limits.hash_threads, ground.limits.hash_queue},
        passwords{ground, pool},
        challenges{ground.limits.challenge_work, ground.clock, ground.random},
        devices{ground},
        entrance{ground,   pool,     passwords, {throttle, challenges, devices}, people, links,
                 policies, sessions, approvals},
        account_links{ground, people},
        resets{ground,    people,   account_links, members, sessions,
               passwords, policies, throttle,      post},
        email_changes{ground, {people, account_links, sessions, passwords, entrance, resets, post}},
        factors_inside{ground,
                       people,
                       sessions,
                       members,
                       throttle,
                       passwords,
                       ground.keys.derive(vault::Purpose::factor, "recovery_code")},
        factors{factors_inside},
        provisioning_inside{ground, people, members, leaving, account_links, passwords, approvals},
        provisioning{provisioning_inside},
        sign_on{internal::SignOnParts{ground, people, sessions, live, passwords}},
        live_keys{ground},
        key_desk{ground, people, live_keys},
        keys_inside{live_keys, key_desk},
        keys{keys_inside} {
    people.when_somebody_leaves([this](store::Transaction& transaction, PersonId person) {
      return key_desk.forget_owner(transaction, person);
    });
    sessions.also_change([this](const LiveKeys::AuthorityOf& now) { key_desk.change_rights(now); });
    leaving.join(key_desk.holding());
  }

  internal::Ground ground;
  internal::WorkspacePolicies policies;
  LiveSessions live;
  internal::Tokens tokens;
  internal::People people;
  internal::Links links;
  internal::Throttle throttle;
  internal::Post post;
  internal::Alerts alerts;
  internal::Sessions sessions;
  access::Approvals approvals;
  internal::Leaving leaving;
  internal::Members members;
  internal::RoleDesk role_desk;
  internal::ApprovalDesk approval_desk;
  internal::GrantDesk grant_desk;
  internal::Pool pool;
  internal::Passwords passwords;
  internal::Challenges challenges;
  internal::Devices devices;
  internal::Entrance entrance;
  internal::AccountLinks account_links;
  internal::Resets resets;
  internal::EmailChanges email_changes;
  Factors::Inside factors_inside;
  Factors factors;
  Provisioning::Inside provisioning_inside;
  Provisioning provisioning;
  SignOn sign_on;
  LiveKeys live_keys;
  internal::KeyDesk key_desk;
  ApiKeys::Inside keys_inside;
  ApiKeys keys;
};

Identity::Identity(store::Database& control, access::Tenants& tenants,
                   const vault::Keyring& installation, audit::Log& installation_log, Limits limits,
                   Clock& clock, Random& random,
                   std::function<void(const std::vector<SessionId>&)> session_ended)
    : inside_{std::make_unique<Inside>(
          internal::Ground{control, tenants, installation, installation_log, limits, clock, random},
          std::move(session_ended))} {}
Identity::~Identity() = default;

void Identity::answer_as(webauthn::RelyingParty party) {
  inside_->factors_inside.party = std::move(party);
}
Factors& Identity::factors() { return inside_->factors; }
ApiKeys& Identity::keys() { return inside_->keys; }
void Identity::send_mail_through(egress::MailQueue& queue, std::string origin) {
  inside_->post.use(queue, std::move(origin));
}

Result<> Identity::start() {
  TRY_VOID(inside_->people.fill_likenesses());
  TRY_VOID(inside_->tokens.start());
  TRY_VOID(inside_->passwords.start());
  TRY_VOID(inside_->policies.start());
  TRY_VOID(inside_->throttle.start());
  TRY_VOID(inside_->sessions.start());
  TRY_VOID(inside_->key_desk.start());
  return inside_->entrance.clear_unfinished();
}

Result<> Identity::keep_house() {
  inside_->throttle.forget_old();
  TRY_VOID(inside_->resets.answer_waiting());
  TRY_VOID(inside_->tokens.keep_house());
  TRY_VOID(inside_->leaving.keep_house());
  TRY_VOID(inside_->sign_on.keep_house());
  TRY_VOID(inside_->approval_desk.keep_house());
  TRY_VOID(inside_->key_desk.keep_house());
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
                                         EmailAddress email, Secret password, Approach approach) {
  return inside_->entrance.sign_in(where, std::move(agent), std::move(email), std::move(password),
                                   std::move(approach));
}
Task<Result<Challenge>> Identity::challenge() {
  auto make = [this]() -> Result<Challenge> { return inside_->challenges.make(); };
  return inside_->pool.run(std::move(make));
}
Secret Identity::remember_device(std::string_view cookie, std::string_view email) const {
  const auto parsed = EmailAddress::parse(email);
  return parsed ? inside_->devices.remember(cookie, *parsed) : Secret{};
}
Result<access::Caller> Identity::recognise(access::Whereabouts where, std::string_view access_token,
                                           bool counts_as_activity,
                                           std::optional<std::string_view> agent) {
  const Activity activity = counts_as_activity ? Activity::by_person : Activity::none;
  return inside_->sessions.recognise(where, access_token, activity, agent);
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
Task<Result<>> Identity::end_other_sessions(access::Caller caller) {
  return inside_->sessions.end_others(std::move(caller));
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
Task<Result<Strength>> Identity::strength_for(std::string invitation, Secret password,
                                              std::vector<std::string> words) {
  // A link that is over has no workspace whose rules could be told: the floor holds for all.
  const auto found = co_await inside_->entrance.find_invitation(std::move(invitation));
  if (!found) co_return internal::strength_of(password, words);
  CO_TRY(const access::Tenant tenant, co_await inside_->ground.tenants.find(found->tenant));
  words.push_back(found->email.folded());
  words.push_back(tenant.name);
  co_return internal::strength_of(password, words, inside_->policies.of(found->tenant).password);
}
Task<Result<Strength>> Identity::strength_for(access::Caller caller, Secret password) {
  CO_TRY(const Session session, co_await inside_->sessions.describe(caller));
  const std::vector<std::string> words{session.person.name, session.person.email,
                                       session.workspace};
  co_return internal::strength_of(password, words, policy(caller).password);
}

// --- what a workspace asks for

WorkspacePolicy Identity::policy(const access::Caller& caller) const {
  return inside_->policies.of(caller.tenant());
}
Task<Result<WorkspacePolicy>> Identity::change_policy(access::Caller caller, PolicyChange change) {
  auto apply = [this](store::Transaction& transaction, TenantId tenant, const SessionRules& rules) {
    return inside_->sessions.limit(transaction, tenant, rules);
  };
  return inside_->policies.change(std::move(caller), std::move(change), std::move(apply));
}
Task<Result<std::vector<Alert>>> Identity::alerts(access::Caller caller) {
  return inside_->alerts.list(std::move(caller));
}
Task<Result<>> Identity::mark_alert_seen(access::Caller caller, AlertId alert) {
  return inside_->alerts.mark_seen(std::move(caller), alert);
}

// --- members

Task<Result<std::vector<Member>>> Identity::members(access::Caller caller) {
  return inside_->members.list(std::move(caller));
}
Task<Result<std::vector<LastPlace>>> Identity::last_places(access::Caller caller) {
  return internal::last_places(inside_->ground, inside_->people, std::move(caller));
}
Result<std::vector<MemberRights>> Identity::rights_in(TenantId tenant) {
  return inside_->ground.control.read_now(
      [&](store::Reader& reader) { return inside_->members.rights_in(reader, tenant); });
}
Task<Result<Link>> Identity::invite(access::Caller caller, EmailAddress email, access::RoleKey role,
                                    egress::Language language, std::string reason) {
  return inside_->members.invite(std::move(caller), std::move(email), role, language,
                                 std::move(reason));
}
Task<Result<std::vector<OpenInvitation>>> Identity::invitations(access::Caller caller) {
  return inside_->members.invitations(std::move(caller));
}
Task<Result<>> Identity::withdraw_invitation(access::Caller caller, InvitationId invitation) {
  return inside_->members.withdraw(std::move(caller), invitation);
}
Task<Result<Link>> Identity::invite_again(access::Caller caller, InvitationId invitation,
                                          egress::Language language) {
  return inside_->members.invite_again(std::move(caller), invitation, language);
}
Task<Result<Invited>> Identity::check_invitation(access::Whereabouts where, std::string token) {
  return inside_->entrance.check_invitation(where, std::move(token));
}
Task<Result<SignedIn>> Identity::join(access::Whereabouts where, std::string agent,
                                      NewMember member) {
  return inside_->entrance.join(where, std::move(agent), std::move(member));
}
Task<Result<Member>> Identity::change_role(access::Caller caller, PersonId person,
                                           access::RoleKey role, std::string reason) {
  return inside_->members.change_role(std::move(caller), person, role, std::move(reason));
}
Task<Result<>> Identity::remove_member(access::Caller caller, PersonId person) {
  return inside_->members.remove(std::move(caller), person);
}
Task<Result<>> Identity::end_member_sessions(access::Caller caller, PersonId person) {
  return inside_->members.end_sessions(std::move(caller), person);
}

// --- leaving

Task<Result<Ended>> Identity::what_leaving_ends(access::Caller caller, PersonId person) {
  return inside_->leaving.preview(std::move(caller), person);
}
Task<Result<Departure>> Identity::let_leave(access::Caller caller, PersonId person,
                                            LeaveWish wish) {
  return inside_->leaving.leave(std::move(caller), person, std::move(wish));
}
Task<Result<>> Identity::withdraw_leaving(access::Caller caller, PersonId person) {
  return inside_->leaving.withdraw(std::move(caller), person);
}
Task<Result<>> Identity::let_return(access::Caller caller, PersonId person, std::string reason) {
  return inside_->leaving.come_back(std::move(caller), person, std::move(reason));
}
Task<Result<std::vector<Departure>>> Identity::departures(access::Caller caller) {
  return inside_->leaving.list(std::move(caller));
}
const Provisioning& Identity::provisioning() const { return inside_->provisioning; }
Result<> Identity::suspend_dormant(TenantId tenant, PersonId person) {
  return inside_->leaving.suspend_dormant(tenant, person);
}
void Identity::ends_with_leaving(Holding holding) { inside_->leaving.join(std::move(holding)); }
void Identity::work_is_handed_over_by(Work work) { inside_->leaving.work_is(std::move(work)); }

Result<> Identity::forget_tenant(TenantId tenant) {
  TRY_VOID(inside_->members.forget(tenant));
  auto forget = [this, tenant](store::Transaction& transaction) -> Result<> {
    TRY_VOID(inside_->alerts.forget(transaction, tenant));
    TRY_VOID(inside_->approvals.forget_tenant(transaction, tenant));
    return inside_->policies.forget(transaction, tenant);
  };
  return inside_->ground.control.write_now(std::move(forget));
}

// --- what nobody does alone

access::Approvals& Identity::approval_engine() { return inside_->approvals; }
Task<Result<std::vector<ApprovalEntry>>> Identity::approvals(access::Caller caller) {
  return inside_->approval_desk.list(std::move(caller));
}
Task<Result<ApprovalEntry>> Identity::approval(access::Caller caller, ApprovalId id) {
  return inside_->approval_desk.find(std::move(caller), id);
}
Task<Result<ApprovalEntry>> Identity::approve(access::Caller caller, ApprovalId id,
                                              crypto::Digest shown) {
  return inside_->approval_desk.approve(std::move(caller), id, shown);
}
Task<Result<ApprovalEntry>> Identity::decline(access::Caller caller, ApprovalId id) {
  return inside_->approval_desk.decline(std::move(caller), id);
}
Task<Result<ApprovalEntry>> Identity::withdraw_request(access::Caller caller, ApprovalId id) {
  return inside_->approval_desk.withdraw(std::move(caller), id);
}

// --- what members may do

Task<Result<std::vector<RoleEntry>>> Identity::roles(access::Caller caller) {
  return inside_->role_desk.list(std::move(caller));
}
Task<Result<RoleEntry>> Identity::add_role(access::Caller caller, RoleDraft draft) {
  return inside_->role_desk.add(std::move(caller), std::move(draft));
}
Task<Result<RoleEntry>> Identity::edit_role(access::Caller caller, RoleId role, RoleEdit edit) {
  return inside_->role_desk.edit(std::move(caller), role, std::move(edit));
}
Task<Result<std::vector<Holder>>> Identity::delete_role(access::Caller caller, RoleId role) {
  return inside_->role_desk.remove(std::move(caller), role);
}
Task<Result<std::vector<access::Grant>>> Identity::grants(access::Caller caller, PersonId person) {
  return inside_->grant_desk.list(std::move(caller), person);
}
Task<Result<access::Grant>> Identity::grant(access::Caller caller, PersonId person,
                                            access::Grant grant) {
  return inside_->grant_desk.set(std::move(caller), person, grant);
}
Task<Result<>> Identity::grant_new_bot(access::Caller caller, BotId bot) {
  return inside_->grant_desk.share_new(std::move(caller), bot);
}
Result<> Identity::grant_what_was_reached(
    const std::function<std::vector<BotId>(TenantId)>& bots_of) {
  return inside_->grant_desk.grant_what_was_reached(bots_of);
}
void Identity::when_rights_change(std::function<void(const std::vector<SessionId>&)> tell) {
  inside_->sessions.when_rights_change(std::move(tell));
}
bool Identity::holds_still(const access::Caller& caller) const {
  return caller.key() ? inside_->keys.holds_still(caller) : inside_->sessions.holds_still(caller);
}

// --- lost passwords, new addresses

Task<Result<>> Identity::ask_for_reset(access::Whereabouts where, EmailAddress email,
                                       egress::Language language) {
  return inside_->resets.ask(where, std::move(email), language);
}
Task<Result<ResetAccount>> Identity::check_reset(access::Whereabouts where, std::string token) {
  return inside_->resets.check(where, std::move(token));
}
Task<Result<>> Identity::reset_password(access::Whereabouts where, std::string token,
                                        Secret password, egress::Language language) {
  return inside_->resets.finish(where, std::move(token), std::move(password), language);
}
Task<Result<Link>> Identity::make_reset_link(access::Caller caller, PersonId person,
                                             egress::Language language) {
  return inside_->resets.make_for(std::move(caller), person, language);
}
Result<std::vector<OperatorLink>> Identity::make_reset_links(EmailAddress email) {
  return inside_->resets.make_by_operator(std::move(email));
}
Task<Result<>> Identity::ask_for_email(access::Caller caller, EmailAddress email, Secret current,
                                       egress::Language language) {
  return inside_->email_changes.ask(std::move(caller), std::move(email), std::move(current),
                                    language);
}
Task<Result<std::string>> Identity::confirm_email(access::Whereabouts where, std::string token,
                                                  egress::Language language) {
  return inside_->email_changes.confirm(where, std::move(token), language);
}
Task<Result<std::string>> Identity::undo_email(access::Whereabouts where, std::string token,
                                               egress::Language language) {
  return inside_->email_changes.undo(where, std::move(token), language);
}

// --- for the verifier

Result<Person> Identity::add_probe_member(TenantId tenant, EmailAddress email, Secret password,
                                          access::RoleKey role,
                                          std::optional<crypto::HashCost> imported) {
  return inside_->entrance.add_probe_member(tenant, std::move(email), std::move(password), role,
                                            imported);
}
Task<Result<Link>> Identity::make_probe_reset_link(PersonId person, std::chrono::seconds age) {
  return inside_->resets.make_for_probe(person, age);
}
Task<Result<>> Identity::change_probe_email(PersonId person, EmailAddress email) {
  return inside_->email_changes.change_probe(person, std::move(email));
}
Task<Result<>> Identity::age_session(SessionId session, std::chrono::seconds by) {
  return inside_->sessions.age(session, by);
}

Task<Result<>> Identity::age_approvals(TenantId tenant, std::chrono::seconds by) {
  return inside_->approval_desk.age(tenant, by);
}
Task<Result<>> Identity::age_failures(std::optional<EmailAddress> email,
                                      std::optional<IpAddress> address, std::chrono::seconds by) {
  const bool ours = (!email || email->folded().ends_with("@probe.invalid")) &&
                    (!address || address->is_loopback()) && by.count() >= 0;
  if (!ours) co_return fail(Error{kNotFound}.because("not the verifier's"));
  auto work = [this, email = std::move(email), address,
               by](store::Transaction& transaction) -> Result<> {
    if (email) TRY_VOID(inside_->throttle.age(transaction, *email, by));
    if (address) TRY_VOID(inside_->throttle.age(transaction, *address, by));
    return {};
  };
  co_return co_await inside_->ground.control.write(std::move(work));
}

SignOn& Identity::sign_on() { return inside_->sign_on; }
std::string Identity::jwks() const { return inside_->tokens.jwks(); }

}  // namespace gatehouse::identity
