#include "access/approvals.h"

#include <algorithm>

#include <fmt/format.h>

#include "access/queries.h"
#include "base/control.h"

namespace gatehouse::access {

namespace {

vault::Place place_of(std::string_view column, const ApprovalId& id) {
  return {"approval", column, id.bits()};
}

// Whose hands the account was in since the request was made, or within a day before it, whoever
// else held it in between.
bool was_held_by(const Colleague& approver, PersonId requester, Instant since,
                 const std::vector<Colleague>& colleagues) {
  const Colleague* held = &approver;
  for (std::size_t links = 0; links <= colleagues.size(); ++links) {
    if (!held->entrusted_by || held->entrusted_at < since) return false;
    if (*held->entrusted_by == requester) return true;
    const auto next = std::ranges::find(colleagues, *held->entrusted_by, &Colleague::person);
    if (next == colleagues.end()) return false;
    held = &*next;
  }
  return true;
}

audit::Origin of_the_server(TenantId tenant) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  origin.tenant = tenant;
  return origin;
}

std::string named_or_operator(PersonId person) {
  return person.is_nil() ? std::string{"the operator"} : person.text();
}

// Names both people.
audit::Deed deed_of(audit::Event event, const Approval& approval) {
  return {.event = event,
          .object = approval.id.text(),
          .detail = fmt::format("{} of {}; asked for by {}; decided by {}", name_of(approval.act),
                                approval.object, named_or_operator(approval.requester),
                                approval.decider ? approval.decider->text() : "nobody yet")};
}

audit::Event event_of(ApprovalState state) {
  switch (state) {
    case ApprovalState::waiting:
      return audit::Event::approval_requested;
    case ApprovalState::done:
      return audit::Event::approval_given;
    case ApprovalState::declined:
      return audit::Event::approval_declined;
    case ApprovalState::withdrawn:
      return audit::Event::approval_withdrawn;
    case ApprovalState::expired:
    case ApprovalState::lapsed:
      break;
  }
  return audit::Event::approval_expired;
}

}  // namespace

struct Approvals::Row {
  ApprovalId id;
  TenantId tenant;
  Act act;
  std::string object;
  std::optional<PersonId> gainer;
  vault::Sealed<std::string> details;
  vault::Sealed<std::string> reason;
  crypto::Digest digest;
  PersonId requester;
  Instant requested_at;
  Instant expires_at;
  std::optional<Instant> due_at;
  ApprovalState state;
  std::optional<PersonId> decider;
  std::optional<Instant> decided_at;
  static constexpr auto columns =
      std::tuple{&Row::id,         &Row::tenant, &Row::act,    &Row::object,    &Row::gainer,
                 &Row::details,    &Row::reason, &Row::digest, &Row::requester, &Row::requested_at,
                 &Row::expires_at, &Row::due_at, &Row::state,  &Row::decider,   &Row::decided_at};
};

crypto::Digest digest_of(const Approval& approval) {
  const std::string details = json::write(approval.details);
  const std::string whole = fmt::format(
      "gatehouse approval\n{}\n{}\n{}\n{}\n{}\n{}", approval.id.text(), approval.tenant.text(),
      name_of(approval.act), approval.object, named_or_operator(approval.requester), details);
  return crypto::sha256(as_bytes(whole));
}

Approvals::Approvals(Ground ground, Colleagues colleagues, ApprovalLimits limits)
    : ground_{ground}, colleagues_{std::move(colleagues)}, limits_{limits} {}

void Approvals::join(Act act, Duty duty) {
  const bool first = duties_.try_emplace(act, std::move(duty)).second;
  CHECK(first);
}

const Approvals::Duty& Approvals::duty(Act act) const {
  const auto found = duties_.find(act);
  CHECK(found != duties_.end());
  return found->second;
}

