#include "egress/address_rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace gatehouse::egress {
namespace {

IpAddress address(std::string_view text) { return *IpAddress::parse(text); }
bool is_special(std::string_view text) { return special_use(address(text)).has_value(); }

using V4 = std::array<std::uint8_t, 4>;
IpAddress of_v4(const V4& octets) {
  IpAddress::Octets all{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::ranges::copy(octets, all.begin() + 12);
  return IpAddress::from_octets(all);
}

TEST(AddressRules, every_block_of_the_registries_is_special) {
  for (const std::string_view text : {"0.0.0.0",
                                      "0.255.255.255",
                                      "10.0.0.1",
                                      "100.64.0.1",
                                      "100.127.255.255",
                                      "127.0.0.1",
                                      "127.255.255.254",
                                      "169.254.169.254",
                                      "172.16.0.1",
                                      "172.31.255.255",
                                      "192.0.0.8",
                                      "192.0.2.1",
                                      "192.31.196.1",
                                      "192.52.193.1",
                                      "192.88.99.1",
                                      "192.168.1.1",
                                      "192.175.48.1",
                                      "198.18.0.1",
                                      "198.19.255.255",
                                      "198.51.100.7",
                                      "203.0.113.9",
                                      "224.0.0.1",
                                      "239.255.255.255",
                                      "240.0.0.1",
                                      "255.255.255.255",
                                      "::",
                                      "::1",
                                      "::127.0.0.1",
                                      "::ffff:10.0.0.1",
                                      "::ffff:0:127.0.0.1",
                                      "64:ff9b::127.0.0.1",
                                      "64:ff9b::10.0.0.1",
                                      "64:ff9b:1::1",
                                      "100::1",
                                      "2001::1",
                                      "2001:0:4136:e378::1",
                                      "2001:2::1",
                                      "2001:10::1",
                                      "2001:20::1",
                                      "2001:db8::1",
                                      "2002:7f00:1::",
                                      "2620:4f:8000::1",
                                      "3fff::1",
                                      "fc00::1",
                                      "fd12:3456::1",
                                      "fe80::1",
                                      "fec0::1",
                                      "ff02::1",
                                      "4000::1",
                                      "2a00:1450:4001::5efe:10.0.0.1",
                                      "2a00:1450:4001::200:5efe:10.0.0.1"})
    EXPECT_TRUE(is_special(text)) << text;
}

TEST(AddressRules, neighbours_of_the_blocks_are_ordinary) {
  for (const std::string_view text : {"1.1.1.1",
                                      "9.255.255.255",
                                      "11.0.0.0",
                                      "100.63.255.255",
                                      "100.128.0.0",
                                      "126.255.255.255",
                                      "128.0.0.0",
                                      "169.253.255.255",
                                      "169.255.0.0",
                                      "172.15.255.255",
                                      "172.32.0.0",
                                      "191.255.255.255",
                                      "192.0.1.0",
                                      "192.0.3.0",
                                      "192.167.255.255",
                                      "192.169.0.0",
                                      "198.17.255.255",
                                      "198.20.0.0",
                                      "203.0.112.255",
                                      "203.0.114.0",
                                      "223.255.255.255",
                                      "::ffff:8.8.8.8",
                                      "64:ff9b::8.8.8.8",
                                      "2001:200::1",
                                      "2001:db7::1",
                                      "2001:db9::1",
                                      "2003::1",
                                      "2606:4700::1111",
                                      "2a00:1450:4001:82a::200e"})
    EXPECT_FALSE(is_special(text)) << text;
}

RC_GTEST_PROP(AddressRules, an_ipv4_address_is_judged_alike_however_it_is_hidden, ()) {
  const V4 v4 = *rc::gen::arbitrary<V4>();
  const bool special = special_use(of_v4(v4)).has_value();
  IpAddress::Octets nat64{0, 0x64, 0xff, 0x9b};
  std::ranges::copy(v4, nat64.begin() + 12);
  RC_ASSERT(special_use(IpAddress::from_octets(nat64)).has_value() == special);
  // Tunnels are refused whatever they hold.
  IpAddress::Octets six_to_four{0x20, 0x02, v4[0], v4[1], v4[2], v4[3]};
  RC_ASSERT(special_use(IpAddress::from_octets(six_to_four)).has_value());
  IpAddress::Octets compatible{};
  std::ranges::copy(v4, compatible.begin() + 12);
  RC_ASSERT(special_use(IpAddress::from_octets(compatible)).has_value());
}

RC_GTEST_PROP(AddressRules, nothing_outside_global_unicast_is_ordinary, ()) {
  auto octets = *rc::gen::arbitrary<IpAddress::Octets>();
  const IpAddress any = IpAddress::from_octets(octets);
  const bool global = (octets[0] & 0xe0) == 0x20;
  const bool nat64 = octets[0] == 0 && octets[1] == 0x64;
  if (!any.is_v4() && !global && !nat64) RC_ASSERT(special_use(any).has_value());
  if (may_be_opened(any)) RC_ASSERT(special_use(any) == "private use");
}

RC_GTEST_PROP(AddressRules, a_block_holds_what_shares_its_prefix_and_nothing_else, ()) {
  const auto bits = *rc::gen::inRange(0, 33);
  const auto number = *rc::gen::arbitrary<std::uint32_t>();
  const auto other = *rc::gen::arbitrary<std::uint32_t>();
  const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
  const auto of = [](std::uint32_t n) {
    return of_v4({static_cast<std::uint8_t>(n >> 24), static_cast<std::uint8_t>(n >> 16),
                  static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)});
  };
  const std::string text = of(number & mask).text() + "/" + std::to_string(bits);
  const auto block = AddressBlock::parse(text);
  RC_ASSERT(block.has_value());
  RC_ASSERT(block->text() == text);
  RC_ASSERT(block->contains(of(other)) == ((other & mask) == (number & mask)));
}

TEST(AddressRules, only_networks_of_ones_own_may_be_opened) {
  for (const std::string_view text : {"10.1.2.3", "172.20.0.1", "192.168.0.10", "fd12::1"})
    EXPECT_TRUE(may_be_opened(address(text))) << text;
  for (const std::string_view text :
       {"127.0.0.1", "::1", "169.254.169.254", "fe80::1", "fd00:ec2::254", "fd20:ce::254",
        "0.0.0.0", "100.100.100.200", "224.0.0.1", "8.8.8.8"})
    EXPECT_FALSE(may_be_opened(address(text))) << text;
}

TEST(AddressRules, a_block_that_says_something_else_than_was_meant_is_refused) {
  for (const std::string_view text :
       {"", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0.0/8 ",
        "10.0.0.0/08x", "::ffff:10.0.0.0/104", "fc00::/129", "fc00::1/7", "example.com/8"})
    EXPECT_FALSE(AddressBlock::parse(text).has_value()) << text;
  EXPECT_TRUE(AddressBlock::parse("fc00::/7")->contains(*AddressBlock::parse("fd00::/8")));
  EXPECT_FALSE(AddressBlock::parse("fd00::/8")->contains(*AddressBlock::parse("fc00::/7")));
}

}  // namespace
}  // namespace gatehouse::egress
