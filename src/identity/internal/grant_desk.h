// Which bots a member reaches, one grant for each (controls ACC-02, ACC-03).
#pragma once

#include <functional>
#include <vector>

#include "identity/internal/sessions.h"

namespace gatehouse::identity::internal {

class GrantDesk {
 public:
  GrantDesk(const Ground& ground, const Sessions& sessions)
      : ground_{ground}, sessions_{sessions} {}

  Task<Result<std::vector<access::Grant>>> list(access::Caller caller, PersonId person);
  Task<Result<access::Grant>> set(access::Caller caller, PersonId person, access::Grant grant);
  Task<Result<>> share_new(access::Caller caller, BotId bot);
  Result<> grant_what_was_reached(const std::function<std::vector<BotId>(TenantId)>& bots_of);

 private:
  Result<access::Grant> set_in(store::Transaction& transaction, const access::Caller& caller,
                               PersonId person, access::Grant grant) const;
  Result<> put(store::Transaction& transaction, const audit::Origin& origin,
               const MemberRow& member, const access::Grant& grant) const;
  Result<> grant_all(store::Transaction& transaction, TenantId tenant,
                     const std::vector<BotId>& bots) const;

  const Ground& ground_;
  const Sessions& sessions_;
};

}  // namespace gatehouse::identity::internal
