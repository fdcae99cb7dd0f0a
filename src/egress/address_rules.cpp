#include "egress/address_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse::egress {
namespace {

constexpr int kMappedBits = 96;

struct NamedBlock {
  AddressBlock block;
  std::string_view name;
};

constexpr AddressBlock v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d,
                          int bits) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}, kMappedBits + bits};
}

// The first four groups; the others of every prefix here are zero.
constexpr AddressBlock v6(unsigned a, unsigned b, unsigned c, unsigned d, int bits) {
  IpAddress::Octets octets{};
  const unsigned groups[] = {a, b, c, d};
  for (std::size_t at = 0; at < 4; ++at) {
    octets[2 * at] = static_cast<std::uint8_t>(groups[at] >> 8);
    octets[2 * at + 1] = static_cast<std::uint8_t>(groups[at] & 0xff);
  }
  return {octets, bits};
}

constexpr NamedBlock kSpecialV4[] = {
    {v4(0, 0, 0, 0, 8), "this network"},             // RFC 791 3.2
    {v4(10, 0, 0, 0, 8), "private use"},             // RFC 1918
    {v4(100, 64, 0, 0, 10), "carrier-grade NAT"},    // RFC 6598
    {v4(127, 0, 0, 0, 8), "loopback"},               // RFC 1122 3.2.1.3
    {v4(169, 254, 0, 0, 16), "link-local"},          // RFC 3927
    {v4(172, 16, 0, 0, 12), "private use"},          // RFC 1918
    {v4(192, 0, 0, 0, 24), "protocol assignments"},  // RFC 6890 2.1
    {v4(192, 0, 2, 0, 24), "documentation"},         // RFC 5737
    {v4(192, 31, 196, 0, 24), "AS112"},              // RFC 7535
    {v4(192, 52, 193, 0, 24), "multicast tunnels"},  // RFC 7450
    {v4(192, 88, 99, 0, 24), "6to4 relays"},         // RFC 7526
    {v4(192, 168, 0, 0, 16), "private use"},         // RFC 1918
    {v4(192, 175, 48, 0, 24), "AS112"},              // RFC 7534
    {v4(198, 18, 0, 0, 15), "benchmarking"},         // RFC 2544
    {v4(198, 51, 100, 0, 24), "documentation"},      // RFC 5737
    {v4(203, 0, 113, 0, 24), "documentation"},       // RFC 5737
    {v4(224, 0, 0, 0, 4), "multicast"},              // RFC 5771
    {v4(240, 0, 0, 0, 4), "reserved"},               // RFC 1112 4, with 255.255.255.255
};

// Inside 2000::/3; outside it nothing is ordinary.
constexpr AddressBlock kGlobalUnicast = v6(0x2000, 0, 0, 0, 3);  // RFC 4291 2.4
constexpr NamedBlock kSpecialV6[] = {
    {v6(0x2001, 0, 0, 0, 23), "protocol assignments"},  // RFC 2928: Teredo, ORCHID, benchmarking
    {v6(0x2001, 0xdb8, 0, 0, 32), "documentation"},     // RFC 3849
    {v6(0x2002, 0, 0, 0, 16), "6to4"},                  // RFC 7526: holds an IPv4 address
    {v6(0x2620, 0x4f, 0x8000, 0, 48), "AS112"},         // RFC 7534
    {v6(0x3fff, 0, 0, 0, 20), "documentation"},         // RFC 9637
};
constexpr NamedBlock kNamedOutside[] = {
    {{{}, 128}, "unspecified"},
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128}, "loopback"},
    {v6(0xfc00, 0, 0, 0, 7), "private use"},  // RFC 4193
    {v6(0xfe80, 0, 0, 0, 10), "link-local"},  // RFC 4291 2.5.6
    {v6(0xff00, 0, 0, 0, 8), "multicast"},    // RFC 4291 2.7
};
constexpr AddressBlock kNat64 = v6(0x64, 0xff9b, 0, 0, 96);  // RFC 6052 2.1

