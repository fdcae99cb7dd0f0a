#include "identity/internal/members.h"

#include "base/control.h"
#include "identity/internal/doors.h"
#include "identity/internal/elevation.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using access::Privilege;
using access::Role;
using access::RoleKey;

// How a member stands besides their role.
struct MemberStanding {
  std::optional<Instant> suspended_at;
  bool from_directory;
  std::optional<Instant> leaves_at;
  static constexpr auto columns = std::tuple{
      &MemberStanding::suspended_at, &MemberStanding::from_directory, &MemberStanding::leaves_at};
};

std::string from_to(const access::RoleKey& before, const access::RoleKey& after) {
  return std::string{before.text()} + " to " + std::string{after.text()};
}

}  // namespace

Members::Members(const Ground& ground, const People& people, const Links& links,
                 const Sessions& sessions, const Leaving& leaving, const Post& post,
                 access::Approvals& approvals)
    : ground_{ground},
      people_{people},
      links_{links},
      sessions_{sessions},
      leaving_{leaving},
      post_{post},
      approvals_{approvals} {
  using Perform = Result<> (Members::*)(store::Transaction&, const access::Approval&,
                                        const audit::Origin&, const access::Caller*) const;
  const auto duty = [this](Perform perform) {
    return access::Approvals::Duty{
        .gainers = [](store::Reader&, const access::Approval&) -> Result<std::vector<PersonId>> {
          return std::vector<PersonId>{};
        },
        .perform =
            [this, perform](store::Transaction& transaction, const access::Approval& approval,
                            const audit::Origin& origin, const access::Caller* approver) {
              return (this->*perform)(transaction, approval, origin, approver);
            }};
  };
  approvals.join(access::Act::change_role, duty(&Members::change_approved));
  approvals.join(access::Act::invite_member, duty(&Members::invite_approved));
}

Result<Member> Members::shown(store::Reader& reader, const MemberRow& row) const {
  TRY(Person person, people_.find(reader, row.person));
  TRY(const auto factors, reader.one<std::int64_t>(queries::count_factors, row.person));
  TRY(const auto standing, reader.one<MemberStanding>(queries::standing_of_member, row.person));
  return Member{.person = row.person,
                .name = std::move(person.name),
                .email = std::move(person.email),
                .role = row.role,
                .since = row.since,
                .last_seen = row.last_seen,
                .has_factor = factors > 0,
                .suspended_at = standing.suspended_at,
                .leaves_at = standing.leaves_at,
                .from_directory = standing.from_directory};
}

Task<Result<std::vector<Member>>> Members::list(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, Privilege::read_members));
  auto work = [this,
               tenant = caller.tenant()](store::Reader& reader) -> Result<std::vector<Member>> {
    TRY(const auto rows, reader.all<MemberRow>(queries::members_of_tenant, tenant));
    std::vector<Member> members;
    for (const MemberRow& row : rows) {
      TRY(Member member, shown(reader, row));
      members.push_back(std::move(member));
    }
    return members;
  };
  co_return co_await ground_.control.read(std::move(work));
}

Result<std::vector<MemberRights>> Members::rights_in(store::Reader& reader, TenantId tenant) const {
  TRY(const auto rows, reader.all<MemberRow>(queries::members_of_tenant, tenant));
  std::vector<MemberRights> list;
  for (const MemberRow& row : rows) {
    TRY(Member member, shown(reader, row));
    TRY(std::string role_name, access::name_of_role(reader, row.role));
    TRY(access::Authority authority, access::authority_of(reader, row.person, row.role));
    list.push_back({std::move(member), std::move(role_name), std::move(authority)});
  }
  return list;
}

Result<> Members::enter_to_reset(store::Reader& reader, const access::Caller& caller,
                                 PersonId person) const {
  TRY(const MemberRow member, enter(reader, caller, person));
  if (person == caller.person()) return fail(kOwnPassword);
  TRY(const access::Authority held, access::authority_of(reader, person, member.role));
  const bool granted = access::may_grant(caller.authority(), held);
  if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
  return {};
}

