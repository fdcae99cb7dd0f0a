// What a browser is told, and what another website may do.
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string frame_path(Target& target) {
  return widget_path(target.tenant(0).bots[0].widget, "/frame");
}

// --- EDGE-03
// ---------------------------------------------------------------------------------------

void pages_have_a_strict_policy(Target& target, Notebook& notebook) {
  const Attacker stranger = target.stranger();
  for (const std::string& path :
       {std::string{"/"}, std::string{"/login"}, std::string{"/demo"}, frame_path(target)}) {
    const Answer first = stranger.get(path);
    const std::string_view policy = first.header("content-security-policy");
    const bool strict = has(policy, "default-src 'none'") && has(policy, "script-src 'nonce-") &&
                        has(policy, "'strict-dynamic'") && has(policy, "base-uri 'none'") &&
                        has(policy, "object-src 'none'") &&
                        has(policy, "require-trusted-types-for 'script'");
    const bool loose =
        has(policy, "unsafe-inline") || has(policy, "unsafe-eval") || has(policy, "*");
    notebook.expect(strict && !loose, "GET " + path,
                    "a nonce-based policy with trusted types, nothing unsafe", std::string{policy});
    const Answer second = stranger.get(path);
    notebook.expect(policy != second.header("content-security-policy"), "GET " + path + " again",
                    "another nonce", std::string{second.header("content-security-policy")});
    notebook.expect(!has(first.body, "__NONCE__"), "read " + path, "no nonce left out",
                    first.body.substr(0, 80));
  }
  for (const std::string_view path : {"/api/v1/session", "/nowhere", "/health"}) {
    const std::string policy{stranger.get(std::string{path}).header("content-security-policy")};
    notebook.expect(policy == "default-src 'none'; frame-ancestors 'none'",
                    fmt::format("GET {}", path), "a policy that forbids everything", policy);
  }
}

// --- EDGE-04
// ---------------------------------------------------------------------------------------

void types_are_exact(Target& target, Notebook& notebook) {
  const Attacker stranger = target.stranger();
  const std::pair<std::string, std::string_view> expected[] = {
      {"/", "text/html"},
      {"/demo", "text/html"},
      {"/health", "application/json"},
      {"/nowhere", "application/problem+json"},
      {"/api/v1/session", "application/problem+json"},
      {"/api/openapi.json", "application/json"},
      {"/widget/v1/loader.js", "text/javascript"},
      {frame_path(target), "text/html"},
  };
  for (const auto& [path, type] : expected) {
    const Answer answer = stranger.get(path);
    notebook.expect(answer.header("x-content-type-options") == "nosniff", "GET " + path, "nosniff",
                    std::string{answer.header("x-content-type-options")});
    notebook.expect(answer.header("content-type").starts_with(type), "GET " + path,
                    std::string{type}, std::string{answer.header("content-type")});
  }
}

// --- EDGE-05
// ---------------------------------------------------------------------------------------

void dashboard_cannot_be_framed(Target& target, Notebook& notebook) {
  const Attacker stranger = target.stranger();
  for (const std::string_view path :
       {"/", "/login", "/setup", "/inbox", "/security", "/api/v1/session", "/nowhere"}) {
    const Answer answer = stranger.get(std::string{path});
    const bool closed = answer.header("x-frame-options") == "DENY" &&
                        has(answer.header("content-security-policy"), "frame-ancestors 'none'");
    notebook.expect(closed, fmt::format("GET {}", path), "DENY and frame-ancestors 'none'",
                    std::string{answer.header("x-frame-options")});
  }
}

