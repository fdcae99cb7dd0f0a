// Sessions that somebody else uses, that were ended, or that lasted too long.
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/clock.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kFirefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
constexpr std::string_view kChrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36";

Answer with_access(const Attacker& base, const std::string& token, std::string_view agent = {}) {
  Attacker attacker{base.place(), base.address()};
  attacker.identity = {{"Origin", base.place().origin()}, {"Cookie", "__Host-gh_access=" + token}};
  if (!agent.empty()) attacker.identity.emplace_back("User-Agent", std::string{agent});
  return attacker.get("/api/v1/session");
}

Answer renew(const Attacker& base, const std::string& refresh_token, std::string_view agent = {}) {
  Attacker attacker{base.place(), base.address()};
  attacker.identity = {{"Origin", base.place().origin()},
                       {"Cookie", "__Host-gh_refresh=" + refresh_token}};
  if (!agent.empty()) attacker.identity.emplace_back("User-Agent", std::string{agent});
  return attacker.post("/api/v1/session/refresh", "");
}

std::string cookie_of(const Answer& answer, std::string_view name) {
  for (const std::string_view line : answer.all("set-cookie"))
    if (line.starts_with(name) && line.substr(name.size()).starts_with('='))
      return std::string{line.substr(name.size() + 1, line.find(';') - name.size() - 1)};
  return {};
}

// --- IDN-11
// ----------------------------------------------------------------------------------------

// Everything of a session that was stolen is over: token, renewal, socket; and its owner is told.
void expect_ended(Target& target, Notebook& notebook, const Attacker& victim, WebSocket* socket,
                  std::string_view sign) {
  notebook.expect(!socket || socket->closed_within(1500ms), "wait on the open socket",
                  "closed within a second", "watched it");
  expect_status(notebook, with_access(victim, victim.access_token, kFirefox), 401,
                "use the access token after that");
  expect_status(notebook, renew(victim, victim.refresh_token, kFirefox), 401,
                "use the refresh token after that");
  const Attacker owner = target.member(target.tenant(0).owner);
  const std::string list = owner.get("/api/v1/alerts").body;
  const std::size_t at = list.find(victim.session);
  const std::size_t begin = at == std::string::npos ? at : list.rfind('{', at);
  const bool told =
      begin != std::string::npos && list.substr(begin, at - begin).find(sign) != std::string::npos;
  notebook.expect(!victim.session.empty() && told, "read the alerts as an owner",
                  fmt::format("one of {}", sign), told ? "it is there" : list.substr(0, 200));
}

Attacker in_firefox(Target& target, const ProbeMember& member) {
  Attacker attacker = target.stranger();
  attacker.identity = {{"Origin", target.place().origin()}, {"User-Agent", std::string{kFirefox}}};
  const Answer answer = attacker.post(
      "/api/v1/session", fmt::format(R"({{"email":{},"password":{}}})", json_text(member.email),
                                     json_text(member.password)));
  attacker.access_token = cookie_of(answer, "__Host-gh_access");
  attacker.refresh_token = cookie_of(answer, "__Host-gh_refresh");
  attacker.csrf = answer.text_at("/csrf");
  attacker.identity.emplace_back("Cookie", "__Host-gh_access=" + attacker.access_token);
  const std::string sessions = attacker.get("/api/v1/sessions").body;
  const std::size_t at = sessions.find(R"("current":true)");
  const std::size_t id = at == std::string::npos ? at : sessions.rfind("ses_", at);
  if (id != std::string::npos) attacker.session = sessions.substr(id, sessions.find('"', id) - id);
  return attacker;
}

