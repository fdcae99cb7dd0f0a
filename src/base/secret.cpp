#include "base/secret.h"

#include <sodium.h>

#include <utility>

namespace gatehouse {

Secret Secret::of(BytesView bytes) {
  Secret secret;
  secret.bytes_.assign(bytes.begin(), bytes.end());
  return secret;
}

Secret Secret::random(Random& random, std::size_t size) {
  Secret secret;
  secret.bytes_.resize(size);
  random.fill(secret.bytes_);
  return secret;
}

Secret::Secret(Secret&& other) noexcept : bytes_{std::exchange(other.bytes_, {})} {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    forget();
    bytes_ = std::exchange(other.bytes_, {});
  }
  return *this;
}

Secret::~Secret() { forget(); }

bool Secret::same_as(const Secret& other) const { return same_bytes(bytes_, other.bytes_); }

void Secret::forget() {
  wipe(bytes_);
  bytes_.clear();
}

void wipe(std::span<std::uint8_t> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

bool same_bytes(BytesView a, BytesView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace gatehouse
