// What is served at all, what else an answer says, and how exactly credentials are taken.
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// --- EDGE-06
// ---------------------------------------------------------------------------------------

void answers_keep_to_themselves(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const std::string_view path :
       {"/", "/login", "/api/v1/session", "/api/v1/members", "/health", "/nowhere"}) {
    const Answer answer = owner.get(std::string{path});
    const auto says = [&](std::string_view name, std::string_view value) {
      notebook.expect(answer.header(name) == value, fmt::format("GET {}", path),
                      fmt::format("{}: {}", name, value), std::string{answer.header(name)});
    };
    says("referrer-policy", "no-referrer");
    says("cross-origin-opener-policy", "same-origin");
    says("cross-origin-resource-policy", "same-origin");
    says("cache-control", "no-store");
    for (const std::string_view name : {"server", "x-powered-by", "via"})
      notebook.expect(answer.header(name).empty(), fmt::format("GET {}", path),
                      fmt::format("no {} header, which would name a version", name),
                      std::string{answer.header(name)});
  }
}

// --- EDGE-12
// ---------------------------------------------------------------------------------------

void only_what_is_listed_is_served(Target& target, Notebook& notebook) {
  for (const std::string_view method : {"TRACE", "PUT", "PROPFIND", "DELETE"}) {
    const Answer answer =
        target.stranger().ask({.method = std::string{method}, .target = "/health"});
    const bool refused = answer.status == 0 || answer.status == 400 || answer.status == 405 ||
                         answer.status == 415 || answer.status == 501;
    notebook.expect(refused, fmt::format("{} /health", method), "the method is refused",
                    answer.brief());
  }
  const Attacker stranger = target.stranger();
  for (const std::string_view path :
       {"/.git/config", "/.svn/entries", "/.env", "/gatehouse.toml", "/master.key",
        "/db/control.db", "/package.json", "/backup.sql", "/assets/", "/demo/", "/debug",
        "/metrics", "/server-status", "/actuator/env", "/api/v1/", "/assets/..%2fmaster.key",
        "/api/v1/session/style.css", "/health/logo.png"}) {
    const Answer answer = stranger.get(std::string{path});
    const bool absent = answer.status == 404 || answer.status == 400 || answer.status == 401;
    notebook.expect(absent && answer.header("content-type").starts_with("application/problem"),
                    fmt::format("GET {}", path), "a refusal", answer.brief());
  }
  const Attacker owner = target.member(target.tenant(0).owner);
  expect_status(notebook, owner.get("/api/v1/session?callback=steal"), 400,
                "ask for JSON as a script");
  expect_status(notebook, owner.get("/api/v1/session/style.css"), 404,
                "ask for one's own data as a style sheet that a cache would keep");
}

// --- EDGE-02
// ---------------------------------------------------------------------------------------

