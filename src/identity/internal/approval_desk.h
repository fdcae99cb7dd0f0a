// Approvals as members see them, told of by mail, and done when a sole owner's day has passed.
#pragma once

#include <vector>

#include "access/approvals.h"
#include "identity/internal/elevation.h"
#include "identity/internal/post.h"

namespace gatehouse::identity::internal {

class ApprovalDesk {
 public:
  ApprovalDesk(const Ground& ground, const People& people, const Post& post,
               const access::Approvals& approvals)
      : ground_{ground}, people_{people}, post_{post}, approvals_{approvals} {}

  Task<Result<std::vector<ApprovalEntry>>> list(access::Caller caller);
  Task<Result<ApprovalEntry>> find(access::Caller caller, ApprovalId id);
  Task<Result<ApprovalEntry>> approve(access::Caller caller, ApprovalId id, crypto::Digest shown);
  Task<Result<ApprovalEntry>> decline(access::Caller caller, ApprovalId id);
  Task<Result<ApprovalEntry>> withdraw(access::Caller caller, ApprovalId id);
  // In workspaces of the verifier only, kNotFound elsewhere.
  Task<Result<>> age(TenantId tenant, std::chrono::seconds by);

  // Blocking; of the housekeeping thread.
  Result<> keep_house();

 private:
  Result<std::string> name_of_person(store::Reader& reader, PersonId person) const;
  Result<ApprovalEntry> entry_of(store::Reader& reader, const access::Caller& caller,
                                 access::Approvals::Shown shown) const;
  Result<> tell(store::Transaction& transaction, const access::Approval& approval) const;

  const Ground& ground_;
  const People& people_;
  const Post& post_;
  const access::Approvals& approvals_;
};

}  // namespace gatehouse::identity::internal
