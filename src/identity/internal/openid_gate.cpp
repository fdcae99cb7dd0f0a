#include "identity/internal/openid_gate.h"

#include <fmt/format.h>

#include "base/control.h"
#include "base/text.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {

using openid::kAnswerRefused;
using openid::kProviderRefused;

namespace {

constexpr std::chrono::seconds kDeadline{5};
constexpr std::chrono::minutes kLookAgainAfter{1};
constexpr std::chrono::hours kKeysAge{24};
constexpr int kRedirects = 2;  // of documents; a secret goes nowhere but where it was meant to
constexpr std::size_t kSecretSize = 32;

std::unexpected<Error> refuse(std::string why) {
  return fail(Error{kAnswerRefused}.because(std::move(why)));
}

// RFC 3986 2.3: everything but the unreserved is escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      out += static_cast<char>(c);
    else
      out += fmt::format("%{:02X}", c);
  }
  return out;
}

std::string form_of(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string form;
  for (const auto& [name, value] : members)
    form += fmt::format("{}{}={}", form.empty() ? "" : "&", name, escaped(value));
  return form;
}

// Only what a provider names as JSON is read as such.
bool is_json(const egress::FetchAnswer& answer) {
  return answer.status == 200 && folded(answer.header("content-type")).contains("json");
}

}  // namespace

// Nothing is known yet; settings_of() says so.
Task<Result<std::string>> OpenIdGate::furnish() { co_return std::string{OpenIdSettings::kUntold}; }

Result<std::optional<OpenIdSettings>> OpenIdGate::settings_of(const ProviderRow& provider) const {
  TRY(std::string text, providers_.opened(provider));
  auto settings = OpenIdSettings::read(text);
  wipe(text);
  return settings;
}

// Two values that only we can name, from one that a table holds: who reads the table alone has
// neither.
std::string OpenIdGate::derived(std::string_view what, std::string_view kept) const {
  const std::string text = fmt::format("{}\n{}", what, kept);
  return base64url(crypto::hmac_sha256(ground_.keys.derive(vault::Purpose::sign_on, "openid trip"),
                                       as_bytes(text)));
}

Task<Result<std::string>> OpenIdGate::read(const ProviderRow& provider, std::string url) {
  CHECK(fetcher_ != nullptr);
  egress::FetchRequest request{.url = std::move(url),
                               .headers = {{"Accept", "application/json"}},
                               .most_bytes = openid::kMostDocument,
                               .deadline = kDeadline,
                               .redirects = kRedirects,
                               .on_behalf_of = provider.tenant};
  CO_TRY(egress::FetchAnswer answer, co_await fetcher_->fetch(std::move(request)));
  if (!is_json(answer))
    co_return fail(Error{kProviderRefused}.because(
        fmt::format("{} {}", answer.status, answer.header("content-type"))));
  co_return std::move(answer.body);
}

Task<Result<std::optional<Terms>>> OpenIdGate::learn(ProviderRow provider, ProviderChange change) {
  if (!change.openid) co_return std::nullopt;
  auto terms = co_await look_up(std::move(provider), *std::move(change.openid));
  if (!terms) co_return fail(std::move(terms).error().at("/openid/issuer"));
  co_return *std::move(terms);
}

Task<Result<Terms>> OpenIdGate::look_up(ProviderRow provider, OpenIdChange told) {
  CO_TRY(std::string text, co_await read(provider, openid::description_address(told.issuer)));
  CO_TRY(openid::Description described, openid::read_description(text, told.issuer));
  CO_TRY(std::string announced, co_await read(provider, described.jwks_uri));
  CO_TRY(const openid::KeySet keys, openid::KeySet::read(announced));
  CO_TRY(const auto before, settings_of(provider));
  // A secret stays with the provider that it was meant for.
  const bool same = before && provider.issuer == told.issuer && before->client_id == told.client_id;
  if (!told.client_secret && same) told.client_secret = before->client_secret;
  const OpenIdSettings settings{.client_id = std::move(told.client_id),
                                .client_secret = std::move(told.client_secret),
                                .token_endpoint = std::move(described.token_endpoint),
                                .jwks_uri = std::move(described.jwks_uri),
                                .names_itself = described.names_itself,
                                .keys = keys.json(),
                                .keys_seen_at = ground_.clock.now()};
  co_return Terms{std::move(described.issuer), std::move(described.authorization_endpoint),
                  json::write(settings)};
}

