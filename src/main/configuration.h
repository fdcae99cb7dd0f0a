// The one configuration file (TOML). Every key has a safe default; an unknown key stops the start.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/log.h"
#include "base/result.h"

namespace gatehouse {

inline constexpr ErrorKind kBadConfiguration{"main.bad_configuration", Fault::internal,
                                             "The configuration cannot be used."};

struct Configuration {
  std::vector<std::string> hosts;          // server.hosts: names we answer to, "chat.example.com"
  std::vector<IpAddress> trusted_proxies;  // server.trusted_proxies
  unsigned threads = 0;                    // server.threads; 0: one for each core
  std::optional<std::filesystem::path> certificate;  // tls.certificate
  std::optional<std::filesystem::path> key;          // tls.key
  std::optional<std::filesystem::path> master_key;   // vault.master_key
  std::chrono::seconds step_up{300};                 // identity.step_up_seconds
  log::Level log_level = log::Level::notice;         // log.level
};

// The error's detail is one line that names the file, the key and the remedy.
Result<Configuration> read_configuration(const std::filesystem::path& file);

}  // namespace gatehouse
