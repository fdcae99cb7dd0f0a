// Roles that workspaces made, and bots that members were granted, as rows of the installation's
// database. Who may change them is decided by identity, which knows the members.
#pragma once

#include <string>
#include <vector>

#include "access/authority.h"
#include "base/clock.h"
#include "store/database.h"

namespace gatehouse::access {

inline constexpr ErrorKind kRoleNameTaken{
    "access.role_name_taken", Fault::conflict,
    "There is a role of this name already. Choose another name."};
inline constexpr ErrorKind kTooManyRoles{
    "access.too_many_roles", Fault::conflict,
    "A workspace can have 50 roles of its own. Delete one first."};
inline constexpr ErrorKind kBadRoleName{"access.bad_role_name", Fault::invalid,
                                        "Give the role a name of 1 to 60 characters."};

struct CustomRole {
  RoleId id;
  TenantId tenant;
  std::string name;
  Privileges privileges;
  Breadth breadth;
};

// A role's name as people may write it; kBadRoleName at /name.
Result<std::string> clean_role_name(std::string_view untrusted);

Result<std::vector<CustomRole>> roles_of(store::Reader& reader, TenantId tenant);
Result<CustomRole> find_role(store::Reader& reader, RoleId role);  // of any tenant; kNotFound
Result<std::string> name_of_role(store::Reader& reader,
                                 const RoleKey& role);  // a built-in one's key
// kRoleNameTaken, kTooManyRoles.
Result<> insert(store::Transaction& transaction, const CustomRole& role, Instant now);
Result<> update(store::Transaction& transaction, const CustomRole& role);
Result<> remove(store::Transaction& transaction, RoleId role);

Result<std::vector<Grant>> grants_of(store::Reader& reader, PersonId person);
// Takes the place of what was granted for that bot; an empty one takes it away.
Result<> set_grant(store::Transaction& transaction, PersonId person, const Grant& grant);

// What this person may do in this role.
Result<Authority> authority_of(store::Reader& reader, PersonId person, const RoleKey& role);

Result<> forget_person(store::Transaction& transaction, PersonId person);
Result<> forget_tenant(store::Transaction& transaction, TenantId tenant);

// Workspaces whose members still have to be granted what they reached before there were grants.
Result<std::vector<TenantId>> ungranted_tenants(store::Reader& reader);
Result<> tenant_is_granted(store::Transaction& transaction, TenantId tenant);

}  // namespace gatehouse::access
