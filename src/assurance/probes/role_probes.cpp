// Roles: who may do what at all, and who may give what away.
#include <algorithm>
#include <vector>

#include "assurance/passkey.h"
#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

namespace {

// An act, and the privilege that opens it. Acts that would change something are sent with what no
// row takes: whoever may do them is told so about their input, whoever may not is refused before.
struct Act {
  std::string_view privilege;
  std::string_view method;
  std::string_view target;
};

constexpr Act kActs[] = {
    {"read_conversations", "GET", "/api/v1/conversations"},
    {"note_conversations", "POST", "/api/v1/conversations/conv_00000000000000000000000000/notes"},
    {"reply_conversations", "POST",
     "/api/v1/conversations/conv_00000000000000000000000000/messages"},
    {"close_conversations", "POST", "/api/v1/conversations/conv_00000000000000000000000000/close"},
    {"read_bots", "GET", "/api/v1/bots"},
    {"edit_bots", "PATCH", "/api/v1/bots/bot_00000000000000000000000000"},
    {"manage_bots", "POST", "/api/v1/bots"},
    {"manage_bots", "DELETE", "/api/v1/bots/bot_00000000000000000000000000"},
    {"read_members", "GET", "/api/v1/members"},
    {"read_members", "GET", "/api/v1/roles"},
    {"invite", "POST", "/api/v1/invitations"},
    {"manage_members", "PATCH", "/api/v1/members/per_00000000000000000000000000"},
    {"manage_members", "DELETE", "/api/v1/members/per_00000000000000000000000000"},
    {"manage_members", "PATCH",
     "/api/v1/members/per_00000000000000000000000000/grants/bot_00000000000000000000000000"},
    {"manage_roles", "POST", "/api/v1/roles"},
    {"manage_roles", "DELETE", "/api/v1/roles/role_00000000000000000000000000"},
    {"read_audit", "GET", "/api/v1/audit"},
    {"read_security", "GET", "/api/v1/security"},
    {"manage_workspace", "PATCH", "/api/v1/workspace"},
};

struct Role {
  std::string_view name;
  std::vector<std::string_view> privileges;
};

// Written here a second time, so that a change of the product's own table is seen.
const std::vector<Role>& built_in_roles() {
  static const std::vector<Role> roles{
      {"supervisor",
       {"read_conversations", "note_conversations", "reply_conversations", "close_conversations",
        "read_bots", "read_members"}},
      {"agent",
       {"read_conversations", "note_conversations", "reply_conversations", "close_conversations",
        "read_bots", "read_members"}},
      {"builder", {"read_bots", "edit_bots", "manage_bots", "read_members"}},
      {"analyst", {"read_conversations", "read_bots"}},
      {"billing", {}},
      {"auditor", {"read_members", "read_audit", "read_security"}},
  };
  return roles;
}

Ask ask_of(const Act& act) {
  Ask ask{.method = std::string{act.method}, .target = std::string{act.target}};
  if (act.method == "POST" || act.method == "PATCH") ask.body = R"({"no":"such member"})";
  return ask;
}

// Read, told about the input, or told that nothing is there: the right was not what was missing.
bool was_let_through(const Answer& answer) {
  return answer.status == 200 || answer.status == 400 || answer.status == 404;
}

void expect_exactly(Target& target, Notebook& notebook, const Attacker& attacker,
                    std::string_view who, const std::vector<std::string_view>& privileges) {
  for (const Act& act : kActs) {
    const std::string did = fmt::format("as {}: {} {}", who, act.method, act.target);
    const Answer answer = attacker.ask(ask_of(act));
    if (std::ranges::find(privileges, act.privilege) != privileges.end())
      notebook.expect(was_let_through(answer), did, "let through", answer.brief());
    else
      expect_refused(target, notebook, answer, 403, "ACC-01", did);
  }
}

// --- ACC-01
// ----------------------------------------------------------------------------------------

void every_role_does_its_own_and_nothing_else(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const ProbeMember member = new_member(target, owner, "agent");
  if (!notebook.expect(!member.email.empty(), "bring in a member", "joined", "nobody")) return;
  for (const Role& role : built_in_roles()) {
    expect_status(notebook, give_role(owner, member, role.name), 200, "give them a role");
    expect_exactly(target, notebook, target.member(member), role.name, role.privileges);
  }
  const Attacker leaver = target.member(member);
  const Answer removed =
      owner.ask({.method = "DELETE", .target = "/api/v1/members/" + member.person.text()});
  expect_status(notebook, removed, 204, "remove the member");
  for (const Act& act : kActs)
    expect_status(notebook, leaver.ask(ask_of(act)), 401,
                  fmt::format("as somebody who was removed: {} {}", act.method, act.target));
}

// --- ACC-02
// ----------------------------------------------------------------------------------------

// In an open session, so that a change of the role is seen to be in force at once.
void each_privilege_opens_its_own_and_nothing_else(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(1).owner);
  const Manager second = new_manager(target, 1, "owner");
  const std::string role = new_role(owner, "", true);
  const ProbeMember member = new_member(target, owner, role);
  const Attacker attacker = target.member(member);
  if (!notebook.expect(!attacker.csrf.empty(), "sign in with a role of one's own", "signed in",
                       role))
    return;
  // Some of the rights come only with a second factor.
  Passkey passkey = Passkey::make();
  expect_status(notebook, attacker.enrol(passkey), 201, "add a second factor");
  std::vector<std::string_view> privileges;
  for (const Act& act : kActs)
    if (privileges.empty() || privileges.back() != act.privilege)
      privileges.push_back(act.privilege);
  for (const std::string_view privilege : privileges) {
    // What decides over others is approved by a second owner first.
    Answer changed = change_role(owner, role, json_text(privilege), true);
    if (changed.status == 202) changed = approve(second.attacker, changed);
    expect_status(notebook, changed, 200, fmt::format("let the role have {} alone", privilege));
    std::vector<std::string_view> held{privilege};
    if (privilege.ends_with("_conversations")) held.push_back("read_conversations");
    if (privilege.ends_with("_bots")) held.push_back("read_bots");
    for (const Act& act : kActs) {
      const bool may = std::ranges::find(held, act.privilege) != held.end();
      const Answer answer = attacker.ask(ask_of(act));
      notebook.expect(may ? was_let_through(answer) : answer.problem() == "access.forbidden",
                      fmt::format("with {} alone: {} {}", privilege, act.method, act.target),
                      may ? "let through" : "403 access.forbidden", answer.brief());
    }
  }
}

