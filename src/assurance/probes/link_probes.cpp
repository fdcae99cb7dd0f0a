// Links that change an account, and who may have which address.
#include <algorithm>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

constexpr std::chrono::minutes kLinkLife{15};
constexpr std::chrono::seconds kMargin{5};

std::string confirm_body(std::string_view token, std::string_view password) {
  return fmt::format(R"({{"token":{},"password":{}}})", json_text(token), json_text(password));
}
std::string sign_in_body(std::string_view email, std::string_view password) {
  return fmt::format(R"({{"email":{},"password":{}}})", json_text(email), json_text(password));
}
std::string fresh_password(const ProbeMember& member, std::string_view label) {
  return fmt::format("{} lantern {}", label, member.person.text());
}

Answer confirm(Target& target, std::string_view token, std::string_view password) {
  return target.stranger().post("/api/v1/password-reset/confirm", confirm_body(token, password));
}
Answer sign_in(Target& target, const ProbeMember& member, std::string_view password) {
  return target.stranger().post("/api/v1/session", sign_in_body(member.email, password));
}

// Resetting ends sessions, so each probe has a member of its own.

// --- IDN-13
// ----------------------------------------------------------------------------------------

void only_the_first_honest_use_works(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(0);
  const Attacker before = target.member(member);
  const std::string token = target.reset_token(member);
  const std::string password = fresh_password(member, "first");
  const Answer used = confirm(target, token, password);
  expect_status(notebook, used, 204, "use a link");
  notebook.expect(used.all("set-cookie").empty(), "look for a session in the answer",
                  "nobody is signed in by a link",
                  fmt::format("{} cookies", used.all("set-cookie").size()));
  expect_status(notebook, before.get("/api/v1/session"), 401, "go on with a session of before");
  expect_status(notebook, sign_in(target, member, password), 200, "sign in with the new password");
  const Answer twice = confirm(target, token, fresh_password(member, "second"));
  expect_refused(target, notebook, twice, 404, "IDN-13", "use the link twice");
  expect_status(notebook, sign_in(target, member, password), 200,
                "sign in with the first new password");
}

void a_link_runs_out(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(0);
  const std::string late = target.reset_token(member, kLinkLife + kMargin);
  expect_refused(target, notebook, confirm(target, late, fresh_password(member, "late")), 404,
                 "IDN-13", "use a link after 15 minutes");
  const std::string early = target.reset_token(member, kLinkLife - kMargin * 6);
  expect_status(notebook, confirm(target, early, fresh_password(member, "early")), 204,
                "use a link shortly before 15 minutes");
}

void a_newer_link_ends_the_older(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(1);
  const std::string older = target.reset_token(member);
  const std::string newer = target.reset_token(member);
  expect_refused(target, notebook, confirm(target, older, fresh_password(member, "older")), 404,
                 "IDN-13", "use a link after a newer one was made");
  expect_status(notebook, confirm(target, newer, member.password), 204, "use the newer one");
}

void a_changed_address_ends_the_link(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(1);
  const std::string token = target.reset_token(member);
  const auto changed = target.change_email(member, "moved-" + member.email);
  notebook.expect(changed.has_value(), "change the member's address", "done",
                  changed ? "done" : changed.error().detail());
  const Answer after = confirm(target, token, fresh_password(member, "moved"));
  expect_refused(target, notebook, after, 404, "IDN-13", "use a link of before");
}

void a_link_is_for_one_person_of_one_tenant(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(0);
  const std::string password = fresh_password(member, "others");
  expect_status(notebook, confirm(target, target.reset_token(member), password), 204,
                "use a member's link");
  for (const ProbeMember* other :
       {&target.tenant(0).owner, &target.tenant(1).owner, &target.tenant(1).agent})
    expect_status(notebook, sign_in(target, *other, password), 401,
                  "sign in as somebody else with that password");
  // A link of one kind opens no other door.
  const std::string token = target.reset_token(member);
  for (const std::string_view door : {"/api/v1/email/confirm", "/api/v1/email/undo"})
    expect_refused(target, notebook,
                   target.stranger().post(std::string{door},
                                          fmt::format(R"({{"token":{}}})", json_text(token))),
                   404, "IDN-13", fmt::format("use it at {}", door));
}

