// Ranges of Internet addresses, "203.0.113.0/24", and small sets of them to judge an address by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"

namespace gatehouse {

inline constexpr ErrorKind kLooseRange{
    "address.loose_range", Fault::invalid,
    "This is not the first address of its range. Write the first one, like 192.0.2.0/24, or a "
    "single address without a slash."};

// As written in RFC 4632 3.1 and RFC 4291 2.3; an address alone is the range that holds only it.
// IPv4 in mapped spelling ("::ffff:10.0.0.0/104") is IPv4, and a wide range of IPv6 ("::/0") holds
// no IPv4 address, mapped or not: whoever opens a door to one family has said nothing of the other.
class AddressRange {
 public:
  // kBadAddress, kLooseRange.
  static Result<AddressRange> parse(std::string_view text);

  bool contains(const IpAddress& address) const;
  bool is_v4() const { return bits_ >= kMappedBits && first_.is_v4(); }
  const IpAddress& first() const { return first_; }
  IpAddress last() const;
  std::string text() const;  // canonical; without a slash when it is one address
  auto operator<=>(const AddressRange&) const = default;

 private:
  static constexpr int kMappedBits = 96;
  AddressRange(const IpAddress& first, int bits) : first_{first}, bits_{bits} {}
  IpAddress first_;
  int bits_;  // of 128
};

// Sorted and merged once, so that a look-up is a few comparisons, whatever people wrote.
class AddressRanges {
 public:
  AddressRanges() = default;  // holds nothing
  explicit AddressRanges(const std::vector<AddressRange>& ranges);

  bool contains(const IpAddress& address) const;
  bool is_empty() const { return v4_.empty() && v6_.empty(); }

 private:
  struct Span {
    IpAddress first;
    IpAddress last;
  };
  static void merge(std::vector<Span>& spans);

  std::vector<Span> v4_;
  std::vector<Span> v6_;
};

}  // namespace gatehouse
