// The doors to another member and to a role that the workspace made. Both are looked up by their id
// alone, so that the wall between workspaces is these functions' and not a query's (control
// ACC-05).
#pragma once

#include "access/roles.h"
#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

Result<MemberRow> enter(store::Reader& reader, const access::Caller& caller, PersonId person);
Result<access::CustomRole> enter(store::Reader& reader, const access::Caller& caller, RoleId role);

// What a holder of the role may do who was granted what this person was (nobody: nothing). A role
// of the caller's workspace; kNotFound at /role.
Result<access::Authority> authority_in(store::Reader& reader, const access::Caller& caller,
                                       const access::RoleKey& role, PersonId person = {});

}  // namespace gatehouse::identity::internal