Result<Approval> Approvals::opened(const Row& row) const {
  TRY(const std::string text,
      row.details.open(ground_.keys, vault::Purpose::contact, place_of("details", row.id)));
  TRY(ActDetails details, json::read<ActDetails>(text));
  TRY(std::string reason,
      row.reason.open(ground_.keys, vault::Purpose::contact, place_of("reason", row.id)));
  return Approval{row.id,        row.tenant,         row.act,           row.object,
                  row.gainer,    std::move(details), std::move(reason), row.digest,
                  row.requester, row.requested_at,   row.expires_at,    row.due_at,
                  row.state,     row.decider,        row.decided_at};
}

// --- asking

Result<Approval> Approvals::request(store::Transaction& transaction, const audit::Origin& origin,
                                    Request request) const {
  const Instant now = ground_.clock.now();
  Approval approval{.id = ApprovalId::make(ground_.clock, ground_.random),
                    .tenant = request.tenant,
                    .act = request.act,
                    .object = std::move(request.object),
                    .gainer = request.gainer,
                    .details = std::move(request.details),
                    .reason = std::move(request.reason),
                    .digest = {},
                    .requester = request.requester,
                    .requested_at = now,
                    .expires_at = now + limits_.life,
                    .due_at = {},
                    .state = ApprovalState::waiting,
                    .decider = {},
                    .decided_at = {}};
  TRY(const auto before, transaction.maybe<Row>(queries::waiting_approval_of, approval.tenant,
                                                approval.act, approval.object, now));
  if (before) {
    TRY(Approval same, opened(*before));
    if (same.requester == approval.requester &&
        json::write(same.details) == json::write(approval.details))
      return same;
    return fail(kWaitsAlready);
  }
  approval.digest = digest_of(approval);
  TRY(const auto colleagues, colleagues_(transaction, approval.tenant));
  const auto asks = std::ranges::find(colleagues, approval.requester, &Colleague::person);
  const bool asks_as_owner = asks != colleagues.end() && asks->is_owner;
  TRY(const bool has_approver, this->has_approver(transaction, approval));
  if (asks_as_owner && !has_approver) approval.due_at = now + limits_.sole_owner_delay;
  const auto seal = [&](std::string_view column, const std::string& text) {
    return vault::Sealed<std::string>::of(ground_.keys, vault::Purpose::contact,
                                          place_of(column, approval.id), text);
  };
  TRY_VOID(transaction.execute(queries::insert_approval, approval.id, approval.tenant, approval.act,
                               approval.object, approval.gainer,
                               seal("details", json::write(approval.details)),
                               seal("reason", approval.reason), approval.digest, approval.requester,
                               now, approval.expires_at, approval.due_at));
  TRY_VOID(
      ground_.log.record(transaction, origin, deed_of(audit::Event::approval_requested, approval)));
  return approval;
}

Result<bool> Approvals::has_approver(store::Reader& reader, const Approval& approval) const {
  TRY(const auto colleagues, colleagues_(reader, approval.tenant));
  for (const Colleague& colleague : colleagues) {
    if (!colleague.may_approve) continue;
    TRY(const ErrorKind* const why_not, objection(reader, approval, colleague.person));
    if (why_not == nullptr) return true;
  }
  return false;
}

// --- who may approve

Result<std::vector<PersonId>> Approvals::gainers(store::Reader& reader,
                                                 const Approval& approval) const {
  TRY(std::vector<PersonId> list, duty(approval.act).gainers(reader, approval));
  if (approval.gainer) list.push_back(*approval.gainer);
  return list;
}

Result<const ErrorKind*> Approvals::objection(store::Reader& reader, const Approval& approval,
                                              PersonId person) const {
  if (person == approval.requester) return &kOwnRequest;
  TRY(const auto gaining, gainers(reader, approval));
  if (std::ranges::find(gaining, person) != gaining.end()) return &kGainsByIt;
  TRY(const auto colleagues, colleagues_(reader, approval.tenant));
  const auto found = std::ranges::find(colleagues, person, &Colleague::person);
  const Instant since = std::min(approval.requested_at, ground_.clock.now() - limits_.apart);
  if (found != colleagues.end() && was_held_by(*found, approval.requester, since, colleagues))
    return &kNotIndependent;
  return nullptr;
}

// --- deciding

Result<Approval> Approvals::find(store::Reader& reader, const Caller& caller, ApprovalId id) const {
  TRY(const Row row, reader.one<Row>(queries::find_approval, id));
  const bool is_foreign = row.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return opened(row);
}