void a_replayed_refresh_token_ends_the_session(Target& target, Notebook& notebook) {
  Attacker victim = in_firefox(target, target.tenant(0).agent);
  auto socket = victim.socket("/api/v1/socket");
  const Answer once = renew(victim, victim.refresh_token, kFirefox);
  expect_status(notebook, once, 200, "renew the session");
  const Answer twice = renew(victim, cookie_of(once, "__Host-gh_refresh"), kFirefox);
  expect_status(notebook, twice, 200, "renew it again");
  const std::string stolen =
      std::exchange(victim.refresh_token, cookie_of(twice, "__Host-gh_refresh"));
  expect_refused(target, notebook, renew(target.stranger(), stolen, kFirefox), 401, "IDN-11",
                 "use the first refresh token again");
  expect_ended(target, notebook, victim, socket && socket->second ? &*socket->second : nullptr,
               "refresh_replayed");
}

void another_browser_ends_the_session(Target& target, Notebook& notebook) {
  const Attacker victim = in_firefox(target, target.tenant(0).agent);
  if (!expect_status(notebook, with_access(victim, victim.access_token, kFirefox), 200,
                     "use the session"))
    return;
  auto socket = victim.socket("/api/v1/socket");
  expect_refused(target, notebook, with_access(victim, victim.access_token, kChrome), 401, "IDN-11",
                 "use a copy of its token in another browser");
  expect_ended(target, notebook, victim, socket && socket->second ? &*socket->second : nullptr,
               "device_changed");
}

void two_places_end_the_session(Target& target, Notebook& notebook) {
  const Attacker victim = in_firefox(target, target.tenant(0).agent);
  if (!victim.address())
    return notebook.not_claimed("A remote server sees one address of the verifier only.");
  auto socket = victim.socket("/api/v1/socket");
  const Attacker far_away{target.place(), "127.201.0.1"};
  expect_status(notebook, with_access(far_away, victim.access_token, kFirefox), 200,
                "use the session from another network, as after a move");
  expect_refused(target, notebook, with_access(victim, victim.access_token, kFirefox), 401,
                 "IDN-11", "use it from the first network again, within minutes");
  expect_ended(target, notebook, victim, socket && socket->second ? &*socket->second : nullptr,
               "two_places");
}

// --- IDN-08
// ----------------------------------------------------------------------------------------

struct Copies {
  Attacker victim;
  std::optional<WebSocket> socket;
};

Copies copies_of(Target& target, const ProbeMember& member) {
  Copies copies{target.member(member), std::nullopt};
  if (auto opened = copies.victim.socket("/api/v1/socket"))
    copies.socket = std::move(opened->second);
  return copies;
}

// Every copy is dead at once, and the socket within a second.
void expect_dead(Target& target, Notebook& notebook, Copies& copies, std::string_view after) {
  const SystemClock clock;
  const Tick began = clock.tick();
  const Answer used = with_access(copies.victim, copies.victim.access_token);
  const double seconds = std::chrono::duration<double>(clock.tick() - began).count();
  expect_refused(target, notebook, used, 401, "IDN-08",
                 fmt::format("use the access token {} ({:.3f} s later)", after, seconds));
  expect_status(notebook, renew(copies.victim, copies.victim.refresh_token), 401,
                fmt::format("use the refresh token {}", after));
  const bool closed = copies.socket && copies.socket->closed_within(1s);
  notebook.expect(closed, fmt::format("wait on the socket {}", after), "closed within a second",
                  closed ? "closed" : "open");
}

void whoever_ends_sessions_ends_them_everywhere(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(0).others.at(4);
  const Attacker owner = target.member(target.tenant(0).owner);

  Copies others = copies_of(target, member);
  const Attacker own = target.member(member);
  expect_status(notebook, own.ask({.method = "DELETE", .target = "/api/v1/sessions"}), 204,
                "end all other sessions");
  expect_dead(target, notebook, others, "after that");
  expect_status(notebook, with_access(own, own.access_token), 200,
                "go on in the session that ended them");

  Copies before = copies_of(target, member);
  const std::string fresh = "four brisk paper kites " + member.password.substr(3, 8);
  const auto change = [&](std::string_view current, std::string_view next) {
    return own.post("/api/v1/password", fmt::format(R"({{"current":{},"password":{}}})",
                                                    json_text(current), json_text(next)));
  };
  expect_status(notebook, change(member.password, fresh), 204, "change the password");
  expect_dead(target, notebook, before, "after a change of password");
  expect_status(notebook, change(fresh, member.password), 204, "change it back");

  const std::string path = "/api/v1/members/" + member.person.text();
  Copies administered = copies_of(target, member);
  expect_status(notebook, owner.ask({.method = "DELETE", .target = path + "/sessions"}), 204,
                "end a member's sessions as an owner");
  expect_dead(target, notebook, administered, "after an owner ended it");

  Copies promoted = copies_of(target, member);
  const auto role = [&](std::string_view name) {
    return owner.ask({.method = "PATCH",
                      .target = path,
                      .body = fmt::format(R"({{"role":"{}","reason":"a probe"}})", name)});
  };
  expect_status(notebook, role("supervisor"), 200, "change the member's role");
  expect_dead(target, notebook, promoted, "after a change of role");
}

