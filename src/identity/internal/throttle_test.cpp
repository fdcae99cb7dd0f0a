// What stands before a password: challenge, pauses, locks, and the browsers that are known.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

class IdentityThrottle : public TestInstallation {
 protected:
  std::string_view fail_once(std::string_view as, std::string_view address = "192.0.2.7",
                             std::string_view device = {}) {
    const auto answer = outcome(approach(as, "wrong", address, device));
    clock.advance(10s);
    return answer;
  }
  void fail_times(int times, std::string_view as, std::string_view address = "192.0.2.7") {
    for (int i = 0; i < times; ++i) EXPECT_EQ(fail_once(as, address), "identity.login_refused");
  }
  SignedIn owner = set_up();
};

TEST_F(IdentityThrottle, asks_for_a_challenge_after_three_failures_of_an_account) {
  for (const std::string_view as : {"ada@example.com", "eve@example.com"}) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(outcome(sign_in(as, "wrong", "192.0.2." + std::to_string(i))),
                "identity.login_refused");
      clock.advance(2s);
    }
    EXPECT_EQ(outcome(sign_in(as, "wrong", "198.51.100.1")), "identity.challenge_needed");
    EXPECT_EQ(outcome(approach(as, "wrong", "198.51.100.1")), "identity.login_refused");
    clock.advance(2s);
  }
  EXPECT_EQ(outcome(sign_in("ada@example.com", kGoodPassword, "198.51.100.2")),
            "identity.challenge_needed");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "198.51.100.2")), "done");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kGoodPassword, "198.51.100.3")), "done");
}

TEST_F(IdentityThrottle, asks_for_a_challenge_after_three_failures_of_a_network) {
  for (const std::string_view as : {"a@example.com", "b@example.com", "c@example.com"})
    EXPECT_EQ(outcome(sign_in(as, "wrong")), "identity.login_refused");
  EXPECT_EQ(outcome(sign_in()), "identity.challenge_needed");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kGoodPassword, "192.0.2.8")), "done");
}

TEST_F(IdentityThrottle, attacker_cannot_use_a_solution_twice) {
  fail_times(3, "ada@example.com");
  const Approach once{.proof = solved(*wait_for(identity->challenge()))};
  const auto with = [&](Approach how) {
    return wait_for(identity->sign_in(from(), "Browser", email("ada@example.com"),
                                      password("wrong"), std::move(how)));
  };
  EXPECT_EQ(outcome(with(once)), "identity.login_refused");
  clock.advance(10s);
  EXPECT_EQ(outcome(with(once)), "identity.challenge_needed");
}

TEST_F(IdentityThrottle, pauses_grow_before_the_lock) {
  fail_times(2, "eve@example.com");
  EXPECT_EQ(outcome(approach("eve@example.com", "wrong")), "identity.login_refused");
  const auto soon = approach("eve@example.com", "wrong");
  ASSERT_EQ(outcome(soon), "identity.login_locked");
  EXPECT_EQ(soon.error().retry_after(), 1s);
  clock.advance(1s);
  EXPECT_EQ(outcome(approach("eve@example.com", "wrong")), "identity.login_refused");
  EXPECT_EQ(approach("eve@example.com", "wrong").error().retry_after(), 2s);
  clock.advance(2s);
  EXPECT_EQ(outcome(approach("eve@example.com", "wrong")), "identity.login_refused");
  EXPECT_EQ(approach("eve@example.com", "wrong").error().retry_after(),
            std::chrono::seconds{15min});
}

TEST_F(IdentityThrottle, attacker_cannot_lock_somebody_out_of_a_browser_of_their_own) {
  const std::string device{identity->remember_device("", "ada@example.com").reveal_text()};
  fail_times(5, "ada@example.com", "198.51.100.1");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "identity.login_locked");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.7", device)), "done");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "identity.login_locked");
}

TEST_F(IdentityThrottle, a_known_browser_is_no_place_to_guess_either) {
  const std::string device{identity->remember_device("", "ada@example.com").reveal_text()};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(fail_once("ada@example.com", "192.0.2.7", device), "identity.login_refused");
  EXPECT_EQ(fail_once("ada@example.com", "192.0.2.7", device), "identity.login_locked");
}

TEST_F(IdentityThrottle, a_known_browser_does_not_pass_the_lock_of_its_network) {
  const std::string device{identity->remember_device("", "ada@example.com").reveal_text()};
  for (int i = 0; i < 20; ++i) fail_times(1, "person" + std::to_string(i) + "@example.com");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.7", device)),
            "identity.login_locked");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.8", device)), "done");
}

TEST_F(IdentityThrottle, attacker_cannot_make_or_borrow_a_known_browser) {
  const std::string device{identity->remember_device("", "ada@example.com").reveal_text()};
  std::string bent = device;
  bent.back() = bent.back() == 'A' ? 'E' : 'A';
  const std::string others{identity->remember_device("", "eve@example.com").reveal_text()};
  fail_times(5, "ada@example.com", "198.51.100.1");
  for (const std::string& false_one : {bent, others, std::string{"ghd_"}, std::string(4000, 'A')})
    EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.7", false_one)),
              "identity.login_locked");
  clock.advance(std::chrono::days{180});
  fail_times(5, "ada@example.com", "198.51.100.1");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.7", device)),
            "identity.login_locked");
}

TEST_F(IdentityThrottle, a_browser_knows_the_last_four_who_used_it) {
  std::string device;
  for (const std::string_view as : {"ada@example.com", "b@example.com", "c@example.com"})
    device = identity->remember_device(device, as).reveal_text();
  fail_times(5, "ada@example.com", "198.51.100.1");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.7", device)), "done");
  for (const std::string_view as : {"d@example.com", "e@example.com"})
    device = identity->remember_device(device, as).reveal_text();
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword, "192.0.2.7", device)),
            "identity.login_locked");
}

TEST_F(IdentityThrottle, a_clock_that_is_set_back_locks_nobody_for_longer) {
  fail_times(5, "ada@example.com");
  clock.advance(-std::chrono::days{365});
  EXPECT_EQ(approach("ada@example.com", kGoodPassword).error().retry_after(),
            std::chrono::seconds{15min});
  clock.advance(15min);
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "done");
}

TEST_F(IdentityThrottle, many_failures_anywhere_bring_everybody_the_challenge) {
  limits.failures_of_everybody = 10;
  open();
  for (int i = 0; i < 10; ++i)
    fail_times(1, std::to_string(i) + "@example.com", "198.51.100." + std::to_string(i));
  EXPECT_EQ(outcome(sign_in()), "identity.challenge_needed");
  const std::string device{identity->remember_device("", "ada@example.com").reveal_text()};
  const Approach known{.device = device};
  EXPECT_EQ(outcome(wait_for(identity->sign_in(from(), "Browser", email("ada@example.com"),
                                               password(kGoodPassword), known))),
            "done");
  clock.advance(15min);
  EXPECT_EQ(outcome(sign_in()), "done");
}

}  // namespace
}  // namespace gatehouse::identity::internal
