#include "access/support.h"

#include <utility>

#include <fmt/format.h>

#include "access/queries.h"
#include "base/control.h"
#include "base/text.h"

namespace gatehouse::access {

namespace {

constexpr std::string_view kLinkPrefix = "ghs_";
constexpr std::string_view kCookiePrefix = "ghsup_";
constexpr std::size_t kTokenSize = 32;
constexpr std::size_t kShortestReason = 10;
constexpr std::size_t kLongestReason = 300;

vault::Place place_of(const SupportGrantId& id) { return {"support_grant", "reason", id.bits()}; }

crypto::Digest hash_of(std::string_view token) { return crypto::sha256(as_bytes(token)); }

Secret new_token(std::string_view prefix, Random& random) {
  const Secret secret = Secret::random(random, kTokenSize);
  std::string text = std::string{prefix} + base64url(secret.reveal());
  Secret token = Secret::of_text(text);
  wipe(text);
  return token;
}

}  // namespace

struct Support::Row {
  SupportGrantId id;
  TenantId tenant;
  SupportScope scope;
  vault::Sealed<std::string> reason;
  Instant requested_at;
  std::optional<Instant> approved_at;
  std::optional<PersonId> approved_by;
  std::optional<SessionId> session;
  std::optional<Instant> opened_at;
  std::optional<Instant> ends_at;
  std::optional<Instant> ended_at;
  std::optional<std::string> ended_why;
  static constexpr auto columns =
      std::tuple{&Row::id,           &Row::tenant,      &Row::scope,       &Row::reason,
                 &Row::requested_at, &Row::approved_at, &Row::approved_by, &Row::session,
                 &Row::opened_at,    &Row::ends_at,     &Row::ended_at,    &Row::ended_why};
};

Privileges privileges_of(SupportScope scope) {
  switch (scope) {
    case SupportScope::conversations:
      return {Privilege::read_conversations};
    case SupportScope::bots:
      return {Privilege::read_bots};
    case SupportScope::members:
      return {Privilege::read_members};
  }
  return {};
}

Support::Support(Ground ground, Approvals& approvals, SupportLimits limits)
    : ground_{ground}, approvals_{approvals}, limits_{limits} {
  Approvals::Duty duty;
  duty.gainers = [](store::Reader&, const Approval&) -> Result<std::vector<PersonId>> {
    return std::vector<PersonId>{};
  };
  duty.perform = [this](store::Transaction& transaction, const Approval& approval,
                        const audit::Origin&, const Caller* approver) -> Result<> {
    if (approver == nullptr) return fail(kRequestStale);  // no time passes in a workspace's stead
    TRY(const auto id, SupportGrantId::parse(approval.object));
    TRY_VOID(transaction.execute(queries::approve_support_grant, id, ground_.clock.now(),
                                 approver->person()));
    return {};
  };
  approvals.join(Act::support_access, std::move(duty));
}

Result<SupportGrant> Support::opened(const Row& row) const {
  TRY(std::string reason, row.reason.open(ground_.keys, vault::Purpose::contact, place_of(row.id)));
  return SupportGrant{row.id,           row.tenant,      row.scope,       std::move(reason),
                      row.requested_at, row.approved_at, row.approved_by, row.session,
                      row.opened_at,    row.ends_at,     row.ended_at,    row.ended_why};
}

Result<SupportGrant> Support::find(store::Reader& reader, SupportGrantId id) const {
  TRY(const Row row, reader.one<Row>(queries::find_support_grant, id));
  return opened(row);
}

audit::Origin Support::origin_of(const SupportGrant& grant, const Whereabouts& where) const {
  return {.kind = audit::ActorKind::operator_,
          .actor = grant.id.bits(),
          .tenant = grant.tenant,
          .address = where.address,
          .correlation = where.correlation};
}

Task<Result<>> Support::tell_tenant(audit::Origin origin, audit::Deed deed) {
  CO_TRY(const Room room, ground_.tenants.room_of(origin.tenant));
  auto work = [room, origin, deed = std::move(deed)](store::Transaction& transaction) {
    return room->audit().record(transaction, origin, deed);
  };
  co_return co_await room->database().write(std::move(work));
}

Result<> Support::tell_tenant_now(const audit::Origin& origin, const audit::Deed& deed) {
  TRY(const Room room, ground_.tenants.room_of(origin.tenant));
  return room->database().write_now([&](store::Transaction& transaction) {
    return room->audit().record(transaction, origin, deed);
  });
}

// --- for whoever sits at the machine

Result<SupportGrant> Support::request(TenantId tenant, SupportScope scope,
                                      std::string_view reason) {
  SupportGrant grant{.id = SupportGrantId::make(ground_.clock, ground_.random),
                     .tenant = tenant,
                     .scope = scope,
                     .reason = PlainText::of(reason).text(),
                     .requested_at = ground_.clock.now(),
                     .approved_at = {},
                     .approved_by = {},
                     .session = {},
                     .opened_at = {},
                     .ends_at = {},
                     .ended_at = {},
                     .ended_why = {}};
  const std::size_t length = code_points(grant.reason);
  if (length < kShortestReason || length > kLongestReason)
    return fail(Error{kSupportReason}.at("/reason"));
  const audit::Origin origin = origin_of(grant, {});
  const audit::Deed deed{.event = audit::Event::support_requested,
                         .object = grant.id.text(),
                         .detail = fmt::format("{}: {}", name_of(scope), grant.reason)};
  TRY_VOID(tell_tenant_now(origin, deed));
  auto work = [&](store::Transaction& transaction) -> Result<> {
    const auto sealed = vault::Sealed<std::string>::of(ground_.keys, vault::Purpose::contact,
                                                       place_of(grant.id), grant.reason);
    TRY_VOID(transaction.execute(queries::insert_support_grant, grant.id, tenant, scope, sealed,
                                 grant.requested_at));
    TRY_VOID(ground_.log.record(transaction, origin, deed));
    ActDetails details{.subject = std::string{name_of(scope)},
                       .scope = std::string{name_of(scope)}};
    TRY_VOID(approvals_.request(transaction, origin,
                                {.act = Act::support_access,
                                 .tenant = tenant,
                                 .object = grant.id.text(),
                                 .details = std::move(details),
                                 .reason = grant.reason}));
    return {};
  };
  TRY_VOID(ground_.control.write_now(work));
  return grant;
}

Result<Secret> Support::make_link(SupportGrantId id) {
  Secret token = new_token(kLinkPrefix, ground_.random);
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY(const SupportGrant grant, find(transaction, id));
    const Instant now = ground_.clock.now();
    if (enforced<"ACC-08"> && !grant.approved_at) return fail(kSupportNotApproved);
    if (grant.opened_at || grant.ended_at) return fail(kSupportOver);
    if (grant.approved_at && *grant.approved_at + limits_.approved < now) return fail(kSupportOver);
    TRY_VOID(transaction.execute(queries::set_support_link, id, hash_of(token.reveal_text()),
                                 now + limits_.link));
    return {};
  };
  TRY_VOID(ground_.control.write_now(work));
  return token;
}

