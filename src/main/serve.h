// `gatehouse serve`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace gatehouse {

inline constexpr ErrorKind kBadListen{
    "main.bad_listen", Fault::internal,
    "Write --listen as ADDRESS:PORT, for example 127.0.0.1:8443."};
inline constexpr ErrorKind kNeedsCertificate{
    "main.needs_certificate", Fault::internal,
    "To listen beyond this machine, set tls.certificate, tls.key and server.hosts.", "EDGE-02"};

struct ServeOptions {
  std::optional<std::filesystem::path> config;
  std::filesystem::path data = "data";
  std::string listen = "127.0.0.1:8443";
  bool guided = false;  // prints the set-up link and where things are
};

// Runs until SIGTERM or SIGINT; then drains and returns.
Result<> serve(const ServeOptions& options, Clock& clock, Random& random);

}  // namespace gatehouse