void who_leaves_loses_everything_at_once(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(0).others.at(5);
  const Attacker owner = target.member(target.tenant(0).owner);
  Copies copies = copies_of(target, member);
  const Answer removed =
      owner.ask({.method = "DELETE", .target = "/api/v1/members/" + member.person.text()});
  expect_status(notebook, removed, 204, "remove the member");
  expect_dead(target, notebook, copies, "after the member was removed");
}

void nobody_ends_a_strangers_session(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Attacker agent = target.member(target.tenant(0).agent);
  const Attacker other = target.member(target.tenant(1).owner);
  const std::string foreign =
      "/api/v1/members/" + target.tenant(1).owner.person.text() + "/sessions";
  expect_status(notebook, owner.ask({.method = "DELETE", .target = foreign}), 404,
                "end another workspace's sessions");
  const std::string own = "/api/v1/members/" + target.tenant(0).owner.person.text() + "/sessions";
  expect_status(notebook, agent.ask({.method = "DELETE", .target = own}), 403,
                "end the owner's sessions as an agent");
  const Answer one = owner.ask({.method = "DELETE", .target = "/api/v1/sessions/" + other.session});
  expect_status(notebook, one, 404, "end another workspace's session by its id");
  expect_status(notebook, with_access(other, other.access_token), 200, "use that session");
}

// --- IDN-10
// ----------------------------------------------------------------------------------------

Answer change_policy(const Attacker& as, std::string body) {
  return as.ask({.method = "PATCH", .target = "/api/v1/workspace/policy", .body = std::move(body)});
}

void a_workspace_can_only_shorten(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const std::string_view longer :
       {R"({"idle_minutes":31})", R"({"idle_minutes_privileged":16})",
        R"({"absolute_minutes":721})"})
    expect_refused(target, notebook, change_policy(owner, std::string{longer}), 400, "IDN-10",
                   fmt::format("make sessions longer: {}", longer));
  expect_status(notebook, change_policy(owner, R"({"idle_minutes":10,"absolute_minutes":60})"), 200,
                "make sessions shorter");
  const std::pair<std::chrono::seconds, int> idle[] = {{10min - 5s, 200}, {10min + 5s, 401}};
  for (const auto& [age, status] : idle) {
    const Attacker agent = target.member(target.tenant(0).agent);
    (void)target.age_session(agent.session, age);
    expect_status(notebook, with_access(agent, agent.access_token), status,
                  fmt::format("ask after {} idle seconds", age.count()));
  }
  expect_status(notebook, change_policy(owner, R"({"idle_minutes":30,"absolute_minutes":720})"),
                200, "put the limits back");
}

void looking_keeps_nobody_in(Target& target, Notebook& notebook) {
  const Attacker agent = target.member(target.tenant(1).agent);
  auto socket = agent.socket("/api/v1/socket");
  for (int poll = 0; poll < 2; ++poll) {
    (void)target.age_session(agent.session, 12min);
    expect_status(notebook, with_access(agent, agent.access_token), 200, "poll in the background");
  }
  (void)target.age_session(agent.session, 6min + 5s);
  expect_refused(target, notebook, with_access(agent, agent.access_token), 401, "IDN-10",
                 "poll after 30 minutes of polling only");
  const bool closed = socket && socket->second && socket->second->closed_within(2s);
  notebook.expect(closed, "wait on the open socket", "closed", closed ? "closed" : "open");
}

