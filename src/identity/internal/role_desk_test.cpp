// Roles that a workspace makes, and bots that members are granted.
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Breadth;
using access::kOfBots;
using access::Privilege;
using access::Privileges;
using access::Role;
using access::RoleKey;
using audit::Event;
using enum access::Privilege;

class IdentityRoles : public TestInstallation {
 protected:
  Result<RoleEntry> add(const SignedIn& by, std::string name, Privileges privileges,
                        Breadth breadth = Breadth::granted_bots) {
    return wait_for(identity->add_role(caller(by), {std::move(name), privileges, breadth}));
  }
  RoleKey made(std::string name, Privileges privileges, Breadth breadth = Breadth::granted_bots) {
    return add(owner, std::move(name), privileges, breadth)->key;
  }
  Result<RoleEntry> edit(const SignedIn& by, const RoleKey& role, RoleEdit edit) {
    return wait_for(identity->edit_role(caller(by), *role.custom(), std::move(edit)));
  }
  Result<access::Grant> grant(const SignedIn& by, const SignedIn& whom, BotId on,
                              Privileges privileges) {
    return wait_for(identity->grant(caller(by), whom.session.person.id, {on, privileges}));
  }
  std::string_view change(const SignedIn& by, const SignedIn& whom, const RoleKey& role) {
    return outcome(
        wait_for(identity->change_role(caller(by), whom.session.person.id, role, "a test")));
  }
  bool told(const SignedIn& who) {
    const std::lock_guard lock{mutex};
    return std::ranges::find(changed, who.session.id) != changed.end();
  }
  void SetUp() override {
    identity->when_rights_change([this](const std::vector<SessionId>& ids) {
      const std::lock_guard lock{mutex};
      changed.insert(changed.end(), ids.begin(), ids.end());
    });
  }

  SignedIn owner = set_up();
  const BotId bot = BotId::from_bits({1});
  const BotId other_bot = BotId::from_bits({2});
  std::vector<SessionId> changed;
};

TEST_F(IdentityRoles, of_a_workspace_stand_beside_the_built_in_ones) {
  const auto role = add(owner, "Night shift", {reply_conversations});
  ASSERT_TRUE(role.has_value());
  EXPECT_EQ(role->privileges, (Privileges{read_conversations, reply_conversations}));
  const SignedIn ben = member(owner, "ben@example.com", role->key);
  EXPECT_EQ(caller(ben).role(), role->key);
  EXPECT_TRUE(caller(ben).may(reply_conversations));
  EXPECT_FALSE(caller(ben).may(read_members));
  const auto list = *wait_for(identity->roles(caller(owner)));
  ASSERT_EQ(list.size(), access::kRoles.size() + 1);
  EXPECT_EQ(list.front().holders.front().name, "Ada Owner");
  EXPECT_EQ(list.back().name, "Night shift");
  EXPECT_EQ(list.back().holders.front().person, ben.session.person.id);
  EXPECT_TRUE(recorded(Event::role_created));
}

TEST_F(IdentityRoles, have_names_of_their_own) {
  made("Night shift", {read_bots});
  EXPECT_EQ(outcome(add(owner, "NIGHT SHIFT", {read_bots})), "access.role_name_taken");
  EXPECT_EQ(outcome(add(owner, "Owner", {read_bots})), "access.role_name_taken");
  EXPECT_EQ(outcome(add(owner, "\u200b", {read_bots})), "access.bad_role_name");
}

TEST_F(IdentityRoles, change_under_their_holders_at_once_and_without_signing_in_again) {
  const RoleKey role = made("Helper", {read_bots, edit_bots}, Breadth::every_bot);
  const SignedIn ben = member(owner, "ben@example.com", role);
  const access::Caller before = caller(ben);
  EXPECT_TRUE(before.authority().may(edit_bots, bot));
  ASSERT_TRUE(edit(owner, role, {.privileges = Privileges{read_bots}}).has_value());
  EXPECT_FALSE(caller(ben).may(edit_bots));
  EXPECT_TRUE(told(ben));
  EXPECT_FALSE(identity->holds_still(before));
  ASSERT_TRUE(edit(owner, role, {.breadth = Breadth::granted_bots}).has_value());
  EXPECT_FALSE(caller(ben).authority().may(read_bots, bot));
  EXPECT_TRUE(recorded(Event::role_changed));
  open();
  EXPECT_FALSE(caller(ben).may(edit_bots));
}

