// Coming in through an identity provider.
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
constexpr std::chrono::minutes kTidyEvery{10};
constexpr std::string_view kAccepted = "accepted";

crypto::Digest hash_of(std::string_view text) { return crypto::sha256(as_bytes(text)); }

std::string new_secret(Random& random) { return base64url(random.bytes<kSecretSize>()); }

// Why it was refused, as a word: administrators see it after a trial, and in the log.
std::string reason_of(const Error& why) {
  const bool is_ours = why.is(kSignOnRefused) || why.is(kSignOnLost);
  return is_ours && !why.detail().empty() ? why.detail() : std::string{why.kind().code};
}

std::optional<access::Role> role_of(Joining joining) {
  switch (joining) {
    case Joining::nobody:
      return std::nullopt;
    case Joining::agent:
      return access::Role::agent;
    case Joining::administrator:
      return access::Role::administrator;
  }
  return std::nullopt;
}

std::string name_from(const SamlSubject& subject, const EmailAddress& email) {
  const auto given = clean_name(subject.name.value_or(""), "/name");
  return given ? *given : email.text().substr(0, email.text().find('@'));
}

}  // namespace

SignOn::SignOn(SignOnParts parts) : inside_{std::make_unique<Inside>(parts)} {}
SignOn::~SignOn() = default;

void SignOn::serve_as(std::string origin, std::filesystem::path saml) {
  inside_->providers.serve_as(std::move(origin));
  inside_->saml.use(std::move(saml));
}

void SignOn::prove_break_glass_with(BreakGlassProof proof) {
  inside_->break_glass_proof = std::move(proof);
}

// --- where to knock
// -------------------------------------------------------------------------------------

// Decided by the domain alone: whether there is somebody of this address plays no part.
Task<Result<Doors>> SignOn::doors(EmailAddress email) {
  std::string domain = email.folded().substr(email.folded().rfind('@') + 1);
  auto look = [domain = std::move(domain)](store::Reader& reader) -> Result<Doors> {
    Doors doors{.password = true, .providers = {}};
    TRY(const auto id, reader.maybe<ProviderId>(queries::provider_of_domain, domain));
    if (!id) return doors;
    TRY(const ProviderRow row, reader.one<ProviderRow>(queries::find_provider, *id));
    if (!row.enabled) return doors;
    TRY(const auto only, only_door_of(reader, row.tenant));
    doors.password = !only;
    doors.providers.push_back({row.id, row.kind, row.name});
    return doors;
  };
  co_return co_await inside_->parts.ground.control.read(std::move(look));
}

Task<Result<std::string>> SignOn::metadata(ProviderId id) {
  auto find = [this, id](store::Reader& reader) -> Result<saml::OurSide> {
    TRY(const ProviderRow row, reader.one<ProviderRow>(queries::find_provider, id));
    if (row.kind != ProviderKind::saml) return fail(kNotFound);
    return inside_->providers.our_saml_side(row);
  };
  CO_TRY(saml::OurSide ours, co_await inside_->parts.ground.control.read(std::move(find)));
  ours.key_pem.clear();
  co_return co_await inside_->saml.describe(std::move(ours));
}

Task<Result<std::vector<OwnDoor>>> SignOn::own_doors(access::Caller caller) {
  auto list = [tenant = caller.tenant(),
               person = caller.person()](store::Reader& reader) -> Result<std::vector<OwnDoor>> {
    TRY(const auto rows, reader.all<ProviderRow>(queries::providers_of_tenant, tenant));
    std::vector<OwnDoor> doors;
    for (const ProviderRow& row : rows) {
      if (!row.enabled) continue;
      TRY(const auto links, reader.one<std::int64_t>(queries::is_linked, row.id, person));
      doors.push_back({{row.id, row.kind, row.name}, links > 0});
    }
    return doors;
  };
  co_return co_await inside_->parts.ground.control.read(std::move(list));
}

Task<Result<>> SignOn::unlink(access::Caller caller, ProviderId id) {
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<> {
    TRY(const ProviderRow row, inside_->providers.enter(transaction, caller, id));
    TRY_VOID(transaction.execute(queries::delete_sign_on_link, row.id, caller.person()));
    const audit::Deed deed{.event = audit::Event::sign_on_unlinked,
                           .object = caller.person().text(),
                           .detail = "from " + id.text()};
    return inside_->parts.ground.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(work));
}

// --- to the provider
// --------------------------------------------------------------------------------------

