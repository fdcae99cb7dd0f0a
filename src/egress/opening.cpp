#include "egress/opening.h"

namespace gatehouse::egress {

namespace {

constexpr std::chrono::hours kLongest{1};
constexpr std::size_t kMost = 16;  // of a tenant: its run's probes have one each

}  // namespace

// By its address only: a name may have been bent there.
bool Opening::names(std::string_view text, std::uint16_t at) const {
  const auto written = IpAddress::parse(text);
  return written && *written == host && at == port;
}

void Openings::open(TenantId tenant, Opening opening) {
  const std::lock_guard lock{mutex_};
  Kept& kept = kept_[tenant];
  if (kept.openings.size() == kMost) kept.openings.erase(kept.openings.begin());
  kept.openings.push_back(std::move(opening));
  kept.until = clock_.tick() + kLongest;
}

void Openings::close(TenantId tenant) {
  const std::lock_guard lock{mutex_};
  kept_.erase(tenant);
}

std::vector<Opening> Openings::of(TenantId tenant) const {
  const std::lock_guard lock{mutex_};
  const auto found = kept_.find(tenant);
  if (found == kept_.end() || found->second.until < clock_.tick()) return {};
  return found->second.openings;
}

}  // namespace gatehouse::egress