void widget_frame_follows_its_list(Target& target, Notebook& notebook) {
  const ProbeBot& bot = target.tenant(0).bots[1];
  const std::string frame = widget_path(bot.widget, "/frame");
  const Answer closed = target.stranger().get(frame);
  notebook.expect(has(closed.header("content-security-policy"), "frame-ancestors 'none'"),
                  "read the frame of a bot without websites", "frame-ancestors 'none'",
                  std::string{closed.header("content-security-policy")});
  const Attacker owner = target.member(target.tenant(0).owner);
  const Answer changed = owner.ask({.method = "PATCH",
                                    .target = "/api/v1/bots/" + bot.id.text(),
                                    .body = R"({"domains":["https://shop.example"]})"});
  expect_status(notebook, changed, 200, "list one website");
  const Answer open = target.stranger().get(frame);
  notebook.expect(
      has(open.header("content-security-policy"), "frame-ancestors https://shop.example;"),
      "read the frame again", "frame-ancestors with exactly that website",
      std::string{open.header("content-security-policy")});
  const Answer back = owner.ask(
      {.method = "PATCH", .target = "/api/v1/bots/" + bot.id.text(), .body = R"({"domains":[]})"});
  expect_status(notebook, back, 200, "take the website off the list");
}

// --- EDGE-06
// ---------------------------------------------------------------------------------------

void foreign_origins_get_no_access(Target& target, Notebook& notebook) {
  const std::string ours = target.place().origin();
  const std::string look_alikes[] = {"https://evil.example",
                                     "null",
                                     "http://" + target.place().authority(),
                                     ours + ".evil.example",
                                     "https://evil" + target.place().authority(),
                                     "https://" + target.place().host + ":1"};
  for (const std::string& origin : look_alikes) {
    for (const std::string_view method : {"GET", "OPTIONS"}) {
      const Answer answer = target.stranger().ask(
          {.method = std::string{method},
           .target = "/health",
           .headers = {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}}});
      const bool silent = answer.header("access-control-allow-origin").empty() &&
                          answer.header("access-control-allow-credentials").empty();
      notebook.expect(answer.status != 0 && silent,
                      fmt::format("{} with origin {}", method, origin), "no allow headers",
                      std::string{answer.header("access-control-allow-origin")});
    }
  }
}

// --- EDGE-08
// ---------------------------------------------------------------------------------------

struct Forgery {
  std::string_view name;
  HeaderList headers;
};

// The same request with one proof missing or false; the other layers would let it pass.
std::vector<Forgery> forgeries(const Attacker& victim, const Attacker& other,
                               const std::string& ours) {
  const std::pair<std::string, std::string> cookie{
      "Cookie", fmt::format("__Host-gh_access={}", victim.access_token)};
  const std::pair<std::string, std::string> token{"X-Gatehouse-CSRF", victim.csrf};
  return {
      {"a foreign origin", {cookie, token, {"Origin", "https://evil.example"}}},
      {"a cross-site fetch", {cookie, token, {"Origin", ours}, {"Sec-Fetch-Site", "cross-site"}}},
      {"no origin", {cookie, token}},
      {"no token", {cookie, {"Origin", ours}}},
      {"a wrong token", {cookie, {"Origin", ours}, {"X-Gatehouse-CSRF", "AAAA"}}},
      {"another session's token", {cookie, {"Origin", ours}, {"X-Gatehouse-CSRF", other.csrf}}},
  };
}

void forged_requests_fail(Target& target, Notebook& notebook) {
  const Attacker victim = target.member(target.tenant(0).owner);
  const Attacker other = target.member(target.tenant(0).agent);
  for (const Forgery& forgery : forgeries(victim, other, target.place().origin())) {
    const Answer answer = target.stranger().ask({.method = "PATCH",
                                                 .target = "/api/v1/workspace",
                                                 .headers = forgery.headers,
                                                 .body = R"({"name":"forged"})"});
    expect_refused(target, notebook, answer, 403, "EDGE-08",
                   fmt::format("change the workspace with {}", forgery.name));
  }
  const std::string name = victim.get("/api/v1/workspace").text_at("/name");
  notebook.expect(!name.empty() && name != "forged", "read the workspace's name", "unchanged",
                  name);
}

void forged_sockets_fail(Target& target, Notebook& notebook) {
  Attacker victim = target.member(target.tenant(0).owner);
  const std::string csrf = std::exchange(victim.csrf, "");
  const auto without = victim.socket("/api/v1/socket");
  notebook.expect(without && without->first.status == 403, "open a socket without the token",
                  "status 403", without ? without->first.brief() : "no answer");
  victim.csrf = csrf;
  std::erase_if(victim.identity, [](const auto& header) { return header.first == "Origin"; });
  const auto foreign = victim.socket("/api/v1/socket", {{"Origin", "https://evil.example"}});
  notebook.expect(foreign && foreign->first.status == 403, "open a socket from a foreign origin",
                  "status 403", foreign ? foreign->first.brief() : "no answer");
}

void foreign_hosts_are_refused(Target& target, Notebook& notebook) {
  const Answer answer =
      target.stranger().ask({.target = "/health", .headers = {{"Host", "rebind.example"}}});
  expect_refused(target, notebook, answer, 404, "EDGE-08", "ask under a name that is not ours");
}

// --- EDGE-10
// ---------------------------------------------------------------------------------------

void markup_never_comes_back_raw(Target& target, Notebook& notebook) {
  constexpr std::string_view kPayloads[] = {
      "<script>alert(1)</script>",      "<img src=x onerror=alert(1)>",
      "</script><svg onload=alert(1)>", "<!--<script>",
      "javascript:alert(1)//<a>",       "{{constructor.constructor('alert(1)')()}}<b>"};
  const WidgetId widget = target.tenant(0).bots[0].widget;
  const Attacker visitor = target.visitor(widget);
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const std::string_view payload : kPayloads) {
    const Answer said = visitor.post(widget_path(widget, "/messages"), message_body(payload));
    expect_status(notebook, said, 201, fmt::format("say {}", payload));
    notebook.expect(said.text_at("/message/text") == payload, "read it back",
                    "the same text, literally", said.text_at("/message/text"));
    notebook.expect(!has(said.body, "<"), "look at the bytes", "no raw markup",
                    said.body.substr(0, 200));
  }
  for (const std::string_view path : {"/api/v1/conversations", "/api/v1/audit"}) {
    const Answer list = owner.get(std::string{path});
    notebook.expect(list.status == 200 && !has(list.body, "<"),
                    fmt::format("look at the bytes of {}", path), "no raw markup", list.brief());
  }
}

constexpr Probe kProbes[] = {
    {"EDGE-03", "pages carry a strict content security policy", &pages_have_a_strict_policy},
    {"EDGE-04", "types are exact and not sniffed", &types_are_exact},
    {"EDGE-05", "the dashboard cannot be framed", &dashboard_cannot_be_framed},
    {"EDGE-05", "the widget's frame follows its list", &widget_frame_follows_its_list},
    {"EDGE-06", "foreign origins get no access", &foreign_origins_get_no_access},
    {"EDGE-08", "forged requests fail", &forged_requests_fail},
    {"EDGE-08", "forged sockets fail", &forged_sockets_fail},
    {"EDGE-08", "foreign hosts are refused", &foreign_hosts_are_refused},
    {"EDGE-10", "markup never comes back raw", &markup_never_comes_back_raw},
};

}  // namespace

std::span<const Probe> browser_probes() { return kProbes; }

}  // namespace gatehouse::assurance
