#include "identity/leaving.h"

#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

class IdentityLeaving : public TestInstallation {
 protected:
  IdentityLeaving()
      : owner{set_up()}, ben{member(owner, "ben@example.com", access::Role::supervisor)} {}

  std::string_view leave(const SignedIn& who, LeaveWish wish) {
    return outcome(wait_for(identity->let_leave(caller(owner), who.session.person.id, wish)));
  }
  std::vector<Departure> departures() { return *wait_for(identity->departures(caller(owner))); }
  // The owner is at work meanwhile, so that their session does not run out.
  void hours_pass(int hours) {
    for (int quarter = 0; quarter < hours * 4; ++quarter) {
      clock.advance(std::chrono::minutes{15});
      owner = *sign_in();
      CHECK(identity->keep_house().has_value());
    }
  }

  SignedIn owner;
  SignedIn ben;
};

TEST_F(IdentityLeaving, ends_sessions_and_keeps_the_proof) {
  EXPECT_EQ(leave(ben, {.reason = "Left the company"}), "done");
  EXPECT_TRUE(has_ended(ben.session.id));
  EXPECT_EQ(outcome(recognise(ben)), kSignedOut.code);
  EXPECT_EQ(outcome(sign_in("ben@example.com")), kSuspended.code);
  const auto list = departures();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list.front().ended.sessions, 1);
  EXPECT_EQ(list.front().seconds, 0);
  EXPECT_TRUE(list.front().handed_at);
  EXPECT_TRUE(recorded(audit::Event::member_left));
}

TEST_F(IdentityLeaving, needs_a_reason_and_an_heir_who_stays) {
  EXPECT_EQ(leave(ben, {.reason = " "}), kReasonNeeded.code);
  EXPECT_EQ(leave(ben, {.reason = "Leaves", .heir = ben.session.person.id}), kBadHeir.code);
  EXPECT_EQ(leave(owner, {.reason = "I go"}), kLastOwner.code);
  EXPECT_EQ(outcome(recognise(ben)), "done");
}

TEST_F(IdentityLeaving, happens_when_the_time_has_come) {
  EXPECT_EQ(leave(ben, {.reason = "Last day", .at = clock.now() + std::chrono::hours{25}}),
            kNoticeTooLong.code);
  EXPECT_EQ(leave(ben, {.reason = "Last day", .at = clock.now() + std::chrono::hours{2}}), "done");
  hours_pass(1);
  EXPECT_FALSE(departures().front().ended_at);
  hours_pass(2);
  EXPECT_TRUE(departures().front().ended_at);
  EXPECT_FALSE(departures().front().overdue);
  EXPECT_EQ(outcome(sign_in("ben@example.com")), kSuspended.code);
}

TEST_F(IdentityLeaving, twelve_hours_after_notice_the_workspace_is_warned) {
  EXPECT_EQ(leave(ben, {.reason = "Last day", .at = clock.now() + std::chrono::hours{20}}), "done");
  hours_pass(11);
  EXPECT_TRUE(wait_for(identity->alerts(caller(owner)))->empty());
  hours_pass(2);
  const auto alerts = *wait_for(identity->alerts(caller(owner)));
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts.front().sign, Sign::leaving_overdue);
  EXPECT_TRUE(departures().front().overdue);
}

TEST_F(IdentityLeaving, work_is_handed_over_again_after_a_crash) {
  bool fails = true;
  int handed = 0;
  const auto hand = [&](TenantId, PersonId, std::optional<Heir>) -> Task<Result<std::int64_t>> {
    return [](bool failing, int& times) -> Task<Result<std::int64_t>> {
      if (failing) co_return fail(kUnavailable);
      ++times;
      co_return 3;
    }(fails, handed);
  };
  identity->work_is_handed_over_by({.count = {}, .hand_over = hand});
  EXPECT_EQ(leave(ben, {.reason = "Left"}), "done");
  EXPECT_EQ(outcome(recognise(ben)), kSignedOut.code);
  EXPECT_FALSE(departures().front().handed_at);
  fails = false;
  clock.advance(std::chrono::seconds{10});
  EXPECT_TRUE(identity->keep_house().has_value());
  EXPECT_TRUE(departures().front().handed_at);
  EXPECT_EQ(departures().front().ended.conversations, 3);
  EXPECT_TRUE(identity->keep_house().has_value());
  EXPECT_EQ(handed, 1);
}

TEST_F(IdentityLeaving, what_others_keep_for_a_member_ends_too) {
  int ended = 0;
  identity->ends_with_leaving(
      {.counted = &Ended::keys,
       .count = [](store::Reader&, PersonId) -> Result<std::int64_t> { return 2; },
       .end = [&](store::Transaction&, const audit::Origin&, PersonId) -> Result<std::int64_t> {
         ++ended;
         return 2;
       }});
  EXPECT_EQ(wait_for(identity->what_leaving_ends(caller(owner), ben.session.person.id))->keys, 2);
  EXPECT_EQ(leave(ben, {.reason = "Left"}), "done");
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(departures().front().ended.keys, 2);
}

TEST_F(IdentityLeaving, whom_a_review_finds_dormant_is_out_and_owners_are_not) {
  const TenantId tenant = caller(owner).tenant();
  EXPECT_EQ(outcome(identity->suspend_dormant(tenant, owner.session.person.id)), "done");
  EXPECT_EQ(outcome(recognise(owner)), "done");
  EXPECT_EQ(outcome(identity->suspend_dormant(tenant, ben.session.person.id)), "done");
  EXPECT_EQ(outcome(sign_in("ben@example.com")), kSuspended.code);
  EXPECT_EQ(outcome(identity->suspend_dormant(tenant, ben.session.person.id)), "done");
  ASSERT_EQ(departures().size(), 1U);
  EXPECT_EQ(departures().front().cause, LeavingCause::dormant);
  EXPECT_TRUE(departures().front().handed_at);
}

TEST_F(IdentityLeaving, power_over_others_does_not_come_back_by_itself) {
  SignedIn cy = member(owner, "cy@example.com", access::Role::administrator);
  for (SignedIn* who : {&ben, &cy}) {
    EXPECT_EQ(leave(*who, {.reason = "Sabbatical"}), "done");
    EXPECT_EQ(outcome(wait_for(
                  identity->let_return(caller(owner), who->session.person.id, "Back again"))),
              "done");
  }
  EXPECT_EQ(sign_in("ben@example.com")->session.authority.role.text(), "supervisor");
  EXPECT_EQ(sign_in("cy@example.com")->session.authority.role.text(), "agent");
}

TEST_F(IdentityLeaving, who_was_removed_left_as_well) {
  EXPECT_EQ(outcome(wait_for(identity->remove_member(caller(owner), ben.session.person.id))),
            "done");
  ASSERT_EQ(departures().size(), 1U);
  EXPECT_EQ(departures().front().cause, LeavingCause::removed);
  EXPECT_EQ(departures().front().name, "Ben Member");
}

}  // namespace
}  // namespace gatehouse::identity::internal