// --- IDN-09
// ----------------------------------------------------------------------------------------

// Everything that a page could fetch or be.
constexpr std::string_view kSeenByScripts[] = {"/",
                                               "/login",
                                               "/inbox",
                                               "/bots",
                                               "/members",
                                               "/security",
                                               "/settings",
                                               "/demo",
                                               "/nowhere",
                                               "/api/v1/session",
                                               "/api/v1/sessions",
                                               "/api/v1/workspace",
                                               "/api/v1/workspace/policy",
                                               "/api/v1/members",
                                               "/api/v1/bots",
                                               "/api/v1/conversations",
                                               "/api/v1/alerts",
                                               "/api/v1/audit",
                                               "/api/v1/security",
                                               "/api/openapi.json",
                                               "/.well-known/jwks.json",
                                               "/health",
                                               "/api/v1/nowhere",
                                               "/api/v1/bots/bot_x"};

void no_answer_holds_a_token(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const std::pair<std::string_view, std::string> secrets[] = {
      {"access token", owner.access_token}, {"refresh token", owner.refresh_token}};
  for (const std::string_view path : kSeenByScripts) {
    const Answer answer = owner.get(std::string{path});
    std::string all = answer.body;
    for (const auto& [name, value] : answer.headers) all += name + ": " + value + "\n";
    for (const auto& [name, secret] : secrets)
      notebook.expect(
          answer.status != 0 && !secret.empty() && all.find(secret) == std::string::npos,
          fmt::format("search {} for the {}", path, name), "not there", answer.brief());
  }
}

void a_token_cannot_be_fixed_beforehand(Target& target, Notebook& notebook) {
  const Attacker before = target.member(target.tenant(0).agent);
  (void)before.ask({.method = "DELETE", .target = "/api/v1/session"});
  const ProbeMember& member = target.tenant(0).agent;
  Ask ask{.method = "POST",
          .target = "/api/v1/session",
          .headers = {{"Cookie", fmt::format("__Host-gh_access={}; __Host-gh_refresh={}",
                                             before.access_token, before.refresh_token)}},
          .body = fmt::format(R"({{"email":{},"password":{}}})", json_text(member.email),
                              json_text(member.password))};
  const Answer answer = target.stranger().ask(std::move(ask));
  const std::string access = cookie_of(answer, "__Host-gh_access");
  notebook.expect(!access.empty() && access != before.access_token,
                  "sign in with cookies that somebody planted", "new tokens", answer.brief());
  expect_status(notebook, with_access(before, before.access_token), 401,
                "use the planted access token");
}

constexpr Probe kProbes[] = {
    {"IDN-08", "whoever ends sessions ends them everywhere",
     &whoever_ends_sessions_ends_them_everywhere},
    {"IDN-08", "who leaves loses everything at once", &who_leaves_loses_everything_at_once},
    {"IDN-08", "nobody ends a stranger's session", &nobody_ends_a_strangers_session},
    {"IDN-09", "no answer holds a token", &no_answer_holds_a_token},
    {"IDN-09", "a token cannot be fixed beforehand", &a_token_cannot_be_fixed_beforehand},
    {"IDN-10", "a workspace can only shorten sessions", &a_workspace_can_only_shorten},
    {"IDN-10", "looking keeps nobody in", &looking_keeps_nobody_in},
    {"IDN-11", "a replayed refresh token ends the session",
     &a_replayed_refresh_token_ends_the_session},
    {"IDN-11", "another browser ends the session", &another_browser_ends_the_session},
    {"IDN-11", "two places in turns end the session", &two_places_end_the_session},
};

}  // namespace

std::span<const Probe> session_probes() { return kProbes; }

}  // namespace gatehouse::assurance