TEST_F(IdentityRoles, in_use_say_who_holds_them_and_stay) {
  const RoleKey role = made("Helper", {read_bots});
  const SignedIn ben = member(owner, "ben@example.com", role);
  const auto remove = [&] {
    return *wait_for(identity->delete_role(caller(owner), *role.custom()));
  };
  const auto holders = remove();
  ASSERT_EQ(holders.size(), 1u);
  EXPECT_EQ(holders.front().name, "Ben Member");
  EXPECT_EQ(change(owner, ben, Role::agent), "done");
  const Link link = *wait_for(identity->invite(caller(owner), email("eve@example.com"), role));
  EXPECT_TRUE(remove().empty());
  EXPECT_EQ(outcome(join(link)), "identity.link_refused");
  EXPECT_EQ(change(owner, ben, role), "not_found");
  EXPECT_TRUE(recorded(Event::role_deleted));
}

TEST_F(IdentityRoles, attacker_cannot_make_or_change_a_role_beyond_their_own) {
  const RoleKey maker = made("Maker", {manage_roles, read_bots}, Breadth::every_bot);
  const RoleKey strong = made("Strong", {manage_roles, read_audit}, Breadth::every_bot);
  const SignedIn ben = member(owner, "ben@example.com", maker);
  EXPECT_EQ(outcome(add(ben, "Weak", {read_bots})), "done");
  const auto refused = add(ben, "Strong too", {read_bots, read_audit});
  ASSERT_EQ(outcome(refused), "access.cannot_grant");
  EXPECT_EQ(refused.error().control(), "ACC-02");
  EXPECT_EQ(outcome(edit(ben, maker, {.privileges = Privileges::all()})), "access.cannot_grant");
  EXPECT_EQ(outcome(edit(ben, strong, {.privileges = Privileges{read_bots}})),
            "access.cannot_grant");
  EXPECT_EQ(outcome(wait_for(identity->delete_role(caller(ben), *strong.custom()))),
            "access.cannot_grant");
  const RoleKey local = made("Local maker", {manage_roles, read_bots});
  const SignedIn cy = member(owner, "cy@example.com", local);
  EXPECT_EQ(outcome(add(cy, "Wide", {read_bots}, Breadth::every_bot)), "access.cannot_grant");
  EXPECT_EQ(outcome(add(member(owner, "dan@example.com", Role::agent), "x", {})),
            "access.forbidden");
}

TEST_F(IdentityRoles, attacker_cannot_reach_roles_of_another_workspace) {
  const RoleKey role = made("Helper", {read_bots});
  const SignedIn other = in_probe_workspace("cleo@example.com", Role::owner);
  const RoleKey absent{RoleId::from_bits({9})};
  for (const RoleKey& key : {role, absent}) {
    EXPECT_EQ(outcome(edit(other, key, {.name = "Mine"})), "not_found");
    EXPECT_EQ(outcome(wait_for(identity->delete_role(caller(other), *key.custom()))), "not_found");
    EXPECT_EQ(change(other, other, key), "not_found");
    EXPECT_EQ(outcome(wait_for(identity->invite(caller(other), email("eve@example.com"), key))),
              "not_found");
  }
  EXPECT_EQ(edit(other, role, {.name = "Mine"}).error().control(), "ACC-05");
  EXPECT_EQ(wait_for(identity->roles(caller(other)))->size(), access::kRoles.size());
}

using IdentityGrants = IdentityRoles;

