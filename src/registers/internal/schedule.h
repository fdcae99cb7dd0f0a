// When reviews are due: intervals, and who counts as privileged or dormant.
#pragma once

#include <optional>

#include "registers/reviews.h"

namespace gatehouse::registers::internal {

inline constexpr std::chrono::days kEverybodyEvery{90};
inline constexpr std::chrono::days kPrivilegedEvery{30};
inline constexpr std::chrono::days kTimeToDecide{14};
inline constexpr std::chrono::days kDormantAfter{45};

// What was opened last of each kind, by hand or by the schedule; nullopt: never.
struct Opened {
  std::optional<Instant> everybody;
  std::optional<Instant> privileged;
};
// Counted from the workspace's beginning while there was none. A review of everybody is one of the
// privileged too.
std::optional<ReviewScope> due(Instant workspace_made_at, const Opened& opened, Instant now);

bool is_privileged(const access::Authority& authority);
// Counted from joining while they have never signed in.
bool is_dormant(const identity::Member& member, Instant now);
// Somebody of the workspace who is not the holder and could give what the line holds.
bool has_reviewer(const identity::MemberRights& holder,
                  const std::vector<identity::MemberRights>& everybody);

}  // namespace gatehouse::registers::internal
