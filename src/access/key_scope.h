// What a key may do of what its owner may (control IDN-14).
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "access/authority.h"
#include "base/id.h"

namespace gatehouse::access {

inline constexpr ErrorKind kOutsideScope{
    "identity.key_outside_scope", Fault::forbidden,
    "This key was not made for that. Make another one whose scope holds it.", "IDN-14"};

struct KeyScope {
  ApiKeyId id;
  Privileges privileges;
  std::optional<std::vector<BotId>> bots;  // sorted; absent: every bot that its owner reaches
  int per_minute;                          // requests

  bool covers(BotId bot) const { return !bots || std::ranges::binary_search(*bots, bot); }
  // What is left of its owner's authority, as that is now.
  Authority of(const Authority& owner) const {
    Authority held = owner.within(privileges);
    if (bots) held.reach = owner.reach.within(*bots);
    return held;
  }
};
// Shared by the requests that the key makes at the same time; nobody changes it.
using SharedScope = std::shared_ptr<const KeyScope>;

}  // namespace gatehouse::access
