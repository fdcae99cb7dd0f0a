#include "net/internal/connection_count.h"

#include "base/control.h"

namespace gatehouse::net {

ConnectionSlot::~ConnectionSlot() {
  if (count_ != nullptr) count_->leave(network_);
}

std::optional<ConnectionSlot> ConnectionCount::enter(const IpAddress& peer) {
  const IpAddress network = peer.network();
  const std::scoped_lock lock{mutex_};
  if (open_ >= in_all_) return std::nullopt;
  std::size_t& from_there = by_network_[network];
  if (enforced<"EDGE-16"> && from_there >= per_address_) return std::nullopt;  // one sender's flood
  ++from_there;
  ++open_;
  return ConnectionSlot{*this, network};
}

std::size_t ConnectionCount::open() const {
  const std::scoped_lock lock{mutex_};
  return open_;
}

bool ConnectionCount::wait_until_none(std::chrono::milliseconds longest) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, longest, [this] { return open_ == 0; });
}

void ConnectionCount::leave(const IpAddress& network) {
  const std::scoped_lock lock{mutex_};
  const auto from_there = by_network_.find(network);
  if (--from_there->second == 0) by_network_.erase(from_there);
  if (--open_ == 0) changed_.notify_all();
}

}  // namespace gatehouse::net
