// Which addresses are no place on the public Internet (control EGR-02): the special-purpose
// registries of RFC 6890 with what was added since, in every form an IPv4 address can be hidden in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"

namespace gatehouse::egress {

// A range of addresses, written as in RFC 4632 and RFC 4291 2.3: "10.0.0.0/8", "fc00::/7".
class AddressBlock {
 public:
  constexpr AddressBlock() = default;
  // `bits` of 128: IPv4 is kept as IPv4-mapped IPv6, so its /8 has 104.
  constexpr AddressBlock(const IpAddress::Octets& first, int bits) : first_{first}, bits_{bits} {}
  // kBadAddress when a bit behind the prefix is set: it says something else than was meant.
  static Result<AddressBlock> parse(std::string_view cidr);

  bool contains(const IpAddress& address) const;
  bool contains(const AddressBlock& other) const;
  std::string text() const;

 private:
  IpAddress::Octets first_{};
  int bits_ = 0;
};

// The name of the block that makes an address no ordinary public one ("loopback"); nullopt for
// ordinary ones. NAT64 (RFC 6052 2.1) is judged by the IPv4 address inside.
std::optional<std::string_view> special_use(const IpAddress& address);

// A network of one's own (RFC 1918, RFC 4193) that an operator may open. Never loopback, link-local
// or the metadata services of cloud providers, of which some have addresses of this kind.
bool may_be_opened(const IpAddress& address);

}  // namespace gatehouse::egress
