#include "identity/api_keys.h"

#include <gtest/gtest.h>

#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using access::Privilege;
using access::Privileges;
using namespace std::chrono_literals;

class ApiKeysTest : public TestInstallation {
 protected:
  void SetUp() override {
    owner = set_up();
    as_owner = caller(owner);
  }
  NewApiKey wanted(Privileges scope = {Privilege::read_members}) {
    NewApiKey key;
    key.name = "CRM";
    key.scope = scope;
    return key;
  }
  MadeKey make(const SignedIn& by, NewApiKey key) {
    auto made = wait_for(identity->keys().make(caller(by), std::move(key)));
    EXPECT_TRUE(made.has_value());
    return *std::move(made);
  }
  Result<access::Caller> use(const MadeKey& made, std::string_view address = "192.0.2.7") {
    return identity->keys().recognise(from(address), made.token.reveal_text());
  }
  std::string_view code(const Result<access::Caller>& answer) {
    return answer ? "let in" : answer.error().kind().code;
  }

  SignedIn owner;
  std::optional<access::Caller> as_owner;  // for after the session's end
};

TEST_F(ApiKeysTest, a_key_is_its_owner_with_less) {
  const MadeKey made = make(owner, wanted());
  const auto caller = use(made);
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->person(), owner.session.person.id);
  EXPECT_EQ(caller->name(), "Ada Owner");
  EXPECT_TRUE(caller->session().is_nil());
  EXPECT_TRUE(caller->may(Privilege::read_members));
  EXPECT_FALSE(caller->may(Privilege::manage_members));
  EXPECT_EQ(access::require(*caller, Privilege::manage_members).error().kind().code,
            access::kOutsideScope.code);
  EXPECT_EQ(caller->origin().key, made.key.id);
  EXPECT_TRUE(recorded(audit::Event::api_key_made));
}

TEST_F(ApiKeysTest, a_key_without_a_wish_looks_at_bots_for_180_days) {
  NewApiKey plain;
  plain.name = "Plain";
  const MadeKey made = make(owner, plain);
  EXPECT_EQ(made.key.scope, Privileges{Privilege::read_bots});
  EXPECT_EQ(made.key.expires_at, clock.now() + std::chrono::days{180});
}

TEST_F(ApiKeysTest, a_key_survives_a_restart_and_its_use_is_kept) {
  const MadeKey made = make(owner, wanted());
  ASSERT_TRUE(use(made).has_value());
  clock.advance(61s);
  ASSERT_TRUE(identity->keep_house().has_value());
  close();
  open();
  const auto list = wait_for(identity->keys().own(*use(made)));
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().used_from, "192.0.2.7");
}

TEST_F(ApiKeysTest, a_key_ends_with_its_time) {
  const MadeKey made = make(owner, wanted());
  clock.advance(std::chrono::days{89});
  EXPECT_EQ(code(use(made)), "let in");
  clock.advance(std::chrono::days{89});
  EXPECT_EQ(code(use(made)), "let in");
  clock.advance(std::chrono::days{2});
  EXPECT_EQ(code(use(made)), kKeyRefused.code);
  ASSERT_TRUE(identity->keep_house().has_value());
  EXPECT_TRUE(recorded(audit::Event::api_key_ended));
}

TEST_F(ApiKeysTest, a_key_that_nobody_uses_is_disabled) {
  const MadeKey made = make(owner, wanted());
  clock.advance(std::chrono::days{90});
  EXPECT_EQ(code(use(made)), kKeyRefused.code);
  ASSERT_TRUE(identity->keep_house().has_value());
  const auto list = wait_for(identity->keys().own(*as_owner));
  EXPECT_EQ(list->front().state, KeyState::unused);
}

TEST_F(ApiKeysTest, a_renewed_key_goes_on_by_its_old_secret_for_the_overlap) {
  const MadeKey first = make(owner, wanted());
  const MadeKey second = *wait_for(identity->keys().renew(caller(owner), first.key.id, {}));
  EXPECT_EQ(first.key.id, second.key.id);
  clock.advance(23h);
  EXPECT_EQ(code(use(first)), "let in");
  EXPECT_EQ(code(use(second)), "let in");
  clock.advance(1h);
  EXPECT_EQ(code(use(first)), kKeyRefused.code);
  EXPECT_EQ(code(use(second)), "let in");
}

TEST_F(ApiKeysTest, an_overlap_outlives_neither_seven_days_nor_the_key) {
  NewApiKey brief = wanted();
  brief.days = 1;
  const MadeKey made = make(owner, brief);
  const auto too_long = wait_for(
      identity->keys().renew(caller(owner), made.key.id, {.overlap_hours = 169, .days = {}}));
  EXPECT_EQ(too_long.error().kind().code, kKeyLivesTooLong.code);
  const auto renewed = wait_for(
      identity->keys().renew(caller(owner), made.key.id, {.overlap_hours = 100, .days = {}}));
  EXPECT_EQ(renewed->key.old_secret_until, made.key.expires_at);
}

