#include "base/secret.h"

#include <gtest/gtest.h>

#include <set>
#include <type_traits>

namespace gatehouse {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!std::equality_comparable<Secret>);

TEST(Secret, IsTheSameOnlyByContent) {
  const Secret one = Secret::of_text("a password");
  EXPECT_TRUE(one.same_as(Secret::of_text("a password")));
  EXPECT_TRUE(one.same_as(one.copy()));
  EXPECT_FALSE(one.same_as(Secret::of_text("a passwore")));
  EXPECT_FALSE(one.same_as(Secret::of_text("a passwor")));
  EXPECT_FALSE(one.same_as(Secret{}));
}

TEST(Secret, LeavesNothingBehindWhenItMoves) {
  Secret from = Secret::of_text("a password");
  Secret to = std::move(from);
  EXPECT_EQ(from.size(), 0u);  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_EQ(to.reveal_text(), "a password");
  Secret other = Secret::of_text("another");
  other = std::move(to);
  EXPECT_EQ(other.reveal_text(), "a password");
}

TEST(Secret, WipingTurnsEveryOctetToZero) {
  std::array<std::uint8_t, 4> octets{1, 2, 3, 4};
  wipe(octets);
  EXPECT_EQ(octets, (std::array<std::uint8_t, 4>{}));
}

TEST(Secret, RandomOnesDiffer) {
  SystemRandom random;
  const Secret one = Secret::random(random, 32);
  EXPECT_EQ(one.size(), 32u);
  EXPECT_FALSE(one.same_as(Secret::random(random, 32)));
}

// More than the store holds, in every size from below its limit to above it.
TEST(Random, NeverGivesTheSameBytesTwice) {
  SystemRandom random;
  std::set<Bytes> seen;
  std::size_t count = 0;
  for (int round = 0; round < 30; ++round)
    for (std::size_t size = 8; size <= 72; size += 8, ++count) {
      Bytes bytes(size);
      random.fill(bytes);
      seen.insert(std::move(bytes));
    }
  EXPECT_EQ(seen.size(), count);
}

TEST(Random, FillsEveryOctet) {
  SystemRandom random;
  std::array<bool, 40> touched{};
  for (int round = 0; round < 20; ++round) {
    std::array<std::uint8_t, touched.size()> bytes{};
    random.fill(bytes);
    for (std::size_t i = 0; i < bytes.size(); ++i) touched[i] |= bytes[i] != 0;
  }
  for (const bool one : touched) EXPECT_TRUE(one);
}

}  // namespace
}  // namespace gatehouse
