#include "identity/internal/leaving.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/control.h"
#include "base/log.h"
#include "identity/internal/doors.h"
#include "identity/internal/elevation.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/wait_for.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using access::Privilege;
using access::RoleKey;
using Text = vault::Sealed<std::string>;

constexpr auto kPurpose = vault::Purpose::contact;
constexpr std::chrono::hours kLongestNotice{24};
constexpr std::chrono::hours kWarnAfter{12};
constexpr std::chrono::seconds kBeingHandedOver{5};  // by whoever let them leave
constexpr std::size_t kShortestReason = 3;
constexpr std::size_t kLongestReason = 300;  // code points

vault::Place name_of_departure(const DepartureId& id) { return {"departure", "name", id.bits()}; }
vault::Place reason_of(const DepartureId& id) { return {"departure", "reason", id.bits()}; }

audit::Origin system_of(TenantId tenant) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  origin.tenant = tenant;
  return origin;
}

double seconds_between(Instant from, Instant to) {
  return static_cast<double>((to - from).count()) / 1000;
}

Result<> require_over(const access::Caller& caller, store::Reader& reader,
                      const MemberRow& member) {
  TRY(const access::Authority held, access::authority_of(reader, member.person, member.role));
  const bool granted = access::may_grant(caller.authority(), held);
  if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
  return {};
}

}  // namespace

struct Leaving::Row {
  DepartureId id;
  TenantId tenant;
  PersonId person;
  Text name;
  LeavingCause cause;
  Text reason;
  std::optional<PersonId> heir;
  Instant noticed_at;
  Instant due_at;
  std::optional<Instant> ended_at;
  std::optional<Instant> handed_at;
  std::optional<Instant> warned_at;
  std::int64_t sessions;
  std::int64_t keys;
  std::int64_t invitations;
  std::int64_t links;
  std::int64_t grants;
  std::int64_t conversations;
  static constexpr auto columns = std::tuple{
      &Row::id,        &Row::tenant,    &Row::person,       &Row::name,   &Row::cause,
      &Row::reason,    &Row::heir,      &Row::noticed_at,   &Row::due_at, &Row::ended_at,
      &Row::handed_at, &Row::warned_at, &Row::sessions,     &Row::keys,   &Row::invitations,
      &Row::links,     &Row::grants,    &Row::conversations};
};

Result<std::string> clean_reason(const std::optional<std::string>& untrusted) {
  std::string reason = PlainText::of(untrusted.value_or("")).text();
  const std::size_t size = code_points(reason);
  const bool given = size >= kShortestReason && size <= kLongestReason;
  if (enforced<"ACC-09"> && !given) return fail(Error{kReasonNeeded}.at("/reason"));
  return reason;
}

Result<bool> is_suspended(store::Reader& reader, PersonId person) {
  TRY(const auto at, reader.one<std::optional<Instant>>(queries::suspended_at, person));
  return at.has_value();
}

Result<> require_active(store::Reader& reader, PersonId person) {
  TRY(const bool suspended, is_suspended(reader, person));
  if (enforced<"ACC-09"> && suspended) return fail(kSuspended);
  return {};
}

Result<> keep_an_owner(store::Reader& reader, const MemberRow& member) {
  if (member.role != RoleKey{access::Role::owner}) return {};
  TRY(const auto others,
      reader.one<std::int64_t>(queries::count_other_owners, member.tenant, member.person));
  if (others == 0) return fail(kLastOwner);
  return require_not_break_glass(reader, member.tenant, member.person);
}

// --- what a person does about another --------------------------------------------------------

Result<Ended> Leaving::count(store::Reader& reader, PersonId person) const {
  const Instant now = ground_.clock.now();
  Ended ends;
  TRY(ends.sessions, reader.one<std::int64_t>(queries::count_open_sessions, person, now));
  TRY(ends.invitations, reader.one<std::int64_t>(queries::count_invitations_by, person, now));
  TRY(ends.links, reader.one<std::int64_t>(queries::count_open_account_links, person, now));
  TRY(const auto grants, access::grants_of(reader, person));
  ends.grants = std::ssize(grants);
  for (const Holding& holding : holdings_) {
    TRY(ends.*holding.counted, holding.count(reader, person));
  }
  return ends;
}

