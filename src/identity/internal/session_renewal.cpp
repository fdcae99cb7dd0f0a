// Renewing a session: a refresh token is good for one renewal, and one that comes back later means
// that somebody has a copy.
#include "base/control.h"
#include "identity/internal/session_row.h"
#include "identity/internal/sessions.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

// Two tabs of one browser may renew at the same moment with the same cookie. The slower one gets
// nothing but the hint to go on with the cookies that the faster one has brought.
constexpr std::chrono::seconds kTwoTabs{10};

struct TokenRow {
  SessionId session;
  std::optional<Instant> spent_at;
  std::optional<Instant> newest_use;  // of any token of the session
  static constexpr auto columns =
      std::tuple{&TokenRow::session, &TokenRow::spent_at, &TokenRow::newest_use};

  // Two tabs renewing at once both hold the same token. Once its successor was used too, nobody
  // honest still holds it.
  bool is_race(Instant now) const {
    return spent_at && spent_at == newest_use && now - *spent_at <= kTwoTabs;
  }
};

}  // namespace

// A refusal that has to be committed is an outcome, not a failure.
struct Renewal {
  std::optional<Error> refused;
  Who who;
  Sessions::Begun begun;
};

Task<Result<SignedIn>> Sessions::refresh(access::Whereabouts where, std::string agent,
                                         std::string token) {
  auto work = [this, where, agent = std::move(agent),
               token = Secret::of_text(token)](store::Transaction& transaction) {
    return renew(transaction, where, agent, token.reveal_text());
  };
  wipe(token);
  CO_TRY(Renewal renewal, co_await ground_.control.write(std::move(work)));
  if (renewal.refused) co_return fail(*std::move(renewal.refused));
  co_return co_await signed_in(std::move(renewal.who), std::move(renewal.begun));
}

Result<Renewal> Sessions::renew(store::Transaction& transaction, const access::Whereabouts& where,
                                std::string_view agent, std::string_view token) const {
  const Bytes stored = stored_token(token);
  TRY(const auto known, transaction.maybe<TokenRow>(queries::find_refresh_token, stored));
  if (!known) return fail(Error{kSignedOut}.because("the refresh token is not known"));
  TRY(const SessionRow session, transaction.one<SessionRow>(queries::find_session, known->session));
  if (enforced<"IDN-08"> && session.ended_at) return fail(kSignedOut);
  if (known->is_race(ground_.clock.now()))
    return fail(Error{kAccessExpired}.because("another tab was faster"));
  if (enforced<"IDN-11"> && known->spent_at)
    return end_replayed(transaction, where, agent, session);
  // After the line that ends a stolen session: that one is ended wherever the thief is.
  TRY_VOID(ground_.tenants.addresses().admit(session.tenant, access::Side::staff, where.address));
  TRY_VOID(live_.watch(session.id, where, agent));
  TRY_VOID(LiveSessions::judge(live_.look(session.id, Activity::none)));
  return rotate(transaction, where, agent, stored, session);
}

Result<Renewal> Sessions::end_replayed(store::Transaction& transaction,
                                       const access::Whereabouts& where, std::string_view agent,
                                       const SessionRow& session) const {
  TRY_VOID(end(transaction, session.id, "refresh_replayed"));
  TRY_VOID(alerts_.raise(transaction, {Sign::refresh_replayed, session.id, session.person,
                                       session.tenant, where, std::string{agent}}));
  return Renewal{
      Error{kSignedOut}.because("a spent refresh token came back").under("IDN-11"), {}, {}};
}

Result<Renewal> Sessions::rotate(store::Transaction& transaction, const access::Whereabouts& where,
                                 std::string_view agent, const Bytes& spent,
                                 const SessionRow& session) const {
  const Instant now = ground_.clock.now();
  TRY(const auto member, transaction.maybe<MemberRow>(queries::find_member, session.person));
  if (!member) return fail(Error{kSignedOut}.because("not a member any more"));
  TRY(Person person, people_.find(transaction, session.person));
  Secret refresh = new_refresh_token();
  TRY_VOID(transaction.execute(queries::spend_refresh_token, spent, now));
  TRY_VOID(transaction.execute(queries::insert_refresh_token, stored_token(refresh.reveal_text()),
                               session.id, now));
  const auto seen = live_.look(session.id, Activity::none);
  const Instant last_used_at = seen ? seen->last_activity : session.last_used_at;
  const SealedVisit visit =
      sealed_visit(ground_.keys, session.id, where.address, clean_agent(agent));
  TRY_VOID(transaction.execute(queries::use_session, session.id, last_used_at, visit.address,
                               visit.agent));
  const audit::Deed deed{.event = audit::Event::session_refreshed, .object = session.id.text()};
  TRY_VOID(ground_.log.record(transaction, origin_of(where, member->tenant, person.id), deed));
  const Instant ends_at = seen ? seen->ends_at : session.ends_at;
  TRY(access::Authority authority, access::authority_of(transaction, person.id, member->role));
  return Renewal{std::nullopt,
                 {std::move(person), member->tenant, member->role},
                 {session.id, std::move(refresh), ends_at, std::move(authority)}};
}

}  // namespace gatehouse::identity::internal
