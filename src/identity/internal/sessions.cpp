#include "identity/internal/sessions.h"

#include "base/control.h"
#include "identity/internal/session_row.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::size_t kRefreshSize = 32;
constexpr std::chrono::minutes kSaveEvery{1};
constexpr std::chrono::hours kForgetEvery{1};
constexpr std::chrono::hours kEndedAreKept{24};

struct OpenRow {
  SessionId id;
  PersonId person;
  TenantId tenant;
  access::Role role;
  vault::Sealed<std::string> name;
  vault::Sealed<std::string> agent;
  Instant started_at;
  Instant last_used_at;
  Instant ends_at;
  static constexpr auto columns =
      std::tuple{&OpenRow::id,         &OpenRow::person,       &OpenRow::tenant,
                 &OpenRow::role,       &OpenRow::name,         &OpenRow::agent,
                 &OpenRow::started_at, &OpenRow::last_used_at, &OpenRow::ends_at};
};

}  // namespace

Sessions::Sessions(const Ground& ground, const People& people, Tokens& tokens, LiveSessions& live,
                   const Alerts& alerts, SessionsEnded ended)
    : ground_{ground},
      people_{people},
      tokens_{tokens},
      live_{live},
      alerts_{alerts},
      ended_{std::move(ended)} {
  CHECK(ended_ != nullptr);
}

Result<> Sessions::start() {
  const Instant now = ground_.clock.now();
  auto open_ones = [now](store::Reader& reader) {
    return reader.all<OpenRow>(queries::open_sessions, now);
  };
  TRY(const auto rows, ground_.control.read_now(std::move(open_ones)));
  for (const OpenRow& row : rows) {
    TRY(std::string name, people_.opened_name(row.person, row.name));
    TRY(std::string agent, opened_agent(ground_.keys, row.id, row.agent));
    live_.open({row.id, row.person, row.tenant, row.role, std::move(name), std::move(agent),
                row.started_at, row.last_used_at, row.ends_at});
  }
  return {};
}

Secret Sessions::new_refresh_token() const {
  const Secret secret = Secret::random(ground_.random, kRefreshSize);
  std::string text = "ghr_" + base64url(secret.reveal());
  Secret token = Secret::of_text(text);
  wipe(text);
  return token;
}

Result<Sessions::Begun> Sessions::begin(store::Transaction& transaction,
                                        const access::Whereabouts& where, std::string_view agent,
                                        const Who& who) {
  const auto id = SessionId::make(ground_.clock, ground_.random);
  const Instant now = ground_.clock.now();
  const Instant ends_at = now + live_.longest(who.tenant);
  const PersonId person = who.person.id;
  const SealedVisit visit = sealed_visit(ground_.keys, id, where.address, clean_agent(agent));
  TRY_VOID(transaction.execute(queries::insert_session, id, person, who.tenant, now, ends_at,
                               visit.address, visit.agent));
  Secret refresh = new_refresh_token();
  TRY_VOID(transaction.execute(queries::insert_refresh_token, stored_token(refresh.reveal_text()),
                               id, now));
  TRY_VOID(transaction.execute(queries::seen_member, person, now));
  const audit::Deed deed{.event = audit::Event::signed_in, .object = id.text()};
  TRY_VOID(ground_.log.record(transaction, origin_of(where, who.tenant, person), deed));
  LiveSessions::Opening opening{
      id, person, who.tenant, who.role, who.person.name, clean_agent(agent), now, now, ends_at};
  transaction.after_commit([this, id, where, opening = std::move(opening)]() mutable {
    const std::string began_with = opening.agent;
    live_.open(std::move(opening));
    (void)live_.watch(id, where, began_with);  // where it begins is where it is at home
  });
  return Begun{id, std::move(refresh), ends_at};
}

Task<Result<SignedIn>> Sessions::signed_in(Who who, Begun begun) {
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(who.tenant));
  Secret access = tokens_.issue(who.person.id, begun.id, who.tenant, who.role);
  Session session = session_of(std::move(who), begun.id, begun.ends_at, std::move(tenant.name));
  co_return SignedIn{std::move(session), std::move(access), std::move(begun.refresh)};
}

Session Sessions::session_of(Who who, SessionId id, Instant ends_at, std::string workspace) const {
  return {.id = id,
          .person = std::move(who.person),
          .tenant = who.tenant,
          .workspace = std::move(workspace),
          .role = who.role,
          .csrf = tokens_.csrf(id),
          .idle_minutes = live_.idle_limit(who.tenant, who.role).count(),
          .ends_at = ends_at};
}

