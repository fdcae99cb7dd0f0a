// Passwords, tokens, sessions, guessing.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/bytes.h"
#include "base/json.h"

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

// --- IDN-02 ----------------------------------------------------------------------------------------

void weak_passwords_are_refused(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(0).agent;
  const Attacker agent = target.member(member);
  const std::string local_part = member.email.substr(0, member.email.find('@'));
  const std::pair<std::string_view, std::string> weak[] = {
      {"short", "aB3$x9!q"},          {"common", "password1234"},
      {"a keyboard row", "qwertyuiop12"}, {"repeated", "aaaaaaaaaaaaaa"},
      {"one's own address", local_part + local_part}, {"too long", std::string(129, 'x')},
  };
  for (const auto& [name, password] : weak) {
    const Answer answer = agent.post("/api/v1/password", fmt::format(R"({{"current":{},"password":{}}})",
                                                                     json_text(member.password), json_text(password)));
    expect_refused(target, notebook, answer, 400, "IDN-02", fmt::format("choose a password that is {}", name));
  }
  const Answer still = target.stranger().post("/api/v1/session", sign_in_body(member.email, member.password));
  expect_status(notebook, still, 200, "sign in with the old password");
}

// --- IDN-08 ----------------------------------------------------------------------------------------

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
  const Answer ended = first.ask({.method = "DELETE", .target = "/api/v1/sessions/" + second.session});
  expect_status(notebook, ended, 204, "end one's other session");
  expect_refused(target, notebook, with_access(second, second.access_token), 401, "IDN-08", "use the ended session");
  expect_status(notebook, with_access(first, first.access_token), 200, "use the session that ended it");
}

// --- IDN-09 ----------------------------------------------------------------------------------------

void scripts_see_no_token(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(0).agent;
  const Answer answer = target.stranger().post("/api/v1/session", sign_in_body(member.email, member.password));
  const auto cookies = answer.all("set-cookie");
  notebook.expect(cookies.size() == 3, "sign in", "three cookies: access, refresh, known device", fmt::format("{}", cookies.size()));
  for (const std::string_view line : cookies) {
    const std::string_view name = line.substr(0, line.find('='));
    for (const std::string_view part : {"; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
      notebook.expect(line.find(part) != std::string_view::npos, fmt::format("read the attributes of {}", name),
                      std::string{part}, std::string{line.substr(line.find(';'))});
    notebook.expect(name.starts_with("__Host-"), "read the cookie's name", "__Host-", std::string{name});
    const std::string_view value = line.substr(name.size() + 1, line.find(';') - name.size() - 1);
    notebook.expect(answer.body.find(value) == std::string::npos, "search the answer's body for the token", "not there",
                    "searched");
  }
}

bool files_hold(const std::filesystem::path& root, std::string_view needle) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (bytes.str().find(needle) != std::string::npos) return true;
  }
  return false;
}

void passwords_and_tokens_are_not_stored(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const ProbeMember& member = target.tenant(0).owner;
  const Attacker owner = target.member(member);
  const std::pair<std::string_view, std::string> secrets[] = {
      {"the password", member.password},
      {"the password in base64", base64(as_bytes(member.password))},
      {"the access token", owner.access_token},
      {"the refresh token", owner.refresh_token}};
  for (const auto& [name, secret] : secrets)
    notebook.expect(!secret.empty() && !files_hold(target.data()->root, secret),
                    fmt::format("search all files for {}", name), "not found", "searched the data folder");
}

// --- IDN-10 ----------------------------------------------------------------------------------------

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
  const Case cases[] = {{"an agent shortly before 30 idle minutes", target.tenant(1).agent, kIdleAgent - kMargin, 200},
                        {"an agent after 30 idle minutes", target.tenant(1).agent, kIdleAgent + kMargin, 401},
                        {"an owner shortly before 15 idle minutes", target.tenant(1).owner, kIdleOwner - kMargin, 200},
                        {"an owner after 15 idle minutes", target.tenant(1).owner, kIdleOwner + kMargin, 401},
                        {"an owner after 12 hours", target.tenant(1).owner, std::chrono::hours{12} + kMargin, 401}};
  for (const Case& one : cases) {
    const Attacker member = target.member(one.member);
    const auto aged = target.age_session(member.session, one.age);
    if (!notebook.expect(aged.has_value(), "make the session older", "done", aged ? "done" : aged.error().detail())) return;
    const Answer answer = with_access(member, member.access_token);
    if (one.status == 401) expect_refused(target, notebook, answer, 401, "IDN-10", fmt::format("ask as {}", one.name));
    else expect_status(notebook, answer, 200, fmt::format("ask as {}", one.name));
  }
}

// --- IDN-11 ----------------------------------------------------------------------------------------

Answer renew(const Attacker& base, const std::string& refresh_token) {
  Attacker attacker{base.place(), base.address()};
  attacker.identity = {{"Origin", base.place().origin()}, {"Cookie", "__Host-gh_refresh=" + refresh_token}};
  return attacker.post("/api/v1/session/refresh", "");
}

std::string refresh_in(const Answer& answer) {
  constexpr std::string_view kName = "__Host-gh_refresh=";
  for (const std::string_view line : answer.all("set-cookie"))
    if (line.starts_with(kName)) return std::string{line.substr(kName.size(), line.find(';') - kName.size())};
  return {};
}

void a_replayed_refresh_token_ends_the_session(Target& target, Notebook& notebook) {
  const Attacker agent = target.member(target.tenant(0).agent);
  const Answer once = renew(agent, agent.refresh_token);
  expect_status(notebook, once, 200, "renew the session");
  const Answer twice = renew(agent, refresh_in(once));
  expect_status(notebook, twice, 200, "renew it again");
  const Answer replayed = renew(agent, agent.refresh_token);
  expect_status(notebook, replayed, 401, "use the first refresh token again");
  const Answer after = renew(agent, refresh_in(twice));
  expect_status(notebook, after, 401, "use the newest refresh token after that");
}

constexpr Probe kProbes[] = {
    {"IDN-11", "a replayed refresh token ends the session", &a_replayed_refresh_token_ends_the_session},
    {"IDN-01", "passwords are stored nowhere", &passwords_and_tokens_are_not_stored},
    {"IDN-02", "weak passwords are refused", &weak_passwords_are_refused},
    {"IDN-08", "signing out is real", &signing_out_is_real},
    {"IDN-08", "ending another session is immediate", &ending_another_session_is_immediate},
    {"IDN-09", "scripts see no token", &scripts_see_no_token},
    {"IDN-10", "sessions end by themselves", &sessions_end_by_themselves},
};

}  // namespace

std::span<const Probe> identity_probes() { return kProbes; }

}  // namespace gatehouse::assurance
