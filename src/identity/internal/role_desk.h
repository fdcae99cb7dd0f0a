// Roles that a workspace makes for itself, and what members are granted of single bots. Nobody
// gives what they do not hold (control ACC-02), and what changes is in force for open sessions at
// once.
#pragma once

#include <vector>

#include "identity/internal/sessions.h"

namespace gatehouse::identity::internal {

class RoleDesk {
 public:
  RoleDesk(const Ground& ground, const People& people, const Sessions& sessions)
      : ground_{ground}, people_{people}, sessions_{sessions} {}

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
  Result<std::vector<Holder>> remove_in(store::Transaction& transaction,
                                        const access::Caller& caller, RoleId role) const;
  Result<> record(store::Transaction& transaction, const access::Caller& caller, audit::Event event,
                  const access::CustomRole& role) const;
  Result<std::vector<Holder>> holders(store::Reader& reader,
                                      const std::vector<MemberRow>& members) const;

  const Ground& ground_;
  const People& people_;
  const Sessions& sessions_;
};

}  // namespace gatehouse::identity::internal
