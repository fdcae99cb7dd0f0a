#include "base/id.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <thread>
#include <unordered_set>
#include <vector>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h;

class Ids : public testing::Test {
 protected:
  SetClock clock_{kStart};
  SystemRandom random_;
};

TEST_F(Ids, AreUuidsOfVersionSeven) {
  const auto bits = PersonId::make(clock_, random_).bits();
  std::uint64_t millis = 0;
  for (std::size_t i = 0; i < 6; ++i) millis = millis << 8 | bits[i];
  EXPECT_EQ(millis, static_cast<std::uint64_t>(kStart.time_since_epoch().count()));
  EXPECT_EQ(bits[6] >> 4, 7);
  EXPECT_EQ(bits[8] >> 6, 2);
}

TEST_F(Ids, SortByAgeEvenWithinAMillisecond) {
  std::vector<MessageId> ids;
  for (int i = 0; i < 3000; ++i) ids.push_back(MessageId::make(clock_, random_));
  clock_.advance(1ms);
  for (int i = 0; i < 3000; ++i) ids.push_back(MessageId::make(clock_, random_));
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_TRUE(std::ranges::is_sorted(ids, {}, &MessageId::text));
}

TEST_F(Ids, NeverRepeatAcrossThreads) {
  constexpr std::size_t kEach = 2000;
  std::vector<std::vector<RunId>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : made)
      threads.emplace_back([&mine, this] {
        for (std::size_t i = 0; i < kEach; ++i) mine.push_back(RunId::make(clock_, random_));
      });
  }
  std::unordered_set<RunId> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), kEach * made.size());
}

TEST_F(Ids, HaveOneSpelling) {
  const auto id =
      ConversationId::from_bits({0x01, 0x8f, 0xff, 0, 1, 2, 0x7a, 3, 0x80, 4, 5, 6, 7, 8, 9, 0xff});
  const std::string text = id.text();
  ASSERT_EQ(text.size(), 31u);
  EXPECT_TRUE(text.starts_with("conv_0"));
  ASSERT_EQ(ConversationId::parse(text).value(), id);

  std::string upper = text;
  std::ranges::transform(upper.begin() + 5, upper.end(), upper.begin() + 5,
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  const std::string digits = text.substr(5);
  for (const std::string& other :
       {upper, "msg_" + digits, digits, "conv-" + digits, "conv_" + digits + "0", text + " ",
        "conv_8" + digits.substr(1), "conv_" + digits.substr(1), "conv_i" + digits.substr(1),
        "conv_u" + digits.substr(1), std::string{"conv_"}, std::string{}})
    EXPECT_FALSE(ConversationId::parse(other).has_value()) << other;
}

TEST(Id, WithoutBitsNamesNothing) {
  EXPECT_TRUE(TenantId{}.is_nil());
  EXPECT_EQ(TenantId{}.text(), "ten_00000000000000000000000000");
  EXPECT_FALSE((std::is_convertible_v<TenantId, PersonId>));
  EXPECT_FALSE((std::is_constructible_v<TenantId, PersonId>));
}

RC_GTEST_PROP(Id, WhatIsWrittenIsReadBack, ()) {
  const auto octets =
      *rc::gen::container<std::vector<std::uint8_t>>(16, rc::gen::arbitrary<std::uint8_t>());
  BotId::Bits bits;
  std::ranges::copy(octets, bits.begin());
  const auto id = BotId::from_bits(bits);
  RC_ASSERT(BotId::parse(id.text()).value() == id);
}

}  // namespace
}  // namespace gatehouse
