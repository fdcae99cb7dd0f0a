// A control that two people have agreed to do without, for a while: shown as waived, never as
// passed (control ASR-03).
#pragma once

#include <string>

#include "base/id.h"
#include "base/json.h"

namespace gatehouse::assurance {

inline constexpr std::chrono::days kLongestWaiver{30};

inline constexpr ErrorKind kBadWaiver{
    "assurance.bad_waiver", Fault::invalid,
    "A waiver needs a control, a reason, an end within 30 days, and two different people.",
    "ASR-03"};

struct Waiver {
  std::string control;
  std::string reason;
  Instant granted_at;
  Instant expires_at;
  PersonId first;   // who asked for it
  PersonId second;  // who agreed
};

}  // namespace gatehouse::assurance

template <>
struct gatehouse::json::Shape<gatehouse::assurance::Waiver> {
  using W = gatehouse::assurance::Waiver;
  static constexpr std::string_view name = "Waiver";
  static constexpr auto members = std::tuple{
      json::member("control", &W::control, json::token(4, 12)),
      json::member("reason", &W::reason, json::text(1, 500)),
      json::member("granted_at", &W::granted_at),
      json::member("expires_at", &W::expires_at),
      json::member("first", &W::first),
      json::member("second", &W::second),
  };
};
