// How a verifier asks that the tenants of its run may come to it (ADR 9).
#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"

namespace gatehouse::assurance {

struct OpeningInput {
  std::uint16_t port;        // where the verifier serves
  std::uint16_t usual_port;  // where its trap is
  std::string authority;     // PEM: who signs for its server
};
// The verifier's address as the server sees it; nothing else was opened.
struct OpeningMade {
  std::string address;
};

}  // namespace gatehouse::assurance

template <>
struct gatehouse::json::Shape<gatehouse::assurance::OpeningInput> {
  using T = gatehouse::assurance::OpeningInput;
  static constexpr std::string_view name = "ProbeOpening";
  static constexpr auto members =
      std::tuple{json::member("port", &T::port, json::whole(1024, 65'535)),
                 json::member("usual_port", &T::usual_port, json::whole(1024, 65'535)),
                 json::member("authority", &T::authority, json::text(1, 8192))};
};
template <>
struct gatehouse::json::Shape<gatehouse::assurance::OpeningMade> {
  static constexpr std::string_view name = "ProbeOpened";
  static constexpr auto members = std::tuple{
      json::member("address", &gatehouse::assurance::OpeningMade::address, json::line(2, 64))};
};
