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
  const auto subject = providers.subject_key(issuer, said.subject);
  TRY(const auto person, transaction.maybe<PersonId>(queries::find_sign_on_link, row.id, subject));
  if (!person) return {};
  audit::Origin origin = origin_of(where);
  origin.kind = audit::ActorKind::system;
  origin.tenant = row.tenant;
  return parts.sessions.end_all_of(transaction, origin, *person, "ended_by_provider");
}

// How somebody was known there ("acr", "amr"), for the audit log.
Result<> SignOn::Inside::note_strength(store::Transaction& transaction, const Attempt& attempt,
                                       const Subject& subject, PersonId person) {
  if (subject.strength.empty()) return {};
  const audit::Deed deed{.event = audit::Event::factor_proven,
                         .object = attempt.provider.id.text(),
                         .detail = "by the provider: " + subject.strength};
  return parts.ground.log.record(transaction,
                                 origin_of(attempt.where, attempt.provider.tenant, person), deed);
}

}  // namespace gatehouse::identity