Result<Approval> Approvals::waiting(store::Reader& reader, const Caller& caller,
                                    ApprovalId id) const {
  TRY(Approval approval, find(reader, caller, id));
  const bool in_time = approval.expires_at > ground_.clock.now();
  if (approval.state != ApprovalState::waiting || !in_time) return fail(kRequestOver);
  return approval;
}

Result<Approval> Approvals::decide(store::Transaction& transaction, const audit::Origin& origin,
                                   Approval approval, ApprovalState state, PersonId decider) const {
  approval.state = state;
  approval.decided_at = ground_.clock.now();
  if (!decider.is_nil()) approval.decider = decider;
  TRY(const auto decided, transaction.execute(queries::decide_approval, approval.id, state,
                                              approval.decider, approval.decided_at));
  if (decided != 1) return fail(kRequestOver);
  TRY_VOID(ground_.log.record(transaction, origin, deed_of(event_of(state), approval)));
  return approval;
}

Result<Approval> Approvals::approve(store::Transaction& transaction, const Caller& caller,
                                    ApprovalId id, const crypto::Digest& digest) const {
  TRY(Approval approval, waiting(transaction, caller, id));
  const bool is_in_person =
      caller.kind() == Caller::Kind::member && !caller.session().is_nil() && caller.proof().lately;
  if (enforced<"ACC-04"> && !is_in_person) return fail(kNotInPerson);
  TRY(const ErrorKind* const why_not, objection(transaction, approval, caller.person()));
  if (enforced<"ACC-04"> && why_not != nullptr) return fail(*why_not);
  // What was shown, what is stored and what was asked for are one.
  const bool is_what_was_asked = digest == approval.digest && digest == digest_of(approval);
  if (enforced<"ACC-04"> && !is_what_was_asked) return fail(kRequestChanged);
  TRY_VOID(duty(approval.act).perform(transaction, approval, caller.origin(), &caller));
  return decide(transaction, caller.origin(), std::move(approval), ApprovalState::done,
                caller.person());
}

Result<Approval> Approvals::decline(store::Transaction& transaction, const Caller& caller,
                                    ApprovalId id) const {
  TRY(Approval approval, waiting(transaction, caller, id));
  return decide(transaction, caller.origin(), std::move(approval), ApprovalState::declined,
                caller.person());
}

Result<Approval> Approvals::withdraw(store::Transaction& transaction, const Caller& caller,
                                     ApprovalId id) const {
  TRY(Approval approval, waiting(transaction, caller, id));
  if (approval.requester != caller.person())
    return fail(Error{kNotFound}.because("somebody else's request"));
  return decide(transaction, caller.origin(), std::move(approval), ApprovalState::withdrawn,
                caller.person());
}

Result<> Approvals::lapse(store::Transaction& transaction, const audit::Origin& origin,
                          std::string_view object) const {
  TRY(const auto lapsed,
      transaction.all<ApprovalId>(queries::lapse_approvals, object, ground_.clock.now()));
  return record_lapsed(transaction, origin, lapsed, "what it was about is gone");
}

Result<> Approvals::lapse_of(store::Transaction& transaction, const audit::Origin& origin,
                             PersonId person) const {
  TRY(const auto lapsed,
      transaction.all<ApprovalId>(queries::lapse_approvals_of_person, person, ground_.clock.now()));
  return record_lapsed(transaction, origin, lapsed, "whoever it was for or from has left");
}

Result<> Approvals::record_lapsed(store::Transaction& transaction, const audit::Origin& origin,
                                  const std::vector<ApprovalId>& lapsed,
                                  std::string_view why) const {
  for (const ApprovalId& id : lapsed) {
    const audit::Deed deed{
        .event = audit::Event::approval_expired, .object = id.text(), .detail = std::string{why}};
    TRY_VOID(ground_.log.record(transaction, origin, deed));
  }
  return {};
}

Result<> Approvals::set_gainer(store::Transaction& transaction, ApprovalId id,
                               PersonId gainer) const {
  TRY_VOID(transaction.execute(queries::set_gainer, id, gainer));
  return {};
}