Task<Result<Link>> Members::invite(access::Caller caller, EmailAddress email, RoleKey role,
                                   egress::Language language, std::string reason) {
  CO_TRY_VOID(access::require(caller, Privilege::invite));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  Wording wording{language, std::move(tenant.name), std::move(reason)};
  auto work = [this, caller, email, role,
               wording = std::move(wording)](store::Transaction& transaction) {
    return invite_in(transaction, caller, email, role, wording);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<Link> Members::invite_in(store::Transaction& transaction, const access::Caller& caller,
                                const EmailAddress& email, RoleKey role,
                                const Wording& wording) const {
  TRY(const access::Authority given, authority_in(transaction, caller, role));
  const bool granted = access::may_grant(caller.authority(), given);
  if (enforced<"ACC-02"> && !granted) return fail(Error{kCannotGrant}.at("/role"));
  // Nobody joins by a password whom it would not let in afterwards.
  TRY_VOID(require_other_doors(transaction, caller.tenant(), PersonId{}));
  TRY_VOID(people_.require_unique(transaction, caller.tenant(), email));
  const Invitation invitation{caller.tenant(), role, email,
                              InvitationId::make(ground_.clock, ground_.random), caller.person()};
  TRY(Link link, links_.make_invitation(transaction, invitation));
  const bool elevates = is_elevation(access::Authority{}, given);
  if (enforced<"ACC-04"> && elevates) {
    TRY(auto details, details_of(transaction, email.text(), access::Authority{}, given));
    TRY(const auto asked, approvals_.request(transaction, caller.origin(),
                                             {.act = access::Act::invite_member,
                                              .tenant = caller.tenant(),
                                              .object = invitation.id.text(),
                                              .details = std::move(details),
                                              .reason = wording.reason,
                                              .requester = caller.person()}));
    link.approval = asked.id;
  }
  const audit::Deed deed{.event = audit::Event::member_invited,
                         .detail = email.text() + " as " + std::string{role.text()}};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  if (!post_.reaches(email)) return link;
  const auto letter = invitation_letter(wording.language, {caller.name(), wording.workspace},
                                        post_.link("/join", link.token));
  const Post::About about{caller.tenant(), caller.person().text(), link.expires_at};
  TRY_VOID(post_.send(transaction, email, letter, about));
  return Link{
      .token = {}, .expires_at = link.expires_at, .mailed = true, .approval = link.approval};
}

Task<Result<std::vector<OpenInvitation>>> Members::invitations(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, Privilege::invite));
  auto work = [this, tenant = caller.tenant()](store::Reader& reader) {
    return links_.open_invitations(reader, tenant);
  };
  co_return co_await ground_.control.read(std::move(work));
}

