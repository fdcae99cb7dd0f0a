// The walls between workspaces: every {parameter} of every row, with what belongs to somebody else.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using edge::Audience;
using edge::Route;

TEST_F(PolicyWalk, attacker_cannot_tell_what_others_have_from_what_does_not_exist) {
  int compared = 0;
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members) continue;
    for (const std::string& parameter : parameters_of(route)) {
      Ids with_foreign = ground().own;
      Ids with_absent = ground().own;
      with_foreign[parameter] = ground().foreign.at(parameter);
      with_absent[parameter] = ground().absent.at(parameter);
      const Answer foreign = attack(ground().owner, route, ask_of(route, with_foreign));
      const Answer absent = attack(ground().owner, route, ask_of(route, with_absent));
      EXPECT_EQ(foreign.brief(), "404 not_found")
          << name_of(route) << " with another workspace's " << parameter;
      EXPECT_EQ(outside(foreign), outside(absent)) << name_of(route) << " by " << parameter;
      ++compared;
    }
  }
  EXPECT_GT(compared, 15);
}

TEST_F(PolicyWalk, attacker_cannot_pass_another_workspaces_things_through_their_own) {
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members || parameters_of(route).size() < 2) continue;
    const Answer answer = attack(ground().owner, route, ask_of(route, ground().foreign));
    EXPECT_EQ(answer.brief(), "404 not_found") << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_use_a_visitors_token_at_another_widget) {
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::visitors) continue;
    const Answer answer = attack(ground().visitor, route, ask_of(route, ground().foreign));
    EXPECT_EQ(answer.brief(), "401 conversations.visitor_unknown") << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_hide_behind_malformed_ids) {
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members) continue;
    for (const std::string& parameter : parameters_of(route)) {
      for (const std::string id : {"x", "bot_", "'--", "conv_ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
                                   "bot_00000000000000000000000000x"}) {
        Ids ids = ground().own;
        ids[parameter] = id;
        EXPECT_EQ(attack(ground().owner, route, ask_of(route, ids)).status, 404)
            << name_of(route) << " " << id;
      }
    }
  }
}

TEST_F(PolicyWalk, attacker_cannot_use_the_verifiers_tools_on_a_customer) {
  std::string session;
  for (const Json& entry : list_at(body_of(ground().customer.get("/api/v1/sessions")), "/items"))
    session = text_at(entry, "/id");
  const Answer aged =
      elsewhere(ground().verifier)
          .post(fmt::format("/verification/v1/sessions/{}/age", session), R"({"seconds":100000})");
  EXPECT_EQ(aged.brief(), "404 not_found");
  EXPECT_EQ(ground().customer.get("/api/v1/session").status, 200);
  const Answer seen = elsewhere(ground().verifier).get("/verification/v1/entries");
  EXPECT_EQ(seen.body.find(text_at(ground().customer.session, "/workspace/id")), std::string::npos);
}

// After everything above, nothing of the others has changed or gone.
TEST_F(PolicyWalk, leaves_the_other_workspace_as_it_was) {
  for (const std::string_view path : {"/api/v1/bots/{bot}", "/api/v1/bots/{bot}/sources/{source}",
                                      "/api/v1/conversations/{conversation}"}) {
    std::string target{path};
    for (const auto& [name, id] : ground().foreign)
      if (const std::size_t found = target.find("{" + name + "}"); found != std::string::npos)
        target.replace(found, name.size() + 2, id);
    EXPECT_EQ(elsewhere(ground().other_owner).get(target).status, 200) << target;
  }
  const Answer bot =
      elsewhere(ground().other_owner).get("/api/v1/bots/" + ground().foreign.at("bot"));
  EXPECT_EQ(bot.text_at("/name"), "Probe bot 1");
  const Json members = body_of(elsewhere(ground().other_owner).get("/api/v1/members"));
  EXPECT_EQ(
      text_at(with(list_at(members, "/items"), "/person", ground().foreign.at("person")), "/role"),
      "agent");
  const Json kept = body_of(elsewhere(ground().other_owner)
                                .get(fmt::format("/api/v1/conversations/{}/messages",
                                                 ground().foreign.at("conversation"))));
  EXPECT_TRUE(with(list_at(kept, "/items"), "/client_id", "an-attackers-message").is_null());
}

}  // namespace
}  // namespace gatehouse::test