Result<std::vector<SupportGrant>> Support::all() {
  return ground_.control.read_now(
      [this](store::Reader& reader) -> Result<std::vector<SupportGrant>> {
        TRY(const auto rows, reader.all<Row>(queries::support_grants));
        std::vector<SupportGrant> list;
        for (const Row& row : rows) {
          TRY(SupportGrant grant, opened(row));
          list.push_back(std::move(grant));
        }
        return list;
      });
}

Result<> Support::end_by_operator(SupportGrantId id) {
  TRY(const SupportGrant grant,
      ground_.control.read_now([this, id](store::Reader& reader) { return find(reader, id); }));
  const audit::Origin origin = origin_of(grant, {});
  TRY_VOID(ground_.control.write_now([&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(finish(transaction, origin, grant, "ended_by_operator", {}));
    return approvals_.lapse(transaction, origin, id.text());
  }));
  return tell_tenant_now(
      origin, {.event = audit::Event::support_ended, .object = id.text(), .detail = "by operator"});
}

// --- for the engineer's browser

Task<Result<Support::Opened>> Support::open(Whereabouts where, std::string token) {
  const crypto::Digest hash = hash_of(token);
  wipe(token);
  const Instant now = ground_.clock.now();
  auto look = [this, hash, now](store::Reader& reader) -> Result<SupportGrant> {
    TRY(const auto row, reader.maybe<Row>(queries::support_grant_of_token, hash, now));
    if (!row) return fail(kSupportLinkRefused);
    return opened(*row);
  };
  CO_TRY(SupportGrant grant, co_await ground_.control.read(std::move(look)));
  const audit::Origin origin = origin_of(grant, where);
  const audit::Deed deed{.event = audit::Event::support_opened,
                         .object = grant.id.text(),
                         .detail = std::string{name_of(grant.scope)}};
  CO_TRY_VOID(co_await tell_tenant(origin, deed));
  grant.session = SessionId::make(ground_.clock, ground_.random);
  grant.opened_at = now;
  grant.ends_at = now + limits_.session;
  Secret cookie = new_token(kCookiePrefix, ground_.random);
  const crypto::Digest cookie_hash = hash_of(cookie.reveal_text());
  auto work = [this, grant, hash, cookie_hash, origin,
               deed](store::Transaction& transaction) -> Result<> {
    TRY(const auto done, transaction.execute(queries::open_support_grant, grant.id, grant.session,
                                             cookie_hash, grant.opened_at, grant.ends_at, hash));
    if (done != 1) return fail(kSupportLinkRefused);
    return ground_.log.record(transaction, origin, deed);
  };
  CO_TRY_VOID(co_await ground_.control.write(std::move(work)));
  co_return Opened{std::move(grant), std::move(cookie)};
}

