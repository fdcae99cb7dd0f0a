#include "base/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

namespace gatehouse {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

Result<IpAddress> IpAddress::parse(std::string_view text) {
  char ended[INET6_ADDRSTRLEN + 1];
  if (text.size() >= sizeof ended || text.contains('\0')) return fail(kBadAddress);
  std::memcpy(ended, text.data(), text.size());
  ended[text.size()] = '\0';

  Octets octets;
  if (::inet_pton(AF_INET6, ended, octets.data()) == 1) return from_octets(octets);
  std::ranges::copy(kMapped, octets.begin());
  if (::inet_pton(AF_INET, ended, octets.data() + kMapped.size()) == 1) return from_octets(octets);
  return fail(kBadAddress);
}

bool IpAddress::is_v4() const {
  return std::equal(kMapped.begin(), kMapped.end(), octets_.begin());
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return octets_[12] == 127;
  constexpr Octets kLoopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return octets_ == kLoopback;
}

std::string IpAddress::text() const {
  char out[INET6_ADDRSTRLEN];
  const char* written = is_v4() ? ::inet_ntop(AF_INET, octets_.data() + 12, out, sizeof out)
                                : ::inet_ntop(AF_INET6, octets_.data(), out, sizeof out);
  CHECK(written != nullptr);
  return written;
}

IpAddress IpAddress::network() const {
  if (is_v4()) return *this;
  Octets octets = octets_;
  std::fill(octets.begin() + 8, octets.end(), std::uint8_t{0});
  return from_octets(octets);
}

}  // namespace gatehouse
