// The walls between the bots of one workspace: somebody who may do everything, but only with the
// first bot, against all that is of the second.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "api/sockets.h"
#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using edge::Audience;
using edge::Route;

class BotWalls : public PolicyWalk {
 protected:
  void SetUp() override {
    const auto& tenant = ground().target->tenant(0);
    const auto does = [&](std::string_view method, std::string target, std::string body) {
      const Answer answer = elsewhere(owner).ask(
          {.method = std::string{method}, .target = std::move(target), .body = std::move(body)});
      EXPECT_LT(answer.status, 300) << answer.body;
      return answer.status == 202 ? ground().second_owner.approves(*ground().target, answer)
                                  : answer;
    };
    static int number = 0;
    const std::string role =
        does("POST", "/api/v1/roles",
             fmt::format(R"({{"name":"Behind walls {}","every_bot":false,"privileges":{}}})",
                         ++number, boost::json::serialize(at(own_session(), "/privileges"))))
            .text_at("/key");
    const std::string person = "/api/v1/members/" + tenant.spare.person.text();
    does("PATCH", person, fmt::format(R"({{"role":"{}","reason":"a test"}})", role));
    does("PATCH", fmt::format("{}/grants/{}", person, ground().own.at("bot")),
         example_of(row("PATCH /api/v1/members/{person}/grants/{bot}"))->body);
    insider = ground().target->member(tenant.spare);
    const auto& second = tenant.bots[1];
    hidden = ground().own;
    hidden["bot"] = second.id.text();
    hidden["widget"] = second.widget.text();
    hidden["source"] = elsewhere(owner)
                           .get(fmt::format("/api/v1/bots/{}/sources", hidden.at("bot")))
                           .text_at("/items/0/id");
    hidden["conversation"] = said(kCanary);
  }
  Json own_session() { return body_of(elsewhere(owner).get("/api/v1/session")); }
  static Route row(std::string_view name) {
    for (const Route& route : all_routes())
      if (test::name_of(route) == name) return route;
    ADD_FAILURE() << "There is no row " << name;
    return all_routes().front();
  }
  std::string said(std::string_view text) {
    static int number = 0;
    const std::string path = fmt::format("/widget/v1/{}/messages", hidden.at("widget"));
    return elsewhere(visitor)
        .post(path,
              fmt::format(R"({{"client_id":"walls-message-{}","text":"{}"}})", ++number, text))
        .text_at("/conversation/id");
  }
  // The log is the whole workspace's, as the privilege to read it says.
  static bool is_walled(const Route& route) {
    return route.who.audience == Audience::members && test::name_of(route) != "GET /api/v1/audit";
  }

  static constexpr std::string_view kCanary = "heliotrope behind the wall";
  Attacker owner = ground().target->member(ground().target->tenant(0).owner);
  Attacker visitor = ground().target->visitor(ground().target->tenant(0).bots[1].widget);
  Attacker insider = owner;
  Ids hidden;
};

TEST_F(BotWalls, attacker_cannot_tell_another_bots_things_from_what_does_not_exist) {
  int compared = 0;
  for (const Route& route : all_routes()) {
    if (!is_walled(route)) continue;
    for (const std::string& parameter : parameters_of(route)) {
      if (hidden.at(parameter) == ground().own.at(parameter)) continue;
      Ids with_hidden = parameter == "source" ? hidden : ground().own;
      Ids with_absent = ground().own;
      with_hidden[parameter] = hidden.at(parameter);
      with_absent[parameter] = ground().absent.at(parameter);
      const Answer there = attack(insider, route, ask_of(route, with_hidden));
      const Answer absent = attack(insider, route, ask_of(route, with_absent));
      EXPECT_EQ(there.brief(), "404 not_found") << test::name_of(route) << " by " << parameter;
      EXPECT_EQ(outside(there), outside(absent)) << test::name_of(route) << " by " << parameter;
      ++compared;
    }
  }
  EXPECT_GT(compared, 15);
}

TEST_F(BotWalls, attacker_cannot_find_another_bots_things_in_any_list_or_search) {
  const auto expect_nothing_hidden = [&](const Answer& answer, const std::string& what) {
    for (const std::string& secret : {std::string{kCanary}, hidden.at("bot"), hidden.at("widget"),
                                      hidden.at("conversation"), std::string{"Probe bot 2"}})
      EXPECT_FALSE(answer.body.contains(secret)) << what << ": " << secret;
  };
  for (const Route& route : all_routes()) {
    if (!is_walled(route) || edge::changes_state(route) || route.on.socket) continue;
    expect_nothing_hidden(attack(insider, route, ask_of(route, ground().own)),
                          test::name_of(route));
  }
  for (const std::string_view query :
       {"search=heliotrope", "state=open", "handled_by=bot", "limit=1"}) {
    const Answer answer = elsewhere(insider).get(fmt::format("/api/v1/conversations?{}", query));
    EXPECT_EQ(answer.status, 200);
    expect_nothing_hidden(answer, std::string{query});
  }
}