void forged_links_are_refused(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(0);
  const std::string token = target.reset_token(member);
  if (!notebook.expect(token.starts_with("ghr_"), "make a link", "a token", token.substr(0, 4)))
    return;
  std::string in_nonce = token;
  in_nonce[8] = in_nonce[8] == 'A' ? 'B' : 'A';
  std::string in_signature = token;
  in_signature[60] = in_signature[60] == 'A' ? 'B' : 'A';
  const std::pair<std::string_view, std::string> forged[] = {
      {"a bit of its secret flipped", in_nonce},
      {"a bit of its signature flipped", in_signature},
      {"nothing after its prefix but null", "ghr_null"},
      {"its signature cut off", token.substr(0, 40)},
      {"another prefix", "ghi_" + token.substr(4)}};
  for (const auto& [name, text] : forged)
    expect_refused(target, notebook, confirm(target, text, fresh_password(member, "forged")), 404,
                   "IDN-13", fmt::format("use a link with {}", name));
  for (const std::string_view body : {R"({"token":"","password":"a lantern in the harbour"})",
                                      R"({"token":null,"password":"a lantern in the harbour"})",
                                      R"({"password":"a lantern in the harbour"})"})
    expect_status(notebook,
                  target.stranger().post("/api/v1/password-reset/confirm", std::string{body}), 400,
                  fmt::format("send {}", body.substr(0, 14)));
  expect_status(notebook, sign_in(target, member, member.password), 200,
                "sign in with the old password");
}

// Whoever asks learns nothing, and no Host header finds its way into a mail.
void asking_tells_nothing(Target& target, Notebook& notebook) {
  const auto ask = [&](std::string_view email) {
    return target.stranger().post("/api/v1/password-reset",
                                  fmt::format(R"({{"email":{}}})", json_text(email)));
  };
  const Answer known = ask(target.tenant(0).agent.email);
  const Answer unknown = ask("nobody-at-all@probe.invalid");
  notebook.expect(known.status == 204 && unknown.status == 204 && known.body == unknown.body,
                  "ask for a link as a known and an unknown person", "the same answer",
                  known.brief() + " and " + unknown.brief());
  const std::string body =
      fmt::format(R"({{"email":{}}})", json_text(target.tenant(0).agent.email));
  const Answer forged =
      target.stranger().raw(fmt::format("POST /api/v1/password-reset HTTP/1.1\r\nHost: "
                                        "evil.example\r\nContent-Type: application/json\r\n"
                                        "Content-Length: {}\r\n\r\n{}",
                                        body.size(), body));
  notebook.expect(forged.problem() == "edge.wrong_host", "ask with a forged Host header",
                  "edge.wrong_host", forged.brief());
  const auto recorded = target.entries("event=password_reset.requested");
  notebook.expect(!recorded.empty(), "look for what was asked in the audit log", "an entry",
                  fmt::format("{} entries", recorded.size()));
}

// --- IDN-06
// ----------------------------------------------------------------------------------------

void one_person_has_one_address(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const std::string& email = target.tenant(0).agent.email;  // "agent-1-…@probe.invalid"
  const std::size_t at = email.find('@');
  std::string upper = email;
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  std::string wide = "\xef\xbd\x81" + email.substr(1);  // a full-width "a"
  std::string alike = email;
  std::ranges::replace(alike.begin(), alike.begin() + 8, '1', 'l');  // "agent-l-…"
  const std::pair<std::string_view, std::string> others[] = {
      {"the same address", email},
      {"another case", upper},
      {"another Unicode form", wide},
      {"a tag", email.substr(0, at) + "+second" + email.substr(at)},
      {"a look-alike", alike}};
  for (const auto& [name, address] : others) {
    const Answer answer = owner.post(
        "/api/v1/invitations", fmt::format(R"({{"email":{},"role":"agent"}})", json_text(address)));
    expect_refused(target, notebook, answer, 409, "IDN-06",
                   fmt::format("invite a second person with {}", name));
  }
  const auto moved =
      target.change_email(target.tenant(0).owner, email.substr(0, at) + "+o" + email.substr(at));
  notebook.expect(!moved, "move another member to that address with a tag", "refused",
                  moved ? "done" : "refused");
}

void an_act_names_one_person(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Answer made = owner.post("/api/v1/bots", R"({"name":"Named after nobody"})");
  expect_status(notebook, made, 201, "make a bot");
  int named = 0;
  for (const SeenEntry& entry : target.entries("event=bot.created"))
    if (entry.object == made.text_at("/id") && entry.actor_kind == "member") ++named;
  notebook.expect(named == 1, "look for who did it", "one entry that names one member",
                  fmt::format("{} entries", named));
  (void)owner.ask({.method = "DELETE", .target = "/api/v1/bots/" + made.text_at("/id")});
}

constexpr Probe kProbes[] = {
    {"IDN-06", "one person has one address", &one_person_has_one_address},
    {"IDN-06", "an act names one person", &an_act_names_one_person},
    {"IDN-13", "only the first honest use of a link works", &only_the_first_honest_use_works},
    {"IDN-13", "a link runs out", &a_link_runs_out},
    {"IDN-13", "a newer link ends the older", &a_newer_link_ends_the_older},
    {"IDN-13", "a changed address ends the link", &a_changed_address_ends_the_link},
    {"IDN-13", "a link is for one person of one tenant", &a_link_is_for_one_person_of_one_tenant},
    {"IDN-13", "forged links are refused", &forged_links_are_refused},
    {"IDN-13", "asking tells nothing", &asking_tells_nothing},
};

}  // namespace

std::span<const Probe> link_probes() { return kProbes; }

}  // namespace gatehouse::assurance
