#include "assurance/probes/members.h"

#include <atomic>

#include "assurance/passkey.h"

namespace gatehouse::assurance {

namespace {

int next_number() {
  static std::atomic<int> next = 0;
  return ++next;
}

std::string json_bool(bool value) { return value ? "true" : "false"; }

}  // namespace

ProbeMember new_member(Target& target, const Attacker& owner, std::string_view role) {
  const std::string email = fmt::format("probe-{}@probe.invalid", next_number());
  constexpr std::string_view kPassword = "nine copper violins hum";
  const Answer invited = owner.post("/api/v1/invitations",
                                    fmt::format(R"({{"email":"{}","role":"{}"}})", email, role));
  const std::string link = invited.text_at("/link");
  const Answer joined = target.stranger().ask(
      {.method = "POST",
       .target = "/api/v1/invitations/accept",
       .headers = {{"Origin", target.place().origin()}},
       .body = fmt::format(R"({{"token":{},"name":"Probe","password":"{}"}})",
                           json_text(link.substr(link.find('#') + 1)), kPassword)});
  const auto person = PersonId::parse(joined.text_at("/person/id"));
  if (!person) return {};
  return {*person, email, std::string{kPassword}};
}

std::string new_role(const Attacker& owner, std::string_view privileges, bool every_bot) {
  return owner
      .post("/api/v1/roles",
            fmt::format(R"({{"name":"Probe role {}","every_bot":{},"privileges":[{}]}})",
                        next_number(), json_bool(every_bot), privileges))
      .text_at("/key");
}

Answer change_role(const Attacker& owner, std::string_view role, std::string_view privileges,
                   bool every_bot) {
  return owner.ask({.method = "PATCH",
                    .target = fmt::format("/api/v1/roles/{}", role),
                    .body = fmt::format(R"({{"every_bot":{},"privileges":[{}]}})",
                                        json_bool(every_bot), privileges)});
}

Answer give_role(const Attacker& owner, const ProbeMember& member, std::string_view role) {
  return owner.ask({.method = "PATCH",
                    .target = "/api/v1/members/" + member.person.text(),
                    .body = fmt::format(R"({{"role":"{}","reason":"a probe"}})", role)});
}

Answer grant(const Attacker& owner, const ProbeMember& member, std::string_view bot,
             std::string_view privileges) {
  return owner.ask(
      {.method = "PATCH",
       .target = fmt::format("/api/v1/members/{}/grants/{}", member.person.text(), bot),
       .body = fmt::format(R"({{"privileges":[{}]}})", privileges)});
}

Manager new_manager(Target& target, std::size_t tenant, std::string_view role) {
  const ProbeMember member = target.new_member(tenant, role);
  Attacker attacker = target.by_password(member);
  Passkey passkey = Passkey::make();
  (void)attacker.enrol(passkey);
  return {member, std::move(attacker)};
}

Answer approve(const Attacker& approver, const Answer& asked) {
  return approver.post(fmt::format("/api/v1/approvals/{}/approve", asked.text_at("/id")),
                       fmt::format(R"({{"digest":{}}})", json_text(asked.text_at("/digest"))));
}

NewBot new_bot(const Attacker& owner, std::string_view name) {
  const Answer made = owner.post("/api/v1/bots", fmt::format(R"({{"name":{}}})", json_text(name)));
  const auto widget = WidgetId::parse(made.text_at("/widget"));
  return {made.text_at("/id"), widget ? *widget : WidgetId{}};
}

std::string absent(std::string_view id) {
  return fmt::format("{}_{}", id.substr(0, id.find('_')), std::string(26, '0'));
}

bool expect_absent(Notebook& notebook, const Attacker& attacker, Ask ask,
                   std::string absent_target) {
  const std::string did = fmt::format("{} {}", ask.method, ask.target);
  const Answer there = attacker.ask(ask);
  ask.target = std::move(absent_target);
  const Answer nowhere = attacker.ask(ask);
  const bool same = there.status == 404 && nowhere.status == 404 &&
                    there.problem() == nowhere.problem() &&
                    there.text_at("/title") == nowhere.text_at("/title");
  return notebook.expect(same, did, "the same answer as for what does not exist",
                         there.brief() + " and " + nowhere.brief());
}

}  // namespace gatehouse::assurance
