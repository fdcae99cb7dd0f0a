// `gatehouse policy`.
#pragma once

#include "base/result.h"

namespace gatehouse {

struct PolicyOptions {
  bool controls = false;
  bool openapi = false;
  bool privileges = false;
};

Result<> print_policy(const PolicyOptions& options);

}  // namespace gatehouse
