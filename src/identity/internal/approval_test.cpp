// Who may approve what, when a sole owner's day has passed, and that an act is done once or not.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;
using access::ApprovalState;
using access::Role;
using audit::Event;

class IdentityApprovals : public TestInstallation {
 protected:
  // Somebody who was not brought in lately, so that they are nobody's.
  SignedIn elder(std::string_view address, Role role) {
    (void)member(owner, address, role);
    clock.advance(25h);
    owner = *sign_in();
    return *sign_in(address);
  }
  ApprovalId ask(const SignedIn& by, const SignedIn& whom, Role role) {
    const auto asked =
        wait_for(identity->change_role(caller(by), whom.session.person.id, role, "Because."));
    CHECK(asked.has_value() && asked->approval.has_value());
    return *asked->approval;
  }
  ApprovalEntry entry(ApprovalId id) { return *wait_for(identity->approval(caller(owner), id)); }
  std::string_view approve(const SignedIn& by, ApprovalId id) {
    return outcome(wait_for(identity->approve(caller(by), id, entry(id).approval.digest)));
  }
  access::RoleKey role_of(const SignedIn& whom) {
    const auto list = *wait_for(identity->members(caller(owner)));
    return std::ranges::find(list, whom.session.person.id, &Member::person)->role;
  }
  SignedIn owner = set_up();
};

TEST_F(IdentityApprovals, two_people_are_needed_and_it_is_done_once) {
  const SignedIn second = elder("ben@example.com", Role::owner);
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(owner, cy, Role::administrator);
  EXPECT_FALSE(entry(id).approval.due_at.has_value());
  EXPECT_EQ(role_of(cy), Role::agent);
  EXPECT_EQ(approve(owner, id), "access.own_request");
  EXPECT_EQ(approve(second, id), "done");
  EXPECT_EQ(role_of(cy), Role::administrator);
  EXPECT_EQ(approve(second, id), "access.request_over");
  EXPECT_EQ(entry(id).decider, "Ben Member");
  EXPECT_TRUE(recorded(Event::approval_requested));
  EXPECT_TRUE(recorded(Event::approval_given));
}

TEST_F(IdentityApprovals, a_sole_owner_waits_for_a_day) {
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(owner, cy, Role::owner);
  EXPECT_EQ(entry(id).approval.due_at, clock.now() + 24h);
  clock.advance(24h - 1s);
  ASSERT_TRUE(identity->keep_house().has_value());
  owner = *sign_in();
  EXPECT_EQ(role_of(cy), Role::agent);
  clock.advance(1s);
  ASSERT_TRUE(identity->keep_house().has_value());
  EXPECT_EQ(role_of(cy), Role::owner);
  EXPECT_EQ(entry(id).approval.state, ApprovalState::done);
}

TEST_F(IdentityApprovals, nobody_waits_longer_than_three_days) {
  (void)elder("ben@example.com", Role::owner);
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(owner, cy, Role::administrator);
  clock.advance(72h);
  ASSERT_TRUE(identity->keep_house().has_value());
  owner = *sign_in();
  EXPECT_EQ(entry(id).approval.state, ApprovalState::expired);
  EXPECT_EQ(role_of(cy), Role::agent);
}

TEST_F(IdentityApprovals, attacker_cannot_approve_as_somebody_they_invited_or_reset) {
  const SignedIn elder_owner = elder("ben@example.com", Role::owner);
  const SignedIn puppet = member(owner, "pup@example.com", Role::administrator);
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(owner, cy, Role::administrator);
  EXPECT_EQ(approve(puppet, id), "access.not_independent");
  const auto taken = wait_for(identity->make_reset_link(
      caller(owner), elder_owner.session.person.id, egress::Language::en));
  ASSERT_EQ(outcome(taken), "done");
  EXPECT_EQ(approve(elder_owner, id), "access.not_independent");
  EXPECT_EQ(role_of(cy), Role::agent);
}

TEST_F(IdentityApprovals, attacker_cannot_have_done_what_was_not_shown) {
  const SignedIn second = elder("ben@example.com", Role::owner);
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(owner, cy, Role::administrator);
  EXPECT_EQ(outcome(wait_for(identity->approve(caller(second), id, crypto::Digest{}))),
            "access.request_changed");
  // Nor by changing the row.
  const crypto::Digest shown = entry(id).approval.digest;
  constexpr store::Statement kBend{"test.bend", "UPDATE approval SET act = 'invite_member'"};
  ASSERT_TRUE(control->write_now(
      [&](store::Transaction& transaction) { return transaction.execute(kBend); }));
  EXPECT_EQ(outcome(wait_for(identity->approve(caller(second), id, shown))),
            "access.request_changed");
  EXPECT_EQ(role_of(cy), Role::agent);
}

TEST_F(IdentityApprovals, come_to_nothing_once_whoever_asked_has_left) {
  const SignedIn second = elder("ben@example.com", Role::owner);
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(second, cy, Role::administrator);
  const crypto::Digest digest = entry(id).approval.digest;
  ASSERT_TRUE(wait_for(identity->remove_member(caller(owner), second.session.person.id)));
  EXPECT_EQ(outcome(wait_for(identity->approve(caller(owner), id, digest))), "access.request_over");
  EXPECT_EQ(role_of(cy), Role::agent);
}

TEST_F(IdentityApprovals, whoever_follows_an_invitation_meanwhile_is_an_agent) {
  const SignedIn second = elder("ben@example.com", Role::owner);
  const Link link =
      *wait_for(identity->invite(caller(owner), email("cy@example.com"), Role::administrator));
  ASSERT_TRUE(link.approval.has_value());
  const SignedIn cy = *join(link);
  EXPECT_EQ(cy.session.authority.role, Role::agent);
  EXPECT_EQ(approve(second, *link.approval), "done");
  EXPECT_EQ(role_of(cy), Role::administrator);

  const Link later =
      *wait_for(identity->invite(caller(owner), email("dan@example.com"), Role::administrator));
  EXPECT_EQ(approve(second, *later.approval), "done");
  EXPECT_EQ(join(later)->session.authority.role, Role::administrator);
}

TEST_F(IdentityApprovals, attacker_cannot_see_or_decide_those_of_another_workspace) {
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  const ApprovalId id = ask(owner, cy, Role::administrator);
  const SignedIn other = in_probe_workspace("cleo@example.com", Role::owner);
  const auto refused = wait_for(identity->decline(caller(other), id));
  ASSERT_EQ(outcome(refused), "not_found");
  EXPECT_EQ(refused.error().control(), "ACC-05");
  EXPECT_TRUE(wait_for(identity->approvals(caller(other)))->empty());
  EXPECT_TRUE(wait_for(identity->approvals(caller(cy)))->empty());
}

}  // namespace
}  // namespace gatehouse::identity::internal
