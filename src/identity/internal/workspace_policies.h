// The policies of workspaces: in memory, because every session asks.
#pragma once

#include <functional>
#include <shared_mutex>
#include <unordered_map>

#include "identity/internal/ground.h"
#include "identity/workspace_policy.h"

namespace gatehouse::identity::internal {

class WorkspacePolicies {
 public:
  explicit WorkspacePolicies(const Ground& ground) : ground_{ground} {}
  // Blocking.
  Result<> start();

  WorkspacePolicy of(TenantId tenant) const;

  // In the transaction of the change, and once it stands.
  using Applied = std::function<Result<>(store::Transaction&, TenantId, const SessionRules&)>;
  Task<Result<WorkspacePolicy>> change(access::Caller caller, PolicyChange change, Applied applied);
  Result<> forget(store::Transaction& transaction, TenantId tenant);

 private:
  Result<> save(store::Transaction& transaction, TenantId tenant, const WorkspacePolicy& policy);
  void keep(TenantId tenant, WorkspacePolicy policy);

  const Ground& ground_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<TenantId, WorkspacePolicy> policies_;  // those that differ from the floor
};

}  // namespace gatehouse::identity::internal
