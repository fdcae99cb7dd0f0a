// A session that looks stolen is ended, and people are told.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Role;
using audit::Event;
using namespace std::chrono_literals;

constexpr std::string_view kFirefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";
constexpr std::string_view kChrome = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36";

class IdentityAlerts : public TestInstallation {
 protected:
  std::string_view seen(const SignedIn& who, std::string_view address, std::string_view agent) {
    return outcome(identity->recognise(from(address), who.access.reveal_text(), false, agent));
  }
  SignedIn in_firefox(std::string_view as = "ada@example.com") {
    return *wait_for(
        identity->sign_in(from(), std::string{kFirefox}, email(as), password(kGoodPassword)));
  }
  std::vector<Alert> alerts(const SignedIn& as) { return *wait_for(identity->alerts(caller(as))); }
  SignedIn owner = set_up();
};

TEST_F(IdentityAlerts, attacker_cannot_go_on_in_another_browser) {
  const SignedIn victim = in_firefox();
  EXPECT_EQ(seen(victim, "192.0.2.7", kFirefox), "done");
  EXPECT_EQ(seen(victim, "192.0.2.7", kChrome), "identity.session_suspected");
  EXPECT_EQ(seen(victim, "192.0.2.7", kFirefox), "identity.signed_out");
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_TRUE(has_ended(victim.session.id));
  EXPECT_TRUE(recorded(Event::session_suspected));
  EXPECT_EQ(outcome(refresh(victim)), "identity.signed_out");
  const auto list = alerts(owner);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].sign, Sign::device_changed);
  EXPECT_EQ(list[0].session, victim.session.id);
  EXPECT_EQ(list[0].name, "Ada Owner");
  EXPECT_EQ(list[0].address, "192.0.2.7");
  EXPECT_EQ(list[0].agent, kChrome);
}

TEST_F(IdentityAlerts, the_browser_is_remembered_over_a_restart) {
  const SignedIn victim = in_firefox();
  open();
  EXPECT_EQ(seen(victim, "192.0.2.7", kChrome), "identity.session_suspected");
}

TEST_F(IdentityAlerts, attacker_cannot_take_turns_from_far_away) {
  const SignedIn victim = in_firefox();
  EXPECT_EQ(seen(victim, "198.51.100.1", kFirefox), "done");
  EXPECT_EQ(seen(victim, "192.0.2.7", kFirefox), "identity.session_suspected");
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_EQ(alerts(owner).at(0).sign, Sign::two_places);
}

TEST_F(IdentityAlerts, attacker_cannot_renew_in_another_browser) {
  const SignedIn victim = in_firefox();
  const auto renewed = wait_for(
      identity->refresh(from(), std::string{kChrome}, std::string{victim.refresh.reveal_text()}));
  EXPECT_EQ(outcome(renewed), "identity.session_suspected");
  EXPECT_EQ(seen(victim, "192.0.2.7", kFirefox), "identity.signed_out");
}

TEST_F(IdentityAlerts, a_replayed_refresh_token_raises_one_too) {
  const SignedIn once = *refresh(owner);
  clock.advance(1s);
  const SignedIn twice = *refresh(once);
  EXPECT_EQ(outcome(refresh(owner)), "identity.signed_out");
  const SignedIn again = *sign_in();
  ASSERT_EQ(alerts(again).size(), 1U);
  EXPECT_EQ(alerts(again)[0].sign, Sign::refresh_replayed);
  EXPECT_EQ(outcome(recognise(twice)), "identity.signed_out");
}

TEST_F(IdentityAlerts, are_shown_to_their_person_and_to_those_who_read_security) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  const SignedIn cat = member(owner, "cat@example.com", Role::agent);
  const SignedIn victim = in_firefox("ben@example.com");
  EXPECT_EQ(seen(victim, "192.0.2.7", kChrome), "identity.session_suspected");
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  ASSERT_EQ(alerts(owner).size(), 1U);
  ASSERT_EQ(alerts(ben).size(), 1U);
  EXPECT_TRUE(alerts(cat).empty());
  const AlertId id = alerts(ben)[0].id;
  EXPECT_EQ(outcome(wait_for(identity->mark_alert_seen(caller(cat), id))), "not_found");
  const SignedIn elsewhere = in_probe_workspace("dan@example.com", Role::owner);
  EXPECT_TRUE(alerts(elsewhere).empty());
  EXPECT_EQ(outcome(wait_for(identity->mark_alert_seen(caller(elsewhere), id))), "not_found");
  EXPECT_EQ(outcome(wait_for(identity->mark_alert_seen(caller(ben), id))), "done");
  EXPECT_TRUE(alerts(owner)[0].seen_at.has_value());
}

TEST_F(IdentityAlerts, an_administrator_ends_a_members_sessions) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  const SignedIn admin = member(owner, "adm@example.com", Role::administrator);
  const PersonId person = ben.session.person.id;
  EXPECT_EQ(outcome(wait_for(identity->end_member_sessions(caller(ben), person))),
            "access.forbidden");
  EXPECT_EQ(outcome(wait_for(identity->end_member_sessions(caller(admin), person))), "done");
  EXPECT_EQ(outcome(recognise(ben)), "identity.signed_out");
  EXPECT_EQ(
      outcome(wait_for(identity->end_member_sessions(caller(admin), owner.session.person.id))),
      "access.cannot_grant");
  const SignedIn elsewhere = in_probe_workspace("dan@example.com", Role::owner);
  EXPECT_EQ(outcome(wait_for(identity->end_member_sessions(caller(elsewhere), person))),
            "not_found");
}

TEST_F(IdentityAlerts, one_ends_all_other_sessions) {
  const SignedIn here = *sign_in();
  ASSERT_EQ(outcome(wait_for(identity->end_other_sessions(caller(here)))), "done");
  EXPECT_EQ(outcome(recognise(owner)), "identity.signed_out");
  EXPECT_EQ(outcome(recognise(here)), "done");
}

}  // namespace
}  // namespace gatehouse::identity::internal
