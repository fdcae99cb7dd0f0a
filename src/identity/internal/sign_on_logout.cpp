// A provider says that somebody has left it (OpenID Connect Back-Channel Logout 1.0).
#include "base/control.h"
#include "identity/internal/sign_on_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {

using namespace internal;

namespace {

// The answer that the standard asks for (2.8) is another one than that of a refused sign-in.
Error refusal_of(const Error& why) {
  if (why.kind().fault == Fault::unavailable) return why;
  return Error{kLogoutRefused}.because(why.detail().empty() ? std::string{why.kind().code}
                                                            : why.detail());
}

}  // namespace

Task<Result<>> SignOn::end_sessions_for(access::Whereabouts where, ProviderId id,
                                        std::string token) {
  auto find = [id](store::Reader& reader) {
    return reader.one<ProviderRow>(queries::find_provider, id);
  };
  CO_TRY(const ProviderRow row, co_await inside_->parts.ground.control.read(std::move(find)));
  if (row.kind != ProviderKind::oidc || !row.enabled) co_return fail(kNotFound);
  auto claims = co_await inside_->openid.accept_logout(row, std::move(token));
  if (!claims) co_return fail(refusal_of(claims.error()));
  auto end = [this, where, row,
              said = *std::move(claims)](store::Transaction& transaction) -> Result<> {
    return inside_->end_sessions_in(transaction, where, row, said);
  };
  co_return co_await inside_->parts.ground.control.write(std::move(end));
}

// All of the person: the provider says that they are gone, not from which browser. Somebody whom we
// do not know has no session to end.
Result<> SignOn::Inside::end_sessions_in(store::Transaction& transaction,
                                         const access::Whereabouts& where, const ProviderRow& row,
                                         const openid::Claims& said) {
  const std::string issuer = row.issuer.value_or("");
  const auto answer = providers.subject_key(issuer, "logout\n" + said.id);
  TRY(const auto fresh, transaction.execute(queries::remember_answer, answer, said.good_until));
  if (enforced<"IDN-05"> && fresh != 1) return fail(Error{kLogoutRefused}.because("replayed"));
  std::vector<PersonId> people;
  if (!said.subject.empty()) {
    const auto subject = providers.subject_key(issuer, said.subject);
    TRY(const auto linked,
        transaction.maybe<PersonId>(queries::find_sign_on_link, row.id, subject));
    if (linked) people.push_back(*linked);
  } else if (said.session) {
    TRY(people, transaction.all<PersonId>(queries::people_of_provider_session, row.id,
                                          session_key(issuer, *said.session)));
  }
  for (const PersonId& person : people) {
    audit::Origin origin = origin_of(where);
    origin.kind = audit::ActorKind::system;
    origin.tenant = row.tenant;
    const audit::Deed deed{.event = audit::Event::sign_on_left,
                           .object = person.text(),
                           .detail = "at " + row.id.text()};
    TRY_VOID(parts.ground.log.record(transaction, origin, deed));
    TRY_VOID(parts.sessions.end_all_of(transaction, origin, person, "ended_by_provider"));
  }
  return {};
}

// What a provider calls its own session with somebody, as a key.
crypto::Digest SignOn::Inside::session_key(std::string_view issuer,
                                           std::string_view session) const {
  return providers.subject_key(issuer, "session\n" + std::string{session});
}

// For a logout token that names no subject (2.4), and for the audit log how somebody was known
// there.
Result<> SignOn::Inside::note_entry(store::Transaction& transaction, const Attempt& attempt,
                                    const Subject& subject, PersonId person, Instant ends_at) {
  const ProviderRow& row = attempt.provider;
  if (subject.session)
    TRY_VOID(transaction.execute(queries::remember_provider_session, row.id,
                                 session_key(subject.issuer, *subject.session), person, ends_at));
  if (subject.strength.empty()) return {};
  const audit::Deed deed{
      .event = audit::Event::sign_on_entered, .object = row.id.text(), .detail = subject.strength};
  return parts.ground.log.record(transaction, origin_of(attempt.where, row.tenant, person), deed);
}

}  // namespace gatehouse::identity