Task<Result<Departure>> SignOn::begin(ProviderId id, std::string browser) {
  auto find = [id](store::Reader& reader) {
    return reader.one<ProviderRow>(queries::find_provider, id);
  };
  CO_TRY(ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  if (!row.enabled) co_return fail(Error{kNotFound}.because("switched off"));
  co_return co_await inside_->depart(std::move(row), Aim::enter, std::nullopt, std::move(browser));
}

Task<Result<Departure>> SignOn::begin_as(access::Caller caller, ProviderId id, Aim aim,
                                         std::string browser) {
  CHECK(aim != Aim::enter);
  if (aim == Aim::try_out)
    CO_TRY_VOID(access::require(caller, access::Privilege::manage_workspace));
  auto find = [this, caller, id](store::Reader& reader) {
    return inside_->providers.enter(reader, caller, id);
  };
  CO_TRY(ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  if (aim == Aim::link && !row.enabled) co_return fail(kProviderNotReady);
  co_return co_await inside_->depart(std::move(row), aim, caller.session(), std::move(browser));
}

Task<Result<Departure>> SignOn::Inside::depart(ProviderRow row, Aim aim,
                                               std::optional<SessionId> session,
                                               std::string browser) {
  const Ground& ground = parts.ground;
  // Kept while the browser has one, so that two tabs do not lock each other out.
  if (browser.size() != kSecretLength) browser = new_secret(ground.random);
  std::string state = new_secret(ground.random);
  CO_TRY(SamlProvider provider, providers.saml_provider(row));
  CO_TRY(SamlRequest request, co_await saml.begin(std::move(provider), state));
  auto keep = [id = row.id, state = hash_of(state), of_browser = hash_of(browser),
               request = request.id, aim, session,
               until = ground.clock.now() + kRequestLife](store::Transaction& transaction) {
    return transaction.execute(queries::insert_sign_on_request, state, id, request, of_browser, aim,
                               session, until);
  };
  CO_TRY_VOID(co_await ground.control.write(std::move(keep)));
  co_return Departure{std::move(request.address), Secret::of_text(browser)};
}

// --- and back
// -----------------------------------------------------------------------------------------------

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

Task<Result<Landed>> SignOn::Inside::land(Attempt attempt, std::string response) {
  CO_TRY(SamlProvider provider, providers.saml_provider(attempt.provider));
  CO_TRY(SamlSubject subject,
         co_await saml.accept(std::move(provider), attempt.request.request, std::move(response)));
  CO_TRY(auto joins, co_await newcomer(attempt, subject));
  auto work = [this, attempt = std::move(attempt), subject = std::move(subject),
               joins = std::move(joins)](store::Transaction& transaction) {
    return land_in(transaction, attempt, subject, joins);
  };
  co_return co_await parts.ground.control.write(std::move(work));
}

// Whoever would be made a member, if nobody is linked yet and the provider may bring people in.
Task<Result<std::optional<People::NewPerson>>> SignOn::Inside::newcomer(Attempt attempt,
                                                                        SamlSubject subject) {
  const auto role = role_of(attempt.provider.joining);
  if (!role || attempt.request.aim != Aim::enter) co_return std::nullopt;
  auto find = [id = attempt.provider.id,
               key =
                   providers.subject_key(subject.issuer, subject.name_id)](store::Reader& reader) {
    return reader.maybe<PersonId>(queries::find_sign_on_link, id, key);
  };
  CO_TRY(const auto known, co_await parts.ground.control.read(std::move(find)));
  const auto email = EmailAddress::parse(subject.email.value_or(""));
  if (known || !email) co_return std::nullopt;
  // A password that nobody knows, so that no answer tells this account from others.
  CO_TRY(std::string hash,
         co_await parts.passwords.hash(Secret::random(parts.ground.random, kSecretSize)));
  CO_TRY(const access::Tenant tenant, co_await parts.ground.tenants.find(attempt.provider.tenant));
  co_return People::NewPerson{
      name_from(subject, *email), *email, std::move(hash), tenant.id, *role, tenant.probe};
}

Result<Landed> SignOn::Inside::land_in(store::Transaction& transaction, const Attempt& attempt,
                                       const SamlSubject& subject,
                                       const std::optional<People::NewPerson>& newcomer) {
  // Each question is answered once, and each answer used once (controls IDN-04): two rules, because
  // a provider may be made to answer two questions with one assertion.
  TRY(const auto answered, transaction.execute(queries::use_sign_on_request, attempt.state));
  if (enforced<"IDN-04"> && answered != 1)
    return fail(Error{kSignOnLost}.because("answered_already"));
  const auto answer = providers.subject_key(subject.issuer, subject.assertion_id);
  TRY(const auto fresh, transaction.execute(queries::remember_answer, answer, subject.good_until));
  if (enforced<"IDN-04"> && fresh != 1) return fail(Error{kSignOnRefused}.because("replayed"));

  const auto key = providers.subject_key(subject.issuer, subject.name_id);
  const Ground& ground = parts.ground;
  switch (attempt.request.aim) {
    case Aim::enter: {
      TRY(Who who, person_in(transaction, attempt, key, newcomer));
      TRY(Sessions::Begun begun,
          parts.sessions.begin(transaction, attempt.where, attempt.agent, who));
      return Landed{Aim::enter, std::move(who), std::move(begun)};
    }
    case Aim::link: {
      TRY_VOID(link_in(transaction, attempt, key));
      return Landed{Aim::link, std::nullopt, std::nullopt};
    }
    case Aim::try_out:
      break;
  }
  TRY_VOID(
      transaction.execute(queries::set_trial, attempt.provider.id, ground.clock.now(), kAccepted));
  const audit::Deed deed{.event = audit::Event::sign_on_tried,
                         .object = attempt.provider.id.text()};
  audit::Origin origin = origin_of(attempt.where);
  origin.tenant = attempt.provider.tenant;
  TRY_VOID(ground.log.record(transaction, origin, deed));
  return Landed{Aim::try_out, std::nullopt, std::nullopt};
}

Result<Who> SignOn::Inside::person_in(store::Transaction& transaction, const Attempt& attempt,
                                      const crypto::Digest& subject,
                                      const std::optional<People::NewPerson>& newcomer) {
  const ProviderRow& provider = attempt.provider;
  TRY(const auto linked,
      transaction.maybe<PersonId>(queries::find_sign_on_link, provider.id, subject));
  if (linked) {
    TRY(const MemberRow member, transaction.one<MemberRow>(queries::find_member, *linked));
    const bool is_foreign = member.tenant != provider.tenant;
    if (enforced<"ACC-05"> && is_foreign)
      return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
    TRY(Person person, parts.people.find(transaction, *linked));
    return Who{std::move(person), member.tenant, member.role};
  }
  if (!newcomer) return fail(kNobodyLinked);
  auto joined = parts.people.add(transaction, *newcomer);
  // Somebody has this address: it may be the same person, but an address proves nothing.
  if (!joined && joined.error().is(kAlreadyMember)) return fail(kNobodyLinked);
  if (!joined) return joined;
  const PersonId person = joined->person.id;
  TRY_VOID(transaction.execute(queries::insert_sign_on_link, provider.id, subject, person,
                               parts.ground.clock.now()));
  const audit::Deed deed{.event = audit::Event::member_joined,
                         .object = person.text(),
                         .detail = "through " + provider.id.text()};
  TRY_VOID(parts.ground.log.record(transaction, origin_of(attempt.where, provider.tenant, person),
                                   deed));
  return joined;
}

Result<> SignOn::Inside::link_in(store::Transaction& transaction, const Attempt& attempt,
                                 const crypto::Digest& subject) {
  const ProviderRow& provider = attempt.provider;
  const auto seen = parts.live.look(attempt.request.session.value_or(SessionId{}), Activity::none);
  TRY_VOID(LiveSessions::judge(seen));
  if (seen->tenant != provider.tenant)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  TRY(const auto linked,
      transaction.maybe<PersonId>(queries::find_sign_on_link, provider.id, subject));
  if (linked && *linked != seen->person) return fail(kLinkedElsewhere);
  TRY_VOID(transaction.execute(queries::insert_sign_on_link, provider.id, subject, seen->person,
                               parts.ground.clock.now()));
  const audit::Deed deed{.event = audit::Event::sign_on_linked,
                         .object = seen->person.text(),
                         .detail = "to " + provider.id.text()};
  return parts.ground.log.record(transaction,
                                 origin_of(attempt.where, provider.tenant, seen->person), deed);
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

// --- what is over
// -----------------------------------------------------------------------------------------

Result<> SignOn::keep_house() {
  const Instant now = inside_->parts.ground.clock.now();
  if (now - inside_->tidied_at < kTidyEvery) return {};
  inside_->tidied_at = now;
  auto tidy = [now](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::forget_sign_on_requests, now));
    TRY_VOID(transaction.execute(queries::forget_answers, now));
    return {};
  };
  return inside_->parts.ground.control.write_now(std::move(tidy));
}

}  // namespace gatehouse::identity
