// What an accepted answer leads to.
#include "base/control.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/sign_on_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using namespace internal;

namespace {

constexpr std::size_t kSecretSize = 32;
constexpr std::chrono::seconds kClockLeeway{60};

std::string name_from(const Subject& subject, const EmailAddress& email) {
  const auto given = clean_name(subject.display_name.value_or(""), "/name");
  return given ? *given : email.text().substr(0, email.text().find('@'));
}

}  // namespace

Task<Result<Landed>> SignOn::Inside::land(Attempt attempt, std::string response) {
  ProviderGate& from = gate(attempt.provider.kind);
  CO_TRY(Subject subject,
         co_await from.accept(attempt.provider, attempt.request.kept, std::move(response)));
  CO_TRY(auto joins, co_await newcomer(attempt, subject));
  auto work = [this, attempt = std::move(attempt), subject = std::move(subject),
               joins = std::move(joins)](store::Transaction& transaction) {
    return land_in(transaction, attempt, subject, joins);
  };
  co_return co_await parts.ground.control.write(std::move(work));
}

// Whoever would be made a member, if nobody is linked yet and the provider may bring people in.
Task<Result<SignOn::Inside::Newcomer>> SignOn::Inside::newcomer(Attempt attempt, Subject subject) {
  const auto role = attempt.provider.joining.role();
  if (!role || attempt.request.aim != Aim::enter) co_return std::nullopt;
  auto find = [id = attempt.provider.id,
               key = providers.subject_key(subject.issuer, subject.name)](store::Reader& reader) {
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
                                       const Subject& subject, const Newcomer& newcomer) {
  // Each question is answered once, and each answer used once (control IDN-04): two rules, because
  // a provider may be made to answer two questions with one assertion.
  TRY(const auto answered, transaction.execute(queries::use_sign_on_request, attempt.state));
  if (enforced<"IDN-04"> && answered != 1)
    return fail(Error{kSignOnLost}.because("answered_already"));
  const auto answer = providers.subject_key(subject.issuer, subject.answer_id);
  TRY(const auto fresh, transaction.execute(queries::remember_answer, answer, subject.good_until));
  if (enforced<"IDN-04"> && fresh != 1) return fail(Error{kSignOnRefused}.because("replayed"));

  const Aim aim = attempt.request.aim;
  if (aim == Aim::enter) return enter_in(transaction, attempt, subject, newcomer);
  const auto key = providers.subject_key(subject.issuer, subject.name);
  if (aim == Aim::link) TRY_VOID(link_in(transaction, attempt, key));
  if (aim == Aim::prove) TRY_VOID(prove_in(transaction, attempt, subject));
  if (aim == Aim::try_out) TRY_VOID(try_in(transaction, attempt));
  return Landed{aim};
}

Result<Landed> SignOn::Inside::enter_in(store::Transaction& transaction, const Attempt& attempt,
                                        const Subject& subject, const Newcomer& newcomer) {
  const auto key = providers.subject_key(subject.issuer, subject.name);
  TRY(Who who, person_in(transaction, attempt, key, newcomer));
  // Somebody who was signed in there all day has not just proven themselves.
  const Instant now = parts.ground.clock.now();
  const Instant proven_at = std::min(subject.authenticated_at.value_or(Instant{}), now);
  TRY(Sessions::Begun begun, parts.sessions.begin(transaction, attempt.where, attempt.agent, who,
                                                  Way::sign_on, proven_at));
  TRY_VOID(note_strength(transaction, attempt, subject, who.person.id));
  return Landed{Aim::enter, std::move(who), std::move(begun)};
}

Result<Who> SignOn::Inside::person_in(store::Transaction& transaction, const Attempt& attempt,
                                      const crypto::Digest& subject, const Newcomer& newcomer) {
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

// The member who began it, still signed in.
Result<LiveSessions::Seen> SignOn::Inside::member_in(const Attempt& attempt) const {
  auto seen = parts.live.look(attempt.request.session.value_or(SessionId{}), Activity::none);
  TRY_VOID(LiveSessions::judge(seen));
  if (!seen) return fail(kSignedOut);
  if (seen->tenant != attempt.provider.tenant)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return *std::move(seen);
}

Result<> SignOn::Inside::link_in(store::Transaction& transaction, const Attempt& attempt,
                                 const crypto::Digest& subject) {
  const ProviderRow& provider = attempt.provider;
  TRY(const auto seen, member_in(attempt));
  TRY(const auto linked,
      transaction.maybe<PersonId>(queries::find_sign_on_link, provider.id, subject));
  if (linked && *linked != seen.person) return fail(kLinkedElsewhere);
  TRY_VOID(transaction.execute(queries::insert_sign_on_link, provider.id, subject, seen.person,
                               parts.ground.clock.now()));
  const audit::Deed deed{.event = audit::Event::sign_on_linked,
                         .object = seen.person.text(),
                         .detail = "to " + provider.id.text()};
  return parts.ground.log.record(transaction,
                                 origin_of(attempt.where, provider.tenant, seen.person), deed);
}

// Only a provider that says that it has just asked, and only where no factor of ours could be
// shown instead.
Result<> SignOn::Inside::prove_in(store::Transaction& transaction, const Attempt& attempt,
                                  const Subject& subject) {
  const ProviderRow& provider = attempt.provider;
  TRY(const auto seen, member_in(attempt));
  TRY_VOID(require_no_factor(transaction, seen.person));
  const auto key = providers.subject_key(subject.issuer, subject.name);
  TRY(const auto linked, transaction.maybe<PersonId>(queries::find_sign_on_link, provider.id, key));
  const bool same_person = linked == seen.person;
  if (enforced<"IDN-04"> && !same_person)
    return fail(Error{kSignOnRefused}.because("another_person"));
  const bool asked = subject.authenticated_at &&
                     *subject.authenticated_at + kClockLeeway >= attempt.request.made_at;
  if (enforced<"IDN-04"> && !asked) return fail(Error{kSignOnRefused}.because("not_asked_again"));
  const SessionId session = attempt.request.session.value_or(SessionId{});
  TRY_VOID(parts.sessions.prove(transaction, session, seen.person, Way::sign_on));
  const audit::Deed deed{.event = audit::Event::factor_proven,
                         .object = session.text(),
                         .detail = std::string{name_of(Way::sign_on)}};
  return parts.ground.log.record(transaction,
                                 origin_of(attempt.where, provider.tenant, seen.person), deed);
}

Result<> SignOn::Inside::try_in(store::Transaction& transaction, const Attempt& attempt) {
  const ProviderId id = attempt.provider.id;
  TRY_VOID(transaction.execute(queries::set_trial, id, parts.ground.clock.now(), kAccepted));
  const audit::Deed deed{.event = audit::Event::sign_on_tried, .object = id.text()};
  audit::Origin origin = origin_of(attempt.where);
  origin.tenant = attempt.provider.tenant;
  return parts.ground.log.record(transaction, origin, deed);
}

}  // namespace gatehouse::identity