void sockets_in_clear_are_refused(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  auto wire = owner.tcp();
  if (!notebook.expect(wire.has_value(), "connect in clear", "a connection", "connected")) return;
  HeaderList headers = owner.identity;
  headers.emplace_back("Connection", "Upgrade");
  headers.emplace_back("Upgrade", "websocket");
  headers.emplace_back("Sec-WebSocket-Version", "13");
  headers.emplace_back("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  const Ask ask{.target = "/api/v1/socket?csrf=" + owner.csrf, .headers = headers};
  (void)wire->send(request_text(owner.place(), ask));
  const auto answer = read_answer(*wire);
  notebook.expect(!answer || (answer->status != 101 && answer->status != 200),
                  "open a live connection in clear with a live session", "refused",
                  answer ? answer->brief() : "closed");
}

// --- IDN-02
// ----------------------------------------------------------------------------------------

std::string change(std::string_view current, std::string_view password) {
  return fmt::format(R"({{"current":{},"password":{}}})", json_text(current), json_text(password));
}

Answer sign_in(Target& target, const ProbeMember& member, std::string_view password) {
  return target.stranger().post(
      "/api/v1/session",
      fmt::format(R"({{"email":{},"password":{}}})", json_text(member.email), json_text(password)));
}

void a_password_is_taken_as_typed(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(0);
  const Attacker as = target.member(member);
  if (!notebook.expect(!as.csrf.empty(), "sign in", "signed in", member.email)) return;
  const std::string chosen = "Twelve grey herons wade upstream, past the mill & seven willows…!";
  const Answer guessed = as.post("/api/v1/password", change("not the current one", chosen));
  notebook.expect(guessed.status >= 400 && guessed.status < 500,
                  "change it without knowing the current one", "refused", guessed.brief());
  expect_status(notebook, sign_in(target, member, chosen), 401, "sign in with what was refused");
  expect_status(notebook, as.post("/api/v1/password", change(member.password, chosen)), 204,
                "choose one of 65 characters of any kind");
  expect_status(notebook, sign_in(target, member, chosen), 200, "sign in with it");
  std::string other_case = chosen;
  other_case.front() = 't';
  expect_status(notebook, sign_in(target, member, other_case), 401, "sign in in another case");
  expect_status(notebook, sign_in(target, member, chosen.substr(0, chosen.size() - 1)), 401,
                "sign in with all but its last character");
}

// --- IDN-03
// ----------------------------------------------------------------------------------------

void credentials_change_with_a_fresh_proof(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(1).owner;
  const Attacker owner = target.member(member);
  const auto aged = target.age_session(owner.session, 5min + 5s);
  if (!notebook.expect(aged.has_value(), "make the session older", "done",
                       aged ? "done" : aged.error().detail()))
    return;
  const Ask acts[] = {
      {.method = "POST",
       .target = "/api/v1/password",
       .body = change(member.password, "eleven patient otters swim")},
      {.method = "POST", .target = "/api/v1/factors/passkeys/challenge"},
      {.method = "POST", .target = "/api/v1/factors/apps/secret"},
      {.method = "POST", .target = "/api/v1/factors/recovery-codes"},
      {.method = "DELETE", .target = "/api/v1/factors/fac_00000000000000000000000000"}};
  for (const Ask& act : acts)
    expect_refused(target, notebook, owner.ask(act), 403, "IDN-03",
                   fmt::format("in a session left open: {} {}", act.method, act.target));
}

// --- IDN-09
// ----------------------------------------------------------------------------------------

void cookies_stay_small(Target& target, Notebook& notebook) {
  constexpr std::size_t kBrowsersKeep = 4096;
  const ProbeMember& member = target.tenant(0).agent;
  const Answer answer = sign_in(target, member, member.password);
  const auto cookies = answer.all("set-cookie");
  notebook.expect(!cookies.empty(), "sign in", "cookies", answer.brief());
  for (const std::string_view line : cookies) {
    const std::size_t size = line.substr(0, line.find(';')).size();
    notebook.expect(size < kBrowsersKeep, fmt::format("measure {}", line.substr(0, line.find('='))),
                    "less than browsers keep", fmt::format("{} octets", size));
    notebook.expect(has(line, "; HttpOnly"), "read its attributes", "HttpOnly", "read");
  }
}

// --- AUD-01
// ----------------------------------------------------------------------------------------

void signing_in_is_recorded(Target& target, Notebook& notebook) {
  const ProbeMember member = target.new_member(1);
  const auto entry_of = [&](const Answer& answer, std::string_view event) {
    for (const SeenEntry& entry : target.entries("correlation=" + answer.correlation()))
      if (entry.event == event) return true;
    return false;
  };
  const Answer good = sign_in(target, member, member.password);
  expect_status(notebook, good, 200, "sign in");
  notebook.expect(entry_of(good, "session.signed_in"), "look for it in the log",
                  "session.signed_in", "looked by request");
  const Answer bad = sign_in(target, member, "not the password of anybody");
  expect_status(notebook, bad, 401, "sign in with a wrong password");
  notebook.expect(entry_of(bad, "session.sign_in_failed"), "look for that in the log",
                  "session.sign_in_failed", "looked by request");
}

constexpr Probe kProbes[] = {
    {"EDGE-06", "answers keep to themselves", &answers_keep_to_themselves},
    {"EDGE-12", "only what is listed is served", &only_what_is_listed_is_served},
    {"EDGE-02", "sockets in clear are refused", &sockets_in_clear_are_refused},
    {"IDN-02", "a password is taken as it was typed", &a_password_is_taken_as_typed},
    {"IDN-03", "credentials change with a fresh proof only",
     &credentials_change_with_a_fresh_proof},
    {"IDN-09", "cookies stay small", &cookies_stay_small},
    {"AUD-01", "signing in and failing to is recorded", &signing_in_is_recorded},
};

}  // namespace

std::span<const Probe> surface_probes() { return kProbes; }

}  // namespace gatehouse::assurance