Task<Result<Ended>> Leaving::preview(access::Caller caller, PersonId person) const {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person](store::Reader& reader) -> Result<Ended> {
    TRY_VOID(enter(reader, caller, person));
    return count(reader, person);
  };
  CO_TRY(Ended ends, co_await ground_.control.read(std::move(work)));
  if (work_.count) {
    CO_TRY(ends.conversations, co_await work_.count(caller.tenant(), person));
  }
  co_return ends;
}

Task<Result<Departure>> Leaving::leave(access::Caller caller, PersonId person,
                                       LeaveWish wish) const {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person, wish = std::move(wish)](store::Transaction& transaction) {
    return leave_in(transaction, caller, person, wish);
  };
  CO_TRY(const DepartureId id, co_await ground_.control.write(std::move(work)));
  CO_TRY_VOID(co_await hand_over(caller.tenant(), person));
  auto show = [this, id](store::Reader& reader) -> Result<Departure> {
    TRY(const Row row, reader.one<Row>(queries::find_departure, id));
    return opened(row);
  };
  co_return co_await ground_.control.read(std::move(show));
}

Result<DepartureId> Leaving::leave_in(store::Transaction& transaction, const access::Caller& caller,
                                      PersonId person, const LeaveWish& wish) const {
  TRY(const MemberRow member, enter(transaction, caller, person));
  TRY_VOID(require_over(caller, transaction, member));
  TRY(const bool gone, is_suspended(transaction, person));
  if (gone) return fail(kSuspendedAlready);
  TRY_VOID(keep_an_owner(transaction, member));
  TRY_VOID(require_heir(transaction, caller, person, wish.heir));
  const Instant now = ground_.clock.now();
  const Instant due = std::max(now, wish.at.value_or(now));
  const bool in_time = due - now <= kLongestNotice;
  if (enforced<"ACC-09"> && !in_time) return fail(Error{kNoticeTooLong}.at("/at"));
  TRY(const DepartureId id, announce(transaction, member, wish, due));
  if (due <= now) {
    TRY_VOID(end_now(transaction, caller.origin(), id));
    return id;
  }
  const audit::Deed deed{.event = audit::Event::leaving_noticed,
                         .object = person.text(),
                         .detail = "at " + rfc3339(due) + "; " + wish.reason};
  TRY_VOID(ground_.log.record(transaction, caller.origin(), deed));
  return id;
}

Result<> Leaving::require_heir(store::Reader& reader, const access::Caller& caller, PersonId leaver,
                               const std::optional<PersonId>& heir) const {
  if (!heir) return {};
  if (*heir == leaver) return fail(Error{kBadHeir}.at("/heir"));
  TRY_VOID(enter(reader, caller, *heir));
  TRY(const bool gone, is_suspended(reader, *heir));
  if (gone) return fail(Error{kBadHeir}.at("/heir"));
  return {};
}

// In place of an earlier notice.
Result<DepartureId> Leaving::announce(store::Transaction& transaction, const MemberRow& member,
                                      const LeaveWish& wish, Instant due) const {
  TRY(const std::string reason, clean_reason(wish.reason));
  TRY(const Person person, people_.find(transaction, member.person));
  TRY_VOID(transaction.execute(queries::withdraw_notice, member.tenant, member.person));
  const auto id = DepartureId::make(ground_.clock, ground_.random);
  TRY_VOID(transaction.execute(queries::insert_departure, id, member.tenant, member.person,
                               Text::of(ground_.keys, kPurpose, name_of_departure(id), person.name),
                               wish.cause, Text::of(ground_.keys, kPurpose, reason_of(id), reason),
                               wish.heir, ground_.clock.now(), due));
  return id;
}

