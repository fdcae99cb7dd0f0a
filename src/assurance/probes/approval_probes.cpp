// Acts that nobody does alone: asked for and approved by one person, in every guise they have.
#include <algorithm>

#include "assurance/passkey.h"
#include "assurance/probes/members.h"
#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

std::string role_of(const Attacker& owner, const ProbeMember& member) {
  const Answer list = owner.get("/api/v1/members");
  const std::size_t at = list.body.find(member.person.text());
  const std::size_t role = list.body.find(R"("role":")", at);
  if (at == std::string::npos || role == std::string::npos) return {};
  const std::size_t begin = role + 8;
  return list.body.substr(begin, list.body.find('"', begin) - begin);
}

void expect_role(Notebook& notebook, const Attacker& owner, const ProbeMember& member,
                 std::string_view role, std::string did) {
  const std::string seen = role_of(owner, member);
  notebook.expect(seen == role, std::move(did), std::string{role}, seen);
}

Answer change(const Attacker& owner, const ProbeMember& member, std::string_view role) {
  return owner.ask({.method = "PATCH",
                    .target = "/api/v1/members/" + member.person.text(),
                    .body = fmt::format(R"({{"role":"{}","reason":"A probe asks."}})", role)});
}

void expect_waiting(Notebook& notebook, const Answer& answer, std::string did) {
  notebook.expect(answer.status == 202 && answer.text_at("/state") == "waiting", std::move(did),
                  "202, waiting for somebody else", answer.brief());
}

Answer age(Target& target, const ProbeTenant& tenant, std::chrono::seconds by) {
  return target.as_verifier(
      {.method = "POST",
       .target = "/verification/v1/tenants/age",
       .body = fmt::format(R"({{"tenant":"{}","seconds":{}}})", tenant.id.text(), by.count())});
}

void nobody_elevates_alone(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(0);
  const Attacker owner = target.member(tenant.owner);
  const Manager other = new_manager(target, 0, "administrator");
  const ProbeMember member = target.new_member(0);
  const Answer asked = change(owner, member, "administrator");
  expect_waiting(notebook, asked, "as an owner make a member an administrator");
  expect_role(notebook, owner, member, "agent", "look at the member meanwhile");

  expect_refused(target, notebook, approve(owner, asked), 403, "ACC-04", "approve it oneself");
  const Attacker again = target.member(tenant.owner);
  expect_refused(target, notebook, approve(again, asked), 403, "ACC-04",
                 "approve it oneself in a second session");
  expect_status(notebook, change(owner, member, "administrator"), 202, "ask for the same again");
  expect_role(notebook, owner, member, "agent", "look at the member after all that");

  const Answer bent =
      other.attacker.post(fmt::format("/api/v1/approvals/{}/approve", asked.text_at("/id")),
                          fmt::format(R"({{"digest":"{}"}})", std::string(64, '0')));
  expect_refused(target, notebook, bent, 409, "ACC-04", "approve something else than was shown");

  expect_status(notebook, approve(other.attacker, asked), 200, "approve it as somebody else");
  expect_role(notebook, owner, member, "administrator", "look at the member afterwards");
  expect_status(notebook, approve(other.attacker, asked), 409, "approve it twice");
  const auto entries = target.entries("event=approval.given");
  const bool recorded = std::ranges::any_of(
      entries, [&](const SeenEntry& entry) { return entry.object == asked.text_at("/id"); });
  notebook.expect(recorded, "look for the approval in the log", "an entry",
                  recorded ? "an entry" : "none");
}

void an_account_that_one_made_is_oneself(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Manager other = new_manager(target, 0, "owner");
  const ProbeMember puppet = new_member(target, owner, "agent");
  if (!notebook.expect(!puppet.email.empty(), "bring in a puppet", "joined", "nobody")) return;
  expect_status(notebook, approve(other.attacker, change(owner, puppet, "administrator")), 200,
                "have it made an administrator by somebody else");
  Attacker strings = target.by_password(puppet);
  Passkey passkey = Passkey::make();
  expect_status(notebook, strings.enrol(passkey), 201, "add its second factor");
  const ProbeMember member = target.new_member(0);
  const Answer asked = change(owner, member, "administrator");
  expect_waiting(notebook, asked, "ask for something else");
  expect_refused(target, notebook, approve(strings, asked), 403, "ACC-04",
                 "approve it through the account that one has just made");

  // Whoever resets somebody's factors could sign in as them.
  const Manager third = new_manager(target, 0, "administrator");
  const std::string reset = fmt::format("/api/v1/members/{}/factors", third.member.person.text());
  expect_status(notebook, owner.ask({.method = "DELETE", .target = reset}), 204,
                "reset a colleague's second factors");
  Attacker taken = target.by_password(third.member);
  Passkey own = Passkey::make();
  expect_status(notebook, taken.enrol(own), 201, "enrol one's own passkey for them");
  expect_refused(target, notebook, approve(taken, asked), 403, "ACC-04",
                 "approve it through the account that one has just reset");
}