Task<Result<>> Members::withdraw(access::Caller caller, InvitationId id) {
  CO_TRY_VOID(access::require(caller, Privilege::invite));
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<> {
    TRY(const Invitation invitation, links_.enter_invitation(transaction, caller, id));
    TRY(const access::Authority given, authority_in(transaction, caller, invitation.role));
    const bool granted = access::may_grant(caller.authority(), given);
    if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
    TRY_VOID(links_.withdraw_invitation(transaction, id));
    TRY_VOID(approvals_.lapse(transaction, caller.origin(), id.text()));
    const audit::Deed deed{.event = audit::Event::invitation_withdrawn,
                           .object = id.text(),
                           .detail = invitation.email.text()};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<Link>> Members::invite_again(access::Caller caller, InvitationId id,
                                         egress::Language language) {
  CO_TRY_VOID(access::require(caller, Privilege::invite));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  Wording wording{language, std::move(tenant.name), {}};
  auto work = [this, caller, id,
               wording = std::move(wording)](store::Transaction& transaction) -> Result<Link> {
    TRY(const Invitation invitation, links_.enter_invitation(transaction, caller, id));
    TRY_VOID(approvals_.lapse(transaction, caller.origin(), id.text()));
    return invite_in(transaction, caller, invitation.email, invitation.role, wording);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<Member>> Members::change_role(access::Caller caller, PersonId person, RoleKey role,
                                          std::string reason) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(std::string why, clean_reason(reason));
  auto work = [this, caller, person, role, why = std::move(why)](store::Transaction& transaction) {
    return change_in(transaction, caller, person, role, why);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<Member> Members::change_in(store::Transaction& transaction, const access::Caller& caller,
                                  PersonId person, RoleKey role, const std::string& reason) const {
  TRY(MemberRow member, enter(transaction, caller, person));
  TRY(const access::Authority before, access::authority_of(transaction, person, member.role));
  TRY(const access::Authority after, authority_in(transaction, caller, role, person));
  const bool granted =
      access::may_grant(caller.authority(), before) && access::may_grant(caller.authority(), after);
  if (enforced<"ACC-02"> && !granted) return fail(Error{kCannotGrant}.at("/role"));
  if (role == member.role) return shown(transaction, member);
  TRY_VOID(keep_an_owner(transaction, member));
  const bool elevates = is_elevation(before, after);
  if (enforced<"ACC-04"> && elevates) {
    TRY(Member unchanged, shown(transaction, member));
    TRY(auto details, details_of(transaction, unchanged.name, before, after));
    TRY(const auto asked, approvals_.request(transaction, caller.origin(),
                                             {.act = access::Act::change_role,
                                              .tenant = caller.tenant(),
                                              .object = person.text(),
                                              .gainer = person,
                                              .details = std::move(details),
                                              .reason = reason,
                                              .requester = caller.person()}));
    unchanged.approval = asked.id;
    return unchanged;
  }
  TRY_VOID(put_role(transaction, caller.origin(), member, role, reason));
  member.role = role;
  return shown(transaction, member);
}

Result<> Members::put_role(store::Transaction& transaction, const audit::Origin& origin,
                           const MemberRow& member, const RoleKey& role,
                           const std::string& reason) const {
  TRY_VOID(transaction.execute(queries::set_role, member.person, role));
  // Tokens and sockets of before carry the rights of before, and what was offered to others rests
  // on them too.
  TRY_VOID(transaction.execute(queries::delete_invitations_by, member.person));
  TRY_VOID(sessions_.end_all_of(transaction, origin, member.person, "role_changed"));
  // Their keys go on, with the authority that their owner has now.
  MemberRow changed = member;
  changed.role = role;
  TRY_VOID(sessions_.change_rights(transaction, {changed}));
  const audit::Deed deed{.event = audit::Event::member_role_changed,
                         .object = member.person.text(),
                         .detail = from_to(member.role, role) + "; " + reason};
  return ground_.log.record(transaction, origin, deed);
}

Result<access::ActDetails> Members::details_of(store::Reader& reader, std::string subject,
                                               const access::Authority& before,
                                               const access::Authority& after) const {
  TRY(std::string role_name, access::name_of_role(reader, after.role));
  return access::ActDetails{.subject = std::move(subject),
                            .role = std::string{after.role.text()},
                            .role_name = std::move(role_name),
                            .gained = gained(before.privileges, after.privileges),
                            .rights = access::text_of(after.privileges)};
}

// A role that means something else by now is not the one that was approved.
Result<> Members::change_approved(store::Transaction& transaction, const access::Approval& approval,
                                  const audit::Origin& origin,
                                  const access::Caller* approver) const {
  const PersonId person = approval.gainer.value_or(PersonId{});
  TRY(const auto member, transaction.maybe<MemberRow>(queries::find_member, person));
  if (!member || member->tenant != approval.tenant)
    return fail(Error{access::kRequestStale}.because("the member has left"));
  TRY(const RoleKey role, RoleKey::parse(approval.details.role.value_or("")));
  TRY(const access::Authority before, access::authority_of(transaction, person, member->role));
  TRY(const access::Authority after, access::authority_of(transaction, person, role));
  if (approval.details.rights != access::text_of(after.privileges))
    return fail(Error{access::kRequestStale}.because("the role has changed"));
  TRY_VOID(still_grantable(transaction, approval, approver, before));
  TRY_VOID(still_grantable(transaction, approval, approver, after));
  const std::string why = approval.reason.empty() ? "invited to it" : approval.reason;
  return put_role(transaction, origin, *member, role, why);
}

// Whoever has not come yet comes with the role; whoever has is given it.
Result<> Members::invite_approved(store::Transaction& transaction, const access::Approval& approval,
                                  const audit::Origin& origin,
                                  const access::Caller* approver) const {
  if (approval.gainer) return change_approved(transaction, approval, origin, approver);
  TRY(const auto id, InvitationId::parse(approval.object));
  TRY(const auto open,
      transaction.maybe<InvitationId>(queries::invitation_is_open, id, ground_.clock.now()));
  if (!open) return fail(Error{access::kRequestStale}.because("the invitation is over"));
  TRY(const RoleKey role, RoleKey::parse(approval.details.role.value_or("")));
  TRY(const access::Authority given, access::authority_of(transaction, PersonId{}, role));
  if (approval.details.rights != access::text_of(given.privileges))
    return fail(Error{access::kRequestStale}.because("the role has changed"));
  return still_grantable(transaction, approval, approver, given);
}

Task<Result<>> Members::remove(access::Caller caller, PersonId person) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person](store::Transaction& transaction) {
    return remove_in(transaction, caller, person);
  };
  CO_TRY_VOID(co_await ground_.control.write(std::move(work)));
  co_return co_await leaving_.hand_over(caller.tenant(), person);
}

Result<> Members::remove_in(store::Transaction& transaction, const access::Caller& caller,
                            PersonId person) const {
  TRY(const MemberRow member, enter(transaction, caller, person));
  TRY(const access::Authority held, access::authority_of(transaction, person, member.role));
  const bool granted = access::may_grant(caller.authority(), held);
  if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
  TRY_VOID(keep_an_owner(transaction, member));
  TRY_VOID(leaving_.end_for_good(transaction, caller.origin(), member, "Removed"));
  TRY_VOID(people_.remove(transaction, person));
  const audit::Deed deed{.event = audit::Event::member_removed,
                         .object = person.text(),
                         .detail = std::string{member.role.text()}};
  return ground_.log.record(transaction, caller.origin(), deed);
}

Task<Result<>> Members::end_sessions(access::Caller caller, PersonId person) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person](store::Transaction& transaction) {
    return end_sessions_in(transaction, caller, person);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Members::end_sessions_in(store::Transaction& transaction, const access::Caller& caller,
                                  PersonId person) const {
  TRY(const MemberRow member, enter(transaction, caller, person));
  TRY(const access::Authority held, access::authority_of(transaction, person, member.role));
  const bool granted = access::may_grant(caller.authority(), held);
  if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
  // One's own session, from which this is done, is ended by signing out.
  return sessions_.end_all_of(transaction, caller.origin(), person, "ended_by_administrator",
                              caller.session());
}

Result<> Members::forget(TenantId tenant) {
  auto work = [this, tenant](store::Transaction& transaction) -> Result<> {
    TRY_VOID(sessions_.end_all_in(transaction, tenant));
    TRY_VOID(transaction.execute(queries::delete_invitations_of_tenant, tenant));
    TRY_VOID(access::forget_tenant(transaction, tenant));
    TRY_VOID(leaving_.forget(transaction, tenant));
    TRY_VOID(transaction.execute(queries::stop_demanding_factors, tenant));
    TRY_VOID(forget_sign_on(transaction, tenant));
    TRY(const auto rows, transaction.all<MemberRow>(queries::members_of_tenant, tenant));
    for (const MemberRow& row : rows) {
      TRY_VOID(people_.remove(transaction, row.person));
    }
    return {};
  };
  return ground_.control.write_now(std::move(work));
}

}  // namespace gatehouse::identity::internal
