// One request too many: every row with a limit that a test can reach.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using edge::Audience;
using edge::Limit;
using edge::Route;

constexpr int kReachable = 60;

// Counted like any other, and refused afterwards: nothing is done a hundred times.
Answer harmless(const Attacker& attacker, const Route& route, const Ids& ids) {
  Ask ask = ask_of(route, ids);
  ask.target += ask.target.contains('?') ? "&surplus=1" : "?surplus=1";
  const Answer answer = attack_from(attacker, route, std::move(ask));
  EXPECT_NE(answer.status, 0) << name_of(route) << " was not answered";
  return answer;
}

void expect_one_too_many(const Answer& answer, const std::string& what) {
  EXPECT_EQ(answer.brief(), "429 edge.rate_limited") << what;
  const std::string wait{answer.header("retry-after")};
  EXPECT_FALSE(wait.empty()) << what;
  EXPECT_LE(std::atoi(wait.c_str()), 3600) << what;
  EXPECT_GE(std::atoi(wait.c_str()), 1) << what;
}

TEST_F(PolicyWalk, attacker_cannot_ask_more_often_from_one_address_whoever_they_say_they_are) {
  int rows = 0;
  for (const Route& route : all_routes()) {
    for (std::size_t at = 0; at < route.limit.size; ++at) {
      const Limit& limit = route.limit.list[at];
      if (limit.by != Limit::By::address || limit.times > kReachable) continue;
      const Attacker here = elsewhere(ground().nobody);
      for (int sent = 0; sent < limit.times; ++sent) {
        Attacker claims{here.place(), here.address()};
        claims.identity = {{"Origin", here.place().origin()},
                           {"X-Forwarded-For", fmt::format("203.0.113.{}", sent)}};
        const Answer answer = harmless(claims, route, ground().own);
        ASSERT_TRUE(answer.status >= 400 && answer.status != 429)
            << name_of(route) << " after " << sent << ": " << answer.brief();
      }
      expect_one_too_many(harmless(here, route, ground().own), name_of(route));
      EXPECT_NE(harmless(elsewhere(here), route, ground().own).status, 429)
          << name_of(route) << " from elsewhere";
      ++rows;
    }
  }
  EXPECT_GT(rows, 5);
}

TEST_F(PolicyWalk, attacker_cannot_ask_more_often_as_one_person_from_many_addresses) {
  // Sessions and visitors of their own, so that this test counts nothing of the others.
  const Attacker member = ground().target->member(ground().target->tenant(0).owner);
  const Attacker visitor = ground().target->visitor(ground().target->tenant(0).bots[0].widget);
  int rows = 0;
  for (const Route& route : all_routes()) {
    const bool of_member = route.who.audience == Audience::members;
    if (!of_member && route.who.audience != Audience::visitors) continue;
    for (std::size_t at = 0; at < route.limit.size; ++at) {
      const Limit& limit = route.limit.list[at];
      if (limit.by != Limit::By::principal || limit.times > kReachable) continue;
      const Attacker& attacker = of_member ? member : visitor;
      for (int sent = 0; sent < limit.times; ++sent) {
        const Answer answer = harmless(elsewhere(attacker), route, ground().own);
        ASSERT_NE(answer.status, 429) << name_of(route) << " after " << sent;
      }
      expect_one_too_many(harmless(elsewhere(attacker), route, ground().own), name_of(route));
      ++rows;
    }
  }
  EXPECT_GT(rows, 10);
}

TEST_F(PolicyWalk, attacker_cannot_ask_more_often_with_a_stolen_verifiers_credential) {
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::verifier || route.limit.list[0].times > kReachable)
      continue;
    const Attacker here = elsewhere(ground().verifier);
    for (int sent = 0; sent < route.limit.list[0].times; ++sent)
      ASSERT_NE(harmless(here, route, ground().own).status, 429) << name_of(route);
    expect_one_too_many(harmless(here, route, ground().own), name_of(route));
  }
}

}  // namespace
}  // namespace gatehouse::test
