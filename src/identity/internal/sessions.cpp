#include "identity/internal/sessions.h"

#include "base/control.h"
#include "identity/internal/leaving.h"
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
  access::RoleKey role;
  vault::Sealed<std::string> name;
  vault::Sealed<std::string> agent;
  Instant started_at;
  Instant last_used_at;
  Instant ends_at;
  Way proven_by;
  Instant proven_at;
  std::int64_t factors;
  std::int64_t rules;
  static constexpr auto columns = std::tuple{
      &OpenRow::id,      &OpenRow::person,    &OpenRow::tenant,     &OpenRow::role,
      &OpenRow::name,    &OpenRow::agent,     &OpenRow::started_at, &OpenRow::last_used_at,
      &OpenRow::ends_at, &OpenRow::proven_by, &OpenRow::proven_at,  &OpenRow::factors,
      &OpenRow::rules};
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
  looked_at_ = ground_.clock.now();
  TRY(auto openings,
      ground_.control.read_now([this](store::Reader& reader) { return open_ones(reader); }));
  for (LiveSessions::Opening& opening : openings) live_.open(std::move(opening));
  return {};
}

Result<std::vector<LiveSessions::Opening>> Sessions::open_ones(store::Reader& reader) const {
  TRY(const auto rows, reader.all<OpenRow>(queries::open_sessions, ground_.clock.now()));
  std::vector<LiveSessions::Opening> openings;
  for (const OpenRow& row : rows) {
    TRY(std::string name, people_.opened_name(row.person, row.name));
    TRY(std::string agent, opened_agent(ground_.keys, row.id, row.agent));
    TRY(access::Authority authority, access::authority_of(reader, row.person, row.role));
    const Standing standing{row.factors, row.rules, authority.is_managing()};
    openings.push_back({row.id, row.person, row.tenant, std::move(authority), std::move(name),
                        std::move(agent), row.started_at, row.last_used_at, row.ends_at,
                        standing.stage_after(row.proven_by), row.proven_at});
  }
  return openings;
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
                                        const Who& who, Way by, std::optional<Instant> proven_at) {
  // Whatever the way in is: no session begins where none could go on.
  TRY_VOID(ground_.tenants.addresses().admit(who.tenant, access::Side::staff, where.address));
  const auto id = SessionId::make(ground_.clock, ground_.random);
  const Instant now = ground_.clock.now();
  const Instant ends_at = now + live_.longest(who.tenant);
  const PersonId person = who.person.id;
  TRY_VOID(require_active(transaction, person));
  const SealedVisit visit = sealed_visit(ground_.keys, id, where.address, clean_agent(agent));
  TRY_VOID(transaction.execute(queries::insert_session, id, person, who.tenant, now, ends_at,
                               visit.address, visit.agent));
  Secret refresh = new_refresh_token();
  TRY_VOID(transaction.execute(queries::insert_refresh_token, stored_token(refresh.reveal_text()),
                               id, now));
  TRY_VOID(transaction.execute(queries::seen_member, person, now));
  TRY_VOID(transaction.execute(queries::prove_session, id, by, proven_at.value_or(now)));
  TRY(const Standing standing, standing_of(transaction, person));
  const access::Stage stage = standing.stage_after(by);
  const audit::Deed deed{.event = audit::Event::signed_in, .object = id.text()};
  TRY_VOID(ground_.log.record(transaction, origin_of(where, who.tenant, person), deed));
  TRY(access::Authority authority, access::authority_of(transaction, person, who.role));
  LiveSessions::Opening opening{
      id,  person, who.tenant, authority, who.person.name,        clean_agent(agent),
      now, now,    ends_at,    stage,     proven_at.value_or(now)};
  transaction.after_commit([this, id, where, opening = std::move(opening)]() mutable {
    const std::string began_with = opening.agent;
    live_.open(std::move(opening));
    (void)live_.watch(id, where, began_with);  // where it begins is where it is at home
  });
  return Begun{id, std::move(refresh), ends_at, std::move(authority), stage};
}

Task<Result<SignedIn>> Sessions::signed_in(Who who, Begun begun) {
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(who.tenant));
  CO_TRY(std::vector<Way> ways, co_await ways_of(who.person.id));
  Secret access = tokens_.issue(who.person.id, begun.id, who.tenant, who.role);
  Session session =
      session_of(std::move(who.person), who.tenant, std::move(tenant.name),
                 {begun.id, begun.ends_at, std::move(begun.authority)}, std::move(ways));
  co_return SignedIn{std::move(session), std::move(access), std::move(begun.refresh)};
}

Task<Result<std::vector<Way>>> Sessions::ways_of(PersonId person) {
  auto find = [person](store::Reader& reader) { return ways_to_prove(reader, person); };
  co_return co_await ground_.control.read(std::move(find));
}

