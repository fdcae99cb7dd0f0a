// Rights, and the walls between tenants.
#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

namespace {

// --- ACC-01
// ----------------------------------------------------------------------------------------

void agents_cannot_do_what_owners_do(Target& target, Notebook& notebook) {
  const Attacker agent = target.member(target.tenant(0).agent);
  const std::string bot = target.tenant(0).bots[0].id.text();
  const std::string owner = target.tenant(0).owner.person.text();
  const Ask acts[] = {
      {.method = "PATCH", .target = "/api/v1/workspace", .body = R"({"name":"taken"})"},
      {.method = "POST",
       .target = "/api/v1/invitations",
       .body = R"({"email":"x@probe.invalid","role":"agent"})"},
      {.method = "PATCH",
       .target = "/api/v1/members/" + owner,
       .body = R"({"role":"agent","reason":"a probe"})"},
      {.method = "DELETE", .target = "/api/v1/members/" + owner},
      {.method = "POST", .target = "/api/v1/bots", .body = R"({"name":"mine"})"},
      {.method = "PATCH", .target = "/api/v1/bots/" + bot, .body = R"({"name":"mine"})"},
      {.method = "DELETE", .target = "/api/v1/bots/" + bot},
      {.method = "GET", .target = "/api/v1/audit"},
      {.method = "GET", .target = "/api/v1/security"},
  };
  for (const Ask& act : acts) {
    const Answer answer = agent.ask(act);
    expect_refused(target, notebook, answer, 403, "ACC-01",
                   fmt::format("as an agent: {} {}", act.method, act.target));
  }
}

void strangers_can_do_nothing(Target& target, Notebook& notebook) {
  for (const std::string_view path :
       {"/api/v1/conversations", "/api/v1/bots", "/api/v1/members", "/api/v1/audit",
        "/api/v1/session", "/api/v1/security", "/verification/v1/entries"}) {
    const Answer answer = target.stranger().get(std::string{path});
    expect_status(notebook, answer, 401, fmt::format("as nobody: GET {}", path));
  }
}

// --- ACC-05
// ----------------------------------------------------------------------------------------

void another_tenants_things_do_not_exist(Target& target, Notebook& notebook) {
  const ProbeTenant& other = target.tenant(1);
  const Attacker owner = target.member(target.tenant(0).owner);
  const Attacker visitor = target.visitor(other.bots[0].widget);
  const std::string conversation =
      open_conversation(visitor, other.bots[0].widget, "canary of the other tenant");
  if (!notebook.expect(!conversation.empty(), "open a conversation in the other tenant", "an id",
                       conversation))
    return;
  const std::string absent_conversation = "conv_00000000000000000000000000";
  const std::string absent_bot = "bot_00000000000000000000000000";
  const std::string bot = other.bots[0].id.text();
  for (const std::string_view rest : {"", "/messages"})
    expect_absent(notebook, owner,
                  {.target = fmt::format("/api/v1/conversations/{}{}", conversation, rest)},
                  fmt::format("/api/v1/conversations/{}{}", absent_conversation, rest));
  for (const std::string_view act : {"take-over", "close", "read"})
    expect_absent(notebook, owner,
                  {.method = "POST",
                   .target = fmt::format("/api/v1/conversations/{}/{}", conversation, act),
                   .body = "{}"},
                  fmt::format("/api/v1/conversations/{}/{}", absent_conversation, act));
  for (const std::string_view rest : {"", "/sources"})
    expect_absent(notebook, owner, {.target = fmt::format("/api/v1/bots/{}{}", bot, rest)},
                  fmt::format("/api/v1/bots/{}{}", absent_bot, rest));
  const Answer list = owner.get("/api/v1/conversations?search=canary");
  notebook.expect(
      list.status == 200 && list.body.find("canary of the other tenant") == std::string::npos,
      "search for the other tenant's words", "nothing found", list.brief());
}

void another_tenants_members_do_not_exist(Target& target, Notebook& notebook) {
  const ProbeTenant& other = target.tenant(1);
  const Attacker owner = target.member(target.tenant(0).owner);
  const std::string victim = "/api/v1/members/" + other.agent.person.text();
  const Answer changed = owner.ask({.method = "PATCH",
                                    .target = victim,
                                    .body = R"({"role":"administrator","reason":"a probe"})"});
  expect_refused(target, notebook, changed, 404, "ACC-05",
                 "change the role of another tenant's member");
  const Answer removed = owner.ask({.method = "DELETE", .target = victim});
  expect_refused(target, notebook, removed, 404, "ACC-05", "remove another tenant's member");
  const Answer members = target.member(other.owner).get("/api/v1/members");
  notebook.expect(members.body.find(other.agent.email) != std::string::npos,
                  "list the members as their own owner", "the member is still there",
                  members.brief());
}

void another_tenants_roles_and_grants_do_not_exist(Target& target, Notebook& notebook) {
  const ProbeTenant& other = target.tenant(1);
  const Attacker owner = target.member(target.tenant(0).owner);
  const std::string role = new_role(target.member(other.owner), R"("read_bots")", true);
  if (!notebook.expect(!role.empty(), "make a role in the other tenant", "a key", role)) return;
  const std::string path = "/api/v1/roles/" + role;
  expect_refused(target, notebook,
                 owner.ask({.method = "PATCH", .target = path, .body = R"({"name":"taken"})"}), 404,
                 "ACC-05", "change another tenant's role");
  expect_refused(target, notebook, owner.ask({.method = "DELETE", .target = path}), 404, "ACC-05",
                 "delete another tenant's role");
  expect_refused(target, notebook, give_role(owner, target.tenant(0).spare, role), 404, "ACC-05",
                 "give another tenant's role to one's own member");
  expect_refused(target, notebook,
                 grant(owner, other.agent, target.tenant(0).bots[0].id.text(), R"("read_bots")"),
                 404, "ACC-05", "grant one's own bot to another tenant's member");
  expect_absent(notebook, owner,
                {.target = fmt::format("/api/v1/members/{}/grants", other.agent.person.text())},
                fmt::format("/api/v1/members/{}/grants", absent(other.agent.person.text())));
  const Answer list = owner.get("/api/v1/roles");
  notebook.expect(list.status == 200 && list.body.find(role) == std::string::npos, "list the roles",
                  "one's own", list.brief());
}

constexpr Probe kProbes[] = {
    {"ACC-01", "agents cannot do what owners do", &agents_cannot_do_what_owners_do},
    {"ACC-01", "strangers can do nothing", &strangers_can_do_nothing},
    {"ACC-05", "another tenant's things do not exist", &another_tenants_things_do_not_exist},
    {"ACC-05", "another tenant's members do not exist", &another_tenants_members_do_not_exist},
    {"ACC-05", "another tenant's roles and grants do not exist",
     &another_tenants_roles_and_grants_do_not_exist},
};

}  // namespace

std::span<const Probe> access_probes() { return kProbes; }

}  // namespace gatehouse::assurance
