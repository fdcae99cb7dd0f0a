#include "base/address_range.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace gatehouse {
namespace {

IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }
AddressRange range(std::string_view text) { return AddressRange::parse(text).value(); }

TEST(AddressRange, HoldsItsFirstAndItsLastAddressAndNoneBeside) {
  const AddressRange office = range("203.0.113.64/26");
  EXPECT_TRUE(office.contains(address("203.0.113.64")));
  EXPECT_TRUE(office.contains(address("203.0.113.127")));
  EXPECT_FALSE(office.contains(address("203.0.113.63")));
  EXPECT_FALSE(office.contains(address("203.0.113.128")));

  const AddressRange site = range("2001:db8:7::/48");
  EXPECT_TRUE(site.contains(address("2001:db8:7:ffff::1")));
  EXPECT_FALSE(site.contains(address("2001:db8:8::")));
}

TEST(AddressRange, AnAddressAloneIsARangeOfOne) {
  EXPECT_TRUE(range("192.0.2.7").contains(address("192.0.2.7")));
  EXPECT_FALSE(range("192.0.2.7").contains(address("192.0.2.6")));
  EXPECT_EQ(range("192.0.2.7"), range("192.0.2.7/32"));
  EXPECT_EQ(range("2001:db8::1"), range("2001:db8::1/128"));
}

TEST(AddressRange, MappedSpellingIsIpv4) {
  EXPECT_EQ(range("::ffff:10.0.0.0/104"), range("10.0.0.0/8"));
  EXPECT_TRUE(range("10.0.0.0/8").contains(address("::ffff:10.1.2.3")));
  EXPECT_TRUE(range("::ffff:a00:0/104").contains(address("10.1.2.3")));
}

TEST(AddressRange, EveryAddressOfOneFamilyIsNoneOfTheOther) {
  EXPECT_TRUE(range("::/0").contains(address("2001:db8::1")));
  EXPECT_TRUE(range("0.0.0.0/0").contains(address("192.0.2.1")));
  for (const std::string_view v4 : {"192.0.2.1", "::ffff:192.0.2.1"})
    EXPECT_FALSE(range("::/0").contains(address(v4))) << v4;
  EXPECT_FALSE(range("0.0.0.0/0").contains(address("2001:db8::1")));
  EXPECT_FALSE(AddressRanges{{range("::/0")}}.contains(address("192.0.2.1")));
}

TEST(AddressRange, RefusesOtherNotations) {
  for (const std::string_view text :
       {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08",
        "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "10/8", "::/129",
        "example.com", "10.0.0.0-10.0.0.9"})
    EXPECT_EQ(AddressRange::parse(text).error().kind().code, kBadAddress.code) << text;
  for (const std::string_view text : {"10.0.0.1/8", "2001:db8::1/64", "::ffff:10.0.0.1/104"})
    EXPECT_EQ(AddressRange::parse(text).error().kind().code, kLooseRange.code) << text;
}

TEST(AddressRanges, NestedAndDoubledRangesAreOne) {
  const AddressRanges set{{range("10.1.0.0/16"), range("10.0.0.0/8"), range("10.0.0.0/16"),
                           range("192.0.2.0/24"), range("192.0.2.0/24"), range("2001:db8::/32")}};
  EXPECT_TRUE(set.contains(address("10.200.0.1")));
  EXPECT_TRUE(set.contains(address("192.0.2.255")));
  EXPECT_TRUE(set.contains(address("2001:db8:1::")));
  EXPECT_FALSE(set.contains(address("11.0.0.0")));
  EXPECT_FALSE(set.contains(address("9.255.255.255")));
  EXPECT_FALSE(set.contains(address("2001:db9::")));
  EXPECT_FALSE(AddressRanges{}.contains(address("10.0.0.1")));
}

RC_GTEST_PROP(AddressRanges, ASetHoldsWhatOneOfItsRangesHolds, ()) {
  const auto some_address = [] {
    IpAddress::Octets octets{};
    // Few values, so that ranges meet.
    for (auto& octet : octets) octet = static_cast<std::uint8_t>(*rc::gen::inRange(0, 3));
    if (*rc::gen::arbitrary<bool>()) {
      std::fill_n(octets.begin(), 10, std::uint8_t{0});
      std::fill_n(octets.begin() + 10, 2, std::uint8_t{0xff});
    }
    return IpAddress::from_octets(octets);
  };
  std::vector<AddressRange> ranges;
  for (int left = *rc::gen::inRange(0, 12); left > 0; --left) {
    const int most = *rc::gen::inRange(0, 129);
    const auto parsed = AddressRange::parse(some_address().text() + "/" + std::to_string(most));
    if (parsed) ranges.push_back(*parsed);
  }
  const AddressRanges set{ranges};
  for (int left = 0; left < 20; ++left) {
    const IpAddress one = some_address();
    const bool expected =
        std::ranges::any_of(ranges, [&](const AddressRange& range) { return range.contains(one); });
    RC_ASSERT(set.contains(one) == expected);
  }
}

RC_GTEST_PROP(AddressRange, WhatIsWrittenIsReadBack, ()) {
  IpAddress::Octets octets{};
  const int bits = *rc::gen::inRange(0, 129);
  for (int at = 0; at < bits; ++at)
    if (*rc::gen::arbitrary<bool>())
      octets[static_cast<std::size_t>(at / 8)] |= static_cast<std::uint8_t>(0x80U >> (at % 8));
  const auto text = IpAddress::from_octets(octets).text() + "/" + std::to_string(bits);
  const auto read = AddressRange::parse(text);
  if (!read) RC_DISCARD("a short prefix in IPv4's spelling");
  RC_ASSERT(AddressRange::parse(read->text()).value() == *read);
}

}  // namespace
}  // namespace gatehouse