// Core 1.0, 3.1.2.1, with RFC 7636 4.2 and 4.3.
Task<Result<TripBegun>> OpenIdGate::begin(ProviderRow provider, Trip trip) {
  CO_TRY(const auto settings, settings_of(provider));
  if (!settings || !provider.address) co_return fail(kProviderNotReady);
  std::string kept = base64url(ground_.random.bytes<kSecretSize>());
  const std::string challenge = base64url(crypto::sha256(as_bytes(derived("verifier", kept))));
  std::string address = *provider.address;
  address += address.contains('?') ? '&' : '?';
  address += form_of({{"response_type", "code"},
                      {"scope", "openid email profile"},
                      {"client_id", settings->client_id},
                      {"redirect_uri", providers_.place(provider, "callback")},
                      {"state", trip.state},
                      {"nonce", derived("nonce", kept)},
                      {"code_challenge", challenge},
                      {"code_challenge_method", "S256"}});
  if (trip.asking == Asking::again) address += "&prompt=login&max_age=0";
  co_return TripBegun{std::move(address), std::move(kept)};
}

Task<Result<Subject>> OpenIdGate::accept(ProviderRow provider, std::string kept,
                                         std::string answer) {
  CO_TRY(const openid::Answer said, json::read<openid::Answer>(answer));
  CO_TRY(const auto settings, settings_of(provider));
  if (!settings || !provider.issuer) co_return fail(kProviderNotReady);
  // RFC 9207 2.4: an answer of another provider, bent into this one's trip.
  const bool must_say = settings->names_itself || said.iss;
  const bool is_theirs = !must_say || said.iss == provider.issuer;
  if (enforced<"IDN-05"> && !is_theirs) co_return refuse("mix_up");
  if (said.error || !said.code) co_return refuse("provider_said_no");
  CO_TRY(std::string body, co_await redeem(provider, *settings, kept, *said.code));
  CO_TRY(const openid::Tokens tokens, openid::read_tokens(body));
  wipe(body);
  CO_TRY(const openid::KeySet keys, co_await keys_for(provider, *settings, tokens.id_token));
  const std::string nonce = derived("nonce", kept);
  const openid::Expected expected{.issuer = *provider.issuer,
                                  .client = settings->client_id,
                                  .now = ground_.clock.now(),
                                  .nonce = nonce,
                                  .access_token = tokens.access_token};
  CO_TRY(openid::Claims claims, openid::judge_id_token(tokens.id_token, keys, expected));
  co_return Subject{.issuer = *provider.issuer,
                    .name = std::move(claims.subject),
                    .answer_id = kept,
                    .good_until = claims.good_until,
                    .email = std::move(claims.email),
                    .display_name = std::move(claims.name),
                    .authenticated_at = claims.authenticated_at,
                    .strength = std::move(claims.strength)};
}

// Core 1.0, 3.1.3.1; the client says who it is as in 9, client_secret_basic.
Task<Result<std::string>> OpenIdGate::redeem(ProviderRow provider, OpenIdSettings settings,
                                             std::string kept, std::string code) {
  CHECK(fetcher_ != nullptr);
  egress::FetchRequest request{
      .method = egress::Method::post,
      .url = settings.token_endpoint,
      .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Accept", "application/json"}},
      .body = form_of({{"grant_type", "authorization_code"},
                       {"code", code},
                       {"redirect_uri", providers_.place(provider, "callback")},
                       {"code_verifier", derived("verifier", kept)}}),
      .most_bytes = openid::kMostDocument,
      .deadline = kDeadline,
      .on_behalf_of = provider.tenant};
  if (settings.client_secret) {
    // RFC 6749 2.3.1: both are form-encoded first.
    const std::string pair = escaped(settings.client_id) + ":" + escaped(*settings.client_secret);
    request.headers.emplace_back("Authorization", "Basic " + base64(as_bytes(pair)));
  } else {
    request.body += "&" + form_of({{"client_id", settings.client_id}});
  }
  CO_TRY(egress::FetchAnswer answer, co_await fetcher_->fetch(std::move(request)));
  if (!is_json(answer)) co_return refuse(fmt::format("token_answer_{}", answer.status));
  co_return std::move(answer.body);
}

