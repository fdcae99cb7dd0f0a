// Signing in, and what happens to those who guess.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using audit::Event;
using namespace std::chrono_literals;

constexpr store::Statement kStoredPassword{"test.password", "SELECT password FROM person"};

class IdentitySignIn : public TestInstallation {
 protected:
  void fail_times(int times, std::string_view as, std::string_view address = "192.0.2.7") {
    for (int i = 0; i < times; ++i) {
      EXPECT_EQ(outcome(approach(as, "wrong", address)), "identity.login_refused");
      clock.advance(8s);  // the longest pause
    }
  }
  SignedIn owner = set_up();
};

TEST_F(IdentitySignIn, lets_in_with_the_password_and_records_it) {
  const auto signed_in = sign_in();
  ASSERT_EQ(outcome(signed_in), "done");
  EXPECT_EQ(signed_in->session.person.id, owner.session.person.id);
  EXPECT_NE(signed_in->session.id, owner.session.id);
  EXPECT_EQ(signed_in->session.workspace, "Acme");
  EXPECT_TRUE(recorded(Event::signed_in));
}

TEST_F(IdentitySignIn, stores_argon2id_and_nothing_of_the_password) {
  auto read = [](store::Reader& reader) { return reader.one<std::string>(kStoredPassword); };
  const std::string stored = *control->read_now(read);
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=8192,t=1,p=1$")) << stored;
  EXPECT_FALSE(stored.contains(kGoodPassword));
}

TEST_F(IdentitySignIn, makes_an_old_hash_stronger) {
  limits.hash_cost.passes = 2;
  open();
  ASSERT_EQ(outcome(sign_in()), "done");
  auto read = [](store::Reader& reader) { return reader.one<std::string>(kStoredPassword); };
  EXPECT_TRUE(control->read_now(read)->starts_with("$argon2id$v=19$m=8192,t=2,p=1$"));
  EXPECT_EQ(outcome(sign_in()), "done");
}

TEST_F(IdentitySignIn, attacker_cannot_tell_unknown_accounts_from_wrong_passwords) {
  const auto wrong = sign_in("ada@example.com", "wrong");
  const auto unknown = sign_in("eve@example.com", "wrong");
  ASSERT_FALSE(wrong.has_value());
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(&wrong.error().kind(), &unknown.error().kind());
  EXPECT_EQ(wrong.error().field(), unknown.error().field());
  EXPECT_EQ(wrong.error().retry_after(), unknown.error().retry_after());
  EXPECT_TRUE(recorded(Event::sign_in_failed));
}

TEST_F(IdentitySignIn, locks_an_address_of_mail_after_five_failures_for_fifteen_minutes) {
  fail_times(5, "ada@example.com");
  const auto locked = sign_in();
  ASSERT_EQ(outcome(locked), "identity.login_locked");
  EXPECT_EQ(locked.error().retry_after(), std::chrono::seconds{15min} - 8s);
  clock.advance(15min - 9s);
  EXPECT_EQ(outcome(sign_in("ada@example.com", kGoodPassword, "198.51.100.1")),
            "identity.login_locked");
  clock.advance(1s);
  EXPECT_EQ(outcome(sign_in()), "done");
}

TEST_F(IdentitySignIn, locks_unknown_accounts_alike) {
  fail_times(5, "eve@example.com");
  const auto locked = sign_in("eve@example.com");
  ASSERT_EQ(outcome(locked), "identity.login_locked");
  EXPECT_EQ(locked.error().retry_after(), std::chrono::seconds{15min} - 8s);
}

TEST_F(IdentitySignIn, a_second_lock_lasts_twice_as_long) {
  fail_times(5, "ada@example.com");
  clock.advance(15min);
  fail_times(5, "ada@example.com");
  EXPECT_EQ(sign_in().error().retry_after(), std::chrono::seconds{30min} - 8s);
}

TEST_F(IdentitySignIn, failures_leave_the_window_after_fifteen_minutes) {
  fail_times(4, "ada@example.com");
  clock.advance(15min);
  fail_times(4, "ada@example.com");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "done");
}

TEST_F(IdentitySignIn, success_clears_the_failures_before_it) {
  fail_times(4, "ada@example.com");
  ASSERT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "done");
  fail_times(4, "ada@example.com");
  EXPECT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "done");
}

TEST_F(IdentitySignIn, locks_a_network_after_twenty_failures) {
  for (int i = 0; i < 20; ++i)
    fail_times(1, "person" + std::to_string(i) + "@example.com",
               "2001:db8:1:1::" + std::to_string(i));
  EXPECT_EQ(outcome(sign_in("ada@example.com", kGoodPassword, "2001:db8:1:1::ffff")),
            "identity.login_locked");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kGoodPassword, "2001:db8:1:2::1")), "done");
}

