// The indexes in use, each of one bot of one tenant, the least recently used ones dropped.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/id.h"
#include "knowledge/internal/index.h"

namespace gatehouse::knowledge::internal {

class IndexCache {
 public:
  struct Limits {
    std::size_t bots = 256;
    std::size_t passages = 15'000;  // about 10 KB each
  };
  explicit IndexCache(Limits limits) : limits_{limits} {}

  // The index, if there is one, and the state of knowledge that a new one would show.
  struct Seen {
    std::shared_ptr<const Index> index;
    std::uint64_t state;
  };
  Seen look(TenantId tenant, BotId bot);

  // Kept only if nothing was forgotten since `state` was seen: an index read before a change must
  // not come back after it (control KNW-04).
  void keep(TenantId tenant, BotId bot, std::uint64_t state, std::shared_ptr<const Index> index);
  void forget(TenantId tenant, BotId bot);

 private:
  using Place = std::pair<TenantId, BotId>;
  struct Kept {
    Place place;
    std::shared_ptr<const Index> index;
  };
  using Order = std::list<Kept>;  // latest use first

  std::uint64_t& state_of(BotId bot);
  void drop(Order::iterator kept);

  const Limits limits_;
  std::mutex mutex_;
  Order order_;
  std::map<Place, Order::iterator> places_;
  std::size_t passages_ = 0;
  // Counts changes; bots may share a counter, which then costs one needless reading.
  std::array<std::uint64_t, 1024> states_{};
};

}  // namespace gatehouse::knowledge::internal
