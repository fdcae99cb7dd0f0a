#include "base/address_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse {
namespace {

constexpr int kAllBits = 128;

// "8", never "08", "+8" or "8 ".
Result<int> prefix_length(std::string_view text, int most) {
  int bits = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, bits);
  const bool plain = read.ec == std::errc{} && read.ptr == end && fmt::to_string(bits) == text;
  if (!plain || bits < 0 || bits > most) return fail(kBadAddress);
  return bits;
}

// The address with every bit behind the prefix set to `bit`.
IpAddress filled(const IpAddress& address, int bits, bool bit) {
  IpAddress::Octets octets = address.octets();
  for (int at = bits; at < kAllBits; ++at) {
    std::uint8_t& octet = octets[static_cast<std::size_t>(at / 8)];
    const auto mask = static_cast<std::uint8_t>(0x80U >> (at % 8));
    octet = static_cast<std::uint8_t>(bit ? octet | mask : octet & ~mask);
  }
  return IpAddress::from_octets(octets);
}

}  // namespace

Result<AddressRange> AddressRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view written = text.substr(0, slash);
  TRY(const IpAddress address, IpAddress::parse(written));
  if (slash == std::string_view::npos) return AddressRange{address, kAllBits};
  // A dotted quad alone counts its own 32 bits.
  const bool dotted = address.is_v4() && !written.contains(':');
  const int before = dotted ? kMappedBits : 0;
  TRY(const int bits, prefix_length(text.substr(slash + 1), kAllBits - before));
  if (filled(address, before + bits, false) != address) return fail(kLooseRange);
  return AddressRange{address, before + bits};
}

bool AddressRange::contains(const IpAddress& address) const {
  return address.is_v4() == is_v4() && first_ <= address && address <= last();
}

IpAddress AddressRange::last() const { return filled(first_, bits_, true); }

std::string AddressRange::text() const {
  if (bits_ == kAllBits) return first_.text();
  return fmt::format("{}/{}", first_.text(), is_v4() ? bits_ - kMappedBits : bits_);
}

AddressRanges::AddressRanges(const std::vector<AddressRange>& ranges) {
  for (const AddressRange& range : ranges)
    (range.is_v4() ? v4_ : v6_).push_back({range.first(), range.last()});
  merge(v4_);
  merge(v6_);
}

// Prefixes nest or are apart; what begins inside the one before is inside it.
void AddressRanges::merge(std::vector<Span>& spans) {
  std::ranges::sort(spans, [](const Span& one, const Span& other) {
    return one.first != other.first ? one.first < other.first : one.last > other.last;
  });
  std::vector<Span> apart;
  for (const Span& span : spans)
    if (apart.empty() || apart.back().last < span.first) apart.push_back(span);
  spans = std::move(apart);
}

bool AddressRanges::contains(const IpAddress& address) const {
  const std::vector<Span>& spans = address.is_v4() ? v4_ : v6_;
  const auto behind = std::ranges::upper_bound(spans, address, {}, &Span::first);
  return behind != spans.begin() && address <= std::prev(behind)->last;
}

}  // namespace gatehouse
