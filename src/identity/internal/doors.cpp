#include "identity/internal/doors.h"

#include "base/control.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {

Result<MemberRow> enter(store::Reader& reader, const access::Caller& caller, PersonId person) {
  TRY(const MemberRow member, reader.one<MemberRow>(queries::find_member, person));
  const bool is_foreign = member.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return member;
}

Result<access::CustomRole> enter(store::Reader& reader, const access::Caller& caller, RoleId role) {
  TRY(const access::CustomRole found, access::find_role(reader, role));
  const bool is_foreign = found.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return found;
}

Result<access::Authority> authority_in(store::Reader& reader, const access::Caller& caller,
                                       const access::RoleKey& role, PersonId person) {
  if (const auto custom = role.custom()) {
    if (auto found = enter(reader, caller, *custom); !found)
      return fail(std::move(found).error().at("/role"));
  }
  return access::authority_of(reader, person, role);
}

}  // namespace gatehouse::identity::internal
