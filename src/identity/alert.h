// Signs that somebody else uses a session (control IDN-11): the session ends, its owner is told by
// mail, and whoever watches over the workspace in the dashboard. And what else they have to be told
// (control ACC-09).
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"
#include "base/result.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kSessionSuspected{
    "identity.session_suspected", Fault::unauthenticated,
    "This session was used in a way that does not fit you, so it was ended. Sign in again.",
    "IDN-11"};

enum class Sign : unsigned char {
  refresh_replayed,  // a refresh token came back after it was used
  device_changed,    // another browser or system than the one that signed in
  two_places,        // two networks far apart in turns, within minutes
  leaving_overdue,   // somebody was to leave, and twelve hours later still has access
};

struct Alert {
  AlertId id;
  Sign sign;
  PersonId person;
  std::string name;
  Instant at;
  SessionId session;
  std::string address;  // where the sign came from
  std::string agent;
  std::optional<Instant> seen_at;
};

}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::Sign> {
  using enum identity::Sign;
  static constexpr auto names = std::to_array<std::pair<identity::Sign, std::string_view>>(
      {{refresh_replayed, "refresh_replayed"},
       {device_changed, "device_changed"},
       {two_places, "two_places"},
       {leaving_overdue, "leaving_overdue"}});
};
}  // namespace gatehouse