Task<Result<>> Leaving::withdraw(access::Caller caller, PersonId person) const {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person](store::Transaction& transaction) -> Result<> {
    TRY(const MemberRow member, enter(transaction, caller, person));
    TRY_VOID(require_over(caller, transaction, member));
    TRY(const auto withdrawn, transaction.execute(queries::withdraw_notice, member.tenant, person));
    if (withdrawn == 0) return fail(Error{kNotFound}.because("no notice was given"));
    const audit::Deed deed{.event = audit::Event::leaving_withdrawn, .object = person.text()};
    return ground_.log.record(transaction, caller.origin(), deed);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Task<Result<>> Leaving::come_back(access::Caller caller, PersonId person,
                                  std::string reason) const {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this, caller, person,
               reason = std::move(reason)](store::Transaction& transaction) -> Result<> {
    return come_back_in(transaction, caller, person, reason);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Leaving::come_back_in(store::Transaction& transaction, const access::Caller& caller,
                               PersonId person, const std::string& reason) const {
  TRY(const MemberRow member, enter(transaction, caller, person));
  TRY_VOID(require_over(caller, transaction, member));
  TRY(const std::string why, clean_reason(reason));
  TRY(const auto restored, transaction.execute(queries::restore_member, person));
  if (restored == 0) return fail(kNotSuspended);
  // Power over others ended with their access, and nobody gives it alone.
  TRY(const access::Authority held, access::authority_of(transaction, person, member.role));
  const bool elevates = is_elevation(access::Authority{}, held);
  const RoleKey role = enforced<"ACC-04"> && elevates ? RoleKey{access::Role::agent} : member.role;
  TRY_VOID(transaction.execute(queries::set_role, person, role));
  const audit::Deed deed{.event = audit::Event::member_returned,
                         .object = person.text(),
                         .detail = std::string{role.text()} + "; " + why};
  return ground_.log.record(transaction, caller.origin(), deed);
}

Task<Result<std::vector<Departure>>> Leaving::list(access::Caller caller) const {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  auto work = [this,
               tenant = caller.tenant()](store::Reader& reader) -> Result<std::vector<Departure>> {
    TRY(const auto rows, reader.all<Row>(queries::departures_of_tenant, tenant));
    std::vector<Departure> departures;
    for (const Row& row : rows) {
      TRY(Departure departure, opened(row));
      departures.push_back(std::move(departure));
    }
    return departures;
  };
  co_return co_await ground_.control.read(std::move(work));
}

Result<Departure> Leaving::opened(const Row& row) const {
  TRY(std::string name, row.name.open(ground_.keys, kPurpose, name_of_departure(row.id)));
  TRY(std::string reason, row.reason.open(ground_.keys, kPurpose, reason_of(row.id)));
  Departure departure{.id = row.id,
                      .person = row.person,
                      .name = std::move(name),
                      .cause = row.cause,
                      .reason = std::move(reason),
                      .heir = row.heir,
                      .noticed_at = row.noticed_at,
                      .due_at = row.due_at,
                      .ended_at = row.ended_at,
                      .handed_at = row.handed_at,
                      .seconds = std::nullopt,
                      .overdue = row.warned_at.has_value(),
                      .ended = {.sessions = row.sessions,
                                .keys = row.keys,
                                .invitations = row.invitations,
                                .links = row.links,
                                .grants = row.grants,
                                .conversations = row.conversations}};
  if (row.ended_at) departure.seconds = seconds_between(row.noticed_at, *row.ended_at);
  return departure;
}

// --- the end itself --------------------------------------------------------------------------

// Everything that could let them in or act for them, in one transaction; sockets close and the next
// request is refused as soon as it stands.
Result<> Leaving::end_now(store::Transaction& transaction, const audit::Origin& origin,
                          DepartureId departure) const {
  TRY(const Row row, transaction.one<Row>(queries::find_departure, departure));
  TRY(Ended ended, count(transaction, row.person));
  TRY_VOID(sessions_.end_all_of(transaction, origin, row.person, "member_left"));
  TRY_VOID(transaction.execute(queries::delete_invitations_by, row.person));
  TRY_VOID(transaction.execute(queries::end_account_links, row.person, ground_.clock.now()));
  TRY_VOID(access::forget_person(transaction, row.person));
  for (const Holding& holding : holdings_) {
    TRY(ended.*holding.counted, holding.end(transaction, origin, row.person));
  }
  TRY_VOID(approvals_.lapse_of(transaction, origin, row.person));
  const Instant now = ground_.clock.now();
  TRY_VOID(transaction.execute(queries::suspend_member, row.person, now));
  TRY_VOID(transaction.execute(queries::end_departure, departure, now, ended.sessions, ended.keys,
                               ended.invitations, ended.links, ended.grants));
  TRY(const Departure shown, opened(row));
  const audit::Deed deed{
      .event = audit::Event::member_left,
      .object = row.person.text(),
      .detail = fmt::format(
          "{}; {:.3f} s from notice; ended: {} sessions, {} keys, {} invitations, {} links, {} "
          "grants; {}",
          name_of(row.cause), seconds_between(row.noticed_at, now), ended.sessions, ended.keys,
          ended.invitations, ended.links, ended.grants, shown.reason)};
  return ground_.log.record(transaction, origin, deed);
}

Result<> Leaving::end_for_good(store::Transaction& transaction, const audit::Origin& origin,
                               const MemberRow& member, std::string_view reason) const {
  TRY(const bool gone, is_suspended(transaction, member.person));
  if (gone) return {};
  const LeaveWish wish{.reason = std::string{reason}, .cause = LeavingCause::removed};
  TRY(const DepartureId id, announce(transaction, member, wish, ground_.clock.now()));
  return end_now(transaction, origin, id);
}

// --- accounts that nobody uses ---------------------------------------------------------------

Result<> Leaving::suspend_dormant(TenantId tenant, PersonId person) const {
  auto work = [this, tenant, person](store::Transaction& transaction) -> Result<> {
    TRY(const auto member, transaction.maybe<MemberRow>(queries::find_member, person));
    if (!member || member->tenant != tenant) return {};
    TRY(const bool gone, is_suspended(transaction, person));
    TRY(const bool needed, is_needed(transaction, *member));
    if (gone || needed) return {};
    const LeaveWish wish{.reason = "Not signed in for 45 days", .cause = LeavingCause::dormant};
    TRY(const DepartureId id, announce(transaction, *member, wish, ground_.clock.now()));
    return end_now(transaction, system_of(tenant), id);
  };
  TRY_VOID(ground_.control.write_now(std::move(work)));
  return wait_for(hand_over(tenant, person));
}

// A workspace must not lose its owners, nor the last one who could let somebody back in.
Result<bool> Leaving::is_needed(store::Reader& reader, const MemberRow& member) const {
  TRY(const access::Authority held, access::authority_of(reader, member.person, member.role));
  if (held.is_owner()) return true;
  if (!held.may(Privilege::manage_members)) return false;
  TRY(const auto rows, reader.all<MemberRow>(queries::members_of_tenant, member.tenant));
  for (const MemberRow& other : rows) {
    if (other.person == member.person) continue;
    TRY(const bool gone, is_suspended(reader, other.person));
    TRY(const access::Authority theirs, access::authority_of(reader, other.person, other.role));
    if (!gone && theirs.may(Privilege::manage_members)) return false;
  }
  return true;
}

// --- their work ------------------------------------------------------------------------------

// They are out already, so what fails here is no failure of their leaving: housekeeping tries
// again.
Task<Result<>> Leaving::hand_over(TenantId tenant, PersonId person) const {
  auto find = [tenant, person](store::Reader& reader) {
    return reader.all<Row>(queries::unhanded_departures_of_person, tenant, person);
  };
  CO_TRY(std::vector<Row> rows, co_await ground_.control.read(std::move(find)));
  for (Row& row : rows) {
    const Result<> handed = co_await hand_over_work(std::move(row));
    if (!handed) log::error("identity.work_not_handed_over", handed.error());
  }
  co_return Result<>{};
}

// Once more after a crash: the row stays open until this is written down.
Task<Result<>> Leaving::hand_over_work(Row row) const {
  auto find = [this, row](store::Reader& reader) { return heir_of(reader, row); };
  CO_TRY(std::optional<Heir> heir, co_await ground_.control.read(std::move(find)));
  std::int64_t conversations = 0;
  if (work_.hand_over) {
    CO_TRY(conversations, co_await work_.hand_over(row.tenant, row.person, std::move(heir)));
  }
  auto record = [this, row = std::move(row), conversations](store::Transaction& transaction) {
    return record_handing(transaction, row, conversations);
  };
  co_return co_await ground_.control.write(std::move(record));
}

// Who has left meanwhile, or may not do the work, inherits nothing: it goes back to the queue.
Result<std::optional<Heir>> Leaving::heir_of(store::Reader& reader, const Row& row) const {
  if (!row.heir) return std::optional<Heir>{};
  TRY(const auto member, reader.maybe<MemberRow>(queries::find_member, *row.heir));
  if (!member || member->tenant != row.tenant) return std::optional<Heir>{};
  TRY(const bool gone, is_suspended(reader, member->person));
  if (gone) return std::optional<Heir>{};
  TRY(Person person, people_.find(reader, member->person));
  TRY(access::Authority authority, access::authority_of(reader, member->person, member->role));
  return std::optional<Heir>{{member->person, std::move(person.name), std::move(authority)}};
}

Result<> Leaving::record_handing(store::Transaction& transaction, const Row& row,
                                 std::int64_t conversations) const {
  const Instant now = ground_.clock.now();
  TRY(const Row before, transaction.one<Row>(queries::find_departure, row.id));
  if (before.handed_at && conversations == 0) return {};  // somebody else was quicker
  TRY_VOID(transaction.execute(queries::hand_departure, row.id, now, conversations));
  const audit::Deed deed{
      .event = audit::Event::work_handed_over,
      .object = row.person.text(),
      .detail = fmt::format("{} conversations to {}; {:.3f} s from notice", conversations,
                            row.heir ? row.heir->text() : "the queue",
                            seconds_between(row.noticed_at, now))};
  return ground_.log.record(transaction, system_of(row.tenant), deed);
}

// --- time passes -----------------------------------------------------------------------------

Result<> Leaving::keep_house() const {
  const Instant now = ground_.clock.now();
  auto find = [now](store::Reader& reader) {
    return reader.all<Row>(queries::departures_to_see_to, now, now - kWarnAfter);
  };
  TRY(const std::vector<Row> rows, ground_.control.read_now(std::move(find)));
  for (const Row& row : rows) {
    if (row.ended_at && *row.ended_at > now - kBeingHandedOver) continue;
    // One that cannot be done now must not keep the others waiting.
    const Result<> done = end_due(row);
    if (!done) log::error("identity.leaving_stuck", done.error());
  }
  return {};
}

Result<> Leaving::end_due(const Row& row) const {
  const Instant now = ground_.clock.now();
  if (!row.ended_at && !row.warned_at && row.noticed_at <= now - kWarnAfter) {
    auto tell = [this, &row](store::Transaction& transaction) { return warn(transaction, row); };
    TRY_VOID(ground_.control.write_now(std::move(tell)));
  }
  if (!row.ended_at && row.due_at > now) return {};
  if (!row.ended_at) {
    auto end = [this, &row](store::Transaction& transaction) -> Result<> {
      TRY(const MemberRow member, transaction.one<MemberRow>(queries::find_member, row.person));
      TRY_VOID(keep_an_owner(transaction, member));
      return end_now(transaction, system_of(row.tenant), row.id);
    };
    TRY_VOID(ground_.control.write_now(std::move(end)));
  }
  return wait_for(hand_over_work(row));
}

// Notice was given half a day ago, and they still have access.
Result<> Leaving::warn(store::Transaction& transaction, const Row& row) const {
  const Instant now = ground_.clock.now();
  const auto id = AlertId::make(ground_.clock, ground_.random);
  const vault::Place address{"alert", "address", id.bits()};
  const vault::Place agent{"alert", "agent", id.bits()};
  TRY_VOID(transaction.execute(queries::warn_of_departure, row.id, now));
  TRY_VOID(transaction.execute(
      queries::insert_alert, id, row.tenant, row.person, Sign::leaving_overdue, now, SessionId{},
      Text::of(ground_.keys, kPurpose, address, ""), Text::of(ground_.keys, kPurpose, agent, "")));
  const audit::Deed deed{.event = audit::Event::leaving_overdue,
                         .object = row.person.text(),
                         .detail = "due " + rfc3339(row.due_at)};
  return ground_.log.record(transaction, system_of(row.tenant), deed);
}

Result<> Leaving::forget(store::Transaction& transaction, TenantId tenant) const {
  TRY_VOID(transaction.execute(queries::delete_departures_of_tenant, tenant));
  return {};
}

}  // namespace gatehouse::identity::internal
