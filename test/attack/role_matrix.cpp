// The whole matrix: every built-in role, a role with each single privilege and one with everything
// but it, at every row, at a bot that is granted and at one that is not. Each answer is compared
// with the model.
#include <gmock/gmock.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "access/privilege.h"
#include "access/role.h"
#include "test/attack/ground.h"
#include "test/attack/model.h"

namespace gatehouse::test {
namespace {

using edge::Route;

// Below every limit of a minute by principal.
constexpr int kUsesOfASession = 9;

// A member whose role and grants the matrix changes, and the owner who changes them. Their sessions
// are renewed before one of them has used up a limit.
class RoleMatrix : public PolicyWalk {
 protected:
  Attacker& owner() {
    if (owner_uses_++ % 20 == 0) owner_ = tenant_member(tenant().owner);
    return *owner_;
  }
  Attacker& subject() {
    if (subject_uses_++ % kUsesOfASession == 0) sign_in();
    return *subject_;
  }
  void sign_in() { subject_ = tenant_member(tenant().spare); }
  static const assurance::ProbeTenant& tenant() { return ground().target->tenant(0); }
  static Attacker tenant_member(const assurance::ProbeMember& member) {
    Attacker attacker = ground().target->member(member);
    EXPECT_FALSE(attacker.csrf.empty()) << member.email << " could not sign in";
    return attacker;
  }

  Answer owner_does(std::string_view method, std::string target, std::string body) {
    Answer answer = elsewhere(owner()).ask(
        {.method = std::string{method}, .target = std::move(target), .body = std::move(body)});
    EXPECT_LT(answer.status, 300) << method << " " << target << ": " << answer.body;
    return answer.status == 202 ? ground().second_owner.approves(*ground().target, answer) : answer;
  }
  static std::string list_text(const Words& words) {
    std::vector<std::string> quoted;
    for (const std::string& word : words) quoted.push_back(in_quotes(word));
    return fmt::format("[{}]", fmt::join(quoted, ","));
  }
  std::string new_role(const Words& privileges, bool every_bot) {
    static int number = 0;
    return owner_does("POST", "/api/v1/roles",
                      fmt::format(R"({{"name":"Matrix {}","every_bot":{},"privileges":{}}})",
                                  ++number, every_bot, list_text(privileges)))
        .text_at("/key");
  }
  std::string new_invitation() {
    static int number = 0;
    const std::string email = fmt::format("open-{}@probe.invalid", ++number);
    owner_does("POST", "/api/v1/invitations",
               fmt::format(R"({{"email":"{}","role":"agent"}})", email));
    const Json open = body_of(elsewhere(owner()).get("/api/v1/invitations"));
    return text_at(with(list_at(open, "/items"), "/email", email), "/id");
  }
  std::string new_member() {
    const std::string link =
        owner_does("POST", "/api/v1/invitations", R"({"email":"new@probe.invalid","role":"agent"})")
            .text_at("/link");
    const Answer joined =
        elsewhere(ground().nobody)
            .post(
                "/api/v1/invitations/accept",
                fmt::format(R"({{"token":"{}","name":"New","password":"nine copper violins hum"}})",
                            link.substr(link.find('#') + 1)));
    EXPECT_EQ(joined.status, 201) << joined.body;
    return joined.text_at("/person/id");
  }
  void become(std::string_view role) {
    role_ = role;
    owner_does("PATCH", "/api/v1/members/" + tenant().spare.person.text(),
               fmt::format(R"({{"role":"{}","reason":"a test"}})", role));
    sign_in();
    subject_uses_ = 1;
  }
  // In force for the session that is open.
  void change_role(const std::string& role, const Words& privileges, bool every_bot) {
    owner_does(
        "PATCH", "/api/v1/roles/" + role,
        fmt::format(R"({{"every_bot":{},"privileges":{}}})", every_bot, list_text(privileges)));
  }
  void grant(const std::string& bot, const Words& privileges) {
    owner_does("PATCH",
               fmt::format("/api/v1/members/{}/grants/{}", tenant().spare.person.text(), bot),
               fmt::format(R"({{"privileges":{}}})", list_text(privileges)));
  }