TEST_F(BotWalls, counts_do_not_change_with_what_happens_behind_the_wall) {
  const auto listed = [&] { return outside(elsewhere(insider).get("/api/v1/conversations")); };
  const std::string before = listed();
  EXPECT_NE(said("one more"), "");
  elsewhere(ground().target->visitor(ground().target->tenant(0).bots[1].widget))
      .post(fmt::format("/widget/v1/{}/person", hidden.at("widget")), "{}");
  EXPECT_EQ(listed(), before);
}

// Everything that the server tells: the insider's own event comes, and nothing before it.
TEST_F(BotWalls, attacker_cannot_hear_another_bot_on_an_open_socket) {
  auto opened = elsewhere(insider).socket("/api/v1/socket");
  ASSERT_TRUE(opened && opened->second);
  EXPECT_NE(said("heliotrope again"), "");
  elsewhere(owner).post(fmt::format("/api/v1/conversations/{}/read", hidden.at("conversation")),
                        "{}");
  const Attacker mine = ground().target->visitor(ground().target->tenant(0).bots[0].widget);
  mine.post(fmt::format("/widget/v1/{}/messages", ground().own.at("widget")),
            R"({"client_id":"walls-own-message","text":"this side"})");
  std::string heard;
  while (!heard.contains("this side")) {
    const auto text = opened->second->receive();
    ASSERT_TRUE(text.has_value()) << heard;
    heard += *text;
  }
  EXPECT_FALSE(heard.contains("heliotrope"));
  EXPECT_FALSE(heard.contains(hidden.at("conversation")));
}

TEST_F(BotWalls, attacker_cannot_make_another_bots_visitors_hear_anything) {
  auto hearing =
      elsewhere(visitor).socket(fmt::format("/widget/v1/{}/socket", hidden.at("widget")));
  ASSERT_TRUE(hearing && hearing->second);
  for (const api::SocketMessage& message : api::agent_messages()) {
    auto speaking = elsewhere(insider).socket("/api/v1/socket");
    ASSERT_TRUE(speaking && speaking->second);
    for (const std::string& id : {hidden.at("conversation"), ground().foreign.at("conversation")}) {
      EXPECT_TRUE(
          speaking->second
              ->send(fmt::format(R"({{"type":"{}","conversation":"{}"}})", message.type, id))
              .has_value());
    }
    // Still open: what is ignored is answered to nobody.
    EXPECT_TRUE(speaking->second->send(R"({"type":"active"})").has_value());
  }
  EXPECT_NE(said("the last word"), "");
  std::string heard;
  while (!heard.contains("the last word")) {
    const auto text = hearing->second->receive();
    ASSERT_TRUE(text.has_value()) << heard;
    heard += *text;
  }
  EXPECT_FALSE(heard.contains("typing"));
}

TEST_F(BotWalls, attacker_cannot_use_a_visitors_token_at_another_bots_widget) {
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::visitors) continue;
    const Answer answer = attack(visitor, route, ask_of(route, ground().own));
    EXPECT_EQ(answer.brief(), "401 conversations.visitor_unknown") << test::name_of(route);
  }
}

// A grant that is taken away is gone from an open session and socket before it is answered.
TEST_F(BotWalls, attacker_cannot_keep_what_was_taken_away) {
  auto opened = elsewhere(insider).socket("/api/v1/socket");
  ASSERT_TRUE(opened && opened->second);
  const std::string grant =
      fmt::format("/api/v1/members/{}/grants/{}", ground().target->tenant(0).spare.person.text(),
                  ground().own.at("bot"));
  EXPECT_EQ(elsewhere(owner)
                .ask({.method = "PATCH", .target = grant, .body = R"({"privileges":[]})"})
                .status,
            200);
  EXPECT_EQ(elsewhere(insider).get("/api/v1/bots/" + ground().own.at("bot")).status, 404);
  EXPECT_EQ(elsewhere(insider).get("/api/v1/session").status, 200);
  EXPECT_TRUE(opened->second->closed_within(std::chrono::seconds{1}));
}

}  // namespace
}  // namespace gatehouse::test