Result<access::Caller> Sessions::recognise(const access::Whereabouts& where,
                                           std::string_view access_token, Activity activity,
                                           std::optional<std::string_view> agent) {
  TRY(Claims claims, tokens_.verify(access_token));
  if (agent) TRY_VOID(live_.watch(claims.sid, where, *agent));
  auto seen = live_.look(claims.sid, activity);
  TRY_VOID(LiveSessions::judge(seen));
  const bool is_its_own = !seen || (seen->person == claims.sub && seen->tenant == claims.ten &&
                                    seen->role == claims.rol);
  if (enforced<"IDN-07"> && !is_its_own)
    return fail(Error{crypto::kTokenRefused}.because("the session is another's"));
  return access::Doorkeeper::member(where, claims.ten, claims.sub, claims.sid, claims.rol,
                                    seen ? std::move(seen->name) : std::string{});
}

Task<Result<Session>> Sessions::describe(access::Caller caller) {
  const auto seen = live_.look(caller.session(), Activity::none);
  if (!seen) co_return fail(kSignedOut);
  auto find = [this, id = caller.person()](store::Reader& reader) {
    return people_.find(reader, id);
  };
  CO_TRY(Person person, co_await ground_.control.read(std::move(find)));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  Who who{std::move(person), caller.tenant(), caller.role()};
  co_return session_of(std::move(who), caller.session(), seen->ends_at, std::move(tenant.name));
}

Task<Result<std::vector<SessionEntry>>> Sessions::of_person(access::Caller caller) {
  auto list = [id = caller.person(), now = ground_.clock.now()](store::Reader& reader) {
    return reader.all<SessionRow>(queries::open_sessions_of_person, id, now);
  };
  CO_TRY(const auto rows, co_await ground_.control.read(std::move(list)));
  std::vector<SessionEntry> entries;
  for (const SessionRow& row : rows) {
    const auto seen = live_.look(row.id, Activity::none);
    if (!LiveSessions::judge(seen)) continue;
    CO_TRY(const Visit visit, opened_visit(ground_.keys, row));
    entries.push_back({.id = row.id,
                       .current = row.id == caller.session(),
                       .address = visit.address,
                       .agent = visit.agent,
                       .started_at = row.started_at,
                       .last_used_at = seen ? seen->last_activity : row.last_used_at});
  }
  co_return entries;
}

Result<> Sessions::end(store::Transaction& transaction, SessionId session,
                       std::string_view why) const {
  TRY_VOID(transaction.execute(queries::end_session, session, ground_.clock.now(), why));
  tell_after(transaction, {session});
  return {};
}

// The next request sees it before whoever ended it has the answer.
void Sessions::tell_after(store::Transaction& transaction, std::vector<SessionId> ended) const {
  if (ended.empty()) return;
  transaction.after_commit([this, ended = std::move(ended)] {
    live_.end(ended);
    ended_(ended);
  });
}