  // What is done away with is made for it, where it will be done.
  Ids ids_for(const Route& route, const Ids& own, bool will_be_done) {
    Ids ids = own;
    const std::string row = test::name_of(route);
    // Only owners can remove an owner, so all the others are let through and stopped there.
    if (row == "DELETE /api/v1/members/{person}" || row == "POST /api/v1/members/{person}/leave")
      ids["person"] = role_ == "owner" ? new_member() : tenant().owner.person.text();
    if (!will_be_done) return ids;
    if (row == "DELETE /api/v1/bots/{bot}") {
      ids["bot"] = owner_does("POST", "/api/v1/bots", R"({"name":"Short-lived"})").text_at("/id");
      if (on_granted_bot_) grant(ids["bot"], *on_granted_bot_);
    }
    if (row == "DELETE /api/v1/members/{person}/leave")
      owner_does("POST", fmt::format("/api/v1/members/{}/leave", ids.at("person")),
                 fmt::format(R"({{"reason":"Last day","at":"{}"}})",
                             rfc3339(ground().clock.now() + std::chrono::hours{8})));
    if (row.starts_with("POST /api/v1/invitations/{invitation}"))
      ids["invitation"] = new_invitation();
    if (row == "DELETE /api/v1/roles/{role}") ids["role"] = new_role({"read_bots"}, true);
    // The one that was just added, so that there are never too many of them.
    if (row == "DELETE /api/v1/sign-on/providers/{provider}")
      ids["provider"] = owner_does("GET", "/api/v1/sign-on/providers", "").text_at("/items/1/id");
    if (row == "DELETE /api/v1/bots/{bot}/sources/{source}")
      ids["source"] = owner_does("POST", fmt::format("/api/v1/bots/{}/sources", ids.at("bot")),
                                 R"({"kind":"text","title":"Short","text":"A short-lived text."})")
                          .text_at("/id");
    return ids;
  }

  static std::string outcome(const Answer& answer) {
    // Decided beyond the table: what one does not hold one cannot give.
    const bool passed = answer.status == 101 || (answer.status >= 200 && answer.status < 300) ||
                        answer.status == 409 || answer.problem() == "access.cannot_grant";
    return passed ? "allowed" : answer.brief();
  }

  // Changes of oneself are everybody's, and one's end is nobody's test.
  static bool is_in_the_matrix(const Route& route) {
    return route.who.audience == edge::Audience::members &&
           (route.who.privilege || !edge::changes_state(route));
  }

  void expect_as_in_the_model(const Words& privileges, const std::optional<Words>& granted,
                              const Ids& own, std::string_view who) {
    for (const Route& route : all_routes()) {
      if (!is_in_the_matrix(route)) continue;
      const ModelRow* row = model_of(test::name_of(route));
      ASSERT_NE(row, nullptr) << test::name_of(route);
      const Expected wanted = expected(*row, privileges, granted);
      const Ids ids = ids_for(route, own, wanted == Expected::allowed);
      const Answer answer = attack(*subject_, route, ask_of(route, ids));
      EXPECT_EQ(outcome(answer), name_of(wanted)) << who << ": " << test::name_of(route);
      ++cells_;
    }
    if (++subject_uses_ % kUsesOfASession == 0) sign_in();
  }

