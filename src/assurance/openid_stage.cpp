#include "assurance/openid_stage.h"

#include <fmt/format.h>

#include "assurance/opening_protocol.h"
#include "assurance/probes/tools.h"
#include "edge/query.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kProviders = "/api/v1/sign-on/providers";
constexpr std::string_view kBrowserCookie = "__Host-gh_sign_on=";
constexpr std::string_view kAccessCookie = "__Host-gh_access=";

std::string cookie_of(const Answer& answer, std::string_view name) {
  for (const std::string_view line : answer.all("set-cookie"))
    if (line.starts_with(name))
      return std::string{line.substr(name.size(), line.find(';') - name.size())};
  return {};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0)
      out += static_cast<char>(c);
    else
      out += fmt::format("%{:02X}", c);
  }
  return out;
}

std::string bracketed(const std::string& address) {
  return address.contains(':') ? "[" + address + "]" : address;
}

}  // namespace

// --- the trip
// --------------------------------------------------------------------------------------

OpenIdTrip openid_trip_of(std::string_view provider, std::string_view address,
                          const Answer& answer) {
  OpenIdTrip trip;
  trip.provider = provider;
  trip.browser = cookie_of(answer, kBrowserCookie);
  const std::size_t query = address.find('?');
  if (query == address.npos) return trip;
  const auto parameters = edge::parse_query(address.substr(query + 1));
  if (!parameters) return trip;
  for (const auto& [name, value] : *parameters) {
    if (name == "client_id") trip.client = value;
    if (name == "state") trip.state = value;
    if (name == "nonce") trip.nonce = value;
    if (name == "code_challenge") trip.challenge = value;
  }
  return trip;
}

OpenIdTrip begin_openid_trip(const Attacker& who, std::string_view provider) {
  const Answer answer = who.get(fmt::format("/sign-on/oidc/{}/start", provider));
  return openid_trip_of(provider, answer.header("location"), answer);
}

// A browser that comes from another site brings only the cookies that say SameSite=None or Lax.
Answer end_openid_trip(const Attacker& who, const OpenIdTrip& trip, const Parameters& parameters) {
  const Attacker browser{who.place(), who.address()};
  std::string query;
  for (const auto& [name, value] : parameters)
    query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, escaped(value));
  Ask ask{.target = fmt::format("/sign-on/oidc/{}/callback{}", trip.provider, query)};
  if (!trip.browser.empty()) ask.headers = {{"Cookie", std::string{kBrowserCookie} + trip.browser}};
  return browser.ask(std::move(ask));
}

std::string openid_session_from(const Answer& answer) { return cookie_of(answer, kAccessCookie); }

// --- the stage
// -------------------------------------------------------------------------------------

OpenIdStage::OpenIdStage(Target& on, Attacker of)
    : target{on},
      owner{std::move(of)},
      authority_{crypto::make_authority("Probe authority", clock).value()},
      stranger_{crypto::make_authority("Probe stranger", clock).value()} {}
OpenIdStage::~OpenIdStage() = default;

std::unique_ptr<OpenIdStage> OpenIdStage::open(Target& target, Notebook& notebook) {
  auto stage =
      std::unique_ptr<OpenIdStage>{new OpenIdStage{target, target.member(target.tenant(1).owner)}};
  if (!stage->get_opened(notebook)) return nullptr;
  return stage;
}

bool OpenIdStage::get_opened(Notebook& notebook) {
  server_ = std::make_unique<HostileServer>(
      [this](const Heard& heard, Line& line) { provider_->talk(heard, line); });
  const OpeningInput input{server_->port(), trap.port(), authority_.certificate_pem};
  const Answer opened = target.as_verifier(
      {.method = "POST",
       .target = fmt::format("/verification/v1/tenants/{}/opening", target.tenant(1).id.text()),
       .body = json::write(input)});
  if (!expect_status(notebook, opened, 201, "ask to be reachable for a tenant of the run"))
    return false;
  const std::string address = opened.text_at("/address");
  if (!is_own_address(address)) {
    notebook.not_claimed(
        "The server sees the verifier at an address that is not its own, so it "
        "cannot come to it. Run the verifier on the server's network.");
    return false;
  }
  provider_ = std::make_unique<HostileOpenId>(
      fmt::format("https://{}:{}", bracketed(address), server_->port()), clock);
  prove_as(address);
  return true;
}

void OpenIdStage::prove_as(std::string_view name, bool by_stranger) {
  const auto& authority = by_stranger ? stranger_ : authority_;
  server_->prove_with(
      crypto::make_server_certificate(authority, {std::string{name}}, clock).value());
}

std::string OpenIdStage::add(Notebook& notebook) {
  const Answer added =
      owner.post(std::string{kProviders}, R"({"kind":"oidc","name":"A hostile provider"})");
  return expect_status(notebook, added, 201, "add an OpenID Connect provider")
             ? added.text_at("/id")
             : std::string{};
}

Answer OpenIdStage::tell(std::string_view provider, std::string_view issuer) {
  return owner.ask({.method = "PATCH",
                    .target = fmt::format("{}/{}", kProviders, provider),
                    .body = fmt::format(R"({{"openid":{{"issuer":{},"client_id":"probe-client",)"
                                        R"("client_secret":"probe-secret"}}}})",
                                        json_text(issuer))});
}

bool OpenIdStage::switch_on(Notebook& notebook, std::string_view provider) {
  const Answer on = owner.ask({.method = "PATCH",
                               .target = fmt::format("{}/{}", kProviders, provider),
                               .body = R"({"enabled":true})"});
  return expect_status(notebook, on, 200, "switch it on");
}

void OpenIdStage::remove(std::string_view provider) const {
  (void)owner.ask({.method = "DELETE", .target = fmt::format("{}/{}", kProviders, provider)});
}

Parameters OpenIdStage::answer(const OpenIdTrip& trip, std::string id_token,
                               std::string access_token) {
  return {
      {"code", provider_->code_for(trip.challenge, std::move(id_token), std::move(access_token))},
      {"state", trip.state},
      {"iss", issuer()}};
}

bool OpenIdStage::link(Notebook& notebook, const Attacker& member, std::string_view provider,
                       std::string_view subject) {
  const Answer sent =
      member.ask({.method = "POST", .target = fmt::format("/api/v1/sign-on/links/{}", provider)});
  const OpenIdTrip trip = openid_trip_of(provider, sent.text_at("/address"), sent);
  const auto claims = provider_->claims(trip.client, trip.nonce, subject);
  const Answer linked = end_openid_trip(
      target.stranger(), trip, answer(trip, provider_->signed_by(provider_->key(), claims)));
  return notebook.expect(linked.header("location").ends_with("=linked"),
                         "link a member to a subject of the provider", "linked",
                         fmt::format("{} {}", sent.brief(), linked.header("location")));
}

}  // namespace gatehouse::assurance
