// How sessions are renewed and how they end.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Role;
using audit::Event;
using namespace std::chrono_literals;

constexpr store::Statement kHash{"test.hash", "SELECT hash FROM refresh_token"};

class IdentitySessions : public TestInstallation {
 protected:
  // The browser renews the access token when it has run out.
  Result<access::Caller> recognise_anew(SignedIn& who, bool counts = false) {
    auto renewed = refresh(who);
    if (!renewed) return fail(renewed.error());
    who = *std::move(renewed);
    return recognise(who, counts);
  }
  // Ticks through time in steps short enough to stay active.
  void stay_active(SignedIn& who, std::chrono::minutes time) {
    for (auto left = time; left > 0min; left -= std::min(left, 9min)) {
      clock.advance(std::min(left, 9min));
      ASSERT_EQ(outcome(recognise_anew(who, true)), "done");
    }
  }
  SignedIn owner = set_up();
};

TEST_F(IdentitySessions, are_shown_with_where_and_what_from) {
  const SignedIn other = *sign_in("ada@example.com", kGoodPassword, "198.51.100.9");
  const auto list = *wait_for(identity->sessions(caller(owner)));
  ASSERT_EQ(list.size(), 2u);
  const auto& theirs = list[0].id == other.session.id ? list[0] : list[1];
  EXPECT_EQ(theirs.address, "198.51.100.9");
  EXPECT_EQ(theirs.agent, "Browser");
  EXPECT_FALSE(theirs.current);
  const Session session = *wait_for(identity->session(caller(owner)));
  EXPECT_EQ(session.id, owner.session.id);
  EXPECT_EQ(session.csrf, owner.session.csrf);
  EXPECT_EQ(session.workspace, "Acme");
  EXPECT_NE(session.csrf, identity->csrf_token(other.session.id));
}

TEST_F(IdentitySessions, signing_out_is_seen_by_the_next_request) {
  ASSERT_EQ(outcome(recognise(owner)), "done");
  ASSERT_EQ(outcome(wait_for(identity->sign_out(caller(owner)))), "done");
  const auto refused = recognise(owner);
  ASSERT_EQ(outcome(refused), "identity.signed_out");
  EXPECT_EQ(refused.error().control(), "IDN-08");
  EXPECT_EQ(outcome(refresh(owner)), "identity.signed_out");
  EXPECT_FALSE(identity->alive(owner.session.id));
  EXPECT_TRUE(has_ended(owner.session.id));
  EXPECT_TRUE(recorded(Event::signed_out));
}

TEST_F(IdentitySessions, one_can_be_ended_from_another_and_stays_ended_after_a_restart) {
  const SignedIn other = *sign_in();
  ASSERT_EQ(outcome(wait_for(identity->end_session(caller(owner), other.session.id))), "done");
  EXPECT_EQ(outcome(recognise(other)), "identity.signed_out");
  EXPECT_TRUE(has_ended(other.session.id));
  open();
  EXPECT_EQ(outcome(recognise(other)), "identity.signed_out");
  EXPECT_EQ(outcome(recognise(owner)), "done");
}

TEST_F(IdentitySessions, attacker_cannot_end_the_session_of_somebody_else) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  EXPECT_EQ(outcome(wait_for(identity->end_session(caller(ben), owner.session.id))), "not_found");
  EXPECT_EQ(outcome(wait_for(identity->end_session(caller(ben), SessionId{}))), "not_found");
  EXPECT_EQ(outcome(recognise(owner)), "done");
}

TEST_F(IdentitySessions, of_privileged_roles_end_after_fifteen_idle_minutes) {
  clock.advance(9min);
  ASSERT_EQ(outcome(recognise_anew(owner, true)), "done");
  clock.advance(15min - 1s);
  ASSERT_EQ(outcome(recognise_anew(owner)), "done") << "one second before";
  clock.advance(1s);
  const auto refused = recognise(owner, true);
  ASSERT_EQ(outcome(refused), "identity.session_expired");
  EXPECT_EQ(refused.error().control(), "IDN-10");
  EXPECT_EQ(outcome(refresh(owner)), "identity.session_expired");
  EXPECT_FALSE(identity->alive(owner.session.id));
}

TEST_F(IdentitySessions, of_agents_end_after_thirty_idle_minutes) {
  SignedIn ben = member(owner, "ben@example.com", Role::agent);
  for (const auto step : {9min, 9min, 9min}) {
    clock.advance(step);
    ASSERT_EQ(outcome(recognise_anew(ben)), "done") << "polling is no activity but is answered";
  }
  clock.advance(3min - 1s);
  ASSERT_EQ(outcome(recognise_anew(ben)), "done") << "one second before";
  clock.advance(1s);
  EXPECT_EQ(outcome(recognise(ben)), "identity.session_expired");
}

TEST_F(IdentitySessions, action_on_an_open_socket_keeps_them) {
  clock.advance(14min);
  identity->active(owner.session.id);
  clock.advance(14min);
  EXPECT_TRUE(identity->alive(owner.session.id));
  clock.advance(1min);
  EXPECT_FALSE(identity->alive(owner.session.id));
  identity->active(owner.session.id);
  EXPECT_FALSE(identity->alive(owner.session.id)) << "too late";
}

TEST_F(IdentitySessions, end_after_twelve_hours_of_activity) {
  stay_active(owner, 12h - 1min);
  clock.advance(59s);
  ASSERT_EQ(outcome(recognise(owner, true)), "done") << "one second before";
  clock.advance(1s);
  EXPECT_EQ(outcome(recognise(owner, true)), "identity.session_expired");
  EXPECT_EQ(outcome(refresh(owner)), "identity.session_expired");
}

