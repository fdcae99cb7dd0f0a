// The conversations of those who leave.
#pragma once

#include "conversations/conversations.h"
#include "conversations/internal/conversation_rows.h"
#include "conversations/internal/teller.h"

namespace gatehouse::conversations::internal {

class Leavers {
 public:
  Leavers(access::Tenants& tenants, const Teller& teller) : tenants_{tenants}, teller_{teller} {}

  Task<Result<std::int64_t>> hand_over(TenantId tenant, PersonId leaver,
                                       std::optional<Successor> successor);
  Task<Result<std::int64_t>> count(TenantId tenant, PersonId person);

 private:
  Result<std::int64_t> hand_over_in(store::Transaction& transaction, access::TenantDb& room,
                                    PersonId leaver,
                                    const std::optional<Successor>& successor) const;
  Result<> hand(store::Transaction& transaction, access::TenantDb& room, ConversationRow& row,
                const std::optional<Successor>& successor) const;

  access::Tenants& tenants_;
  const Teller& teller_;
};

}  // namespace gatehouse::conversations::internal