TEST_F(ApiKeysTest, a_key_works_from_its_ranges_alone) {
  NewApiKey bound = wanted();
  bound.ranges = {"192.0.2.0/28", "2001:db8::/32"};
  const MadeKey made = make(owner, bound);
  EXPECT_EQ(code(use(made, "192.0.2.15")), "let in");
  EXPECT_EQ(code(use(made, "2001:db8::7")), "let in");
  EXPECT_EQ(code(use(made, "192.0.2.16")), kKeyElsewhere.code);
  EXPECT_EQ(code(use(made, "2001:db9::7")), kKeyElsewhere.code);
}

TEST_F(ApiKeysTest, a_key_ends_for_good_when_its_owner_leaves) {
  const SignedIn agent = member(owner, "ben@example.com", access::Role::agent);
  const PersonId person = agent.session.person.id;
  const MadeKey made = make(agent, wanted());
  const auto left = wait_for(identity->let_leave(caller(owner), person, {.reason = "Left"}));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->ended.keys, 1);
  EXPECT_EQ(code(use(made)), kKeyRefused.code);
  ASSERT_TRUE(wait_for(identity->let_return(caller(owner), person, "Came back")));
  EXPECT_EQ(code(use(made)), kKeyRefused.code);
}

TEST_F(ApiKeysTest, a_key_works_only_where_its_workspace_is_open) {
  const MadeKey made = make(owner, wanted());
  EXPECT_EQ(code(use(made, "198.51.100.7")), "let in");
  const auto policy =
      access::read_address_policy(access::AddressMode::staff, {{"192.0.2.0/24", "Office"}});
  ASSERT_TRUE(wait_for(tenants->addresses().change(caller(owner), *policy, *log)));
  EXPECT_EQ(code(use(made, "198.51.100.7")), access::kOutsideRanges.code);
  EXPECT_EQ(code(use(made, "192.0.2.15")), "let in");
}

TEST_F(ApiKeysTest, nobody_makes_a_key_mightier_than_themselves) {
  const SignedIn agent = member(owner, "ben@example.com", access::Role::agent);
  const auto mighty =
      wait_for(identity->keys().make(caller(agent), wanted({Privilege::manage_members})));
  EXPECT_EQ(mighty.error().kind().code, kScopeTooWide.code);
  NewApiKey elsewhere = wanted({Privilege::read_members});
  elsewhere.bots = {{BotId::make(clock, random)}};
  EXPECT_EQ(wait_for(identity->keys().make(caller(agent), elsewhere)).error().kind().code,
            kScopeTooWide.code);
  NewApiKey eternal = wanted();
  eternal.days = 366;
  EXPECT_EQ(wait_for(identity->keys().make(caller(owner), eternal)).error().kind().code,
            kKeyLivesTooLong.code);
}

TEST_F(ApiKeysTest, a_key_is_worth_what_its_owner_is_now) {
  const SignedIn agent = member(owner, "ben@example.com", access::Role::agent);
  const MadeKey made = make(agent, wanted());
  const auto before = use(made);
  const PersonId person = agent.session.person.id;
  ASSERT_TRUE(
      wait_for(identity->change_role(caller(owner), person, access::Role::billing, "a test")));
  EXPECT_FALSE(identity->holds_still(*before));
  EXPECT_FALSE(use(made)->may(Privilege::read_members));
  ASSERT_TRUE(
      wait_for(identity->change_role(caller(owner), person, access::Role::agent, "a test")));
  EXPECT_TRUE(use(made)->may(Privilege::read_members));
  ASSERT_TRUE(wait_for(identity->remove_member(caller(owner), person)));
  EXPECT_EQ(code(use(made)), kKeyRefused.code);
}

TEST_F(ApiKeysTest, keys_are_revoked_by_their_owner_and_by_who_manages_keys) {
  const SignedIn agent = member(owner, "ben@example.com", access::Role::agent);
  const MadeKey of_owner = make(owner, wanted());
  const MadeKey of_agent = make(agent, wanted());
  EXPECT_EQ(wait_for(identity->keys().revoke(caller(agent), of_owner.key.id)).error().kind().code,
            kNotFound.code);
  EXPECT_EQ(
      wait_for(identity->keys().renew(caller(owner), of_agent.key.id, {})).error().kind().code,
      kNotFound.code);
  ASSERT_TRUE(wait_for(identity->keys().revoke(caller(owner), of_agent.key.id)));
  EXPECT_EQ(code(use(of_agent)), kKeyRefused.code);
  EXPECT_EQ(code(use(of_owner)), "let in");
  EXPECT_EQ(wait_for(identity->keys().of_workspace(caller(owner)))->size(), 1U);
  EXPECT_FALSE(wait_for(identity->keys().of_workspace(caller(agent))));
}

}  // namespace
}  // namespace gatehouse::identity::internal
