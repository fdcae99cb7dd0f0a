// Alerts on disk, beside the end of the session they are about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/alert.h"
#include "identity/internal/people.h"
#include "identity/internal/post.h"

namespace gatehouse::identity::internal {

// What was seen, of which session.
struct Suspicion {
  Sign sign;
  SessionId session;
  PersonId person;
  TenantId tenant;
  access::Whereabouts where;
  std::string agent;
};

class Alerts {
 public:
  Alerts(const Ground& ground, const People& people, const Post& post)
      : ground_{ground}, people_{people}, post_{post} {}

  // Audit entry, alert and mail in the transaction that ends the session.
  Result<> raise(store::Transaction& transaction, const Suspicion& suspicion) const;

  // Of the whole workspace for those who may read its security, one's own for everybody else; the
  // newest hundred.
  Task<Result<std::vector<Alert>>> list(access::Caller caller) const;
  Task<Result<>> mark_seen(access::Caller caller, AlertId alert) const;
  Result<> forget(store::Transaction& transaction, TenantId tenant) const;
  Result<> forget_old(store::Transaction& transaction) const;

 private:
  struct Row;
  Result<Alert> opened(store::Reader& reader, const Row& row) const;

  const Ground& ground_;
  const People& people_;
  const Post& post_;
};

}  // namespace gatehouse::identity::internal
