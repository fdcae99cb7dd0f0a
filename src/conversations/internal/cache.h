// What is asked for with every request, remembered: sharded, bounded, and what
// was not asked for the longest goes first.
#pragma once

#include <array>
#include <cstring>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "crypto/crypto.h"

namespace gatehouse::conversations::internal {

template <class Key>
struct KeyHash : std::hash<Key> {};
template <>
struct KeyHash<crypto::Digest> {
  std::size_t operator()(const crypto::Digest& digest) const {
    std::size_t head;  // as good as any other part of a digest
    std::memcpy(&head, digest.data(), sizeof head);
    return head;
  }
};

// Two generations a shard: a full young one becomes the old one, and the old
// one goes. What is found among the old is young again.
template <class Key, class Value>
class Cache {
 public:
  explicit Cache(std::size_t most) : most_{most / (2 * kShards)} {}

  std::optional<Value> find(const Key& key) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock{shard.mutex};
    if (const auto young = shard.young.find(key); young != shard.young.end()) return young->second;
    auto old = shard.old.extract(key);
    if (old.empty()) return std::nullopt;
    std::optional<Value> value{old.mapped()};
    add(shard, key, std::move(old.mapped()));
    return value;
  }
  void put(const Key& key, Value value) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock{shard.mutex};
    shard.old.erase(key);
    add(shard, key, std::move(value));
  }

 private:
  static constexpr std::size_t kShards = 32;
  using Map = std::unordered_map<Key, Value, KeyHash<Key>>;
  struct Shard {
    std::mutex mutex;
    Map young;
    Map old;
  };

  Shard& shard_of(const Key& key) { return shards_[(KeyHash<Key>{}(key) >> 8) % kShards]; }
  void add(Shard& shard, const Key& key, Value value) {
    if (shard.young.size() >= most_) {
      shard.old = std::move(shard.young);
      shard.young = {};
    }
    shard.young.insert_or_assign(key, std::move(value));
  }

  std::size_t most_;
  std::array<Shard, kShards> shards_;
};

}  // namespace gatehouse::conversations::internal