TEST_F(IdentitySignIn, own_success_does_not_cover_for_an_attack_from_the_same_address) {
  for (int i = 0; i < 20; ++i) {
    fail_times(1, "person" + std::to_string(i) + "@example.com");
    if (i == 10) ASSERT_EQ(outcome(approach("ada@example.com", kGoodPassword)), "done");
  }
  EXPECT_EQ(outcome(sign_in()), "identity.login_locked");
}

TEST_F(IdentitySignIn, a_restart_unlocks_nobody) {
  fail_times(5, "ada@example.com");
  open();
  EXPECT_EQ(outcome(sign_in()), "identity.login_locked");
  fail_times(4, "eve@example.com");
  open();
  fail_times(1, "eve@example.com");
  EXPECT_EQ(outcome(sign_in("eve@example.com")), "identity.login_locked");
  clock.advance(15min);
  open();
  EXPECT_EQ(outcome(sign_in()), "done");
}

TEST_F(IdentitySignIn, attacker_cannot_slip_past_the_lock_with_many_attempts_at_once) {
  boost::asio::io_context context{1};
  int judged = 0;
  for (int i = 0; i < 12; ++i)
    boost::asio::co_spawn(
        context,
        identity->sign_in(from(), "Browser", email("ada@example.com"), password("wrong"),
                          {.proof = solved(*wait_for(identity->challenge()))}),
        [&](const std::exception_ptr& thrown, const Result<SignedIn>& result) {
          CHECK(thrown == nullptr);
          if (outcome(result) == "identity.login_refused") ++judged;
        });
  context.run();
  EXPECT_EQ(judged, 5);
}

TEST_F(IdentitySignIn, a_full_queue_answers_at_once) {
  limits.hash_threads = 1;
  limits.hash_queue = 1;
  open();
  boost::asio::io_context context{1};
  int busy = 0;
  int refused = 0;
  for (int i = 0; i < 8; ++i) {
    const std::string as = "person" + std::to_string(i) + "@example.com";
    boost::asio::co_spawn(context,
                          identity->sign_in(from("192.0.2." + std::to_string(i)), "Browser",
                                            email(as), password("wrong")),
                          [&](const std::exception_ptr& thrown, const Result<SignedIn>& result) {
                            CHECK(thrown == nullptr);
                            if (outcome(result) == "unavailable") ++busy;
                            if (outcome(result) == "identity.login_refused") ++refused;
                          });
  }
  context.run();
  EXPECT_EQ(busy + refused, 8);
  EXPECT_GE(refused, 1);
  EXPECT_GE(busy, 1);
}

class IdentityPasswordChange : public IdentitySignIn {
 protected:
  Result<> change(const SignedIn& who, std::string_view current, std::string_view wanted) {
    return wait_for(identity->change_password(caller(who), password(current), password(wanted)));
  }
};

TEST_F(IdentityPasswordChange, replaces_the_password_and_ends_the_other_sessions) {
  const SignedIn other = *sign_in();
  ASSERT_EQ(outcome(change(owner, kGoodPassword, kOtherPassword)), "done");
  EXPECT_EQ(outcome(recognise(owner)), "done");
  EXPECT_EQ(outcome(recognise(other)), "identity.signed_out");
  EXPECT_TRUE(has_ended(other.session.id));
  EXPECT_FALSE(has_ended(owner.session.id));
  EXPECT_EQ(outcome(sign_in()), "identity.login_refused");
  EXPECT_EQ(outcome(sign_in("ada@example.com", kOtherPassword)), "done");
  EXPECT_TRUE(recorded(Event::password_changed));
  EXPECT_TRUE(recorded(Event::session_ended));
}

TEST_F(IdentityPasswordChange, needs_the_current_password_and_a_good_new_one) {
  const auto wrong = change(owner, "wrong", kOtherPassword);
  ASSERT_EQ(outcome(wrong), "identity.password_wrong");
  EXPECT_EQ(wrong.error().field(), "/current");
  EXPECT_EQ(outcome(change(owner, kGoodPassword, "ada owner acme")), "identity.password_refused");
  EXPECT_EQ(outcome(sign_in()), "done");
}

TEST_F(IdentityPasswordChange, attacker_cannot_guess_the_password_in_a_stolen_session) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(outcome(change(owner, "wrong", kOtherPassword)), "identity.password_wrong");
    clock.advance(8s);
  }
  EXPECT_EQ(outcome(change(owner, kGoodPassword, kOtherPassword)), "identity.login_locked");
}

}  // namespace
}  // namespace gatehouse::identity::internal
