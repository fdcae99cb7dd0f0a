// The trip to an identity provider and back.
#include "identity/sign_on.h"

#include "base/control.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/sign_on_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using namespace internal;

namespace {

constexpr std::size_t kSecretSize = 32;
constexpr std::size_t kSecretLength = 43;  // in base64url
constexpr std::chrono::minutes kRequestLife{10};

crypto::Digest hash_of(std::string_view text) { return crypto::sha256(as_bytes(text)); }

std::string new_secret(Random& random) { return base64url(random.bytes<kSecretSize>()); }

// Why it was refused, as a word: administrators see it after a trial, and in the log.
std::string reason_of(const Error& why) {
  const bool is_ours =
      why.is(kSignOnRefused) || why.is(kSignOnLost) || why.is(openid::kAnswerRefused);
  return is_ours && !why.detail().empty() ? why.detail() : std::string{why.kind().code};
}

}  // namespace

SignOn::SignOn(SignOnParts parts) : inside_{std::make_unique<Inside>(parts)} {}
SignOn::~SignOn() = default;

void SignOn::serve_as(std::string origin, std::filesystem::path saml) {
  inside_->providers.serve_as(std::move(origin));
  inside_->saml.use(std::move(saml));
}

void SignOn::fetch_through(egress::Fetcher& fetcher) { inside_->openid.fetch_through(fetcher); }

ProviderGate& SignOn::Inside::gate(ProviderKind kind) {
  switch (kind) {
    case ProviderKind::saml:
      return saml;
    case ProviderKind::oidc:
      return openid;
  }
  std::unreachable();
}

// --- to the provider

Task<Result<SettingOff>> SignOn::begin(ProviderId id, std::string browser) {
  auto find = [id](store::Reader& reader) {
    return reader.one<ProviderRow>(queries::find_provider, id);
  };
  CO_TRY(ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  if (!row.enabled) co_return fail(Error{kNotFound}.because("switched off"));
  co_return co_await inside_->depart(std::move(row), Aim::enter, std::nullopt, std::move(browser));
}

Task<Result<SettingOff>> SignOn::begin_as(access::Caller caller, ProviderId id, Aim aim,
                                          std::string browser) {
  CHECK(aim != Aim::enter);
  if (aim == Aim::try_out) CO_TRY_VOID(access::require(caller, access::Privilege::manage_sign_on));
  auto find = [this, caller, id](store::Reader& reader) {
    return inside_->providers.enter(reader, caller, id);
  };
  CO_TRY(ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  if (aim != Aim::try_out && !row.enabled) co_return fail(kProviderNotReady);
  if (aim == Aim::prove) {
    auto look = [person = caller.person()](store::Reader& reader) {
      return require_no_factor(reader, person);
    };
    CO_TRY_VOID(co_await inside_->parts.ground.control.read(std::move(look)));
  }
  co_return co_await inside_->depart(std::move(row), aim, caller.session(), std::move(browser));
}

Task<Result<SettingOff>> SignOn::Inside::depart(ProviderRow row, Aim aim,
                                                std::optional<SessionId> session,
                                                std::string browser) {
  const Ground& ground = parts.ground;
  // Kept while the browser has one, so that two tabs do not lock each other out.
  if (browser.size() != kSecretLength) browser = new_secret(ground.random);
  std::string state = new_secret(ground.random);
  const ProviderId id = row.id;
  ProviderGate& towards = gate(row.kind);
  Trip trip{state, aim == Aim::prove ? Asking::again : Asking::if_needed};
  CO_TRY(TripBegun begun, co_await towards.begin(std::move(row), std::move(trip)));
  auto keep = [id, state = hash_of(state), of_browser = hash_of(browser), kept = begun.kept, aim,
               session, now = ground.clock.now()](store::Transaction& transaction) {
    return transaction.execute(queries::insert_sign_on_request, state, id, kept, of_browser, aim,
                               session, now, now + kRequestLife);
  };
  CO_TRY_VOID(co_await ground.control.write(std::move(keep)));
  co_return SettingOff{std::move(begun.address), Secret::of_text(browser)};
}

// --- and back

Task<Result<Arrival>> SignOn::accept(access::Whereabouts where, std::string agent,
                                     SignOnAnswer answer) {
  const Token token{answer.provider, hash_of(answer.state), hash_of(answer.browser)};
  auto attempt = co_await inside_->recognise(where, std::move(agent), token);
  if (!attempt) {
    CO_TRY_VOID(co_await inside_->record_refusal(where, token, attempt.error()));
    co_return fail(std::move(attempt).error());
  }
  auto landed = co_await inside_->land(*std::move(attempt), std::move(answer.response));
  if (!landed) {
    CO_TRY_VOID(co_await inside_->record_refusal(where, token, landed.error()));
    co_return fail(std::move(landed).error());
  }
  Arrival arrival{landed->aim, std::nullopt};
  if (landed->who && landed->begun) {
    CO_TRY(arrival.signed_in, co_await inside_->parts.sessions.signed_in(
                                  *std::move(landed->who), *std::move(landed->begun)));
  }
  co_return arrival;
}

// Only an answer to a question of ours, in the browser that was sent to ask it: otherwise an
// attacker could sign somebody in as the attacker, and read what they then write.
Task<Result<Attempt>> SignOn::Inside::recognise(access::Whereabouts where, std::string agent,
                                                Token token) {
  auto find = [token, where, agent = std::move(agent),
               now = parts.ground.clock.now()](store::Reader& reader) -> Result<Attempt> {
    TRY(const auto request,
        reader.maybe<RequestRow>(queries::find_sign_on_request, token.state, now));
    if (!request) return fail(Error{kSignOnLost}.because("unknown_state"));
    const bool same_provider = request->provider == token.provider;
    if (enforced<"IDN-04"> && !same_provider)
      return fail(Error{kSignOnLost}.because("another_provider"));
    const bool same_browser = same_bytes(request->browser, token.browser);
    if (enforced<"IDN-04"> && !same_browser)
      return fail(Error{kSignOnLost}.because("another_browser"));
    TRY(ProviderRow row, reader.one<ProviderRow>(queries::find_provider, token.provider));
    if (request->aim != Aim::try_out && !row.enabled)
      return fail(Error{kSignOnLost}.because("switched_off"));
    return Attempt{where, agent, std::move(row), *request, token.state};
  };
  co_return co_await parts.ground.control.read(std::move(find));
}

Task<Result<>> SignOn::Inside::record_refusal(access::Whereabouts where, Token token, Error why) {
  auto work = [this, where, id = token.provider, state = token.state, control = why.control(),
               reason = reason_of(why),
               now = parts.ground.clock.now()](store::Transaction& transaction) -> Result<> {
    TRY(const auto provider, transaction.maybe<ProviderRow>(queries::find_provider, id));
    TRY(const auto request,
        transaction.maybe<RequestRow>(queries::find_sign_on_request, state, now));
    const bool is_trial =
        provider && request && request->provider == id && request->aim == Aim::try_out;
    if (is_trial) TRY_VOID(transaction.execute(queries::set_trial, id, now, reason));
    audit::Origin origin = origin_of(where);
    if (provider) origin.tenant = provider->tenant;
    const audit::Deed deed{.event = audit::Event::sign_in_failed,
                           .object = id.text(),
                           .outcome = audit::Outcome::refused,
                           .control = control,
                           .reason = reason};
    return parts.ground.log.record(transaction, origin, deed);
  };
  co_return co_await parts.ground.control.write(std::move(work));
}

}  // namespace gatehouse::identity
