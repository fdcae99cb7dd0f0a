// What rows do not take: every row, with more, other or ambiguous input.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using edge::Route;
using edge::Takes;

bool takes_json(const Route& route) { return route.takes.form == Takes::Form::json; }

// The first member of an object's text and all of it, written twice.
std::string with_a_member_twice(const std::string& body) {
  const Json object = boost::json::parse(body);
  if (object.get_object().empty()) return R"({"a":1,"a":1})";
  const auto& first = *object.get_object().begin();
  const std::string member = fmt::format("{}:{}", in_quotes(std::string_view{first.key()}),
                                         boost::json::serialize(first.value()));
  return fmt::format("{{{},{}", member, body.substr(1));
}

std::string with_a_surplus_member(const std::string& body) {
  return body == "{}" ? R"({"surplus":1})" : R"({"surplus":1,)" + body.substr(1);
}

Ask with_query(Ask ask, std::string_view query) {
  ask.target += ask.target.contains('?') ? "&" : "?";
  ask.target += query;
  return ask;
}

TEST_F(PolicyWalk, attacker_cannot_send_more_than_the_row_reads) {
  for (const Route& route : all_routes()) {
    if (route.on.socket) continue;
    Ask ask = ask_of(route, ground().own);
    ask.headers = {{"Content-Length", fmt::format("{}", route.takes.most + 1)},
                   {"Content-Type", "application/json"}};
    ask.send_length = false;
    ask.body.clear();  // refused by what is promised, before it is sent
    EXPECT_EQ(attack(rightful(route), route, std::move(ask)).status, 413) << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_send_more_than_the_row_reads_in_chunks) {
  for (const Route& route : all_routes()) {
    if (!takes_json(route) || route.takes.most > 100'000) continue;
    Ask ask = ask_of(route, ground().own);
    ask.headers.emplace_back("Transfer-Encoding", "chunked");
    ask.headers.emplace_back("Content-Type", "application/json");
    ask.send_length = false;
    ask.body = fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", route.takes.most + 1,
                           std::string(route.takes.most + 1, ' '));
    EXPECT_EQ(attack(rightful(route), route, std::move(ask)).status, 413) << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_add_members) {
  for (const Route& route : all_routes()) {
    if (!takes_json(route)) continue;
    Ask ask = ask_of(route, ground().own);
    ask.body = with_a_surplus_member(ask.body);
    EXPECT_EQ(attack(rightful(route), route, std::move(ask)).brief(), "400 json.unknown_member")
        << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_name_a_member_twice) {
  for (const Route& route : all_routes()) {
    if (!takes_json(route)) continue;
    Ask ask = ask_of(route, ground().own);
    ask.body = with_a_member_twice(ask.body);
    EXPECT_EQ(attack(rightful(route), route, std::move(ask)).brief(), "400 json.duplicate_member")
        << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_send_another_type_or_half_of_it) {
  for (const Route& route : all_routes()) {
    if (!takes_json(route)) continue;
    for (const std::string_view body :
         {"[]", "null", "\"text\"", "7", "{", "", "{}{}", "\xff\xfe"}) {
      Ask ask = ask_of(route, ground().own);
      ask.body = body;
      ask.headers.emplace_back("Content-Type", "application/json");
      EXPECT_EQ(attack(rightful(route), route, std::move(ask)).status, 400)
          << name_of(route) << " " << body;
    }
  }
}

TEST_F(PolicyWalk, attacker_cannot_send_json_as_something_else) {
  for (const Route& route : all_routes()) {
    if (!takes_json(route)) continue;
    for (const std::string type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
      Ask ask = ask_of(route, ground().own);
      ask.headers.emplace_back("Content-Type", type);
      EXPECT_EQ(attack(rightful(route), route, std::move(ask)).brief(), "415 edge.not_json")
          << name_of(route);
    }
  }
}

TEST_F(PolicyWalk, attacker_cannot_add_or_repeat_parameters) {
  for (const Route& route : all_routes()) {
    const Ask ask = ask_of(route, ground().own);
    const Answer unknown = attack(rightful(route), route, with_query(ask, "surplus=1"));
    EXPECT_EQ(unknown.status, 400) << name_of(route) << ": " << unknown.brief();
    const Answer twice = attack(rightful(route), route, with_query(ask, "a=1&a=1"));
    EXPECT_EQ(twice.brief(), "400 edge.duplicate_parameter") << name_of(route);
    const Answer escaped = attack(rightful(route), route, with_query(ask, "a=1&%61=1"));
    EXPECT_EQ(escaped.brief(), "400 edge.duplicate_parameter") << name_of(route);
    EXPECT_EQ(attack(rightful(route), route, with_query(ask, "a=%ff")).status, 400)
        << name_of(route);
  }
}

// "/factors/{factor}" answers for "/factors/apps" where no row of its own does.
bool answers_for(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view one = pattern.substr(0, pattern.find('/', 1));
    const std::string_view other = path.substr(0, path.find('/', 1));
    if (one != other && !one.starts_with("/{")) return false;
    pattern.remove_prefix(one.size());
    path.remove_prefix(other.size());
  }
  return pattern.empty() && path.empty();
}

TEST_F(PolicyWalk, attacker_cannot_use_another_method) {
  const std::vector<Route> routes = all_routes();
  for (const Route& route : routes) {
    if (route.on.socket) continue;
    for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      const bool served = std::ranges::any_of(routes, [&](const Route& other) {
        return !other.on.socket && answers_for(other.on.path, route.on.path) &&
               method_of(other) == method;
      });
      if (served) continue;
      Ask ask = ask_of(route, ground().own);
      ask.method = method;
      const Answer answer = attack(rightful(route), route, std::move(ask));
      EXPECT_TRUE(answer.status == 405 || answer.status == 415)
          << method << " " << name_of(route) << ": " << answer.brief();
      EXPECT_EQ(answer.problem(), "edge.method_not_allowed") << method << " " << name_of(route);
    }
  }
}

TEST_F(PolicyWalk, attacker_cannot_leave_the_path) {
  for (const std::string path :
       {"/assets/../control.db", "/assets/..%2f..%2fetc/passwd", "/demo/%2e%2e/index.html",
        "//health", "/health/", "/./health", "/HEALTH", "/health%00", "/assets/\\..\\x",
        "/api/v1/bots/;admin", "/widget/v1//frame"}) {
    const Answer answer = elsewhere(ground().nobody).get(path);
    EXPECT_TRUE(answer.status == 400 || answer.status == 401 || answer.status == 404)
        << path << ": " << answer.brief();
  }
}

}  // namespace
}  // namespace gatehouse::test
