#include "identity/internal/elevation.h"

#include "base/control.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using access::Authority;
using access::Privileges;
using access::Role;

struct ColleagueRow {
  PersonId person;
  access::RoleKey role;
  std::optional<PersonId> entrusted_by;
  Instant entrusted_at;
  static constexpr auto columns =
      std::tuple{&ColleagueRow::person, &ColleagueRow::role, &ColleagueRow::entrusted_by,
                 &ColleagueRow::entrusted_at};
};

// Of the built-in roles that hold everything; a role of one's own never does.
int rank(const access::RoleKey& role) {
  if (role == access::RoleKey{Role::owner}) return 2;
  return role == access::RoleKey{Role::administrator} ? 1 : 0;
}

}  // namespace

bool is_elevation(const Authority& before, const Authority& after) {
  const bool decides_more = !before.privileges.contains_all(after.privileges & kDeciding);
  return decides_more || rank(after.role) > rank(before.role);
}

std::vector<std::string> gained(Privileges before, Privileges after) {
  std::vector<std::string> names;
  for (const access::PrivilegeRow& row : access::kPrivileges)
    if ((after & kDeciding).contains(row.privilege) && !before.contains(row.privilege))
      names.emplace_back(row.name);
  return names;
}

Result<std::vector<access::Colleague>> colleagues_of(store::Reader& reader, TenantId tenant) {
  TRY(const auto rows, reader.all<ColleagueRow>(queries::colleagues, tenant));
  std::vector<access::Colleague> list;
  for (const ColleagueRow& row : rows) {
    TRY(const Authority authority, access::authority_of(reader, row.person, row.role));
    list.push_back({row.person, authority.is_owner(), authority.may(access::Privilege::approve),
                    row.entrusted_by, row.entrusted_at});
  }
  return list;
}

Result<> entrust(store::Transaction& transaction, PersonId account, PersonId by, Instant now) {
  TRY_VOID(transaction.execute(queries::entrust, account, by, now));
  return {};
}

Result<> still_grantable(store::Reader& reader, const access::Approval& approval,
                         const access::Caller* approver, const Authority& given) {
  TRY(const auto asks, reader.maybe<MemberRow>(queries::find_member, approval.requester));
  if (!asks || asks->tenant != approval.tenant)
    return fail(Error{access::kRequestStale}.because("whoever asked has left"));
  TRY(const Authority held, access::authority_of(reader, asks->person, asks->role));
  if (enforced<"ACC-02"> && !access::may_grant(held, given))
    return fail(Error{access::kRequestStale}.because("whoever asked does not hold it any more"));
  if (approver == nullptr) return {};
  const bool granted = access::may_grant(approver->authority(), given);
  if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
  return {};
}

Result<Joining> role_on_joining(store::Reader& reader, const access::Approvals& approvals,
                                const Invitation& invitation) {
  TRY(const Authority wanted, access::authority_of(reader, PersonId{}, invitation.role));
  const bool elevates = is_elevation(Authority{}, wanted);
  if (!elevates) return Joining{invitation.role, std::nullopt};
  TRY(const auto approval, approvals.find_by_object(reader, invitation.id.text()));
  using State = access::ApprovalState;
  const bool is_approved = approval && approval->state == State::done &&
                           approval->details.rights == access::text_of(wanted.privileges);
  if (!enforced<"ACC-04"> || is_approved) return Joining{invitation.role, std::nullopt};
  if (approval && approval->state == State::waiting) return Joining{Role::agent, approval->id};
  return Joining{Role::agent, std::nullopt};
}

}  // namespace gatehouse::identity::internal