bool Support::is_cookie(std::string_view cookie) { return cookie.starts_with(kCookiePrefix); }

Task<Result<Caller>> Support::recognise(Whereabouts where, std::string cookie) {
  const crypto::Digest hash = hash_of(cookie);
  wipe(cookie);
  auto look = [this, hash](store::Reader& reader) -> Result<SupportGrant> {
    TRY(const auto row, reader.maybe<Row>(queries::support_grant_of_cookie, hash));
    if (!row) return fail(kSupportOver);
    return opened(*row);
  };
  CO_TRY(const SupportGrant grant, co_await ground_.control.read(std::move(look)));
  const bool is_live = grant.is_live(ground_.clock.now());
  if (enforced<"ACC-08"> && !is_live) co_return fail(kSupportOver);
  co_return Doorkeeper::support(where, grant.tenant, grant.id.bits(),
                                grant.session.value_or(SessionId{}), privileges_of(grant.scope));
}

Task<Result<>> Support::witness(Caller caller, std::string what) {
  const auto id = SupportGrantId::from_bits(caller.origin().actor);
  audit::Deed deed{
      .event = audit::Event::support_read, .object = id.text(), .detail = std::move(what)};
  co_return co_await tell_tenant(caller.origin(), std::move(deed));
}

Task<Result<SupportGrant>> Support::own(Caller caller) {
  auto look = [this, id = SupportGrantId::from_bits(caller.origin().actor)](store::Reader& reader) {
    return find(reader, id);
  };
  co_return co_await ground_.control.read(std::move(look));
}

