#include "edge/internal/limiter.h"

#include <cstring>

#include "base/control.h"

namespace gatehouse::edge {

namespace {

constexpr std::uint32_t kLongestWindowMs = 3600 * 1000;
constexpr std::uint32_t kSweepEveryMs = 60 * 1000;

}  // namespace

Limiter::Limiter(Random& random, std::size_t most_keys) : most_keys_of_shard_{most_keys / kShards} {
  const auto seed = random.bytes<8>();
  std::memcpy(&hash_.seed, seed.data(), sizeof hash_.seed);
  for (Shard& shard : shards_)
    shard.windows = std::unordered_map<LimitKey, Window, Hash>{16, hash_};
}

std::size_t Limiter::Hash::operator()(const LimitKey& key) const {
  std::uint64_t halves[2];
  std::memcpy(halves, key.who.data(), sizeof halves);
  // Two rounds of the finaliser of SplitMix64 over a secret seed.
  std::uint64_t mixed = seed ^ (std::uint64_t{key.rule} << 32);
  for (const std::uint64_t half : halves) {
    mixed ^= half;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    mixed ^= mixed >> 31;
  }
  return static_cast<std::size_t>(mixed);
}

void Limiter::sweep(Shard& shard, std::uint32_t now_ms) {
  std::erase_if(shard.windows, [now_ms](const auto& entry) {
    return now_ms - entry.second.last > kLongestWindowMs;
  });
  shard.swept = now_ms;
}

std::optional<std::chrono::seconds> Limiter::take(const LimitKey& key, const Limit& limit,
                                                  Tick now) {
  std::call_once(begin_, [&] { began_ = now; });
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now - *began_);
  const auto now_ms =
      static_cast<std::uint32_t>(since.count());  // wraps after 49 days: differences hold
  const auto window_ms = static_cast<std::uint32_t>(limit.window.count() * 1000);
  Shard& shard = shards_[(hash_(key) >> 58) % kShards];

  const std::lock_guard lock{shard.mutex};
  if (now_ms - shard.swept > kSweepEveryMs) sweep(shard, now_ms);
  auto found = shard.windows.find(key);
  if (found == shard.windows.end()) {
    if (shard.windows.size() >= most_keys_of_shard_) sweep(shard, now_ms);
    if (shard.windows.size() >= most_keys_of_shard_)
      return limit.when_unsure == WhenUnsure::refuse ? std::optional{limit.window} : std::nullopt;
    found = shard.windows.try_emplace(key).first;
  }
  Window& window = found->second;
  if (window.moments.size() < static_cast<std::size_t>(limit.times)) {
    window.moments.push_back(now_ms);
  } else {
    std::uint32_t& oldest = window.moments[window.oldest];
    const std::uint32_t age = now_ms - oldest;
    if (enforced<"EDGE-15"> && age < window_ms)
      return std::chrono::seconds{(window_ms - age + 999) / 1000};
    oldest = now_ms;
    window.oldest = (window.oldest + 1) % static_cast<std::uint32_t>(window.moments.size());
  }
  window.last = now_ms;
  return std::nullopt;
}

}  // namespace gatehouse::edge