// --- looking

Result<std::optional<Approval>> Approvals::find_by_object(store::Reader& reader,
                                                          std::string_view object) const {
  TRY(const auto row, reader.maybe<Row>(queries::approvals_of_object, object));
  if (!row) return std::optional<Approval>{};
  TRY(Approval approval, opened(*row));
  return std::optional{std::move(approval)};
}

Result<std::vector<Approvals::Shown>> Approvals::list(store::Reader& reader,
                                                      const Caller& caller) const {
  TRY(const auto rows, reader.all<Row>(queries::approvals_of_tenant, caller.tenant()));
  std::vector<Shown> shown;
  for (const Row& row : rows) {
    if (row.requester != caller.person() && !caller.may(Privilege::approve)) continue;
    TRY(Approval approval, opened(row));
    const ErrorKind* why_not = nullptr;
    if (!caller.may(Privilege::approve)) {
      why_not = &kForbidden;
    } else if (row.state == ApprovalState::waiting) {
      TRY(why_not, objection(reader, approval, caller.person()));
    }
    shown.push_back({std::move(approval), why_not});
  }
  return shown;
}

// --- what time does

Result<std::int64_t> Approvals::count_unnoticed(store::Reader& reader) const {
  return reader.one<std::int64_t>(queries::count_unnoticed_approvals);
}

Result<std::vector<Approval>> Approvals::take_unnoticed(store::Transaction& transaction) const {
  TRY(const auto rows, transaction.all<Row>(queries::unnoticed_approvals));
  std::vector<Approval> list;
  for (const Row& row : rows) {
    TRY(Approval approval, opened(row));
    TRY_VOID(transaction.execute(queries::notice_approval, row.id));
    list.push_back(std::move(approval));
  }
  return list;
}

Result<std::vector<Approval>> Approvals::due(store::Reader& reader) const {
  TRY(const auto rows, reader.all<Row>(queries::due_approvals, ground_.clock.now()));
  std::vector<Approval> list;
  for (const Row& row : rows) {
    TRY(Approval approval, opened(row));
    list.push_back(std::move(approval));
  }
  return list;
}

Result<> Approvals::finish_due(store::Transaction& transaction, ApprovalId id) const {
  TRY(const Row row, transaction.one<Row>(queries::find_approval, id));
  TRY(Approval approval, opened(row));
  if (approval.state != ApprovalState::waiting) return {};
  const Instant now = ground_.clock.now();
  const audit::Origin origin = of_the_server(approval.tenant);
  // Whoever asked three days ago may not want it any more, even if nobody was there to do it.
  const bool is_due = approval.due_at && *approval.due_at <= now && approval.expires_at > now;
  if (!is_due || digest_of(approval) != approval.digest) {
    TRY_VOID(decide(transaction, origin, std::move(approval), ApprovalState::expired, {}));
    return {};
  }
  TRY_VOID(duty(approval.act).perform(transaction, approval, origin, nullptr));
  TRY_VOID(decide(transaction, origin, std::move(approval), ApprovalState::done, {}));
  return {};
}

Result<> Approvals::give_up_due(store::Transaction& transaction, ApprovalId id) const {
  TRY(const Row row, transaction.one<Row>(queries::find_approval, id));
  TRY(Approval approval, opened(row));
  const audit::Origin origin = of_the_server(approval.tenant);
  TRY_VOID(decide(transaction, origin, std::move(approval), ApprovalState::lapsed, {}));
  return {};
}

Result<> Approvals::forget_tenant(store::Transaction& transaction, TenantId tenant) const {
  TRY_VOID(transaction.execute(queries::delete_approvals_of_tenant, tenant));
  TRY_VOID(transaction.execute(queries::delete_support_grants_of_tenant, tenant));
  return {};
}

Result<> Approvals::age(store::Transaction& transaction, TenantId tenant,
                        std::chrono::milliseconds by) const {
  TRY_VOID(transaction.execute(queries::age_approvals, tenant, by.count()));
  return {};
}

}  // namespace gatehouse::access
