#include "identity/internal/members.h"

#include "base/control.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using access::Privilege;
using access::Role;

// Nobody gives away more than they hold, and only owners make or touch owners.
bool may_grant(const access::Caller& caller, Role role) {
  if (role == Role::owner && caller.role() != Role::owner) return false;
  return caller.privileges().contains_all(access::privileges_of(role));
}

std::string from_to(Role before, Role after) {
  return std::string{name_of(before)} + " to " + std::string{name_of(after)};
}

}  // namespace

Result<MemberRow> Members::enter(store::Reader& reader, const access::Caller& caller,
                                 PersonId person) const {
  TRY(const MemberRow member, reader.one<MemberRow>(queries::find_member, person));
  const bool is_foreign = member.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return member;
}

Result<> Members::keep_an_owner(store::Reader& reader, const MemberRow& member) const {
  if (member.role != Role::owner) return {};
  TRY(const auto owners, reader.one<std::int64_t>(queries::count_owners, member.tenant));
  if (owners <= 1) return fail(kLastOwner);
  return require_not_break_glass(reader, member.tenant, member.person);
}

Result<Member> Members::shown(store::Reader& reader, const MemberRow& row) const {
  TRY(Person person, people_.find(reader, row.person));
  return Member{.person = row.person,
                .name = std::move(person.name),
                .email = std::move(person.email),
                .role = row.role,
                .since = row.since,
                .last_seen = row.last_seen};
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

Task<Result<Link>> Members::invite(access::Caller caller, EmailAddress email, Role role) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, email, role](store::Transaction& transaction) {
    return invite_in(transaction, caller, email, role);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<Link> Members::invite_in(store::Transaction& transaction, const access::Caller& caller,
                                const EmailAddress& email, Role role) const {
  if (enforced<"ACC-01"> && !may_grant(caller, role)) return fail(Error{kCannotGrant}.at("/role"));
  const EmailIndex index = people_.index_of(email);
  TRY(const auto known,
      transaction.maybe<MemberRow>(queries::find_member_by_email, caller.tenant(), index));
  if (known) return fail(Error{kAlreadyMember}.at("/email"));
  const Invitation invitation{caller.tenant(), role, email};
  TRY(Link link, links_.make_invitation(transaction, invitation, caller.person()));
  const audit::Deed deed{.event = audit::Event::member_invited,
                         .detail = email.text() + " as " + std::string{name_of(role)}};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  return link;
}

Task<Result<Member>> Members::change_role(access::Caller caller, PersonId person, Role role) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person, role](store::Transaction& transaction) {
    return change_in(transaction, caller, person, role);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<Member> Members::change_in(store::Transaction& transaction, const access::Caller& caller,
                                  PersonId person, Role role) const {
  TRY(MemberRow member, enter(transaction, caller, person));
  const bool granted = may_grant(caller, role) && may_grant(caller, member.role);
  if (enforced<"ACC-01"> && !granted) return fail(Error{kCannotGrant}.at("/role"));
  if (role == member.role) return shown(transaction, member);
  TRY_VOID(keep_an_owner(transaction, member));
  TRY_VOID(transaction.execute(queries::set_role, person, role));
  // Tokens and sockets of before carry the rights of before, and what was offered to others rests
  // on them too.
  TRY_VOID(transaction.execute(queries::delete_invitations_by, person));
  TRY_VOID(sessions_.end_all_of(transaction, caller.origin(), person, "role_changed"));
  const audit::Deed deed{.event = audit::Event::member_role_changed,
                         .object = person.text(),
                         .detail = from_to(member.role, role)};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  member.role = role;
  return shown(transaction, member);
}

Task<Result<>> Members::remove(access::Caller caller, PersonId person) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person](store::Transaction& transaction) {
    return remove_in(transaction, caller, person);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Members::remove_in(store::Transaction& transaction, const access::Caller& caller,
                            PersonId person) const {
  TRY(const MemberRow member, enter(transaction, caller, person));
  if (enforced<"ACC-01"> && !may_grant(caller, member.role)) return fail(kCannotGrant);
  TRY_VOID(keep_an_owner(transaction, member));
  TRY_VOID(sessions_.end_all_of(transaction, caller.origin(), person, "member_removed"));
  TRY_VOID(people_.remove(transaction, person));
  const audit::Deed deed{.event = audit::Event::member_removed,
                         .object = person.text(),
                         .detail = std::string{name_of(member.role)}};
  return ground_.log.record(transaction, caller.origin(), deed);
}

Result<> Members::forget(TenantId tenant) {
  auto work = [this, tenant](store::Transaction& transaction) -> Result<> {
    TRY_VOID(sessions_.end_all_in(transaction, tenant));
    TRY_VOID(transaction.execute(queries::delete_invitations_of_tenant, tenant));
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
