// `gatehouse reference`.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace gatehouse {

struct ReferenceOptions {
  std::filesystem::path into = "docs/reference";
};

// Writes controls.md, endpoints.md, errors.md, events.md and frameworks.md.
Result<> write_reference(const ReferenceOptions& options);

}  // namespace gatehouse
