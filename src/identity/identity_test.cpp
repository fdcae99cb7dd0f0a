// The first owner, invitations and the life of a workspace.
#include "identity/identity.h"

#include <thread>

#include "identity/internal/test_installation.h"

namespace gatehouse::identity {
namespace {

using access::Role;
using audit::Event;
using namespace std::chrono_literals;
using internal::email;
using internal::kGoodPassword;
using internal::outcome;
using internal::password;
using internal::wait_for;

class IdentitySetUp : public internal::TestInstallation {};

TEST_F(IdentitySetUp, a_link_makes_the_owner_who_is_signed_in) {
  EXPECT_FALSE(*identity->has_owner());
  const Link link = *identity->make_setup_link();
  EXPECT_TRUE(link.token.reveal_text().starts_with("ghs_"));
  EXPECT_EQ(*wait_for(identity->check_setup_link(std::string{link.token.reveal_text()})),
            clock.now() + 15min);
  const auto owner = try_set_up(link.token.reveal_text());
  ASSERT_EQ(outcome(owner), "done");
  EXPECT_EQ(owner->session.authority.role, Role::owner);
  EXPECT_EQ(owner->session.workspace, "Acme");
  EXPECT_EQ(owner->session.person.email, "ada@example.com");
  EXPECT_EQ(owner->session.idle_minutes, 15);
  EXPECT_EQ(owner->session.ends_at, clock.now() + 12h);
  EXPECT_EQ(outcome(recognise(*owner)), "done");
  EXPECT_TRUE(*identity->has_owner());
  EXPECT_TRUE(recorded(Event::setup_link_made));
  EXPECT_TRUE(recorded(Event::workspace_created));
}

TEST_F(IdentitySetUp, a_link_is_good_once) {
  const Link link = *identity->make_setup_link();
  ASSERT_EQ(outcome(try_set_up(link.token.reveal_text())), "done");
  EXPECT_EQ(outcome(try_set_up(link.token.reveal_text())), "identity.link_refused");
  EXPECT_EQ(outcome(identity->make_setup_link()), "identity.already_set_up");
  EXPECT_EQ(tenants->rooms().size(), 1u);
}

TEST_F(IdentitySetUp, a_link_lasts_fifteen_minutes) {
  const Link link = *identity->make_setup_link();
  clock.advance(15min - 1s);
  EXPECT_EQ(outcome(wait_for(identity->check_setup_link(std::string{link.token.reveal_text()}))),
            "done");
  clock.advance(1s);
  EXPECT_EQ(outcome(try_set_up(link.token.reveal_text())), "identity.link_refused");
}

TEST_F(IdentitySetUp, only_the_newest_link_is_good) {
  const Link old = *identity->make_setup_link();
  const Link link = *identity->make_setup_link();
  EXPECT_EQ(outcome(try_set_up(old.token.reveal_text())), "identity.link_refused");
  EXPECT_EQ(outcome(try_set_up("")), "identity.link_refused");
  EXPECT_EQ(outcome(try_set_up(link.token.reveal_text())), "done");
}

TEST_F(IdentitySetUp, a_refused_password_leaves_the_link_good_and_no_workspace) {
  const Link link = *identity->make_setup_link();
  const auto refused = try_set_up(link.token.reveal_text(), "ada@example.com");
  ASSERT_EQ(outcome(refused), "identity.password_refused");
  EXPECT_EQ(refused.error().field(), "/password");
  EXPECT_TRUE(tenants->rooms().empty());
  EXPECT_EQ(outcome(try_set_up(link.token.reveal_text())), "done");
}

TEST_F(IdentitySetUp, two_at_once_with_one_link_make_one_owner) {
  const Link link = *identity->make_setup_link();
  const std::string token{link.token.reveal_text()};
  std::string_view outcomes[2];
  {
    std::jthread one{[&] { outcomes[0] = outcome(try_set_up(token)); }};
    std::jthread two{[&] { outcomes[1] = outcome(try_set_up(token)); }};
  }
  std::ranges::sort(outcomes);
  EXPECT_EQ(outcomes[0], "done");
  EXPECT_EQ(outcomes[1], "identity.link_refused");
  EXPECT_EQ(tenants->rooms().size(), 1u);
}

TEST_F(IdentitySetUp, a_workspace_whose_set_up_was_cut_off_is_removed_at_a_later_start) {
  const TenantId left_over = tenants->create("Acme", false)->id;
  open();
  EXPECT_EQ(outcome(tenants->room_of(left_over)), "done") << "it may still be under way";
  clock.advance(1h);
  const SignedIn owner = set_up();
  open();
  EXPECT_EQ(outcome(tenants->room_of(left_over)), "not_found");
  EXPECT_EQ(outcome(tenants->room_of(owner.session.tenant)), "done");
}

TEST_F(IdentitySetUp, owners_of_the_verifier_do_not_count) {
  in_probe_workspace("probe@example.com", Role::owner);
  EXPECT_FALSE(*identity->has_owner());
  set_up();
}

class IdentityInvitations : public internal::TestInstallation {
 protected:
  Result<Link> invite(const SignedIn& by, std::string_view address, Role role) {
    return wait_for(identity->invite(caller(by), email(address), role));
  }
  SignedIn owner = set_up();
};

TEST_F(IdentityInvitations, bring_a_member_into_the_workspace_of_the_inviter) {
  const Link link = *invite(owner, "ben@example.com", Role::agent);
  EXPECT_TRUE(link.token.reveal_text().starts_with("ghi_"));
  EXPECT_EQ(link.expires_at, clock.now() + 72h);
  const auto invited =
      wait_for(identity->check_invitation(from(), std::string{link.token.reveal_text()}));
  ASSERT_EQ(outcome(invited), "done");
  EXPECT_EQ(invited->email.text(), "ben@example.com");
  EXPECT_EQ(invited->workspace, "Acme");
  const auto joined = join(link);
  ASSERT_EQ(outcome(joined), "done");
  EXPECT_EQ(joined->session.authority.role, Role::agent);
  EXPECT_EQ(joined->session.tenant, owner.session.tenant);
  EXPECT_EQ(joined->session.idle_minutes, 30);
  EXPECT_EQ(outcome(join(link)), "identity.link_refused");
  EXPECT_EQ(outcome(sign_in("Ben@Example.com")), "done");
  EXPECT_TRUE(recorded(Event::member_invited));
  EXPECT_TRUE(recorded(Event::member_joined));
}

TEST_F(IdentityInvitations, last_seventy_two_hours) {
  const Link link = *invite(owner, "ben@example.com", Role::agent);
  clock.advance(72h);
  EXPECT_EQ(outcome(join(link)), "identity.link_refused");
}

TEST_F(IdentityInvitations, are_no_set_up_links_and_the_other_way_round) {
  const Link link = *invite(owner, "ben@example.com", Role::owner);
  EXPECT_EQ(outcome(try_set_up(link.token.reveal_text())), "identity.link_refused");
}

TEST_F(IdentityInvitations, refuse_members_of_the_same_workspace) {
  EXPECT_EQ(outcome(invite(owner, "ADA@example.com", Role::agent)), "identity.already_member");
}

TEST_F(IdentityInvitations, do_not_tell_who_is_known_in_another_workspace) {
  const SignedIn other = in_probe_workspace("cleo@example.com", Role::owner);
  const auto known = invite(owner, "cleo@example.com", Role::agent);
  const auto unknown = invite(owner, "nobody@example.com", Role::agent);
  EXPECT_EQ(outcome(known), outcome(unknown));
  const auto joined = join(*known, internal::kOtherPassword);
  ASSERT_EQ(outcome(joined), "done");
  EXPECT_EQ(sign_in("cleo@example.com")->session.tenant, other.session.tenant);
  EXPECT_EQ(sign_in("cleo@example.com", internal::kOtherPassword)->session.tenant,
            owner.session.tenant);
}

TEST_F(IdentityInvitations, end_with_the_rights_of_the_inviter) {
  const SignedIn second = member(owner, "ben@example.com", Role::administrator);
  const Link link = *invite(second, "cleo@example.com", Role::administrator);
  ASSERT_EQ(outcome(wait_for(identity->remove_member(caller(owner), second.session.person.id))),
            "done");
  EXPECT_EQ(outcome(join(link)), "identity.link_refused");
}

TEST_F(IdentityInvitations, a_name_of_nothing_visible_is_refused) {
  const Link link = *invite(owner, "ben@example.com", Role::agent);
  NewMember nobody{std::string{link.token.reveal_text()}, "\u200b \u202e", password(kGoodPassword)};
  const auto refused = wait_for(identity->join(from(), "Browser", std::move(nobody)));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().field(), "/name");
}

}  // namespace
}  // namespace gatehouse::identity
