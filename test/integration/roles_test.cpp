// Roles that a workspace makes and bots that its members are granted, from the first click to an
// open socket.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class RolesSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static const RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }
  static std::string path_of(const Member& member) {
    return "/api/v1/members/" + text_at(member.session, "/person/id");
  }
  static Answer make(const Member& by, std::string_view name, std::string_view privileges,
                     bool every_bot = false) {
    return by.post("/api/v1/roles",
                   fmt::format(R"({{"name":"{}","every_bot":{},"privileges":[{}]}})", name,
                               every_bot, privileges));
  }
  static Answer grant(const Member& by, const Member& whom, std::string_view bot,
                      std::string_view privileges) {
    return by.patch(fmt::format("{}/grants/{}", path_of(whom), bot),
                    fmt::format(R"({{"privileges":[{}]}})", privileges));
  }
  static std::vector<std::string> names_of(const Answer& list, std::string_view member) {
    std::vector<std::string> names;
    const Json body = body_of(list);
    for (const Json& item : list_at(body, "/items")) names.push_back(text_at(item, member));
    return names;
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

constexpr std::string_view kInbox =
    R"("read_conversations","note_conversations","reply_conversations","close_conversations")";

TEST_F(RolesSuite, a_new_agent_reaches_nothing_until_a_bot_is_granted) {
  const NewBot bot = bot_of_a_shop(owner());
  const Visitor visitor{server(), bot.widget};
  const std::string conversation = visitor.say("Hello there").text_at("/conversation/id");
  const Member amir = joined(owner(), "amir@example.com", "agent");
  EXPECT_THAT(names_of(amir.get("/api/v1/bots"), "/id"), ElementsAre());
  EXPECT_EQ(amir.get("/api/v1/conversations/" + conversation).status, 404);
  EXPECT_EQ(amir.get("/api/v1/bots/" + bot.id).status, 404);

  EXPECT_EQ(grant(owner(), amir, bot.id, kInbox).status, 200);
  EXPECT_THAT(names_of(amir.get("/api/v1/conversations"), "/id"), ElementsAre(conversation));
  EXPECT_EQ(amir.get("/api/v1/bots/" + bot.id).status, 404) << "the inbox is not the bot";
  EXPECT_EQ(amir.post(fmt::format("/api/v1/conversations/{}/take-over", conversation)).status, 200);

  EXPECT_EQ(grant(owner(), amir, bot.id, R"("read_conversations")").status, 200);
  const Answer refused =
      amir.post(fmt::format("/api/v1/conversations/{}/messages", conversation),
                fmt::format(R"({{"client_id":"{}","text":"Hi"}})", fresh_client_id()));
  EXPECT_EQ(refused.brief(), "403 access.not_granted");
}

TEST_F(RolesSuite, rights_that_change_close_the_socket_and_not_the_session) {
  const NewBot bot = bot_of_a_shop(owner());
  Member noa = joined(owner(), "noa@example.com", "agent");
  LiveSocket before = noa.listen();
  EXPECT_EQ(grant(owner(), noa, bot.id, kInbox).status, 200);
  EXPECT_EQ(text_at(before.await("bye"), "/reason"), "rights_changed");
  EXPECT_TRUE(before.ends());
  EXPECT_EQ(noa.get("/api/v1/session").status, 200);

  LiveSocket after = noa.listen();
  const NewBot hidden = bot_of_a_shop(owner());
  const Visitor stranger{server(), hidden.widget};
  stranger.say("nobody's business");
  const Visitor visitor{server(), bot.widget};
  visitor.say("for Noa");
  after.await_message("for Noa");
  EXPECT_FALSE(after.has_heard("nobody's business"));
}

TEST_F(RolesSuite, a_role_changes_under_those_who_hold_it) {
  const Answer made = make(owner(), "Librarian", R"("edit_bots","read_members")", true);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string role = made.text_at("/key");
  const Member lia = joined(owner(), "lia@example.com", role);
  EXPECT_EQ(text_at(lia.session, "/role"), role);
  const NewBot bot = bot_of_a_shop(owner());
  const std::string path = "/api/v1/bots/" + bot.id;
  EXPECT_EQ(lia.patch(path, R"({"greeting":"Hi"})").status, 200);
  EXPECT_EQ(lia.patch(path, R"({"domains":["https://shop.example"]})").brief(),
            "403 access.forbidden");
  EXPECT_EQ(owner().patch("/api/v1/roles/" + role, R"({"privileges":["read_bots"]})").status, 200);
  EXPECT_EQ(lia.patch(path, R"({"greeting":"Ho"})").brief(), "403 access.forbidden");
  EXPECT_EQ(lia.get(path).status, 200);
  EXPECT_EQ(owner().patch("/api/v1/roles/" + role, R"({"every_bot":false})").status, 200);
  EXPECT_EQ(lia.get(path).status, 404);
}

TEST_F(RolesSuite, a_role_in_use_is_kept_and_the_answer_says_who_holds_it) {
  const std::string role = make(owner(), "Greeter", R"("read_conversations")").text_at("/key");
  const Member ido = joined(owner(), "ido@example.com", role);
  const Answer kept = owner().remove("/api/v1/roles/" + role);
  EXPECT_EQ(kept.brief(), "409 access.role_in_use");
  EXPECT_EQ(kept.header("content-type"), "application/problem+json");
  EXPECT_EQ(kept.text_at("/holders/0/person"), text_at(ido.session, "/person/id"));
  EXPECT_EQ(owner().patch(path_of(ido), R"({"role":"agent","reason":"a test"})").status, 200);
  EXPECT_EQ(owner().remove("/api/v1/roles/" + role).status, 204);
  EXPECT_EQ(owner()
                .patch(path_of(ido), fmt::format(R"({{"role":"{}","reason":"a test"}})", role))
                .brief(),
            "404 not_found");
}

TEST_F(RolesSuite, a_builder_reaches_what_they_build) {
  const Member ben = joined(owner(), "ben@example.com", "builder");
  const Answer made =
      ben.post("/api/v1/bots", R"({"name":"Ben's","domains":["https://b.example"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const Member eli = joined(owner(), "eli@example.com", "builder");
  const std::string path = "/api/v1/bots/" + made.text_at("/id");
  EXPECT_EQ(eli.get(path).status, 404);
  EXPECT_THAT(names_of(ben.get("/api/v1/bots"), "/name"), ElementsAre("Ben's"));
  EXPECT_EQ(ben.remove(path).status, 204);
  EXPECT_EQ(ben.get(path).status, 404);
}

TEST_F(RolesSuite, nobody_gives_what_they_do_not_hold) {
  const std::string lead =
      make(owner(), "Lead", R"("invite","manage_members","manage_roles","read_conversations")",
           true)
          .text_at("/key");
  const Member gil = joined(owner(), "gil@example.com", lead);
  const Member tom = joined(owner(), "tom@example.com", "agent");
  const auto refused = [](const Answer& answer) {
    EXPECT_EQ(answer.brief(), "403 access.cannot_grant");
  };
  refused(make(gil, "Mightier", R"("read_audit")"));
  refused(gil.patch("/api/v1/roles/" + lead, R"({"privileges":["manage_workspace"]})"));
  refused(gil.patch(path_of(gil), R"({"role":"administrator","reason":"a test"})"));
  refused(gil.patch(path_of(tom), R"({"role":"supervisor","reason":"a test"})"));
  refused(gil.post("/api/v1/invitations", R"({"email":"x@example.com","role":"owner"})"));
  refused(gil.remove(path_of(owner())));
  const NewBot bot = bot_of_a_shop(owner());
  refused(grant(gil, tom, bot.id, R"("edit_bots")"));
  EXPECT_EQ(grant(gil, tom, bot.id, R"("read_conversations")").status, 200);
}

TEST_F(RolesSuite, bad_input_gets_a_clear_answer_and_changes_nothing) {
  EXPECT_EQ(make(owner(), "Odd", R"("fly")").brief(), "400 json.out_of_range");
  EXPECT_EQ(make(owner(), "", R"("read_bots")").brief(), "400 json.out_of_range");
  EXPECT_EQ(make(owner(), "owner", R"("read_bots")").brief(), "409 access.role_name_taken");
  EXPECT_EQ(owner().patch("/api/v1/roles/owner", R"({"name":"x"})").status, 404);
  EXPECT_EQ(owner().remove("/api/v1/roles/agent").status, 404);
  EXPECT_EQ(owner().patch(path_of(owner()), R"({"role":"root"})").brief(), "400 json.out_of_range");
  EXPECT_EQ(grant(owner(), owner(), bot_of_a_shop(owner()).id, R"("read_bots")").brief(),
            "409 access.reaches_every_bot");
  EXPECT_THAT(owner().get("/api/v1/roles").body, Not(HasSubstr("Odd")));
}

}  // namespace
}  // namespace gatehouse::test
