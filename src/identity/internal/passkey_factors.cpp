// Passkeys: added in a session, good for signing in without anything else, and for proving oneself.
#include "base/control.h"
#include "identity/identity.h"
#include "identity/internal/factors_inside.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using internal::Judged;
using internal::PasskeyRow;
using webauthn::Ceremony;

namespace internal {
namespace {

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{kPasskeyRefused}.because(std::string{why}));
}

// An answer that was read. What was wrong with it matters only once its challenge is used up.
struct Heard {
  Bytes challenge;
  std::optional<PasskeyRow> row;
  Result<std::uint32_t> counter;
};

Result<std::uint32_t> verify(const webauthn::RelyingParty& party, const webauthn::ClientData& data,
                             const PasskeyAnswer& answer, const PasskeyRow& row,
                             BytesView client_data) {
  TRY_VOID(check_client_data(data, Ceremony::get, party));
  TRY(const Bytes authenticator_data, from_base64url(answer.authenticator_data));
  TRY(const Bytes signature, from_base64url(answer.signature));
  if (answer.user && *answer.user != base64url(row.person.bits())) return refuse("another user's");
  const webauthn::Assertion assertion{client_data, authenticator_data, signature};
  return verify_assertion(assertion, row.algorithm, row.public_key, party);
}

Task<Result<Heard>> hear(Factors::Inside& inside, PasskeyAnswer answer) {
  CO_TRY(const Bytes client_data, from_base64url(answer.client_data));
  CO_TRY(const Bytes credential, from_base64url(answer.credential));
  CO_TRY(webauthn::ClientData data, webauthn::read_client_data(client_data));
  auto find = [credential](store::Reader& reader) {
    return reader.maybe<PasskeyRow>(queries::find_passkey, credential);
  };
  CO_TRY(auto row, co_await inside.ground.control.read(std::move(find)));
  Result<std::uint32_t> counter =
      row ? verify(inside.party, data, answer, *row, client_data) : refuse("nobody's credential");
  co_return Heard{std::move(data.challenge), std::move(row), std::move(counter)};
}

// In the transaction that uses the answer: the counter of a copy would have moved on meanwhile.
Result<std::optional<Error>> use(const Ground& ground, store::Transaction& transaction,
                                 const Heard& heard, std::string_view ceremony, SessionId session) {
  TRY(const bool fresh, use_challenge(ground, transaction, ceremony, session, heard.challenge));
  if (enforced<"IDN-03"> && !fresh) return Error{kChallengeOver};
  if (!heard.counter) return heard.counter.error();
  TRY(const auto now, transaction.maybe<PasskeyRow>(queries::find_passkey, heard.row->credential));
  if (!now) return Error{kPasskeyRefused}.because("it was removed meanwhile");
  const bool grows = webauthn::counter_grows(now->counter, *heard.counter);
  if (enforced<"IDN-03"> && !grows) return Error{kPasskeyRefused}.because("a copied authenticator");
  const auto counter = static_cast<std::int64_t>(*heard.counter);
  TRY_VOID(transaction.execute(queries::count_passkey, now->factor, counter));
  TRY_VOID(transaction.execute(queries::use_factor, now->factor, ground.clock.now()));
  return std::nullopt;
}

}  // namespace

Result<std::string> make_challenge(const Ground& ground, store::Transaction& transaction,
                                   std::string_view ceremony, SessionId session) {
  const auto challenge = ground.random.bytes<webauthn::kChallengeSize>();
  const Instant expires_at = ground.clock.now() + ground.limits.challenge_life;
  TRY_VOID(
      transaction.execute(queries::insert_challenge, challenge, ceremony, session, expires_at));
  return base64url(challenge);
}

Result<bool> use_challenge(const Ground& ground, store::Transaction& transaction,
                           std::string_view ceremony, SessionId session, BytesView challenge) {
  TRY(const auto used, transaction.execute(queries::use_challenge, challenge, ceremony, session,
                                           ground.clock.now()));
  return used == 1;
}

Result<std::vector<std::string>> credentials_of(store::Reader& reader, PersonId person) {
  TRY(const auto credentials, reader.all<Bytes>(queries::credentials_of_person, person));
  std::vector<std::string> texts;
  for (const Bytes& credential : credentials) texts.push_back(base64url(credential));
  return texts;
}

Task<Result<>> prove_by_passkey(Factors::Inside& inside, access::Caller caller,
                                PasskeyAnswer answer) {
  CO_TRY(Heard heard, co_await hear(inside, std::move(answer)));
  auto work = [&inside, caller, heard = std::move(heard)](
                  store::Transaction& transaction) -> Result<std::optional<Error>> {
    TRY(std::optional<Error> refused,
        use(inside.ground, transaction, heard, ceremony::prove, caller.session()));
    const bool foreign = !refused && heard.row->person != caller.person();
    if (foreign) refused = Error{kPasskeyRefused}.because("another's passkey");
    if (refused) {
      TRY_VOID(record_refusal(inside, transaction, caller, refused->kind()));
      return refused;
    }
    TRY_VOID(record_proof(inside, transaction, caller, Way::passkey));
    return std::nullopt;
  };
  CO_TRY(std::optional<Error> refused, co_await inside.ground.control.write(std::move(work)));
  if (refused) co_return fail(*std::move(refused));
  co_return Result<>{};
}

