#include "base/result.h"

#include <gtest/gtest.h>

#include "base/control.h"

namespace gatehouse {
namespace {

constexpr ErrorKind kTooSmall{"test.too_small", Fault::invalid, "The number is too small."};

Result<int> at_least_ten(int number) {
  if (number < 10)
    return fail(
        Error{kTooSmall}.because("below ten").at("/number").retry_after(std::chrono::seconds{3}));
  return number;
}
Result<> check(int number) {
  TRY_VOID(at_least_ten(number));
  return {};
}
Result<int> doubled(int number) {
  TRY_VOID(check(number));
  TRY(const int good, at_least_ten(number));
  return good * 2;
}

TEST(Result, TryHandsOnTheValue) { EXPECT_EQ(doubled(10).value(), 20); }

TEST(Result, TryHandsOnTheErrorWithAllItKnows) {
  const auto result = doubled(9);
  ASSERT_FALSE(result.has_value());
  EXPECT_TRUE(result.error().is(kTooSmall));
  EXPECT_FALSE(result.error().is(kNotFound));
  EXPECT_EQ(result.error().detail(), "below ten");
  EXPECT_EQ(result.error().field(), "/number");
  EXPECT_EQ(result.error().retry_after(), std::chrono::seconds{3});
}

TEST(Result, WhatMustNeverHappenEndsTheProcess) {
  EXPECT_DEATH(CHECK(1 + 1 == 3), "this must never happen: 1 \\+ 1 == 3");
}

TEST(Control, IsEnforcedAndKnownToTheCatalogue) {
  EXPECT_TRUE(enforced<"EDGE-07">);
  static_assert(in_catalogue("EDGE-07") && !in_catalogue("EDGE-7") && !in_catalogue(""));
}

}  // namespace
}  // namespace gatehouse