TEST_F(IdentitySessions, that_ran_out_are_ended_by_housekeeping) {
  clock.advance(15min);
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_TRUE(has_ended(owner.session.id));
  EXPECT_TRUE(recorded(Event::session_ended));
  EXPECT_EQ(outcome(refresh(owner)), "identity.signed_out");
}

TEST_F(IdentitySessions, activity_outlives_a_restart_once_housekeeping_has_saved_it) {
  clock.advance(10min);
  identity->active(owner.session.id);
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  open();
  clock.advance(10min);
  EXPECT_TRUE(identity->alive(owner.session.id));
}

TEST_F(IdentitySessions, are_forgotten_a_day_after_their_end) {
  ASSERT_EQ(outcome(wait_for(identity->sign_out(caller(owner)))), "done");
  clock.advance(25h);
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  auto read = [](store::Reader& reader) { return reader.all<Bytes>(kHash); };
  EXPECT_TRUE(control->read_now(read)->empty());
  EXPECT_EQ(outcome(recognise(owner)), "identity.access_expired");
}

TEST_F(IdentitySessions, a_refresh_token_is_stored_as_its_hash_only) {
  auto read = [](store::Reader& reader) { return reader.one<Bytes>(kHash); };
  const Bytes stored = *control->read_now(read);
  const auto digest = crypto::sha256(owner.refresh.reveal());
  EXPECT_EQ(stored, Bytes(digest.begin(), digest.end()));
}

TEST_F(IdentitySessions, a_renewal_replaces_both_tokens_of_the_same_session) {
  const auto renewed = refresh(owner);
  ASSERT_EQ(outcome(renewed), "done");
  EXPECT_EQ(renewed->session.id, owner.session.id);
  EXPECT_FALSE(renewed->refresh.same_as(owner.refresh));
  EXPECT_FALSE(renewed->access.same_as(owner.access));
  EXPECT_EQ(renewed->session.ends_at, owner.session.ends_at);
  EXPECT_EQ(outcome(recognise(*renewed)), "done");
  EXPECT_TRUE(recorded(Event::session_refreshed));
}

TEST_F(IdentitySessions, two_tabs_that_renew_at_once_stay_signed_in) {
  const auto faster = refresh(owner);
  ASSERT_EQ(outcome(faster), "done");
  clock.advance(10s);
  EXPECT_EQ(outcome(refresh(owner)), "identity.access_expired");
  EXPECT_EQ(outcome(recognise(*faster)), "done");
  EXPECT_EQ(outcome(refresh(*faster)), "done");
}

TEST_F(IdentitySessions, attacker_cannot_use_a_spent_refresh_token_and_ends_the_session_by_trying) {
  const SignedIn first = *refresh(owner);
  clock.advance(1min);
  const SignedIn second = *refresh(first);
  clock.advance(11s);
  const auto replayed = refresh(owner);
  ASSERT_EQ(outcome(replayed), "identity.signed_out");
  EXPECT_EQ(replayed.error().control(), "IDN-11");
  EXPECT_EQ(outcome(recognise(second)), "identity.signed_out");
  EXPECT_EQ(outcome(refresh(second)), "identity.signed_out");
  EXPECT_TRUE(has_ended(owner.session.id));
  EXPECT_TRUE(recorded(Event::refresh_replayed));
}

TEST_F(IdentitySessions, attacker_cannot_make_up_a_refresh_token) {
  for (const char* token : {"", "ghr_", "ghr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x"})
    EXPECT_EQ(outcome(wait_for(identity->refresh(from(), "Browser", token))),
              "identity.signed_out");
  EXPECT_EQ(outcome(refresh(owner)), "done");
}

class IdentityProbes : public TestInstallation {};

TEST_F(IdentityProbes, members_are_made_in_workspaces_of_the_verifier_only) {
  const SignedIn owner = set_up();
  const auto refused = identity->add_probe_member(owner.session.tenant, email("eve@example.com"),
                                                  password(kGoodPassword), Role::owner);
  EXPECT_EQ(outcome(refused), "not_found");
  EXPECT_EQ(outcome(sign_in("eve@example.com")), "identity.login_refused");
}

TEST_F(IdentityProbes, sessions_become_older_in_workspaces_of_the_verifier_only) {
  const SignedIn owner = set_up();
  const SignedIn probe = in_probe_workspace("probe@example.com", Role::agent);
  ASSERT_EQ(outcome(wait_for(identity->age_session(probe.session.id, 30min - 1s))), "done");
  EXPECT_EQ(outcome(recognise(probe)), "done");
  ASSERT_EQ(outcome(wait_for(identity->age_session(probe.session.id, 1s))), "done");
  EXPECT_EQ(outcome(recognise(probe)), "identity.session_expired");
  EXPECT_EQ(outcome(wait_for(identity->age_session(probe.session.id, -1h))), "not_found");
  EXPECT_EQ(outcome(wait_for(identity->age_session(owner.session.id, 1h))), "not_found");
  EXPECT_EQ(outcome(recognise(owner)), "done");
}

TEST_F(IdentityProbes, leave_nothing_when_their_workspace_is_forgotten) {
  const SignedIn probe = in_probe_workspace("probe@example.com", Role::owner);
  ASSERT_EQ(outcome(tenants->remove(probe.session.tenant)), "done");
  ASSERT_EQ(outcome(identity->forget_tenant(probe.session.tenant)), "done");
  EXPECT_EQ(outcome(recognise(probe)), "identity.signed_out");
  EXPECT_TRUE(has_ended(probe.session.id));
  EXPECT_EQ(outcome(sign_in("probe@example.com")), "identity.login_refused");
}

}  // namespace
}  // namespace gatehouse::identity::internal
