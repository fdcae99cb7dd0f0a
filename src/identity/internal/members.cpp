#include "identity/internal/members.h"

#include "base/control.h"
#include "identity/internal/doors.h"
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
                                   egress::Language language) {
  CO_TRY_VOID(access::require(caller, Privilege::invite));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  Wording wording{language, std::move(tenant.name)};
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
  TRY_VOID(people_.require_unique(transaction, caller.tenant(), email));
  const Invitation invitation{caller.tenant(), role, email};
  TRY(Link link, links_.make_invitation(transaction, invitation, caller.person()));
  const audit::Deed deed{.event = audit::Event::member_invited,
                         .detail = email.text() + " as " + std::string{role.text()}};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  if (!post_.reaches(email)) return link;
  const auto letter = invitation_letter(wording.language, {caller.name(), wording.workspace},
                                        post_.link("/join", link.token));
  const Post::About about{caller.tenant(), caller.person().text(), link.expires_at};
  TRY_VOID(post_.send(transaction, email, letter, about));
  return Link{.token = {}, .expires_at = link.expires_at, .mailed = true};
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
  Wording wording{language, std::move(tenant.name)};
  auto work = [this, caller, id,
               wording = std::move(wording)](store::Transaction& transaction) -> Result<Link> {
    TRY(const Invitation invitation, links_.enter_invitation(transaction, caller, id));
    return invite_in(transaction, caller, invitation.email, invitation.role, wording);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<Member>> Members::change_role(access::Caller caller, PersonId person, RoleKey role,
                                          std::optional<std::string> reason) {
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
  TRY_VOID(transaction.execute(queries::set_role, person, role));
  // Tokens and sockets of before carry the rights of before, and what was offered to others rests
  // on them too.
  TRY_VOID(transaction.execute(queries::delete_invitations_by, person));
  TRY_VOID(sessions_.end_all_of(transaction, caller.origin(), person, "role_changed"));
  const audit::Deed deed{.event = audit::Event::member_role_changed,
                         .object = person.text(),
                         .detail = from_to(member.role, role) + "; " + reason};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  member.role = role;
  return shown(transaction, member);
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
    TRY(const auto rows, transaction.all<MemberRow>(queries::members_of_tenant, tenant));
    for (const MemberRow& row : rows) {
      TRY_VOID(people_.remove(transaction, row.person));
    }
    return {};
  };
  return ground_.control.write_now(std::move(work));
}

}  // namespace gatehouse::identity::internal
