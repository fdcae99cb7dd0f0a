#include "base/address.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace gatehouse {
namespace {

IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }

TEST(Address, OneAddressHasOneValueInBothSpellings) {
  EXPECT_EQ(address("192.0.2.1"), address("::ffff:192.0.2.1"));
  EXPECT_EQ(address("192.0.2.1"), address("::ffff:c000:201"));
  EXPECT_TRUE(address("::ffff:192.0.2.1").is_v4());
  EXPECT_EQ(address("::ffff:192.0.2.1").text(), "192.0.2.1");
}

TEST(Address, IsWrittenAsRfc5952Says) {
  EXPECT_EQ(address("2001:0DB8:0:0:0:0:0:0001").text(), "2001:db8::1");
  EXPECT_EQ(address("2001:db8:0:1:1:1:1:1").text(), "2001:db8:0:1:1:1:1:1");
  EXPECT_FALSE(address("2001:db8::1").is_v4());
}

TEST(Address, KnowsLoopback) {
  for (const std::string_view text : {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(address(text).is_loopback()) << text;
  for (const std::string_view text : {"128.0.0.1", "::", "::2", "::127.0.0.1", "fe80::1"})
    EXPECT_FALSE(address(text).is_loopback()) << text;
}

TEST(Address, ASubscriberOfIpv6IsANetwork) {
  EXPECT_EQ(address("2001:db8:1:2:3:4:5:6").network(), address("2001:db8:1:2::"));
  EXPECT_NE(address("2001:db8:1:3:3:4:5:6").network(), address("2001:db8:1:2::"));
  EXPECT_EQ(address("192.0.2.77").network(), address("192.0.2.77"));
}

TEST(Address, RefusesOtherNotations) {
  for (const std::string_view text : {"",
                                      "1",
                                      "127.1",
                                      "0x7f.0.0.1",
                                      "0177.0.0.1",
                                      "127.0.0.01",
                                      "127.0.0.1 ",
                                      " 127.0.0.1",
                                      "256.0.0.1",
                                      "1.2.3.4.5",
                                      "1.2.3",
                                      "::1%lo",
                                      "[::1]",
                                      ":::",
                                      "1::2::3",
                                      "12345::",
                                      "192.0.2.1:80",
                                      "192.0.2.0/24",
                                      "localhost",
                                      "0000:0000:0000:0000:0000:0000:0000:0000:0000:0001"})
    EXPECT_FALSE(IpAddress::parse(text).has_value()) << text;
  EXPECT_FALSE(IpAddress::parse(std::string_view{"127.0.0.1\0", 10}).has_value());
}

RC_GTEST_PROP(Address, WhatIsWrittenIsReadBack, ()) {
  const auto bytes =
      *rc::gen::container<std::vector<std::uint8_t>>(16, rc::gen::arbitrary<std::uint8_t>());
  IpAddress::Octets octets;
  std::ranges::copy(bytes, octets.begin());
  const auto original = IpAddress::from_octets(octets);
  RC_ASSERT(IpAddress::parse(original.text()).value() == original);
}

}  // namespace
}  // namespace gatehouse
