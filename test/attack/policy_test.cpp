// Who may call what: every row of every table, by everybody it is not for.
#include <gmock/gmock.h>

#include <set>

#include <fmt/format.h>

#include "test/attack/ground.h"

namespace gatehouse::test {
namespace {

using edge::Audience;
using edge::Route;

TEST_F(PolicyWalk, knows_how_to_call_every_row_and_no_other) {
  std::set<std::string> rows;
  for (const Route& route : all_routes()) rows.insert(name_of(route));
  EXPECT_THAT(example_names(), testing::UnorderedElementsAreArray(rows));
}

// So that the refusals below are refusals of the attacker and not of the request.
TEST_F(PolicyWalk, lets_the_rightful_caller_read_every_row) {
  for (const Route& route : all_routes()) {
    if (edge::changes_state(route)) continue;
    const Answer answer = attack(rightful(route), route, ask_of(route, ground().own));
    // No such file; a public page that is off; nothing proven, no contact configured.
    const std::string row = name_of(route);
    const bool absent = row.contains("{file}") || row.contains("/trust/{workspace}") ||
                        row.ends_with("/trust/evidence.json") || row.ends_with("/security.txt");
    EXPECT_EQ(answer.status, absent            ? 404
                             : route.on.socket ? 101
                                               : 200)
        << name_of(route) << ": " << answer.body;
  }
}

TEST_F(PolicyWalk, attacker_cannot_do_anything_without_an_identity) {
  for (const Route& route : all_routes()) {
    if (route.who.audience == Audience::anyone) continue;
    const Answer answer = attack(ground().nobody, route, ask_of(route, ground().own));
    EXPECT_EQ(answer.status, 401) << name_of(route) << ": " << answer.body;
  }
}

TEST_F(PolicyWalk, attacker_cannot_use_an_identity_of_another_kind) {
  const auto& all = ground();
  const std::pair<Audience, const Attacker*> kinds[] = {{Audience::members, &all.owner},
                                                        {Audience::visitors, &all.visitor},
                                                        {Audience::verifier, &all.verifier}};
  for (const Route& route : all_routes()) {
    if (route.who.audience == Audience::anyone) continue;
    for (const auto& [kind, attacker] : kinds) {
      if (kind == route.who.audience) continue;
      const Answer answer = attack(*attacker, route, ask_of(route, all.own));
      // A verifier sends no Origin, which a member's change needs before anything else.
      const bool no_origin = kind == Audience::verifier && answer.status == 403;
      EXPECT_TRUE(answer.status == 401 || no_origin) << name_of(route) << ": " << answer.brief();
    }
  }
}

TEST_F(PolicyWalk, attacker_cannot_use_made_up_or_changed_credentials) {
  const auto change_last = [](std::string text) {
    text.back() = text.back() == 'A' ? 'B' : 'A';
    return text;
  };
  const std::string token = ground().owner.access_token;
  const std::string unsigned_token = token.substr(0, token.rfind('.') + 1);
  for (const std::string& access : {std::string{"x"}, unsigned_token, unsigned_token + "AAAA",
                                    token + "A", change_last(ground().owner.refresh_token)}) {
    Attacker forger = elsewhere(ground().nobody);
    forger.identity.emplace_back("Cookie", "__Host-gh_access=" + access);
    EXPECT_EQ(forger.get("/api/v1/session").status, 401) << access;
  }
  for (const std::string& credential :
       {std::string{"ghx_1_AAAA"}, std::string{"ghx_"}, ground().owner.access_token}) {
    Attacker forger = elsewhere(ground().nobody);
    forger.identity.emplace_back("Authorization", "Bearer " + credential);
    EXPECT_EQ(forger.get("/verification/v1/entries").status, 401) << credential;
  }
}

// --- other sites' pages
// ------------------------------------------------------------------------------

bool acts(const Route& route) { return edge::changes_state(route) || route.on.socket; }

TEST_F(PolicyWalk, attacker_cannot_act_from_another_sites_page) {
  for (const Route& route : all_routes()) {
    if (!acts(route)) continue;
    for (const std::string origin : {"https://evil.example", "null", "http://localhost"}) {
      Attacker page = elsewhere(rightful(route));
      std::erase_if(page.identity, [](const auto& header) { return header.first == "Origin"; });
      page.identity.emplace_back("Origin", origin);
      EXPECT_EQ(attack(page, route, ask_of(route, ground().own)).brief(), "403 edge.foreign_origin")
          << name_of(route);
    }
    Attacker embedded = elsewhere(rightful(route));
    Ask ask = ask_of(route, ground().own);
    ask.headers.emplace_back("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(attack(embedded, route, std::move(ask)).brief(), "403 edge.foreign_origin")
        << name_of(route);
  }
}

TEST_F(PolicyWalk, attacker_cannot_act_with_cookies_alone) {
  for (const Route& route : all_routes()) {
    if (!acts(route) || route.who.audience != Audience::members) continue;
    Attacker page = elsewhere(ground().owner);
    std::erase_if(page.identity,
                  [](const auto& header) { return header.first == "X-Gatehouse-CSRF"; });
    page.csrf.clear();
    EXPECT_EQ(attack(page, route, ask_of(route, ground().own)).brief(), "403 edge.bad_csrf_token")
        << name_of(route);
    page.csrf = ground().other_owner.csrf;
    page.identity.emplace_back("X-Gatehouse-CSRF", page.csrf);
    EXPECT_EQ(attack(page, route, ask_of(route, ground().own)).brief(), "403 edge.bad_csrf_token")
        << name_of(route);
  }
}

}  // namespace
}  // namespace gatehouse::test