namespace {

struct LetIn {
  Who who;
  Sessions::Begun begun;
};

Result<Judged<LetIn>> let_in(Factors::Inside& inside, store::Transaction& transaction,
                             const access::Whereabouts& where, std::string_view agent,
                             const Heard& heard) {
  TRY(std::optional<Error> refused,
      use(inside.ground, transaction, heard, ceremony::sign_in, SessionId{}));
  if (refused) {
    const audit::Deed deed{.event = audit::Event::sign_in_failed,
                           .object = heard.row ? heard.row->person.text() : std::string{},
                           .outcome = audit::Outcome::refused,
                           .control = refused->control(),
                           .reason = refused->kind().code};
    TRY_VOID(inside.ground.log.record(transaction, origin_of(where), deed));
    return Judged<LetIn>{std::move(refused), {}};
  }
  const PersonId person = heard.row->person;
  TRY(const MemberRow member, transaction.one<MemberRow>(queries::find_member, person));
  TRY_VOID(require_other_doors(transaction, member.tenant, person));
  TRY(Person opened, inside.people.find(transaction, person));
  Who who{std::move(opened), member.tenant, member.role};
  TRY(Sessions::Begun begun, inside.sessions.begin(transaction, where, agent, who, Way::passkey));
  return Judged<LetIn>{std::nullopt, {std::move(who), std::move(begun)}};
}

}  // namespace
}  // namespace internal

Task<Result<PasskeyQuestion>> Factors::ask_to_sign_in() {
  auto work = [this](store::Transaction& transaction) {
    return internal::make_challenge(inside_.ground, transaction, internal::ceremony::sign_in, {});
  };
  CO_TRY(std::string challenge, co_await inside_.ground.control.write(std::move(work)));
  co_return PasskeyQuestion{std::move(challenge), inside_.party.id, {}};
}

Task<Result<SignedIn>> Factors::sign_in(access::Whereabouts where, std::string agent,
                                        PasskeyAnswer answer) {
  // Nobody was named, so the authenticator has to (7.2 step 6).
  if (!answer.user) co_return fail(Error{kPasskeyRefused}.because("no user named"));
  CO_TRY(internal::Heard heard, co_await internal::hear(inside_, std::move(answer)));
  auto work = [this, where, agent = std::move(agent),
               heard = std::move(heard)](store::Transaction& transaction) {
    return internal::let_in(inside_, transaction, where, agent, heard);
  };
  CO_TRY(Judged<internal::LetIn> judged, co_await inside_.ground.control.write(std::move(work)));
  if (judged.refused) co_return fail(*std::move(judged.refused));
  co_return co_await inside_.sessions.signed_in(std::move(judged.value.who),
                                                std::move(judged.value.begun));
}

Task<Result<PasskeyQuestion>> Factors::ask_to_prove(access::Caller caller) {
  auto work = [this, caller](store::Transaction& transaction) -> Result<PasskeyQuestion> {
    TRY(std::string challenge,
        internal::make_challenge(inside_.ground, transaction, internal::ceremony::prove,
                                 caller.session()));
    TRY(auto allowed, internal::credentials_of(transaction, caller.person()));
    return PasskeyQuestion{std::move(challenge), inside_.party.id, std::move(allowed)};
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

Task<Result<PasskeyOffer>> Factors::offer_passkey(access::Caller caller) {
  auto work = [this, caller](store::Transaction& transaction) -> Result<PasskeyOffer> {
    TRY(std::string challenge,
        internal::make_challenge(inside_.ground, transaction, internal::ceremony::enrol,
                                 caller.session()));
    TRY(auto known, internal::credentials_of(transaction, caller.person()));
    TRY(Person person, inside_.people.find(transaction, caller.person()));
    return PasskeyOffer{.challenge = std::move(challenge),
                        .party = inside_.party.id,
                        .user = base64url(person.id.bits()),
                        .account = std::move(person.email),
                        .name = std::move(person.name),
                        .algorithms = {-7, -8, -257},
                        .known = std::move(known)};
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

Task<Result<Factor>> Factors::add_passkey(access::Caller caller, NewPasskey passkey) {
  CO_TRY(const Bytes client_data, from_base64url(passkey.client_data));
  CO_TRY(const Bytes attestation, from_base64url(passkey.attestation));
  CO_TRY(webauthn::ClientData data, webauthn::read_client_data(client_data));
  CO_TRY_VOID(check_client_data(data, Ceremony::create, inside_.party));
  CO_TRY(webauthn::Credential made, webauthn::read_new_credential(attestation, inside_.party));
  auto work = [this, caller, name = std::move(passkey.name), data = std::move(data),
               made = std::move(made)](store::Transaction& transaction) -> Result<Factor> {
    TRY(const bool fresh,
        internal::use_challenge(inside_.ground, transaction, internal::ceremony::enrol,
                                caller.session(), data.challenge));
    if (enforced<"IDN-03"> && !fresh) return fail(kChallengeOver);
    TRY(const auto known, transaction.maybe<PasskeyRow>(queries::find_passkey, made.id));
    if (known) return fail(kPasskeyKnown);
    TRY(Factor factor,
        internal::insert_factor(inside_.ground, transaction, caller.person(), Way::passkey, name));
    TRY_VOID(transaction.execute(queries::insert_passkey, factor.id, made.id, made.algorithm,
                                 made.public_key, static_cast<std::int64_t>(made.counter)));
    TRY_VOID(internal::record_addition(inside_, transaction, caller, factor));
    return factor;
  };
  co_return co_await inside_.ground.control.write(std::move(work));
}

}  // namespace gatehouse::identity
