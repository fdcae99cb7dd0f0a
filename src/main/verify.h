// `gatehouse verify`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"

namespace gatehouse {

struct VerifyOptions {
  std::string url = "https://localhost:8443";
  std::filesystem::path data = "data";
  std::optional<std::filesystem::path> config;
  std::vector<std::string> only;
  std::optional<std::filesystem::path> json;
  std::optional<std::filesystem::path> html;
};

// Exit code: 0 no probe failed, 1 one did, 2 it could not run.
int verify(const VerifyOptions& options, Clock& clock, Random& random);

}  // namespace gatehouse
