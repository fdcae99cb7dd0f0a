// Passwords, tokens, sessions, guessing.

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

std::string sign_in_body(std::string_view email, std::string_view password) {
  return fmt::format(R"({{"email":{},"password":{}}})", json_text(email), json_text(password));
}

Answer with_access(const Attacker& base, const std::string& token) {
  Attacker attacker{base.place(), base.address()};
  attacker.identity = {{"Origin", base.place().origin()}, {"Cookie", "__Host-gh_access=" + token}};
  return attacker.get("/api/v1/session");
}

// --- IDN-08
// ----------------------------------------------------------------------------------------

void signing_out_is_real(Target& target, Notebook& notebook) {
  const Attacker agent = target.member(target.tenant(1).agent);
  auto socket = agent.socket("/api/v1/socket");
  if (!notebook.expect(socket && socket->second, "open a socket", "status 101",
                       socket ? socket->first.brief() : "no answer"))
    return;
  const Answer out = agent.ask({.method = "DELETE", .target = "/api/v1/session"});
  expect_status(notebook, out, 204, "sign out");
  const Answer after = with_access(agent, agent.access_token);
  expect_refused(target, notebook, after, 401, "IDN-08", "use the copied access token");
  const Answer renewed = agent.ask({.method = "POST", .target = "/api/v1/session/refresh"});
  expect_status(notebook, renewed, 401, "use the copied refresh token");
  notebook.expect(socket->second->closed_within(std::chrono::seconds{1}), "wait on the open socket",
                  "closed within one second", "watched it");
}

void ending_another_session_is_immediate(Target& target, Notebook& notebook) {
  const Attacker first = target.member(target.tenant(1).owner);
  const Attacker second = target.member(target.tenant(1).owner);
  const Answer ended =
      first.ask({.method = "DELETE", .target = "/api/v1/sessions/" + second.session});
  expect_status(notebook, ended, 204, "end one's other session");
  expect_refused(target, notebook, with_access(second, second.access_token), 401, "IDN-08",
                 "use the ended session");
  expect_status(notebook, with_access(first, first.access_token), 200,
                "use the session that ended it");
}

// --- IDN-09
// ----------------------------------------------------------------------------------------

void scripts_see_no_token(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(0).agent;
  const Answer answer =
      target.stranger().post("/api/v1/session", sign_in_body(member.email, member.password));
  const auto cookies = answer.all("set-cookie");
  notebook.expect(cookies.size() == 3, "sign in", "three cookies: access, refresh, known device",
                  fmt::format("{}", cookies.size()));
  for (const std::string_view line : cookies) {
    const std::string_view name = line.substr(0, line.find('='));
    for (const std::string_view part : {"; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
      notebook.expect(line.find(part) != std::string_view::npos,
                      fmt::format("read the attributes of {}", name), std::string{part},
                      std::string{line.substr(line.find(';'))});
    notebook.expect(name.starts_with("__Host-"), "read the cookie's name", "__Host-",
                    std::string{name});
    const std::string_view value = line.substr(name.size() + 1, line.find(';') - name.size() - 1);
    notebook.expect(answer.body.find(value) == std::string::npos,
                    "search the answer's body for the token", "not there", "searched");
  }
}

// --- IDN-10
// ----------------------------------------------------------------------------------------

void sessions_end_by_themselves(Target& target, Notebook& notebook) {
  constexpr std::chrono::minutes kIdleAgent{30};
  constexpr std::chrono::minutes kIdleOwner{15};
  constexpr std::chrono::seconds kMargin{5};
  struct Case {
    std::string_view name;
    const ProbeMember& member;
    std::chrono::seconds age;
    int status;
  };
  const Case cases[] = {
      {"an agent shortly before 30 idle minutes", target.tenant(1).agent, kIdleAgent - kMargin,
       200},
      {"an agent after 30 idle minutes", target.tenant(1).agent, kIdleAgent + kMargin, 401},
      {"an owner shortly before 15 idle minutes", target.tenant(1).owner, kIdleOwner - kMargin,
       200},
      {"an owner after 15 idle minutes", target.tenant(1).owner, kIdleOwner + kMargin, 401},
      {"an owner after 12 hours", target.tenant(1).owner, std::chrono::hours{12} + kMargin, 401}};
  for (const Case& one : cases) {
    const Attacker member = target.member(one.member);
    const auto aged = target.age_session(member.session, one.age);
    if (!notebook.expect(aged.has_value(), "make the session older", "done",
                         aged ? "done" : aged.error().detail()))
      return;
    const Answer answer = with_access(member, member.access_token);
    if (one.status == 401)
      expect_refused(target, notebook, answer, 401, "IDN-10", fmt::format("ask as {}", one.name));
    else
      expect_status(notebook, answer, 200, fmt::format("ask as {}", one.name));
  }
}

constexpr Probe kProbes[] = {
    {"IDN-08", "signing out is real", &signing_out_is_real},
    {"IDN-08", "ending another session is immediate", &ending_another_session_is_immediate},
    {"IDN-09", "scripts see no token", &scripts_see_no_token},
    {"IDN-10", "sessions end by themselves", &sessions_end_by_themselves},
};

}  // namespace

std::span<const Probe> identity_probes() { return kProbes; }

}  // namespace gatehouse::assurance
