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
  std::optional<std::string> connect;  // an address to connect to instead of the name's
  std::filesystem::path data = "data";
  std::optional<std::filesystem::path> config;
  std::vector<std::string> only;
  std::optional<std::filesystem::path> json;
  std::optional<std::filesystem::path> html;
  std::optional<std::filesystem::path> junit;
  std::optional<std::filesystem::path> oscal;
  bool core = false;       // the quick probes alone
  bool quiet = false;      // nothing but errors
  bool scheduled = false;  // by the server itself
};

// Exit code: 0 no probe failed, 1 one did, 2 it could not run or its evidence was not kept.
int verify(const VerifyOptions& options, Clock& clock, Random& random);

}  // namespace gatehouse
