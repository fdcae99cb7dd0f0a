#include "main/policy.h"

#include <fmt/format.h>

#include "api/tables.h"
#include "assurance/probe.h"

namespace gatehouse {

Result<> print_policy(const PolicyOptions& options) {
  if (options.openapi) {
    fmt::print("{}\n", api::openapi_document("https://localhost:8443"));
    return {};
  }
  if (options.privileges) {
    fmt::print("{}", api::privileges_text());
    return {};
  }
  if (options.controls) {
    for (const std::string_view id : assurance::probed_controls()) fmt::print("{}\n", id);
    return {};
  }
  fmt::print("{}", api::policy_text());
  return {};
}

}  // namespace gatehouse