Session Sessions::session_of(Person person, TenantId tenant, std::string workspace, Open open,
                             std::vector<Way> ways) const {
  const auto seen = live_.look(open.id, Activity::none);
  const auto idle = live_.idle_limit(tenant, open.authority);
  return {.id = open.id,
          .person = std::move(person),
          .tenant = tenant,
          .workspace = std::move(workspace),
          .authority = std::move(open.authority),
          .csrf = tokens_.csrf(open.id),
          .idle_minutes = idle.count(),
          .ends_at = open.ends_at,
          .stage = seen ? seen->stage : access::Stage::password,
          .ways = std::move(ways)};
}

Result<access::Caller> Sessions::recognise(const access::Whereabouts& where,
                                           std::string_view access_token, Activity activity,
                                           std::optional<std::string_view> agent) {
  TRY(Claims claims, tokens_.verify(access_token));
  TRY_VOID(ground_.tenants.addresses().admit(claims.ten, access::Side::staff, where.address));
  if (agent) TRY_VOID(live_.watch(claims.sid, where, *agent));
  auto seen = live_.look(claims.sid, activity);
  TRY_VOID(LiveSessions::judge(seen));
  const bool is_its_own = !seen || (seen->person == claims.sub && seen->tenant == claims.ten &&
                                    seen->authority.role == claims.rol);
  if (enforced<"IDN-07"> && !is_its_own)
    return fail(Error{crypto::kTokenRefused}.because("the session is another's"));
  access::Proof proof;
  if (seen) proof = {seen->stage, ground_.clock.now() - seen->proven_at <= ground_.limits.step_up};
  if (!seen) seen.emplace().authority.role = claims.rol;
  return access::Doorkeeper::member(where, claims.ten, claims.sub, claims.sid,
                                    std::move(seen->authority), std::move(seen->name), proof);
}

Task<Result<Session>> Sessions::describe(access::Caller caller) {
  const auto seen = live_.look(caller.session(), Activity::none);
  if (!seen) co_return fail(kSignedOut);
  auto find = [this, id = caller.person()](store::Reader& reader) {
    return people_.find(reader, id);
  };
  CO_TRY(Person person, co_await ground_.control.read(std::move(find)));
  CO_TRY(access::Tenant tenant, co_await ground_.tenants.find(caller.tenant()));
  CO_TRY(std::vector<Way> ways, co_await ways_of(caller.person()));
  Open open{caller.session(), seen->ends_at, seen->authority};
  co_return session_of(std::move(person), caller.tenant(), std::move(tenant.name), std::move(open),
                       std::move(ways));
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

Result<> Sessions::prove(store::Transaction& transaction, SessionId session, PersonId person,
                         Way by) const {
  TRY_VOID(transaction.execute(queries::prove_session, session, by, ground_.clock.now()));
  TRY(const Standing standing, standing_of(transaction, person));
  transaction.after_commit(
      [this, session, reached = standing.stage_after(by)] { live_.prove(session, reached); });
  return {};
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

Result<> Sessions::change_rights(store::Transaction& transaction,
                                 const std::vector<MemberRow>& members) const {
  LiveSessions::RightsOf now;
  AuthorityOf authority_of;
  for (const MemberRow& member : members) {
    TRY(access::Authority authority, access::authority_of(transaction, member.person, member.role));
    TRY(const Standing standing, standing_of(transaction, member.person));
    const bool lacks_factor = standing.factors == 0 && standing.must_have();
    authority_of.try_emplace(member.person, authority);
    now.try_emplace(member.person, std::move(authority), lacks_factor);
  }
  transaction.after_commit([this, now = std::move(now), others = std::move(authority_of)] {
    others_(others);
    if (const auto changed = live_.change_rights(now); !changed.empty()) rights_changed_(changed);
  });
  return {};
}

bool Sessions::holds_still(const access::Caller& caller) const {
  const auto seen = live_.look(caller.session(), Activity::none);
  return LiveSessions::judge(seen) && seen && seen->authority == caller.authority();
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

Result<> Sessions::notice_ended() {
  // A transaction stamps what it does before it is on disk.
  constexpr std::chrono::seconds kMargin{10};
  const Instant now = ground_.clock.now();
  auto find = [since = looked_at_ - kMargin](store::Reader& reader) {
    return reader.all<SessionId>(queries::sessions_ended_since, since);
  };
  TRY(std::vector<SessionId> ended, ground_.control.read_now(std::move(find)));
  looked_at_ = now;
  std::erase_if(ended, [this](SessionId session) {
    const auto seen = live_.look(session, Activity::none);
    return !seen || seen->ended;
  });
  if (ended.empty()) return {};
  live_.end(ended);
  ended_(ended);
  return {};
}

Result<> Sessions::keep_house() {
  TRY_VOID(notice_ended());
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
  TRY_VOID(transaction.execute(queries::forget_account_links, now - kEndedAreKept));
  TRY_VOID(transaction.execute(queries::forget_failures, now));
  TRY_VOID(transaction.execute(queries::forget_challenges, now));
  TRY_VOID(transaction.execute(queries::forget_app_offers, now));
  TRY_VOID(alerts_.forget_old(transaction));
  return {};
}

}  // namespace gatehouse::identity::internal
