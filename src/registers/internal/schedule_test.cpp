#include "registers/internal/schedule.h"

#include <gtest/gtest.h>

namespace gatehouse::registers::internal {
namespace {

using std::chrono::days;

const Instant kMade{std::chrono::milliseconds{1'700'000'000'000}};

TEST(ReviewSchedule, the_privileged_come_first_and_everybody_after_ninety_days) {
  EXPECT_EQ(due(kMade, {}, kMade + days{29}), std::nullopt);
  EXPECT_EQ(due(kMade, {}, kMade + days{30}), ReviewScope::privileged);
  EXPECT_EQ(due(kMade, {}, kMade + days{90}), ReviewScope::everybody);
}

TEST(ReviewSchedule, counts_from_the_last_one_opened) {
  const Opened opened{.everybody = std::nullopt, .privileged = kMade + days{30}};
  EXPECT_EQ(due(kMade, opened, kMade + days{59}), std::nullopt);
  EXPECT_EQ(due(kMade, opened, kMade + days{60}), ReviewScope::privileged);
  EXPECT_EQ(due(kMade, opened, kMade + days{90}), ReviewScope::everybody);
}

TEST(ReviewSchedule, a_review_of_everybody_is_one_of_the_privileged) {
  const Opened opened{.everybody = kMade + days{90}, .privileged = kMade + days{60}};
  EXPECT_EQ(due(kMade, opened, kMade + days{119}), std::nullopt);
  EXPECT_EQ(due(kMade, opened, kMade + days{120}), ReviewScope::privileged);
}

identity::MemberRights member(unsigned char number, access::Role role) {
  identity::MemberRights rights{.member = {.person = PersonId::from_bits({number}),
                                           .name = "Somebody",
                                           .email = "somebody@example.com",
                                           .role = role,
                                           .since = kMade,
                                           .last_seen = std::nullopt,
                                           .has_factor = false,
                                           .suspended_at = std::nullopt,
                                           .leaves_at = std::nullopt,
                                           .from_directory = false},
                                .role_name = "",
                                .authority = {}};
  rights.authority = {role, access::privileges_of(role), access::Reach::everything()};
  return rights;
}

TEST(ReviewSchedule, somebody_is_dormant_after_forty_five_days_without_signing_in) {
  identity::Member one = member(1, access::Role::agent).member;
  EXPECT_FALSE(is_dormant(one, kMade + days{45}));
  EXPECT_TRUE(is_dormant(one, kMade + days{45} + std::chrono::milliseconds{1}));
  one.last_seen = kMade + days{40};
  EXPECT_FALSE(is_dormant(one, kMade + days{60}));
  EXPECT_TRUE(is_dormant(one, kMade + days{86}));
}

TEST(ReviewSchedule, nobody_reviews_themselves_or_more_than_they_could_give) {
  const auto owner = member(1, access::Role::owner);
  const auto administrator = member(2, access::Role::administrator);
  const auto agent = member(3, access::Role::agent);
  EXPECT_FALSE(has_reviewer(owner, {owner, administrator, agent})) << "owners are for owners";
  EXPECT_TRUE(has_reviewer(owner, {owner, member(4, access::Role::owner)}));
  EXPECT_TRUE(has_reviewer(administrator, {owner, administrator}));
  EXPECT_TRUE(has_reviewer(agent, {owner, agent}));
  EXPECT_FALSE(has_reviewer(agent, {agent, member(5, access::Role::agent)}));
}

TEST(ReviewSchedule, whoever_reads_the_log_or_manages_members_is_privileged) {
  EXPECT_TRUE(is_privileged(access::Role::owner));
  EXPECT_TRUE(is_privileged(access::Role::auditor));
  EXPECT_FALSE(is_privileged(access::Role::supervisor));
  EXPECT_FALSE(is_privileged(access::Role::agent));
}

}  // namespace
}  // namespace gatehouse::registers::internal
