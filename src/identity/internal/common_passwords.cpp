#include "identity/internal/common_passwords.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ranges>

#include "crypto/crypto.h"

namespace gatehouse::identity::internal {
namespace {

// SHA-256, first eight octets, ascending (internal/common_passwords.py).
constexpr std::uint8_t kDigests[] = {
#embed "identity/common_passwords.bin"
};
constexpr std::size_t kSize = 8;
constexpr std::size_t kCount = sizeof kDigests / kSize;
static_assert(sizeof kDigests % kSize == 0);

std::uint64_t whole(const std::uint8_t* octets) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kSize; ++i) value = value << 8 | octets[i];
  return value;
}

}  // namespace

bool is_common_password(std::string_view folded) {
  const crypto::Digest digest = crypto::sha256(as_bytes(folded));
  const auto places = std::views::iota(std::size_t{0}, kCount);
  const std::uint64_t wanted = whole(digest.data());
  const auto place = std::ranges::lower_bound(
      places, wanted, {}, [](std::size_t at) { return whole(kDigests + at * kSize); });
  return place != places.end() && whole(kDigests + *place * kSize) == wanted;
}

}  // namespace gatehouse::identity::internal
