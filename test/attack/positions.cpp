// Another workspace's ids in every position that a request has: each member of a body and each
// parameter of a query, as its shape names them. What is answered must not tell them from ids of
// nothing, and must hold nothing of theirs.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using edge::Route;
using edge::Takes;

// Members of the row's input that can hold a text.
std::vector<std::string> texts_of(const Route& route) {
  edge::Definitions definitions;
  route.takes.describe(definitions);
  const Json schema = boost::json::parse(definitions.at(std::string{route.takes.name}));
  std::vector<std::string> names;
  for (const auto& [name, property] : at(schema, "/properties").get_object())
    if (boost::json::serialize(property).contains("string") ||
        boost::json::serialize(property).contains("$ref"))
      names.emplace_back(name);
  return names;
}

Ask with_member(Ask ask, const std::string& name, const std::string& value) {
  Json body = boost::json::parse(ask.body);
  // A message that is sent again is the message of before.
  if (body.get_object().contains("client_id")) body.get_object()["client_id"] = fresh_client_id();
  body.get_object()[name] = value;
  ask.body = boost::json::serialize(body);
  return ask;
}

Ask with_parameter(Ask ask, const std::string& name, const std::string& value) {
  ask.target = fmt::format("{}?{}={}", ask.target.substr(0, ask.target.find('?')), name, value);
  return ask;
}

// Ids, times and what was sent itself differ from one request to the next; the rest may not.
std::string shape_of(const Json& value) {
  if (value.is_object()) {
    std::string text = "{";
    for (const auto& [name, member] : value.get_object())
      text += fmt::format("{}:{},", std::string_view{name}, shape_of(member));
    return text + "}";
  }
  if (value.is_array()) return value.get_array().empty() ? "[]" : "[" + shape_of(value.at(0)) + "]";
  return value.is_null() ? "null" : value.is_string() ? "text" : "value";
}
std::string shape_of(const Answer& answer) {
  const Json body = answer.body.empty() ? Json{} : body_of(answer);
  return fmt::format("{} {}", answer.brief(), shape_of(body));
}

// An id of nothing that lies beside theirs, so that lists by time treat both alike. The last
// character stays: where octets in base64 are expected, it decides whether they can be read.
std::string beside(std::string id) {
  char& changed = id[id.size() - 2];
  changed = changed == '0' ? '1' : '0';
  return id;
}

// What is written there names nothing: it is judged letter by letter.
bool judges_text(const Route& route) { return name_of(route) == "POST /api/v1/password/strength"; }

class Positions : public PolicyWalk {
 protected:
  // What an answer could give away without having been sent it.
  static std::vector<std::string> secrets() {
    const auto& other = ground().target->tenant(1);
    return {canary_of(other.id.text()), other.id.text(), other.owner.email, other.agent.email};
  }
  static std::vector<std::string> secrets_and_ids() {
    std::vector<std::string> list = secrets();
    for (const auto& [name, id] : ground().foreign)
      if (name != "run" && id.contains('_')) list.push_back(id);
    return list;
  }
  static void expect_none_of(const std::vector<std::string>& list, const Answer& answer,
                             const std::string& what) {
    for (const std::string& secret : list)
      EXPECT_FALSE(answer.body.contains(secret)) << what << ": " << secret;
  }
  // What can be done only so often is taken back.
  static void undo(const Route& route, const Answer& answer) {
    const auto owner_does = [](std::string method, std::string target, std::string body) {
      return elsewhere(ground().owner)
          .ask({.method = std::move(method), .target = std::move(target), .body = std::move(body)})
          .status;
    };
    if (name_of(route) == "POST /api/v1/sign-on/providers" && answer.status == 201)
      EXPECT_EQ(owner_does("DELETE",
                           fmt::format("/api/v1/sign-on/providers/{}", answer.text_at("/id")), ""),
                204);
    if (name_of(route) == "POST /api/v1/members/{person}/leave" && answer.status == 200)
      EXPECT_EQ(
          owner_does("POST", fmt::format("/api/v1/members/{}/return", ground().own.at("person")),
                     R"({"reason":"Taken back"})"),
          204);
  }
  using Put = Ask (*)(Ask, const std::string&, const std::string&);
  static int compare(const Route& route, Put put) {
    int compared = 0;
    if (judges_text(route)) return compared;
    // With all of the row's limit left.
    ground().owner = ground().target->member(ground().target->tenant(0).owner);
    ground().uses[name_of(route)] = 0;
    for (const std::string& member : texts_of(route)) {
      for (const auto& [name, id] : ground().foreign) {
        // The canary holds the workspace's id, and what one has written oneself is shown again.
        if (!id.contains('_') || name == "tenant") continue;
        const std::string what =
            fmt::format("{} with their {} as {}", name_of(route), name, member);
        const Ask ask = ask_of(route, ground().own);
        const Answer foreign = attack(rightful(route), route, put(ask, member, id));
        undo(route, foreign);
        const Answer absent = attack(rightful(route), route, put(ask, member, beside(id)));
        undo(route, absent);
        EXPECT_EQ(shape_of(foreign), shape_of(absent)) << what;
        expect_none_of(secrets(), foreign, what);
        ++compared;
      }
    }
    return compared;
  }
};

bool is_of_members(const Route& route) { return route.who.audience == edge::Audience::members; }

// First, while nobody has sent an id of theirs yet.
TEST_F(Positions, attacker_cannot_read_anything_of_another_workspace) {
  for (const Route& route : all_routes()) {
    if (edge::changes_state(route) || route.on.socket || !is_of_members(route)) continue;
    for (const Ids& ids : {ground().own, ground().foreign}) {
      const Answer answer = attack(rightful(route), route, ask_of(route, ids));
      expect_none_of(secrets_and_ids(), answer, name_of(route));
    }
  }
}

TEST_F(Positions, attacker_cannot_learn_of_another_workspace_through_queries) {
  int compared = 0;
  for (const Route& route : all_routes())
    if (is_of_members(route) && route.takes.form == Takes::Form::query)
      compared += compare(route, &with_parameter);
  EXPECT_GT(compared, 40);
}

TEST_F(Positions, attacker_cannot_learn_of_another_workspace_through_bodies) {
  int compared = 0;
  for (const Route& route : all_routes()) {
    // A password that is tried fifty times is locked, whoever it is.
    const bool locks = name_of(route) == "POST /api/v1/password";
    if (is_of_members(route) && route.takes.form == Takes::Form::json && !locks)
      compared += compare(route, &with_member);
  }
  EXPECT_GT(compared, 50);
}

}  // namespace
}  // namespace gatehouse::test
