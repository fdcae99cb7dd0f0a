// What half a sign-in and an old proof are good for: every row, by those who have not shown enough.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "access/proof.h"
#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using access::Stage;
using edge::Audience;
using edge::Route;

TEST_F(PolicyWalk, attacker_cannot_do_anything_with_the_password_of_somebody_who_has_a_factor) {
  const Attacker half = ground().target->by_password(ground().target->tenant(0).owner);
  int refused = 0;
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members || route.who.proof.stage == Stage::password)
      continue;
    const Answer answer = attack(half, route, ask_of(route, ground().own));
    EXPECT_EQ(answer.brief(), "403 identity.second_factor_needed") << name_of(route);
    ++refused;
  }
  EXPECT_GT(refused, 30);
  EXPECT_EQ(half.get("/api/v1/session").text_at("/stage"), "password");
  EXPECT_EQ(half.ask({.method = "DELETE", .target = "/api/v1/session"}).status, 204);
}

TEST_F(PolicyWalk, attacker_cannot_do_anything_as_a_new_administrator_but_add_a_factor) {
  assurance::Target& target = *ground().target;
  const Attacker fresh = target.by_password(target.new_member(0, "administrator"));
  int refused = 0;
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members || route.who.proof.stage != Stage::complete)
      continue;
    const Answer answer = attack(fresh, route, ask_of(route, ground().own));
    EXPECT_EQ(answer.brief(), "403 identity.second_factor_needed") << name_of(route);
    ++refused;
  }
  EXPECT_GT(refused, 30);
  EXPECT_EQ(fresh.get("/api/v1/session").text_at("/stage"), "enrolling");
  EXPECT_EQ(fresh.get("/api/v1/factors").status, 200);
}

TEST_F(PolicyWalk, attacker_cannot_do_lasting_harm_with_a_session_that_was_left_open) {
  const Attacker stale = ground().target->member(ground().target->tenant(0).owner);
  ASSERT_TRUE(ground().target->age_session(stale.session, std::chrono::seconds{301}));
  int refused = 0;
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members || !route.who.proof.lately) continue;
    const Answer answer = attack(stale, route, ask_of(route, ground().own));
    EXPECT_EQ(answer.brief(), "403 identity.step_up_needed") << name_of(route);
    ++refused;
  }
  EXPECT_GT(refused, 8);
  EXPECT_EQ(stale.get("/api/v1/members").status, 200);
  ground().target->prove(stale, ground().target->tenant(0).owner);
  EXPECT_EQ(stale
                .ask({.method = "PATCH",
                      .target = "/api/v1/workspace/second-factor",
                      .body = R"({"for_all":false})"})
                .status,
            200);
}

}  // namespace
}  // namespace gatehouse::test
