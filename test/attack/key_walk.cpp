// A key at every row: with each single privilege, with all of them, and of another workspace. A row
// that is new joins by itself.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/attack/ground.h"
#include "test/attack/model.h"

namespace gatehouse::test {
namespace {

using edge::Audience;
using edge::Route;

bool is_of_people(const Route& route) {
  return route.who.audience == Audience::members || route.who.audience == Audience::keys;
}

// Judged like any other and refused for its input, so that nothing is done.
Answer harmless(const Attacker& machine, const Route& route, const Ids& ids) {
  Ask ask = ask_of(route, ids);
  ask.target += ask.target.contains('?') ? "&surplus=1" : "?surplus=1";
  return attack(machine, route, std::move(ask));
}

std::string expected_of(const Route& route, const Words& scope) {
  const ModelRow* row = model_of(name_of(route));
  // Rows of machines alone have no row in the model of people.
  if (route.who.audience == Audience::keys)
    return scope.contains(gatehouse::name_of(*route.who.privilege))
               ? "let through"
               : "403 identity.key_outside_scope";
  if (!row || !is_open_to_keys(*row)) return "403 edge.key_proves_no_person";
  return scope.contains(row->needs) ? "let through" : "403 identity.key_outside_scope";
}

std::string outcome(const Answer& answer) {
  return answer.status == 400 ? "let through" : answer.brief();
}

TEST_F(PolicyWalk, attacker_cannot_do_with_a_key_what_it_was_not_made_for) {
  const Attacker owner = ground().target->member(ground().target->tenant(0).owner);
  int refused = 0;
  for (const ModelPrivilege& privilege : model_privileges()) {
    const Attacker machine = by_key(owner, fmt::format(R"("{}")", privilege.name));
    for (const Route& route : all_routes()) {
      if (!is_of_people(route)) continue;
      const std::string wanted = expected_of(route, only(privilege));
      EXPECT_EQ(outcome(harmless(machine, route, ground().own)), wanted)
          << name_of(route) << " by a key with " << privilege.name;
      if (wanted != "let through") ++refused;
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST_F(PolicyWalk, attacker_cannot_be_a_person_by_a_key_that_may_do_everything) {
  int refused = 0;
  for (const Route& route : all_routes()) {
    if (route.who.audience != Audience::members || edge::takes_keys(route.who)) continue;
    const Answer answer = attack(ground().machine, route, ask_of(route, ground().own));
    EXPECT_EQ(answer.brief(), "403 edge.key_proves_no_person") << name_of(route);
    ++refused;
  }
  EXPECT_GT(refused, 30);
}

TEST_F(PolicyWalk, attacker_cannot_pass_the_wall_between_workspaces_by_a_key) {
  int compared = 0;
  for (const Route& route : all_routes()) {
    if (!is_of_people(route) || !edge::takes_keys(route.who)) continue;
    for (const std::string& parameter : parameters_of(route)) {
      if (parameter == "run") continue;  // evidence is the installation's, the same for everybody
      Ids with_foreign = ground().foreign;
      Ids with_absent = ground().foreign;
      with_foreign[parameter] = ground().own.at(parameter);
      with_absent[parameter] = ground().absent.at(parameter);
      const Answer foreign = attack(ground().other_machine, route, ask_of(route, with_foreign));
      const Answer absent = attack(ground().other_machine, route, ask_of(route, with_absent));
      EXPECT_EQ(foreign.brief(), "404 not_found") << name_of(route) << " by " << parameter;
      EXPECT_EQ(outside(foreign), outside(absent)) << name_of(route) << " by " << parameter;
      ++compared;
    }
  }
  EXPECT_GT(compared, 15);
}

TEST_F(PolicyWalk, attacker_cannot_use_a_key_beside_a_session_or_in_an_address) {
  const std::string header = ground().machine.identity.front().second;
  for (const Route& route : all_routes()) {
    if (!is_of_people(route)) continue;
    Attacker both = elsewhere(ground().owner);
    both.identity.emplace_back("Authorization", header);
    EXPECT_EQ(attack(both, route, ask_of(route, ground().own)).brief(),
              "400 identity.key_beside_cookie")
        << name_of(route);
    Ask ask = ask_of(route, ground().own);
    ask.target += fmt::format("{}key={}", ask.target.contains('?') ? "&" : "?",
                              header.substr(header.find(' ') + 1));
    EXPECT_EQ(attack(elsewhere(ground().nobody), route, std::move(ask)).brief(),
              "401 identity.key_in_address")
        << name_of(route);
  }
}

}  // namespace
}  // namespace gatehouse::test
