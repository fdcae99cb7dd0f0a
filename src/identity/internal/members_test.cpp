// Who may do what to whom in a workspace, and the walls between workspaces.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Role;
using audit::Event;

class IdentityMembers : public TestInstallation {
 protected:
  std::string_view change(const SignedIn& by, const SignedIn& whom, Role role) {
    return outcome(
        wait_for(identity->change_role(caller(by), whom.session.person.id, role, "a test")));
  }
  std::string_view remove(const SignedIn& by, const SignedIn& whom) {
    return outcome(wait_for(identity->remove_member(caller(by), whom.session.person.id)));
  }
  std::string_view invite(const SignedIn& by, std::string_view address, Role role) {
    return outcome(wait_for(identity->invite(caller(by), email(address), role)));
  }
  SignedIn owner = set_up();
};

TEST_F(IdentityMembers, are_listed_with_name_and_role) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  const auto list = *wait_for(identity->members(caller(ben)));
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].name, "Ada Owner");
  EXPECT_EQ(list[0].role, Role::owner);
  EXPECT_EQ(list[1].email, "ben@example.com");
  EXPECT_EQ(list[1].last_seen, clock.now());
}

TEST_F(IdentityMembers, a_changed_role_ends_the_sessions_of_before) {
  const SignedIn ben = member(owner, "ben@example.com", Role::administrator);
  EXPECT_EQ(change(owner, ben, Role::agent), "done");
  EXPECT_EQ(outcome(recognise(ben)), "identity.signed_out");
  EXPECT_TRUE(has_ended(ben.session.id));
  EXPECT_EQ(sign_in("ben@example.com")->session.authority.role, Role::agent);
  EXPECT_TRUE(recorded(Event::member_role_changed));
}

TEST_F(IdentityMembers, a_removed_one_is_out_at_once_and_cannot_come_back) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  EXPECT_EQ(remove(owner, ben), "done");
  EXPECT_EQ(outcome(recognise(ben)), "identity.signed_out");
  EXPECT_EQ(outcome(refresh(ben)), "identity.signed_out");
  EXPECT_TRUE(has_ended(ben.session.id));
  EXPECT_EQ(outcome(sign_in("ben@example.com")), "identity.login_refused");
  EXPECT_EQ(remove(owner, ben), "not_found");
  EXPECT_EQ(invite(owner, "ben@example.com", Role::agent), "done");
  EXPECT_TRUE(recorded(Event::member_removed));
}

TEST_F(IdentityMembers, the_last_owner_stays) {
  EXPECT_EQ(change(owner, owner, Role::agent), "access.last_owner");
  EXPECT_EQ(remove(owner, owner), "access.last_owner");
  const SignedIn second = member(owner, "ben@example.com", Role::owner);
  EXPECT_EQ(change(second, owner, Role::agent), "done");
  EXPECT_EQ(remove(second, second), "access.last_owner");
}

TEST_F(IdentityMembers, attacker_cannot_use_rights_that_an_agent_lacks) {
  const SignedIn agent = member(owner, "ben@example.com", Role::agent);
  EXPECT_EQ(change(agent, agent, Role::owner), "access.forbidden");
  EXPECT_EQ(remove(agent, owner), "access.forbidden");
  EXPECT_EQ(invite(agent, "eve@example.com", Role::agent), "access.forbidden");
}

TEST_F(IdentityMembers, attacker_cannot_become_owner_as_an_administrator) {
  const SignedIn admin = member(owner, "ben@example.com", Role::administrator);
  EXPECT_EQ(change(admin, admin, Role::owner), "access.cannot_grant");
  EXPECT_EQ(change(admin, owner, Role::agent), "access.cannot_grant");
  EXPECT_EQ(remove(admin, owner), "access.cannot_grant");
  EXPECT_EQ(invite(admin, "eve@example.com", Role::owner), "access.cannot_grant");
  EXPECT_EQ(invite(admin, "eve@example.com", Role::administrator), "done");
}

TEST_F(IdentityMembers, attacker_cannot_reach_members_of_another_workspace) {
  const SignedIn other = in_probe_workspace("cleo@example.com", Role::owner);
  const auto refused = wait_for(
      identity->change_role(caller(other), owner.session.person.id, Role::agent, "a test"));
  const auto absent =
      wait_for(identity->change_role(caller(other), PersonId{}, Role::agent, "a test"));
  ASSERT_EQ(outcome(refused), "not_found");
  EXPECT_EQ(refused.error().control(), "ACC-05");
  EXPECT_EQ(&refused.error().kind(), &absent.error().kind());
  EXPECT_EQ(remove(other, owner), "not_found");
  EXPECT_EQ(wait_for(identity->members(caller(other)))->size(), 1u);
  EXPECT_EQ(outcome(recognise(owner)), "done");
}

}  // namespace
}  // namespace gatehouse::identity::internal
