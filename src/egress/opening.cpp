#include "egress/opening.h"

namespace gatehouse::egress {

namespace {

constexpr std::chrono::hours kLongest{1};

}  // namespace

// By its address only: a name may have been bent there.
bool Opening::names(std::string_view text, std::uint16_t at) const {
  const auto written = IpAddress::parse(text);
  return written && *written == host && at == port;
}

void Openings::open(TenantId tenant, Opening opening) {
  const std::lock_guard lock{mutex_};
  kept_.insert_or_assign(
      tenant, Kept{std::make_shared<const Opening>(std::move(opening)), clock_.tick() + kLongest});
}

void Openings::close(TenantId tenant) {
  const std::lock_guard lock{mutex_};
  kept_.erase(tenant);
}

std::shared_ptr<const Opening> Openings::of(TenantId tenant) const {
  const std::lock_guard lock{mutex_};
  const auto found = kept_.find(tenant);
  if (found == kept_.end() || found->second.until < clock_.tick()) return nullptr;
  return found->second.opening;
}

}  // namespace gatehouse::egress
