// What gives somebody power over others: nobody gives it alone (control ACC-04).
#pragma once

#include <vector>

#include "access/approvals.h"
#include "identity/internal/links.h"
#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

// Whoever holds one of these decides who may do what.
inline constexpr access::Privileges kDeciding{
    access::Privilege::manage_members, access::Privilege::manage_roles,
    access::Privilege::manage_workspace, access::Privilege::manage_sign_on,
    access::Privilege::approve};

bool is_elevation(const access::Authority& before, const access::Authority& after);
// The names of what is gained of it.
std::vector<std::string> gained(access::Privileges before, access::Privileges after);

// The members of a workspace, as the engine of approvals asks for them.
Result<std::vector<access::Colleague>> colleagues_of(store::Reader& reader, TenantId tenant);
// Whoever looks after the account's way in may not approve by it.
Result<> entrust(store::Transaction& transaction, PersonId account, PersonId by, Instant now);

// Whoever asked may still give this, and so may whoever approves; kRequestStale otherwise.
Result<> still_grantable(store::Reader& reader, const access::Approval& approval,
                         const access::Caller* approver, const access::Authority& given);

// What somebody becomes who follows an invitation: an agent while its role waits for approval.
struct Joining {
  access::RoleKey role;
  std::optional<ApprovalId> waits_for;
};
Result<Joining> role_on_joining(store::Reader& reader, const access::Approvals& approvals,
                                const Invitation& invitation);

}  // namespace gatehouse::identity::internal