constexpr AddressBlock kOpenable[] = {v4(10, 0, 0, 0, 8), v4(172, 16, 0, 0, 12),
                                      v4(192, 168, 0, 0, 16), v6(0xfc00, 0, 0, 0, 7)};
// Those of cloud providers that lie in fc00::/7; the others are link-local.
constexpr AddressBlock kMetadata[] = {
    {{0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128},
    {{0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128}};

template <std::size_t N>
std::optional<std::string_view> name_in(const NamedBlock (&list)[N], const IpAddress& address) {
  for (const auto& [block, name] : list)
    if (block.contains(address)) return name;
  return std::nullopt;
}

IpAddress embedded_v4(const IpAddress& address) {
  IpAddress::Octets octets{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::copy_n(address.octets().end() - 4, 4, octets.end() - 4);
  return IpAddress::from_octets(octets);
}

// ISATAP (RFC 5214 6.1): an IPv4 address behind 0000:5efe or 0200:5efe, under any prefix.
bool is_isatap(const IpAddress& address) {
  const auto& octets = address.octets();
  return (octets[8] & 0xfd) == 0 && octets[9] == 0 && octets[10] == 0x5e && octets[11] == 0xfe;
}

template <std::size_t N>
bool any_contains(const AddressBlock (&list)[N], const IpAddress& address) {
  return std::ranges::any_of(list, [&](const AddressBlock& one) { return one.contains(address); });
}

}  // namespace

Result<AddressBlock> AddressBlock::parse(std::string_view cidr) {
  const std::size_t slash = cidr.find('/');
  if (slash == cidr.npos) return fail(kBadAddress);
  TRY(const IpAddress address, IpAddress::parse(cidr.substr(0, slash)));
  const std::string_view length = cidr.substr(slash + 1);
  int bits = 0;
  const auto [end, wrong] = std::from_chars(length.data(), length.data() + length.size(), bits);
  const bool is_number = wrong == std::errc{} && end == length.data() + length.size();
  // A mapped address is written as IPv4, or its length would count other bits than it shows.
  const bool as_v4 = !cidr.substr(0, slash).contains(':');
  if (!is_number || bits < 0 || address.is_v4() != as_v4) return fail(kBadAddress);
  if (as_v4) bits += kMappedBits;
  if (bits > 128 || (as_v4 && bits < kMappedBits)) return fail(kBadAddress);
  IpAddress::Octets rest = address.octets();
  for (int bit = 0; bit < bits; ++bit)
    rest[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~(0x80 >> bit % 8));
  if (rest != IpAddress::Octets{}) return fail(kBadAddress);
  return AddressBlock{address.octets(), bits};
}

bool AddressBlock::contains(const IpAddress& address) const {
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  const auto& octets = address.octets();
  if (!std::equal(first_.begin(), first_.begin() + whole, octets.begin())) return false;
  const int left = bits_ % 8;
  if (left == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - left));
  return (first_[whole] & mask) == (octets[whole] & mask);
}

bool AddressBlock::contains(const AddressBlock& other) const {
  return bits_ <= other.bits_ && contains(IpAddress::from_octets(other.first_));
}

std::string AddressBlock::text() const {
  const IpAddress first = IpAddress::from_octets(first_);
  return fmt::format("{}/{}", first.text(), first.is_v4() ? bits_ - kMappedBits : bits_);
}

std::optional<std::string_view> special_use(const IpAddress& address) {
  if (address.is_v4()) return name_in(kSpecialV4, address);
  if (kNat64.contains(address)) return special_use(embedded_v4(address));
  if (!kGlobalUnicast.contains(address))
    return name_in(kNamedOutside, address).value_or("not global unicast");
  if (is_isatap(address)) return "ISATAP";
  return name_in(kSpecialV6, address);
}

bool may_be_opened(const IpAddress& address) {
  return any_contains(kOpenable, address) && !any_contains(kMetadata, address);
}

}  // namespace gatehouse::egress