Task<Result<openid::KeySet>> OpenIdGate::keys_for(ProviderRow provider, OpenIdSettings settings,
                                                  std::string token) {
  CO_TRY(openid::KeySet known, openid::KeySet::read(settings.keys));
  CO_TRY(const std::string name, openid::key_named_in(token));
  const bool is_known = known.find(name) != nullptr;
  const bool is_old = ground_.clock.now() - settings.keys_seen_at > kKeysAge;
  if ((is_known && !is_old) || !may_look_again(provider.id)) co_return known;
  auto text = co_await read(provider, settings.jwks_uri);
  if (!text && is_known) co_return known;  // those that we hold are good enough for now
  if (!text) co_return fail(std::move(text).error());
  CO_TRY(openid::KeySet announced, openid::KeySet::read(*text));
  // A name stands for one key as long as somebody who may does not set the provider up anew.
  const bool swapped = announced.contradicts(known);
  if (enforced<"IDN-05"> && swapped) co_return refuse("key_swapped");
  const bool changed = !announced.same_as(known);
  auto keep = [this, id = provider.id, json = announced.json(),
               changed](store::Transaction& transaction) -> Result<> {
    TRY(const openid::KeySet keys, openid::KeySet::read(json));
    return keep_keys(transaction, id, keys, changed);
  };
  CO_TRY_VOID(co_await ground_.control.write(std::move(keep)));
  co_return announced;
}

// At most once a minute, so that nobody makes us ask by naming keys that do not exist.
bool OpenIdGate::may_look_again(ProviderId id) {
  const std::lock_guard lock{mutex_};
  const Tick now = ground_.clock.tick();
  const auto [at, first] = looked_at_.try_emplace(id, now);
  if (!first && now - at->second < kLookAgainAfter) return false;
  at->second = now;
  return true;
}

// In the row as it is now: somebody may have changed the rest of it meanwhile.
Result<> OpenIdGate::keep_keys(store::Transaction& transaction, ProviderId id,
                               const openid::KeySet& keys, bool changed) const {
  TRY(const ProviderRow row, transaction.one<ProviderRow>(queries::find_provider, id));
  TRY(auto settings, settings_of(row));
  if (!settings) return {};
  settings->keys = keys.json();
  settings->keys_seen_at = ground_.clock.now();
  TRY_VOID(transaction.execute(queries::change_provider, id, row.name, row.issuer, row.address,
                               providers_.sealed(id, json::write(*settings)), row.enabled,
                               row.joining));
  if (!changed) return {};
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  origin.tenant = row.tenant;
  const audit::Deed deed{.event = audit::Event::sign_on_provider_changed,
                         .object = id.text(),
                         .detail = "keys " + keys.names()};
  return ground_.log.record(transaction, origin, deed);
}

Task<Result<openid::Claims>> OpenIdGate::accept_logout(ProviderRow provider, std::string token) {
  CO_TRY(const auto settings, settings_of(provider));
  if (!settings || !provider.issuer) co_return fail(kProviderNotReady);
  CO_TRY(const openid::KeySet keys, co_await keys_for(provider, *settings, token));
  co_return openid::judge_logout_token(
      token, keys,
      {.issuer = *provider.issuer, .client = settings->client_id, .now = ground_.clock.now()});
}

}  // namespace gatehouse::identity::internal
