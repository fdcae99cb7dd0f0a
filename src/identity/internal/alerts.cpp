#include "identity/internal/alerts.h"

#include "base/log.h"
#include "identity/internal/session_row.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using Text = vault::Sealed<std::string>;
constexpr auto kPurpose = vault::Purpose::contact;
constexpr std::chrono::days kKept{400};

vault::Place address_of(const AlertId& alert) { return {"alert", "address", alert.bits()}; }
vault::Place agent_of(const AlertId& alert) { return {"alert", "agent", alert.bits()}; }

}  // namespace

struct Alerts::Row {
  AlertId id;
  TenantId tenant;
  PersonId person;
  Sign sign;
  Instant at;
  SessionId session;
  Text address;
  Text agent;
  std::optional<Instant> seen_at;
  static constexpr auto columns =
      std::tuple{&Row::id,      &Row::tenant,  &Row::person, &Row::sign,   &Row::at,
                 &Row::session, &Row::address, &Row::agent,  &Row::seen_at};
};

Result<> Alerts::raise(store::Transaction& transaction, const Suspicion& suspicion) const {
  audit::Origin origin = origin_of(suspicion.where);
  origin.tenant = suspicion.tenant;
  const bool replayed = suspicion.sign == Sign::refresh_replayed;
  const audit::Deed deed{
      .event = replayed ? audit::Event::refresh_replayed : audit::Event::session_suspected,
      .object = suspicion.session.text(),
      .outcome = audit::Outcome::refused,
      .control = "IDN-11",
      .reason = kSessionSuspected.code,
      .detail = std::string{name_of(suspicion.sign)}};
  TRY_VOID(ground_.log.record(transaction, origin, deed));

  auto person = people_.find(transaction, suspicion.person);
  if (!person) return {};  // who has left meanwhile need not be told

  const auto id = AlertId::make(ground_.clock, ground_.random);
  const Instant now = ground_.clock.now();
  const std::string address = suspicion.where.address.text();
  const std::string agent = clean_agent(suspicion.agent);
  TRY_VOID(transaction.execute(queries::insert_alert, id, suspicion.tenant, suspicion.person,
                               suspicion.sign, now, suspicion.session,
                               Text::of(ground_.keys, kPurpose, address_of(id), address),
                               Text::of(ground_.keys, kPurpose, agent_of(id), agent)));
  TRY(const EmailAddress email, EmailAddress::parse(person->email));
  const auto letter = session_suspected_letter(
      {.sign = suspicion.sign, .at = now, .address = address, .agent = agent},
      post_.page("/login"));
  TRY_VOID(post_.send(
      transaction, email, letter,
      {.tenant = suspicion.tenant, .object = id.text(), .good_until = post_.notice_life()}));
  transaction.after_commit([sign = suspicion.sign] {
    log::warning("identity.session_suspected", {{"sign", name_of(sign)}});
  });
  return {};
}

Result<Alert> Alerts::opened(store::Reader& reader, const Row& row) const {
  TRY(std::string address, row.address.open(ground_.keys, kPurpose, address_of(row.id)));
  TRY(std::string agent, row.agent.open(ground_.keys, kPurpose, agent_of(row.id)));
  const auto person = people_.find(reader, row.person);  // who has left is only an id
  return Alert{.id = row.id,
               .sign = row.sign,
               .person = row.person,
               .name = person ? person->name : std::string{},
               .at = row.at,
               .session = row.session,
               .address = std::move(address),
               .agent = std::move(agent),
               .seen_at = row.seen_at};
}

Task<Result<std::vector<Alert>>> Alerts::list(access::Caller caller) const {
  auto work = [this, caller](store::Reader& reader) -> Result<std::vector<Alert>> {
    const bool all = caller.may(access::Privilege::read_security);
    const PersonId only = all ? PersonId{} : caller.person();
    TRY(const auto rows,
        reader.all<Row>(queries::alerts_of_tenant, caller.tenant(), only, PersonId{}));
    std::vector<Alert> alerts;
    for (const Row& row : rows) {
      TRY(Alert alert, opened(reader, row));
      alerts.push_back(std::move(alert));
    }
    return alerts;
  };
  co_return co_await ground_.control.read(std::move(work));
}

Task<Result<>> Alerts::mark_seen(access::Caller caller, AlertId alert) const {
  auto work = [this, caller, alert](store::Transaction& transaction) -> Result<> {
    TRY(const Row row, transaction.one<Row>(queries::find_alert, alert));
    if (row.tenant != caller.tenant())
      return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
    if (row.person != caller.person() && !caller.may(access::Privilege::read_security))
      return fail(Error{kNotFound}.because("somebody else's"));
    if (row.seen_at) return {};
    TRY_VOID(transaction.execute(queries::see_alert, alert, ground_.clock.now(), caller.person()));
    const audit::Deed deed{.event = audit::Event::alert_seen, .object = alert.text()};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Alerts::forget(store::Transaction& transaction, TenantId tenant) const {
  TRY_VOID(transaction.execute(queries::delete_alerts_of_tenant, tenant));
  return {};
}

Result<> Alerts::forget_old(store::Transaction& transaction) const {
  TRY_VOID(transaction.execute(queries::forget_alerts, ground_.clock.now() - kKept));
  return {};
}

}  // namespace gatehouse::identity::internal
