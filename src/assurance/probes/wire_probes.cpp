// Attacks below and at the edge of HTTP: TLS, plain HTTP, ambiguity, size, slowness.
#include <openssl/ssl.h>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"

namespace gatehouse::assurance {

namespace {

// --- EDGE-01
// ---------------------------------------------------------------------------------------

struct WeakOffer {
  std::string_view name;
  int version;
  std::string_view ciphers;
};
constexpr WeakOffer kWeak[] = {
    {"TLS 1.0", TLS1_VERSION, "ALL:@SECLEVEL=0"},
    {"TLS 1.1", TLS1_1_VERSION, "ALL:@SECLEVEL=0"},
    {"TLS 1.2 with CBC only", TLS1_2_VERSION,
     "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"},
    {"TLS 1.2 with static RSA", TLS1_2_VERSION, "AES256-GCM-SHA384:AES128-SHA:@SECLEVEL=0"},
    {"TLS 1.2 without encryption", TLS1_2_VERSION, "eNULL:@SECLEVEL=0"},
    {"TLS 1.2 without authentication", TLS1_2_VERSION, "aNULL:@SECLEVEL=0"},
};

void refuses_weak_tls(Target& target, Notebook& notebook) {
  for (const WeakOffer& offer : kWeak) {
    const Attacker attacker = target.stranger();
    const auto wire = attacker.tls({.least_version = offer.version,
                                    .most_version = offer.version,
                                    .ciphers_12 = std::string{offer.ciphers}});
    notebook.expect(!wire, fmt::format("offer {} alone", offer.name), "the handshake fails",
                    wire ? wire->seen().version + " " + wire->seen().cipher
                         : "refused: " + wire.error().detail());
    if (!wire)
      notebook.expect(target.is_recorded(attacker, "EDGE-01"),
                      fmt::format("offer {} alone", offer.name),
                      "an audit entry in the name of EDGE-01", "looked by address");
  }
}

void prefers_256_bits(Target& target, Notebook& notebook) {
  const auto tls12 =
      target.stranger().tls({.least_version = TLS1_2_VERSION,
                             .most_version = TLS1_2_VERSION,
                             .ciphers_12 = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-"
                                           "SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                                           "ECDHE-RSA-AES256-GCM-SHA384"});
  notebook.expect(tls12 && tls12->seen().bits == 256, "offer TLS 1.2 with 128 bits first",
                  "a 256-bit AEAD suite", tls12 ? tls12->seen().cipher : "handshake refused");
  const auto tls13 =
      target.stranger().tls({.least_version = TLS1_3_VERSION,
                             .suites_13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384"});
  notebook.expect(tls13 && tls13->seen().bits == 256, "offer TLS 1.3 with 128 bits first",
                  "a 256-bit AEAD suite", tls13 ? tls13->seen().cipher : "handshake refused");
}

// --- EDGE-02
// ---------------------------------------------------------------------------------------

Answer ask_in_clear(const Attacker& attacker, const Ask& ask) {
  auto wire = attacker.tcp();
  if (!wire || !wire->send(request_text(attacker.place(), ask))) return {};
  auto answer = read_answer(*wire);
  return answer ? *std::move(answer) : Answer{};
}

void plain_http_carries_nothing(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const std::string_view path : {"/", "/api/v1/session", "/api/v1/conversations", "/demo"}) {
    const Answer answer =
        ask_in_clear(owner, {.target = std::string{path}, .headers = owner.identity});
    const bool only_redirect = (answer.status == 301 || answer.status == 308) &&
                               answer.body.empty() && answer.header("set-cookie").empty() &&
                               answer.header("location").starts_with("https://");
    notebook.expect(only_redirect, fmt::format("GET {} in clear with a live session", path),
                    "a redirect to https without body or cookie", answer.brief());
  }
  HeaderList headers = owner.identity;
  (void)ask_in_clear(owner, {.method = "PATCH",
                             .target = "/api/v1/workspace",
                             .headers = headers,
                             .body = R"({"name":"changed in clear"})"});
  const std::string name = owner.get("/api/v1/workspace").text_at("/name");
  notebook.expect(!name.empty() && name != "changed in clear",
                  "change the workspace's name in clear", "the name stays", name);
  notebook.expect(target.is_recorded(owner, "EDGE-02"), "ask in clear",
                  "an audit entry in the name of EDGE-02", "looked by address");
}

void every_answer_has_hsts(Target& target, Notebook& notebook) {
  const Attacker stranger = target.stranger();
  for (const std::string_view path :
       {"/", "/demo", "/health", "/api/v1/session", "/nowhere", "/api/openapi.json"}) {
    const Answer answer = stranger.get(std::string{path});
    const std::string_view hsts = answer.header("strict-transport-security");
    notebook.expect(hsts.starts_with("max-age=63072000") &&
                        hsts.find("includeSubDomains") != std::string_view::npos,
                    fmt::format("GET {}", path), "HSTS of two years with subdomains",
                    std::string{hsts});
  }
}

// --- EDGE-07
// ---------------------------------------------------------------------------------------

void duplicates_are_refused(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const std::string_view query :
       {"limit=1&limit=2", "limit=1&%6cimit=2", "state=open&state=open"}) {
    const Answer answer = owner.get(fmt::format("/api/v1/conversations?{}", query));
    expect_refused(target, notebook, answer, 400, "EDGE-07", fmt::format("query {}", query));
  }
  const Answer twice = owner.ask(
      {.method = "PATCH", .target = "/api/v1/workspace", .body = R"({"name":"a","name":"b"})"});
  expect_refused(target, notebook, twice, 400, "EDGE-07", "a JSON member twice");
  const Answer escaped = owner.ask({.method = "PATCH",
                                    .target = "/api/v1/workspace",
                                    .body = R"({"name":"a","n\u0061me":"b"})"});
  expect_refused(target, notebook, escaped, 400, "EDGE-07", "a JSON member twice, once escaped");
  const Answer unknown = owner.ask(
      {.method = "PATCH", .target = "/api/v1/workspace", .body = R"({"name":"a","role":"owner"})"});
  expect_refused(target, notebook, unknown, 400, "EDGE-07", "an unknown member");
  Attacker doubled = owner;
  doubled.identity.emplace_back("Cookie", "__Host-gh_access=" + owner.access_token);
  const Answer cookies = doubled.get("/api/v1/session");
  expect_status(notebook, cookies, 400, "the Cookie header twice");
}

void smuggling_is_refused(Target& target, Notebook& notebook) {
  const Attacker stranger = target.stranger();
  const std::string host = fmt::format("Host: {}\r\n", target.place().authority());
  const std::pair<std::string_view, std::string> tricks[] = {
      {"two Content-Length", "POST /api/v1/session HTTP/1.1\r\n" + host +
                                 "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"},
      {"Content-Length and chunked",
       "POST /api/v1/session HTTP/1.1\r\n" + host +
           "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"two Host", "GET /health HTTP/1.1\r\n" + host + host + "\r\n"},
      {"no Host", "GET /health HTTP/1.1\r\n\r\n"},
      {"a folded header", "GET /health HTTP/1.1\r\n" + host + "X-A: b\r\n c\r\n\r\n"},
      {"a space before the colon", "GET /health HTTP/1.1\r\n" + host + "X-A : b\r\n\r\n"},
      {"unknown transfer coding",
       "POST /api/v1/session HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n"},
  };
  for (const auto& [name, bytes] : tricks) {
    const Answer answer = stranger.raw(bytes);
    notebook.expect(answer.status == 400 || answer.status == 0, fmt::format("send {}", name),
                    "400 or a closed connection", answer.brief());
  }
}

// --- EDGE-12
// ---------------------------------------------------------------------------------------

void inputs_are_bounded(Target& target, Notebook& notebook) {
  const WidgetId widget = target.tenant(0).bots[0].widget;
  const Attacker visitor = target.visitor(widget);
  const std::string path = widget_path(widget, "/messages");
  expect_status(notebook, visitor.post(path, message_body(std::string(8000, 'a'))), 201,
                "a message of 8,000 characters");
  expect_refused(target, notebook, visitor.post(path, message_body(std::string(8001, 'a'))), 400,
                 "EDGE-12", "a message of 8,001 characters");
  expect_refused(target, notebook,
                 visitor.post(path, R"({"client_id":"probe-wrong-type","text":7})"), 400, "EDGE-12",
                 "a number for a text");
  expect_refused(target, notebook,
                 visitor.post(path, "{\"client_id\":\"probe-bad-utf8\",\"text\":\"\xff\xfe\"}"),
                 400, "EDGE-12", "invalid UTF-8");
  expect_refused(target, notebook,
                 visitor.post(path, R"({"client_id":"probe-control","text":"a\u0000b"})"), 400,
                 "EDGE-12", "a NUL in a text");
  expect_refused(target, notebook, visitor.post(path, "{\"client_id\":"), 400, "EDGE-12",
                 "half a document");
  const std::string deep = std::string(2000, '[') + std::string(2000, ']');
  expect_refused(target, notebook, visitor.post(path, deep), 400, "EDGE-12", "2,000 nested lists");
  expect_refused(target, notebook, visitor.post(path, message_body(std::string(70'000, 'a'))), 413,
                 "EDGE-12", "a body over the route's limit");
}

void long_inputs_are_bounded(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  expect_refused(target, notebook,
                 owner.get("/api/v1/conversations?search=" + std::string(257, 'a')), 400, "EDGE-12",
                 "a search of 257 characters");
  expect_refused(target, notebook, owner.get("/api/v1/conversations?limit=1000000"), 400, "EDGE-12",
                 "a limit of a million");
  expect_refused(
      target, notebook,
      owner.post("/api/v1/bots", fmt::format(R"({{"name":"{}"}})", std::string(121, 'a'))), 400,
      "EDGE-12", "a name of 121 characters");
  const Answer headers =
      owner.ask({.target = "/health", .headers = {{"X-Long", std::string(20'000, 'a')}}});
  const bool shed = headers.status == 431 || headers.status == 413 || headers.status == 0;
  notebook.expect(shed, "a header of 20,000 bytes", "413, 431 or a closed connection",
                  headers.brief());
}

// --- EDGE-16
// ---------------------------------------------------------------------------------------

void slow_senders_are_cut_off(Target& target, Notebook& notebook) {
  constexpr std::chrono::seconds kPatience{12};
  const Attacker stranger = target.stranger();
  auto wire = stranger.tls();
  if (!notebook.expect(wire.has_value(), "connect", "a connection", "handshake")) return;
  (void)wire->send("GET /health HTTP/1.1\r\nHost: ");
  notebook.expect(wire->closed_within(kPatience), "send half a header and wait",
                  "closed within 12 s", "waited");
  auto body = stranger.tls();
  if (!notebook.expect(body.has_value(), "connect", "a connection", "handshake")) return;
  (void)body->send(
      fmt::format("POST /api/v1/session HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n"
                  "Content-Length: 1000\r\n\r\n{{",
                  target.place().authority()));
  notebook.expect(body->closed_within(kPatience), "send one byte of a body and wait",
                  "closed within 12 s", "waited");
}

constexpr Probe kProbes[] = {
    {"EDGE-01", "weak TLS is refused", &refuses_weak_tls},
    {"EDGE-01", "256 bits are preferred", &prefers_256_bits},
    {"EDGE-02", "plain HTTP carries nothing", &plain_http_carries_nothing},
    {"EDGE-02", "every answer carries HSTS", &every_answer_has_hsts},
    {"EDGE-07", "doubled parameters are refused", &duplicates_are_refused},
    {"EDGE-07", "ambiguous framing is refused", &smuggling_is_refused},
    {"EDGE-12", "messages are typed and bounded", &inputs_are_bounded},
    {"EDGE-12", "other inputs are bounded", &long_inputs_are_bounded},
    {"EDGE-16", "slow senders are cut off", &slow_senders_are_cut_off},
};

}  // namespace

std::span<const Probe> wire_probes() { return kProbes; }

}  // namespace gatehouse::assurance
