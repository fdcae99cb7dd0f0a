// Internet addresses, as the socket saw them.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gatehouse {

inline constexpr ErrorKind kBadAddress{"address.malformed", Fault::invalid,
                                       "This is not an IP address or range."};

// IPv4 is kept as IPv4-mapped IPv6 (RFC 4291 2.5.5.2), so both spellings are one address.
class IpAddress {
 public:
  using Octets = std::array<std::uint8_t, 16>;
  IpAddress() = default;
  static IpAddress from_octets(const Octets& octets) { return IpAddress{octets}; }
  static Result<IpAddress> parse(std::string_view text);

  bool is_v4() const;
  bool is_loopback() const;
  std::string text() const;
  const Octets& octets() const { return octets_; }
  // What limits count by: the address itself for IPv4, the /64 for IPv6.
  IpAddress network() const;
  auto operator<=>(const IpAddress&) const = default;

 private:
  explicit IpAddress(const Octets& octets) : octets_{octets} {}
  Octets octets_{};
};

}  // namespace gatehouse
