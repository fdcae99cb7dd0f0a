// The API key that a request brings.
#pragma once

#include <optional>
#include <string_view>

#include "edge/route.h"
#include "net/http.h"

namespace gatehouse::edge {

inline constexpr ErrorKind kKeyNeeded{
    "edge.key_needed", Fault::unauthenticated,
    "This is for machines. Send an API key as \"Authorization: Bearer ghk_…\".", "IDN-14"};
inline constexpr ErrorKind kKeyProvesNoPerson{
    "edge.key_proves_no_person", Fault::forbidden,
    "An API key cannot do this, because a person has to. Sign in to the dashboard for it.",
    "IDN-14"};

inline constexpr std::string_view kKeyPrefix = "ghk_";

// The token of "Authorization: Bearer ghk_…" (RFC 6750 2.1; the scheme in any case, RFC 9110 11.1).
// Other tokens are none: visitors and the verifier have theirs.
std::optional<std::string_view> offered_key(const net::RequestHead& head);

// Whether the request acts by a key on this row. No browser sends one by itself, so what holds
// other sites' pages off does not concern it.
inline bool is_by_key(const Route& route, const net::RequestHead& head) {
  const bool possible =
      route.who.audience == Audience::members || route.who.audience == Audience::keys;
  return possible && offered_key(head).has_value();
}

}  // namespace gatehouse::edge
