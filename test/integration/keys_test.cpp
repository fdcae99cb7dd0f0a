// API keys as a machine uses them: made by a member, sent in one header, over when they are
// revoked.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using assurance::Ask;
using assurance::Attacker;

class Keys : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static Member& owner() { return *owner_; }

  struct Made {
    std::string id;
    std::string token;
  };
  static Made make(const Member& by, std::string_view rest) {
    const Answer answer = by.post("/api/v1/keys", fmt::format(R"({{"name":"CRM",{}}})", rest));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return {answer.text_at("/key/id"), answer.text_at("/token")};
  }
  static Attacker machine(const Made& key) {
    Attacker machine{server_->place(), fresh_address()};
    machine.identity = {{"Authorization", "Bearer " + key.token}};
    return machine;
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(Keys, a_machine_works_with_the_api_without_cookies_tokens_and_origin) {
  const Made key = make(owner(), R"("privileges":["manage_bots","edit_bots"])");
  const Answer made = machine(key).post("/api/v1/bots", R"({"name":"By a machine"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string bot = "/api/v1/bots/" + made.text_at("/id");
  const Answer taught = machine(key).post(
      bot + "/sources", R"({"kind":"text","title":"Hours","text":"We open at nine."})");
  EXPECT_EQ(taught.status, 201) << taught.body;
  EXPECT_EQ(machine(key).ask({.method = "DELETE", .target = bot}).status, 204);
  EXPECT_EQ(machine(key).get("/api/v1/members").brief(), "403 identity.key_outside_scope");
}

TEST_F(Keys, the_log_names_the_member_and_the_key) {
  const Made key = make(owner(), R"("privileges":["manage_bots"])");
  const Answer made = machine(key).post("/api/v1/bots", R"({"name":"Logged"})");
  const Json log = body_of(owner().get("/api/v1/audit?limit=20"));
  const Json entry = with(list_at(log, "/items"), "/object", made.text_at("/id"));
  EXPECT_EQ(text_at(entry, "/actor/kind"), "member");
  EXPECT_EQ(text_at(entry, "/actor/id"), text_at(owner().session, "/person/id"));
  EXPECT_EQ(text_at(entry, "/actor/key"), key.id);
}

TEST_F(Keys, the_list_says_what_a_key_is_for_and_never_its_secret) {
  const Made key =
      make(owner(), R"("privileges":["read_bots"],"days":30,"ranges":["127.0.0.0/8"])");
  const Attacker here = machine(key);
  EXPECT_EQ(here.get("/api/v1/bots").status, 200);
  const Answer answer = owner().get("/api/v1/keys");
  EXPECT_EQ(answer.body.find(key.token.substr(31)), std::string::npos);
  const Json entry = with(list_at(body_of(answer), "/items"), "/id", key.id);
  EXPECT_EQ(text_at(entry, "/state"), "active");
  EXPECT_EQ(text_at(entry, "/used_from"), *here.address());
  EXPECT_EQ(text_at(entry, "/ranges/0"), "127.0.0.0/8");
  EXPECT_EQ(text_at(entry, "/in_force/0"), "read_bots");
}

TEST_F(Keys, a_key_has_a_limit_of_its_own_over_all_rows) {
  const Made key = make(owner(), R"("privileges":["read_bots","read_members"],"per_minute":3)");
  EXPECT_EQ(machine(key).get("/api/v1/bots").status, 200);
  EXPECT_EQ(machine(key).get("/api/v1/members").status, 200);
  EXPECT_EQ(machine(key).get("/api/v1/bots").status, 200);
  EXPECT_EQ(machine(key).get("/api/v1/members").brief(), "429 edge.rate_limited");
}

TEST_F(Keys, a_socket_hears_by_a_key_and_ends_with_it) {
  const Made key = make(owner(), R"("privileges":["read_conversations"])");
  auto opened = machine(key).socket("/api/v1/socket");
  ASSERT_TRUE(opened.has_value());
  ASSERT_EQ(opened->first.status, 101) << opened->first.body;
  LiveSocket socket{*std::move(opened->second)};
  (void)socket.await("hello");
  EXPECT_EQ(owner().remove("/api/v1/keys/" + key.id).status, 204);
  EXPECT_TRUE(socket.ends());
  EXPECT_TRUE(socket.has_heard("key_ended"));
  EXPECT_EQ(machine(key).get("/api/v1/conversations").brief(), "401 identity.key_refused");
}

TEST_F(Keys, bad_wishes_are_told_at_their_place) {
  const std::pair<std::string_view, std::string_view> wishes[] = {
      {R"("privileges":[])", "/privileges"},
      {R"("privileges":["read_bots"],"bots":[])", "/bots"},
      {R"("privileges":["read_bots"],"ranges":["10.0.0.0/8","300.1.1.1"])", "/ranges/1"},
      {R"("privileges":["read_bots"],"ranges":["10.0.0.1/8"])", "/ranges/0"},
      {R"("privileges":["read_bots"],"days":366)", "/days"},
      {R"("privileges":["read_bots"],"per_minute":0)", "/per_minute"}};
  for (const auto& [wish, place] : wishes) {
    const Answer answer = owner().post("/api/v1/keys", fmt::format(R"({{"name":"K",{}}})", wish));
    EXPECT_EQ(answer.status, 400) << wish << answer.body;
    EXPECT_EQ(answer.text_at("/field"), place) << answer.body;
  }
  EXPECT_EQ(owner().post("/api/v1/keys", R"({"name":"  "})").text_at("/field"), "/name");
}

TEST_F(Keys, administrators_see_and_end_the_keys_of_everybody) {
  const Member agent = joined(owner(), "amir@example.com", "supervisor");
  const Made key = make(agent, R"("privileges":["read_conversations"])");
  EXPECT_EQ(agent.get("/api/v1/workspace/keys").brief(), "403 access.forbidden");
  const Json all = body_of(owner().get("/api/v1/workspace/keys"));
  EXPECT_EQ(text_at(with(list_at(all, "/items"), "/id", key.id), "/owner/person"),
            text_at(agent.session, "/person/id"));
  EXPECT_EQ(owner().post(fmt::format("/api/v1/keys/{}/renewal", key.id)).brief(), "404 not_found");
  EXPECT_EQ(owner().remove("/api/v1/keys/" + key.id).status, 204);
  EXPECT_EQ(machine(key).get("/api/v1/conversations").brief(), "401 identity.key_refused");
}

TEST_F(Keys, a_key_loses_what_its_owner_loses_and_goes_with_them) {
  const Member agent = joined(owner(), "noa@example.com", "supervisor");
  const std::string person = "/api/v1/members/" + text_at(agent.session, "/person/id");
  const Made key = make(agent, R"("privileges":["read_conversations","read_members"])");
  EXPECT_EQ(machine(key).get("/api/v1/conversations").status, 200);
  EXPECT_EQ(owner().patch(person, R"({"role":"auditor","reason":"a test"})").status, 200);
  EXPECT_EQ(machine(key).get("/api/v1/conversations").brief(), "403 access.forbidden");
  EXPECT_EQ(machine(key).get("/api/v1/members").status, 200);
  EXPECT_EQ(owner().remove(person).status, 204);
  EXPECT_EQ(machine(key).get("/api/v1/members").brief(), "401 identity.key_refused");
}

}  // namespace
}  // namespace gatehouse::test
