// What provisioning works with.
#pragma once

#include "identity/internal/account_links.h"
#include "identity/internal/leaving.h"
#include "identity/internal/members.h"
#include "identity/internal/passwords.h"
#include "identity/provisioning.h"

namespace gatehouse::identity {

struct Provisioning::Inside {
  const internal::Ground& ground;
  const internal::People& people;
  const internal::Members& members;
  const internal::Leaving& leaving;
  const internal::AccountLinks& links;
  const internal::Passwords& passwords;
  const access::Approvals& approvals;
};

}  // namespace gatehouse::identity
