// Roles that a workspace makes for itself, and what members are granted of single bots. Nobody
// gives what they do not hold (control ACC-02), and what changes is in force for open sessions at
// once.
#pragma once

#include <vector>

#include "access/approvals.h"
#include "identity/internal/sessions.h"

namespace gatehouse::identity::internal {

class RoleDesk {
 public:
  // Joins the act widen_role to the approvals.
  RoleDesk(const Ground& ground, const People& people, const Sessions& sessions,
           access::Approvals& approvals);

  Task<Result<std::vector<RoleEntry>>> list(access::Caller caller);
  Task<Result<RoleEntry>> add(access::Caller caller, RoleDraft draft);
  Task<Result<RoleEntry>> edit(access::Caller caller, RoleId role, RoleEdit edit);
  Task<Result<std::vector<Holder>>> remove(access::Caller caller, RoleId role);

 private:
  Result<std::vector<RoleEntry>> list_in(store::Reader& reader, TenantId tenant) const;
  Result<RoleEntry> add_in(store::Transaction& transaction, const access::Caller& caller,
                           const RoleDraft& draft) const;
  Result<RoleEntry> edit_in(store::Transaction& transaction, const access::Caller& caller,
                            RoleId role, const RoleEdit& edit) const;
  Result<> put(store::Transaction& transaction, const audit::Origin& origin,
               const access::CustomRole& role, const std::vector<MemberRow>& members) const;
  Result<ApprovalId> ask_to_widen(store::Transaction& transaction, const access::Caller& caller,
                                  const access::CustomRole& before, const access::CustomRole& after,
                                  const std::string& reason) const;
  Result<> widen_approved(store::Transaction& transaction, const access::Approval& approval,
                          const audit::Origin& origin, const access::Caller* approver) const;
  Result<std::vector<Holder>> remove_in(store::Transaction& transaction,
                                        const access::Caller& caller, RoleId role) const;
  Result<> record(store::Transaction& transaction, const audit::Origin& origin, audit::Event event,
                  const access::CustomRole& role) const;
  Result<std::vector<Holder>> holders(store::Reader& reader,
                                      const std::vector<MemberRow>& members) const;

  const Ground& ground_;
  const People& people_;
  const Sessions& sessions_;
  const access::Approvals& approvals_;
};

}  // namespace gatehouse::identity::internal
