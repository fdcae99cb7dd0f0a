// What a workspace asks for above the floor, of passwords and of sessions.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Role;
using namespace std::chrono_literals;

class IdentityWorkspacePolicy : public TestInstallation {
 protected:
  Result<WorkspacePolicy> change(const SignedIn& by, PolicyChange wanted) {
    return wait_for(identity->change_policy(caller(by), std::move(wanted)));
  }
  Result<> change_password(const SignedIn& who, std::string_view wanted) {
    return wait_for(
        identity->change_password(caller(who), password(kGoodPassword), password(wanted)));
  }
  SignedIn owner = set_up();
};

TEST_F(IdentityWorkspacePolicy, is_the_floor_until_somebody_asks_for_more) {
  const WorkspacePolicy policy = identity->policy(caller(owner));
  EXPECT_EQ(policy.password.shortest, 12);
  EXPECT_EQ(policy.password.lowest_score, 3);
  EXPECT_EQ(policy.sessions.idle, 30min);
  EXPECT_EQ(policy.sessions.idle_privileged, 15min);
  EXPECT_EQ(policy.sessions.absolute, 12h);
}

TEST_F(IdentityWorkspacePolicy, attacker_cannot_ask_for_less_than_the_floor) {
  EXPECT_EQ(outcome(change(owner, {.shortest_password = 11})), "identity.password_floor");
  EXPECT_EQ(outcome(change(owner, {.lowest_score = 2})), "identity.password_floor");
  EXPECT_EQ(outcome(change(owner, {.idle_minutes = 31})), "identity.session_floor");
  EXPECT_EQ(outcome(change(owner, {.idle_minutes_privileged = 16})), "identity.session_floor");
  EXPECT_EQ(outcome(change(owner, {.absolute_minutes = 721})), "identity.session_floor");
  EXPECT_EQ(outcome(change(owner, {.shortest_password = 65})), "json.out_of_range");
  EXPECT_EQ(outcome(change(owner, {.idle_minutes = 4})), "json.out_of_range");
  const SignedIn agent = member(owner, "ben@example.com", Role::agent);
  EXPECT_EQ(outcome(change(agent, {.shortest_password = 20})), "access.forbidden");
  EXPECT_EQ(identity->policy(caller(owner)).password.shortest, 12);
}

TEST_F(IdentityWorkspacePolicy, holds_for_changing_and_joining_and_over_a_restart) {
  ASSERT_EQ(
      outcome(change(owner, {.shortest_password = 26, .forbidden_words = {{"Lamp", "lamp"}}})),
      "done");
  open();
  EXPECT_EQ(identity->policy(caller(owner)).password.forbidden_words,
            (std::vector<std::string>{"lamp"}));
  EXPECT_EQ(outcome(change_password(owner, kOtherPassword)), "identity.password_refused");
  EXPECT_EQ(outcome(change_password(owner, "blue-LAMP-under-the-wide-river")),
            "identity.password_refused");
  const Link link =
      *wait_for(identity->invite(caller(owner), email("ben@example.com"), Role::agent));
  EXPECT_EQ(outcome(join(link, kOtherPassword)), "identity.password_refused");
  EXPECT_EQ(outcome(join(link, "seven-quiet-otters-paint-slowly")), "done");
  EXPECT_EQ(outcome(change_password(owner, "seven-quiet-otters-paint-slowly")), "done");
}

TEST_F(IdentityWorkspacePolicy, says_what_it_asks_for_while_one_types) {
  ASSERT_EQ(outcome(change(owner, {.shortest_password = 30})), "done");
  const Strength own = *wait_for(identity->strength_for(caller(owner), password(kGoodPassword)));
  EXPECT_FALSE(own.acceptable);
  EXPECT_EQ(own.shortest, 30);
  const Link link =
      *wait_for(identity->invite(caller(owner), email("ben@example.com"), Role::agent));
  const auto invited = wait_for(
      identity->strength_for(std::string{link.token.reveal_text()}, password(kGoodPassword), {}));
  ASSERT_EQ(outcome(invited), "done");
  EXPECT_FALSE(invited->acceptable);
  EXPECT_TRUE(identity->strength(password(kGoodPassword), {}).acceptable);
  const auto of_nothing = wait_for(identity->strength_for("ghs_unknown", password("x"), {}));
  ASSERT_EQ(outcome(of_nothing), "done") << "a link that is over: the floor holds";
  EXPECT_FALSE(of_nothing->acceptable);
}

TEST_F(IdentityWorkspacePolicy, shorter_sessions_hold_for_those_who_are_in) {
  const SignedIn agent = member(owner, "ben@example.com", Role::agent);
  clock.advance(4min);
  ASSERT_EQ(outcome(change(owner, {.idle_minutes = 5, .absolute_minutes = 60})), "done");
  EXPECT_EQ(outcome(recognise(agent)), "done");
  clock.advance(1min);
  EXPECT_EQ(outcome(recognise(agent)), "identity.session_expired");
  const SignedIn fresh = *sign_in("ben@example.com");
  EXPECT_EQ(fresh.session.ends_at, clock.now() + 60min);
  EXPECT_EQ(fresh.session.idle_minutes, 5);
}

TEST_F(IdentityWorkspacePolicy, a_shorter_life_ends_old_sessions_and_over_a_restart) {
  for (int quarter = 0; quarter < 5; ++quarter) {
    clock.advance(13min);
    owner = *refresh(owner);
    ASSERT_EQ(outcome(recognise(owner, true)), "done");
  }
  ASSERT_EQ(outcome(change(owner, {.absolute_minutes = 60})), "done");
  EXPECT_EQ(outcome(recognise(owner)), "identity.session_expired");
  open();
  EXPECT_NE(outcome(recognise(owner)), "done");
}

TEST_F(IdentityWorkspacePolicy, a_longer_limit_again_makes_no_old_session_longer) {
  ASSERT_EQ(outcome(change(owner, {.absolute_minutes = 60})), "done");
  ASSERT_EQ(outcome(change(owner, {.absolute_minutes = 720})), "done");
  const Session session = *wait_for(identity->session(caller(owner)));
  EXPECT_EQ(session.ends_at, owner.session.ends_at - 11h);
}

}  // namespace
}  // namespace gatehouse::identity::internal
