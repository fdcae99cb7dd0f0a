// Sliding windows, exact to one request: the times of the last N are kept, so a burst placed across
// a boundary counts like any other. Sharded; no lock is shared by two keys of different shards.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "edge/route.h"

namespace gatehouse::edge {

// Whom and what is counted: a route's limit and an address network or principal.
struct LimitKey {
  std::uint32_t rule;
  std::array<std::uint8_t, 16> who;
  bool operator==(const LimitKey&) const = default;
};

class Limiter {
 public:
  explicit Limiter(Random& random, std::size_t most_keys = 1 << 20);

  // nullopt: counted and allowed. Otherwise how long until one more is allowed.
  std::optional<std::chrono::seconds> take(const LimitKey& key, const Limit& limit, Tick now);

 private:
  static constexpr std::size_t kShards = 64;

  // A ring of the last `times` moments in milliseconds since the limiter began; it grows as needed.
  struct Window {
    std::vector<std::uint32_t> moments;
    std::uint32_t oldest = 0;  // index into moments once the ring is full
    std::uint32_t last = 0;    // moment of the newest, for eviction
  };
  struct Hash {
    std::uint64_t seed;  // random, so that nobody can aim keys at one bucket
    std::size_t operator()(const LimitKey& key) const;
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::unordered_map<LimitKey, Window, Hash> windows;
    std::uint32_t swept = 0;
  };

  static void sweep(Shard& shard, std::uint32_t now_ms);

  Hash hash_{};
  std::size_t most_keys_of_shard_;
  std::optional<Tick> began_;
  std::once_flag begin_;
  std::array<Shard, kShards> shards_;
};

}  // namespace gatehouse::edge
