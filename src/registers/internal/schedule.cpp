#include "registers/internal/schedule.h"

#include <algorithm>

namespace gatehouse::registers::internal {

std::optional<ReviewScope> due(Instant workspace_made_at, const Opened& opened, Instant now) {
  const Instant everybody = opened.everybody.value_or(workspace_made_at);
  const Instant privileged = std::max(everybody, opened.privileged.value_or(workspace_made_at));
  if (now - everybody >= kEverybodyEvery) return ReviewScope::everybody;
  if (now - privileged >= kPrivilegedEvery) return ReviewScope::privileged;
  return std::nullopt;
}

bool is_privileged(const access::Authority& authority) {
  return authority.may(access::Privilege::read_audit) ||
         authority.may(access::Privilege::manage_members);
}

bool is_dormant(const identity::Member& member, Instant now) {
  return now - member.last_seen.value_or(member.since) > kDormantAfter;
}

bool has_reviewer(const identity::MemberRights& holder,
                  const std::vector<identity::MemberRights>& everybody) {
  return std::ranges::any_of(everybody, [&](const identity::MemberRights& other) {
    return other.member.person != holder.member.person &&
           other.authority.may(access::Privilege::manage_members) &&
           access::may_grant(other.authority, holder.authority);
  });
}

}  // namespace gatehouse::registers::internal