Task<Result<>> Sessions::sign_out(access::Caller caller) {
  auto work = [this, caller](store::Transaction& transaction) -> Result<> {
    TRY_VOID(end(transaction, caller.session(), "signed_out"));
    const audit::Deed deed{.event = audit::Event::signed_out, .object = caller.session().text()};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<>> Sessions::end_own(access::Caller caller, SessionId session) {
  auto work = [this, caller, session](store::Transaction& transaction) -> Result<> {
    TRY(const SessionRow row, transaction.one<SessionRow>(queries::find_session, session));
    if (row.person != caller.person()) return fail(Error{kNotFound}.because("another's session"));
    if (row.ended_at) return fail(Error{kNotFound}.because("it has ended already"));
    TRY_VOID(end(transaction, session, "ended_by_person"));
    const audit::Deed deed{.event = audit::Event::session_ended, .object = session.text()};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<>> Sessions::end_others(access::Caller caller) {
  auto work = [this, caller](store::Transaction& transaction) {
    return end_all_of(transaction, caller.origin(), caller.person(), "ended_by_person",
                      caller.session());
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Sessions::limit(store::Transaction& transaction, TenantId tenant,
                         const SessionRules& rules) const {
  const std::chrono::milliseconds absolute = rules.absolute;
  TRY_VOID(transaction.execute(queries::shorten_sessions, tenant, absolute.count()));
  transaction.after_commit([this, tenant, rules] { live_.limit(tenant, rules); });
  return {};
}

Result<> Sessions::end_all_of(store::Transaction& transaction, const audit::Origin& origin,
                              PersonId person, std::string_view why, SessionId kept) const {
  TRY(std::vector<SessionId> ended,
      transaction.all<SessionId>(queries::end_sessions_of_person, person, ground_.clock.now(), why,
                                 kept));
  for (const SessionId& session : ended) {
    const audit::Deed deed{
        .event = audit::Event::session_ended, .object = session.text(), .detail = std::string{why}};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
  }
  tell_after(transaction, std::move(ended));
  return {};
}

Result<> Sessions::end_all_in(store::Transaction& transaction, TenantId tenant) const {
  TRY(std::vector<SessionId> ended,
      transaction.all<SessionId>(queries::end_sessions_of_tenant, tenant, ground_.clock.now(),
                                 "workspace_removed"));
  tell_after(transaction, std::move(ended));
  return {};
}

Task<Result<>> Sessions::age(SessionId session, std::chrono::seconds by) {
  if (by.count() < 0) co_return fail(Error{kNotFound}.because("sessions do not become younger"));
  auto work = [this, session, by](store::Transaction& transaction) -> Result<> {
    TRY(const SessionRow row, transaction.one<SessionRow>(queries::find_session, session));
    TRY(const MemberRow member, transaction.one<MemberRow>(queries::find_member, row.person));
    if (!member.probe) return fail(Error{kNotFound}.because("not a session of the verifier"));
    const std::chrono::milliseconds milliseconds = by;
    TRY_VOID(transaction.execute(queries::age_session, session, milliseconds.count()));
    transaction.after_commit([this, session, by] { live_.age(session, by); });
    return {};
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Sessions::keep_house() {
  const Instant now = ground_.clock.now();
  const bool saving = now - saved_at_ >= kSaveEvery;
  const bool forgetting = now - forgot_at_ >= kForgetEvery;
  const auto run_out = live_.run_out();
  const auto suspicions = live_.take_suspicions();
  if (!saving && !forgetting && run_out.empty() && suspicions.empty()) return {};
  auto work = [&, uses = saving ? live_.take_uses() : std::vector<LiveSessions::Use>{}](
                  store::Transaction& transaction) -> Result<> {
    TRY_VOID(save_uses(transaction, uses));
    TRY_VOID(end_suspected(transaction, suspicions));
    if (enforced<"IDN-10"> && !run_out.empty()) {
      TRY_VOID(end_run_out(transaction, run_out));
    }
    return forgetting ? forget(transaction) : Result<>{};
  };
  TRY_VOID(ground_.control.write_now(std::move(work)));
  if (saving) saved_at_ = now;
  if (forgetting) forgot_at_ = now;
  live_.forget_ended();
  return {};
}

Result<> Sessions::save_uses(store::Transaction& transaction,
                             const std::vector<LiveSessions::Use>& uses) const {
  for (const LiveSessions::Use& use : uses) {
    TRY_VOID(transaction.execute(queries::touch_session, use.session, use.at));
    TRY_VOID(transaction.execute(queries::seen_member, use.person, use.at));
  }
  return {};
}

Result<> Sessions::end_suspected(store::Transaction& transaction,
                                 const std::vector<Suspicion>& suspicions) const {
  for (const Suspicion& one : suspicions) {
    TRY_VOID(end(transaction, one.session, name_of(one.sign)));
    TRY_VOID(alerts_.raise(transaction, one));
  }
  return {};
}

Result<> Sessions::end_run_out(store::Transaction& transaction,
                               const std::vector<LiveSessions::RunOut>& sessions) const {
  for (const LiveSessions::RunOut& one : sessions) {
    TRY_VOID(end(transaction, one.session, "ran_out"));
    audit::Origin origin;
    origin.kind = audit::ActorKind::system;
    origin.tenant = one.tenant;
    const audit::Deed deed{.event = audit::Event::session_ended,
                           .object = one.session.text(),
                           .control = "IDN-10",
                           .detail = "ran_out"};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
  }
  return {};
}

Result<> Sessions::forget(store::Transaction& transaction) const {
  const Instant now = ground_.clock.now();
  const Instant long_ago = now - kEndedAreKept;
  TRY_VOID(transaction.execute(queries::forget_refresh_tokens, long_ago));
  TRY_VOID(transaction.execute(queries::forget_sessions, long_ago));
  TRY_VOID(transaction.execute(queries::forget_links, now));
  TRY_VOID(transaction.execute(queries::forget_failures, now));
  TRY_VOID(alerts_.forget_old(transaction));
  return {};
}

}  // namespace gatehouse::identity::internal