void nobody_gives_what_they_do_not_hold(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(1);
  const Attacker owner = target.member(tenant.owner);
  const std::string role =
      new_role(owner, R"("invite","manage_members","manage_roles","read_bots")", true);
  const ProbeMember member = target.new_member(1);
  expect_status(notebook,
                approve(new_manager(target, 1, "owner").attacker, give_role(owner, member, role)),
                200, "give somebody the role, approved by a second owner");
  const Attacker climber = target.member(member);
  if (!notebook.expect(!climber.csrf.empty(), "sign in as somebody who manages members",
                       "signed in", role))
    return;
  // Whoever manages members may do nothing before they have one.
  Passkey passkey = Passkey::make();
  expect_status(notebook, climber.enrol(passkey), 201, "add a second factor");
  const std::string self = "/api/v1/members/" + member.person.text();
  const std::string agent = "/api/v1/members/" + tenant.agent.person.text();
  const std::string bot = tenant.bots[1].id.text();
  const Ask attempts[] = {
      {.method = "POST",
       .target = "/api/v1/roles",
       .body = R"({"name":"Mighty","every_bot":true,"privileges":["read_audit"]})"},
      {.method = "PATCH",
       .target = "/api/v1/roles/" + role,
       .body = R"({"privileges":["manage_roles","manage_workspace"]})"},
      {.method = "PATCH", .target = self, .body = R"({"role":"owner","reason":"a probe"})"},
      {.method = "PATCH", .target = self, .body = R"({"role":"administrator","reason":"a probe"})"},
      {.method = "PATCH", .target = agent, .body = R"({"role":"owner","reason":"a probe"})"},
      {.method = "DELETE", .target = "/api/v1/members/" + tenant.owner.person.text()},
      {.method = "POST",
       .target = "/api/v1/invitations",
       .body = R"({"email":"x@probe.invalid","role":"administrator"})"},
      {.method = "PATCH",
       .target = fmt::format("{}/grants/{}", agent, bot),
       .body = R"({"privileges":["manage_bots"]})"},
  };
  for (const Ask& attempt : attempts)
    expect_refused(target, notebook, climber.ask(attempt), 403, "ACC-02",
                   fmt::format("{} {} {}", attempt.method, attempt.target, attempt.body));
  const Ask smuggled[] = {
      {.method = "PATCH",
       .target = self,
       .body = fmt::format(R"({{"role":"{}","privileges":["read_audit"]}})", role)},
      {.method = "PATCH",
       .target = self,
       .body = fmt::format(R"({{"role":"{}","role":"owner"}})", role)},
      {.method = "POST",
       .target = "/api/v1/invitations",
       .body = R"({"email":"x@probe.invalid","role":"agent","tenant":"other"})"},
  };
  for (const Ask& attempt : smuggled)
    expect_status(notebook, climber.ask(attempt), 400,
                  fmt::format("smuggle more along: {}", attempt.body));
  const Answer after = climber.get("/api/v1/session");
  notebook.expect(
      after.text_at("/role") == role && after.body.find("read_audit") == std::string::npos,
      "look at one's own rights afterwards", "those of before", after.text_at("/role"));
}

constexpr Probe kProbes[] = {
    {"ACC-01", "every role does its own and nothing else",
     &every_role_does_its_own_and_nothing_else},
    {"ACC-02", "each privilege opens its own and nothing else",
     &each_privilege_opens_its_own_and_nothing_else},
    {"ACC-02", "nobody gives what they do not hold", &nobody_gives_what_they_do_not_hold},
};

}  // namespace

std::span<const Probe> role_probes() { return kProbes; }

}  // namespace gatehouse::assurance
