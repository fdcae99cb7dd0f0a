#include "access/authority.h"

#include <gtest/gtest.h>

#include "access/doorkeeper.h"

namespace gatehouse::access {
namespace {

using enum Privilege;

const BotId kMine = BotId::from_bits({1});
const BotId kOther = BotId::from_bits({2});

Authority with(Privileges privileges, std::vector<Grant> grants) {
  return {Role::agent, privileges, Reach::of(std::move(grants))};
}
std::string_view outcome(const Authority& authority, Privilege privilege, BotId bot) {
  const Caller caller =
      Doorkeeper::member({}, TenantId{}, PersonId::from_bits({1}), SessionId{}, authority, "Anna");
  const auto result = require(caller, privilege, bot);
  return result ? std::string_view{"done"} : result.error().kind().code;
}

TEST(Privileges, have_a_sentence_each_and_come_back_from_their_text) {
  for (const PrivilegeRow& row : kPrivileges) {
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.name;
    EXPECT_EQ(named<Privilege>(row.name), row.privilege);
  }
  EXPECT_EQ(privileges_in(text_of(Privileges::all())), Privileges::all());
  EXPECT_EQ(privileges_in(""), Privileges{});
  EXPECT_EQ(privileges_in("read_bots fly  read_audit"), (Privileges{read_bots, read_audit}));
}

TEST(Privileges, that_need_sight_bring_it) {
  EXPECT_EQ(with_reading({edit_bots}), (Privileges{read_bots, edit_bots}));
  EXPECT_EQ(with_reading({close_conversations}),
            (Privileges{read_conversations, close_conversations}));
  EXPECT_EQ(with_reading({manage_members, read_reports}),
            (Privileges{manage_members, read_reports}));
}

TEST(RoleKeys, are_words_or_ids) {
  EXPECT_EQ(RoleKey::parse("supervisor"), RoleKey{Role::supervisor});
  const RoleId id = RoleId::from_bits({7});
  EXPECT_EQ(RoleKey::parse(id.text()), RoleKey{id});
  EXPECT_EQ(RoleKey{id}.custom(), id);
  EXPECT_FALSE(RoleKey{id}.built_in().has_value());
  for (const std::string_view text : {"", "root", "role_", "bot_00000000000000000000000000"})
    EXPECT_FALSE(RoleKey::parse(text).has_value()) << text;
}

TEST(Reaching, is_granted_bot_by_bot) {
  const Authority anna =
      with({read_bots, edit_bots, publish_bots}, {{kMine, {read_bots, edit_bots}}});
  EXPECT_EQ(outcome(anna, edit_bots, kMine), "done");
  EXPECT_EQ(outcome(anna, publish_bots, kMine), "access.not_granted");
  EXPECT_EQ(outcome(anna, manage_bots, kMine), "access.forbidden");
  EXPECT_EQ(outcome(anna, edit_bots, kOther), "not_found");
}

TEST(Reaching, of_the_bot_shows_nothing_of_its_inbox) {
  const Authority anna = with({read_bots, read_conversations}, {{kMine, {read_bots}}});
  EXPECT_EQ(outcome(anna, read_bots, kMine), "done");
  EXPECT_EQ(outcome(anna, read_conversations, kMine), "not_found");
}

TEST(Reaching, everything_is_every_bot_and_no_further_privilege) {
  const Authority supervisor{Role::supervisor};
  EXPECT_EQ(outcome(supervisor, close_conversations, kOther), "done");
  EXPECT_EQ(outcome(supervisor, edit_bots, kOther), "access.forbidden");
}

TEST(Granting, stops_at_what_one_holds) {
  const Authority lead =
      with({read_bots, edit_bots, manage_members}, {{kMine, {read_bots, edit_bots}}});
  EXPECT_TRUE(may_grant(lead, with({read_bots}, {{kMine, {read_bots}}})));
  EXPECT_TRUE(may_grant(lead, lead));
  EXPECT_FALSE(may_grant(lead, with({read_bots, publish_bots}, {})));
  EXPECT_FALSE(may_grant(lead, with({read_bots}, {{kMine, {read_bots, manage_bots}}})));
  EXPECT_FALSE(may_grant(lead, with({read_bots}, {{kOther, {read_bots}}})));
  EXPECT_FALSE(may_grant(lead, {Role::agent, {read_bots}, Reach::everything()}));
}

TEST(Granting, of_owners_is_for_owners) {
  EXPECT_TRUE(may_grant(Role::owner, Role::owner));
  EXPECT_FALSE(may_grant(Role::administrator, Role::owner));
  EXPECT_TRUE(may_grant(Role::administrator, Role::administrator));
}

TEST(Authorities, of_a_key_are_never_more_than_both_allow) {
  const Authority key = Authority{Role::agent}.within({read_bots, manage_members});
  EXPECT_EQ(key.privileges, Privileges{read_bots});
}

TEST(BuiltInRoles, hold_no_more_than_owners_and_administrators) {
  for (const RoleRow& row : kRoles) {
    EXPECT_TRUE(privileges_of(Role::administrator).contains_all(row.privileges)) << row.name;
    EXPECT_EQ(row.privileges, with_reading(row.privileges)) << row.name;
  }
}

}  // namespace
}  // namespace gatehouse::access
