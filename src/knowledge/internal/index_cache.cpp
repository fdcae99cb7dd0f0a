#include "knowledge/internal/index_cache.h"

#include <functional>

namespace gatehouse::knowledge::internal {

std::uint64_t& IndexCache::state_of(BotId bot) {
  return states_[std::hash<BotId>{}(bot) % states_.size()];
}

void IndexCache::drop(Order::iterator kept) {
  passages_ -= kept->index->passages();
  places_.erase(kept->place);
  order_.erase(kept);
}

IndexCache::Seen IndexCache::look(TenantId tenant, BotId bot) {
  const std::lock_guard lock{mutex_};
  const auto found = places_.find({tenant, bot});
  if (found == places_.end()) return {nullptr, state_of(bot)};
  order_.splice(order_.begin(), order_, found->second);
  return {found->second->index, state_of(bot)};
}

void IndexCache::keep(TenantId tenant, BotId bot, std::uint64_t state,
                      std::shared_ptr<const Index> index) {
  const std::lock_guard lock{mutex_};
  if (state != state_of(bot)) return;
  const Place place{tenant, bot};
  if (const auto found = places_.find(place); found != places_.end()) drop(found->second);
  passages_ += index->passages();
  order_.push_front({place, std::move(index)});
  places_.emplace(place, order_.begin());
  while (order_.size() > 1 && (order_.size() > limits_.bots || passages_ > limits_.passages)) {
    drop(std::prev(order_.end()));
  }
}

void IndexCache::forget(TenantId tenant, BotId bot) {
  const std::lock_guard lock{mutex_};
  ++state_of(bot);
  const auto found = places_.find({tenant, bot});
  if (found != places_.end()) drop(found->second);
}

}  // namespace gatehouse::knowledge::internal