void nobody_approves_what_they_gain_by(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Manager gains = new_manager(target, 0, "administrator");
  const Answer asked = change(owner, gains.member, "owner");
  expect_waiting(notebook, asked, "ask to make an administrator an owner");
  expect_refused(target, notebook, approve(gains.attacker, asked), 403, "ACC-04",
                 "approve one's own promotion");
}

void invitations_and_roles_are_no_way_around(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const ProbeMember invited = new_member(target, owner, "administrator");
  if (!notebook.expect(!invited.email.empty(), "invite an administrator", "joined", "nobody"))
    return;
  expect_role(notebook, owner, invited, "agent", "look at the role of whoever joined");

  // A harmless role that is widened once somebody holds it, and one that is before they come.
  const std::string held = new_role(owner, R"("read_members")", true);
  const ProbeMember holder = target.new_member(0);
  expect_status(notebook, give_role(owner, holder, held), 200, "give somebody a harmless role");
  expect_waiting(notebook, change_role(owner, held, R"("manage_members")", true),
                 "let the role manage members");
  const std::string open = new_role(owner, R"("read_members")", true);
  const Answer link =
      owner.post("/api/v1/invitations",
                 fmt::format(R"({{"email":"late-{}@probe.invalid","role":"{}"}})", open, open));
  expect_status(notebook, link, 201, "invite somebody to a harmless role");
  expect_status(notebook, change_role(owner, open, R"("manage_members")", true), 200,
                "widen it while nobody holds it");
  const std::string address = link.text_at("/link");
  const Answer joined = target.stranger().ask(
      {.method = "POST",
       .target = "/api/v1/invitations/accept",
       .headers = {{"Origin", target.place().origin()}},
       .body = fmt::format(R"({{"token":{},"name":"Late","password":"nine copper violins hum"}})",
                           json_text(address.substr(address.find('#') + 1)))});
  notebook.expect(joined.text_at("/role") == "agent", "follow the invitation then",
                  "an agent, not the widened role", joined.text_at("/role"));
}

void a_sole_owner_waits_for_a_day(Target& target, Notebook& notebook) {
  const ProbeTenant& tenant = target.tenant(1);
  const Attacker owner = target.member(tenant.owner);
  const ProbeMember member = target.new_member(1);
  const Answer asked = change(owner, member, "administrator");
  expect_waiting(notebook, asked, "as the only owner make a member an administrator");
  notebook.expect(!asked.text_at("/due_at").empty(), "look when it is done by itself",
                  "a time, a day from now", asked.text_at("/due_at"));
  expect_refused(target, notebook, approve(owner, asked), 403, "ACC-04", "approve it oneself");
  expect_status(notebook, age(target, tenant, 23h), 204, "let 23 hours pass");
  expect_role(notebook, owner, member, "agent", "look at the member then");
  const Answer declined =
      owner.post(fmt::format("/api/v1/approvals/{}/decline", asked.text_at("/id")), "{}");
  expect_status(notebook, declined, 200, "cancel it as an owner");
  expect_status(notebook, age(target, tenant, 2h), 204, "let the rest of the day pass");
  expect_role(notebook, owner, member, "agent", "look at the member after a day");
}

constexpr Probe kProbes[] = {
    {"ACC-04", "a sole owner waits for a day, and can cancel", &a_sole_owner_waits_for_a_day},
    {"ACC-04", "nobody elevates alone, in whatever session", &nobody_elevates_alone},
    {"ACC-04", "an account that one made or reset is oneself",
     &an_account_that_one_made_is_oneself},
    {"ACC-04", "nobody approves what they gain by", &nobody_approves_what_they_gain_by},
    {"ACC-04", "invitations and roles are no way around", &invitations_and_roles_are_no_way_around},
};

}  // namespace

std::span<const Probe> approval_probes() { return kProbes; }

}  // namespace gatehouse::assurance