TEST_F(IdentityGrants, open_one_bot_at_once_and_close_it_again) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  EXPECT_FALSE(caller(ben).authority().may(read_conversations, bot));
  ASSERT_TRUE(grant(owner, ben, bot, {reply_conversations}).has_value());
  EXPECT_TRUE(caller(ben).authority().may(read_conversations, bot));
  EXPECT_TRUE(caller(ben).authority().may(reply_conversations, bot));
  EXPECT_FALSE(caller(ben).authority().may(close_conversations, bot));
  EXPECT_FALSE(caller(ben).authority().may(read_conversations, other_bot));
  EXPECT_TRUE(told(ben));
  const auto list = *wait_for(identity->grants(caller(owner), ben.session.person.id));
  ASSERT_EQ(list.size(), 1u);
  open();
  EXPECT_TRUE(caller(ben).authority().may(reply_conversations, bot));
  ASSERT_TRUE(grant(owner, ben, bot, {}).has_value());
  EXPECT_FALSE(caller(ben).authority().may(read_conversations, bot));
  EXPECT_TRUE(recorded(Event::grant_changed));
}

TEST_F(IdentityGrants, of_a_bot_that_is_about_to_be_made_are_its_creators) {
  const SignedIn ben = member(owner, "ben@example.com", Role::builder);
  ASSERT_TRUE(wait_for(identity->grant_new_bot(caller(ben), bot)).has_value());
  EXPECT_TRUE(caller(ben).authority().may(manage_bots, bot));
  EXPECT_FALSE(caller(ben).authority().may(manage_bots, other_bot));
  ASSERT_TRUE(wait_for(identity->grant_new_bot(caller(owner), bot)).has_value());
  EXPECT_EQ(outcome(grant(owner, owner, bot, {read_bots})), "access.reaches_every_bot");
}

TEST_F(IdentityGrants, attacker_cannot_grant_what_they_do_not_hold) {
  const RoleKey lead = made("Lead", {manage_members, read_conversations, reply_conversations});
  const SignedIn ben = member(owner, "ben@example.com", lead);
  const SignedIn cy = member(owner, "cy@example.com", Role::agent);
  ASSERT_TRUE(grant(owner, ben, bot, {reply_conversations}).has_value());
  ASSERT_TRUE(grant(owner, cy, other_bot, kOfBots).has_value());
  EXPECT_EQ(outcome(grant(ben, cy, bot, {reply_conversations})), "done");
  EXPECT_EQ(outcome(grant(ben, cy, bot, {close_conversations})), "access.cannot_grant");
  EXPECT_EQ(outcome(grant(ben, ben, bot, kOfBots)), "access.cannot_grant");
  EXPECT_EQ(outcome(grant(ben, cy, other_bot, {})), "not_found");
  EXPECT_EQ(outcome(grant(ben, cy, BotId::from_bits({9}), {read_conversations})), "not_found");
  const auto seen = *wait_for(identity->grants(caller(ben), cy.session.person.id));
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen.front().bot, bot);
  // Another role for somebody who reaches more would carry that further.
  EXPECT_EQ(change(ben, cy, lead), "access.cannot_grant");
}

TEST_F(IdentityGrants, attacker_cannot_reach_members_of_another_workspace) {
  const SignedIn other = in_probe_workspace("cleo@example.com", Role::owner);
  const auto refused = grant(other, owner, bot, {read_bots});
  ASSERT_EQ(outcome(refused), "not_found");
  EXPECT_EQ(refused.error().control(), "ACC-05");
  EXPECT_EQ(outcome(wait_for(identity->grants(caller(other), owner.session.person.id))),
            "not_found");
}

TEST_F(IdentityGrants, of_before_there_were_any_are_given_when_the_server_starts) {
  const SignedIn ben = member(owner, "ben@example.com", Role::agent);
  constexpr store::Statement kOld{"test.old", "INSERT INTO ungranted_tenant (tenant) VALUES (?1)"};
  ASSERT_TRUE(control->write_now([&](store::Transaction& transaction) {
    return transaction.execute(kOld, owner.session.tenant);
  }));
  const auto bots_of = [this](TenantId) { return std::vector{bot}; };
  ASSERT_TRUE(identity->grant_what_was_reached(bots_of).has_value());
  EXPECT_TRUE(caller(ben).authority().may(close_conversations, bot));
  EXPECT_TRUE(caller(ben).authority().may(read_bots, bot));
  ASSERT_TRUE(grant(owner, ben, bot, {}).has_value());
  ASSERT_TRUE(identity->grant_what_was_reached(bots_of).has_value());
  EXPECT_FALSE(caller(ben).authority().may(read_bots, bot)) << "only once";
}

}  // namespace
}  // namespace gatehouse::identity::internal