Task<Result<>> Support::leave(Caller caller) {
  const auto id = SupportGrantId::from_bits(caller.origin().actor);
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<> {
    TRY(const SupportGrant grant, find(transaction, id));
    return finish(transaction, caller.origin(), grant, "left", {});
  };
  CO_TRY_VOID(co_await ground_.control.write(std::move(work)));
  co_return co_await tell_tenant(
      caller.origin(),
      {.event = audit::Event::support_ended, .object = id.text(), .detail = "support has left"});
}

// --- for the workspace

Task<Result<std::vector<SupportGrant>>> Support::list(Caller caller) {
  // Everybody sees that somebody looks; what was asked for and why, those who decide about it.
  const bool all = caller.may(Privilege::approve) || caller.may(Privilege::read_audit);
  auto look = [this, tenant = caller.tenant(), all, now = ground_.clock.now()](
                  store::Reader& reader) -> Result<std::vector<SupportGrant>> {
    TRY(const auto rows, reader.all<Row>(queries::support_grants_of_tenant, tenant));
    std::vector<SupportGrant> list;
    for (const Row& row : rows) {
      TRY(SupportGrant grant, opened(row));
      if (!all && !grant.is_live(now)) continue;
      if (!all) grant.reason.clear();
      list.push_back(std::move(grant));
    }
    return list;
  };
  co_return co_await ground_.control.read(std::move(look));
}

Result<> Support::finish(store::Transaction& transaction, const audit::Origin& origin,
                         const SupportGrant& grant, std::string_view why, PersonId by) const {
  const std::optional<PersonId> who = by.is_nil() ? std::nullopt : std::optional{by};
  TRY(const auto ended,
      transaction.execute(queries::end_support_grant, grant.id, ground_.clock.now(), why, who));
  if (ended == 0) return {};
  const audit::Deed deed{
      .event = audit::Event::support_ended, .object = grant.id.text(), .detail = std::string{why}};
  return ground_.log.record(transaction, origin, deed);
}

Task<Result<>> Support::end(Caller caller, SupportGrantId id) {
  CO_TRY_VOID(require(caller, Privilege::approve));
  auto work = [this, caller, id](store::Transaction& transaction) -> Result<> {
    TRY(const SupportGrant grant, find(transaction, id));
    const bool is_foreign = grant.tenant != caller.tenant();
    if (enforced<"ACC-05"> && is_foreign)
      return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
    TRY_VOID(approvals_.lapse(transaction, caller.origin(), id.text()));
    return finish(transaction, caller.origin(), grant, "ended_by_workspace", caller.person());
  };
  CO_TRY_VOID(co_await ground_.control.write(std::move(work)));
  co_return co_await tell_tenant(caller.origin(), {.event = audit::Event::support_ended,
                                                   .object = id.text(),
                                                   .detail = "ended by the workspace"});
}

// --- what time does

Result<> Support::keep_house() {
  TRY(const auto over,
      ground_.control.read_now([this](store::Reader& reader) -> Result<std::vector<SupportGrant>> {
        TRY(const auto rows, reader.all<Row>(queries::support_grants_run_out, ground_.clock.now()));
        std::vector<SupportGrant> list;
        for (const Row& row : rows) {
          TRY(SupportGrant grant, opened(row));
          list.push_back(std::move(grant));
        }
        return list;
      }));
  for (const SupportGrant& grant : over) {
    audit::Origin origin;
    origin.kind = audit::ActorKind::system;
    origin.tenant = grant.tenant;
    TRY_VOID(ground_.control.write_now([&](store::Transaction& transaction) {
      return finish(transaction, origin, grant, "ran_out", {});
    }));
    TRY_VOID(tell_tenant_now(origin, {.event = audit::Event::support_ended,
                                      .object = grant.id.text(),
                                      .detail = "its hour is over"}));
  }
  return {};
}

Result<> Support::age(TenantId tenant, std::chrono::milliseconds by) {
  return ground_.control.write_now([&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::age_support_grants, tenant, by.count()));
    return {};
  });
}

}  // namespace gatehouse::access