  std::optional<Attacker> owner_;
  std::optional<Attacker> subject_;
  std::string role_;
  int owner_uses_ = 0;
  int subject_uses_ = 0;
  int cells_ = 0;
  std::optional<Words> on_granted_bot_;
};

TEST_F(RoleMatrix, has_a_model_of_every_row_and_no_other) {
  Words rows;
  for (const Route& route : all_routes())
    if (route.who.audience == edge::Audience::members) rows.insert(test::name_of(route));
  Words modelled;
  for (const ModelRow& row : model_rows()) modelled.emplace(row.route);
  EXPECT_EQ(rows, modelled);
}

TEST_F(RoleMatrix, has_a_model_of_every_privilege_and_built_in_role) {
  Words privileges;
  for (const auto& [privilege, name] : EnumNames<access::Privilege>::names)
    privileges.emplace(name);
  Words modelled;
  for (const ModelPrivilege& one : model_privileges()) modelled.emplace(one.name);
  EXPECT_EQ(privileges, modelled);
  ASSERT_EQ(access::kRoles.size(), model_roles().size());
  for (const auto& [role, name] : EnumNames<access::Role>::names)
    EXPECT_NE(std::ranges::find(model_roles(), name, &ModelRole::name), model_roles().end())
        << name;
}

TEST_F(RoleMatrix, built_in_roles_do_what_the_model_says_and_nothing_else) {
  for (const ModelRole& role : model_roles()) {
    become(role.name);
    const std::optional<Words> nothing = role.every_bot ? std::nullopt : std::optional{Words{}};
    on_granted_bot_ = std::nullopt;
    expect_as_in_the_model(role.privileges, nothing, ground().own, role.name);
    if (role.every_bot) continue;
    const Words all = of_bots(model_roles().front().privileges);
    grant(ground().own.at("bot"), all);
    on_granted_bot_ = all;
    expect_as_in_the_model(role.privileges, all, ground().own,
                           fmt::format("{}, granted", role.name));
    grant(ground().own.at("bot"), {});
  }
  EXPECT_GT(cells_, 400);
}

TEST_F(RoleMatrix, each_privilege_opens_its_rows_and_no_other) {
  const std::string role = new_role({}, true);
  become(role);
  for (const ModelPrivilege& privilege : model_privileges()) {
    change_role(role, only(privilege), true);
    expect_as_in_the_model(only(privilege), std::nullopt, ground().own,
                           fmt::format("only {}", privilege.name));
    change_role(role, everything_but(privilege), true);
    expect_as_in_the_model(everything_but(privilege), std::nullopt, ground().own,
                           fmt::format("all but {}", privilege.name));
  }
  EXPECT_GT(cells_, 1500);
}

TEST_F(RoleMatrix, each_grant_opens_its_rows_of_its_bot_and_no_other) {
  const Words all = model_roles().front().privileges;
  const std::string role = new_role(all, false);
  become(role);
  Ids hidden = ground().own;  // of the second bot, of which nothing is ever granted
  const assurance::ProbeBot& second = tenant().bots[1];
  hidden["bot"] = second.id.text();
  hidden["source"] = elsewhere(owner())
                         .get(fmt::format("/api/v1/bots/{}/sources", second.id.text()))
                         .text_at("/items/0/id");
  const Attacker visitor = ground().target->visitor(second.widget);
  hidden["conversation"] =
      visitor
          .post(fmt::format("/widget/v1/{}/messages", second.widget.text()),
                R"({"client_id":"the-first-message","text":"of the hidden bot"})")
          .text_at("/conversation/id");
  for (const ModelPrivilege& privilege : model_privileges()) {
    if (privilege.sight.empty()) continue;
    for (const Words& granted : {only(privilege), of_bots(everything_but(privilege))}) {
      grant(ground().own.at("bot"), granted);
      on_granted_bot_ = granted;
      const std::string who = fmt::format("granted {}", fmt::join(granted, " "));
      expect_as_in_the_model(all, granted, ground().own, who);
      on_granted_bot_ = Words{};
      expect_as_in_the_model(all, Words{}, hidden, who + ", at another bot");
    }
  }
  grant(ground().own.at("bot"), {});
}

}  // namespace
}  // namespace gatehouse::test
