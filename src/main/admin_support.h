// `gatehouse admin support`: for the provider's engineer, who has no way to content but through a
// grant that the workspace has approved (control ACC-08).
#pragma once

#include "main/admin.h"

namespace gatehouse {

struct SupportOptions {
  AdminOptions where;
  std::string workspace;  // name or id
  std::string reason;
  std::string scope;
  std::string grant;
};

// Prints the grant's id; the workspace's owners see the request in their dashboard.
Result<> request_support(const SupportOptions& options, Clock& clock, Random& random);
// Prints the one-time link of a grant that was approved.
Result<> print_support_link(const SupportOptions& options, Clock& clock, Random& random);
Result<> list_support(const SupportOptions& options, Clock& clock, Random& random);
Result<> end_support(const SupportOptions& options, Clock& clock, Random& random);

}  // namespace gatehouse
