#include "registers/reviews.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/control.h"
#include "base/log.h"
#include "base/text.h"
#include "registers/internal/review_rows.h"
#include "registers/internal/schedule.h"
#include "registers/queries.h"

namespace gatehouse::registers {
namespace {

using access::Privilege;
using access::Room;
using identity::MemberRights;

constexpr std::chrono::minutes kLooksEvery{10};
constexpr std::size_t kShortestReason = 3;
constexpr std::size_t kLongestReason = 300;

Result<std::string> clean_reason(std::string_view untrusted) {
  std::string reason = PlainText::of(untrusted).text();
  const std::size_t length = code_points(reason);
  if (length < kShortestReason || length > kLongestReason)
    return fail(Error{kReasonNeeded}.at("/reason"));
  return reason;
}

std::int64_t count(access::Privileges privileges) {
  return std::ranges::count_if(access::kPrivileges, [&](const access::PrivilegeRow& row) {
    return privileges.contains(row.privilege);
  });
}
// Rights that are in the first and not in the second.
std::int64_t count_without(access::Privileges before, access::Privileges after) {
  return count(before) - count(before & after);
}

std::vector<MemberRights> in_scope(std::vector<MemberRights> everybody, ReviewScope scope) {
  if (scope == ReviewScope::privileged)
    std::erase_if(everybody,
                  [](const MemberRights& one) { return !internal::is_privileged(one.authority); });
  return everybody;
}

audit::Origin system_of(TenantId tenant) {
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  origin.tenant = tenant;
  return origin;
}

std::string described(const Verdict& verdict, PersonId person) {
  std::string text = fmt::format("{}: {}", person.text(), name_of(verdict.decision));
  if (verdict.role) text += fmt::format(" to {}", verdict.role->text());
  return text;
}

// What happens at the end to a line that nobody decided; nullopt: somebody still can.
std::optional<Decision> left_open(const Line& line, const std::vector<MemberRights>& everybody) {
  const auto holder = std::ranges::find(everybody, line.person,
                                        [](const MemberRights& one) { return one.member.person; });
  if (holder == everybody.end()) return Decision::gone;
  if (!internal::has_reviewer(*holder, everybody)) return Decision::nobody_else;
  return std::nullopt;
}

}  // namespace

Reviews::Reviews(access::Tenants& tenants, identity::Identity& identity, Pool& pool, Clock& clock,
                 Random& random)
    : tenants_{tenants}, identity_{identity}, pool_{pool}, clock_{clock}, random_{random} {}

Task<Result<std::vector<Review>>> Reviews::list(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(const Room room, tenants_.room(caller));
  auto read = [now = clock_.now()](store::Reader& reader) { return internal::all(reader, now); };
  co_return co_await room->database().read(std::move(read));
}

Task<Result<WholeReview>> Reviews::find(access::Caller caller, ReviewId review) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(const Room room, tenants_.room(caller));
  auto read = [room, review, now = clock_.now()](store::Reader& reader) {
    return internal::whole(reader, *room, review, now);
  };
  co_return co_await room->database().read(std::move(read));
}

// --- opening

Task<Result<WholeReview>> Reviews::open(access::Caller caller, ReviewScope scope) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(const Room room, tenants_.room(caller));
  auto work = [this, room, origin = caller.origin(), scope] {
    return open_now(room, origin, scope, false);
  };
  co_return co_await pool_.run(std::move(work));
}

Result<WholeReview> Reviews::open_now(const Room& room, const audit::Origin& origin,
                                      ReviewScope scope, bool scheduled) {
  TRY(const auto everybody, identity_.rights_in(room->tenant()));
  const auto reviewed = in_scope(everybody, scope);
  const bool worth_it = std::ranges::any_of(
      reviewed, [&](const MemberRights& one) { return internal::has_reviewer(one, everybody); });
  if (!worth_it) return fail(kNobodyToReview);
  const Instant now = clock_.now();
  Review review{};
  review.id = ReviewId::make(clock_, random_);
  review.scope = scope;
  review.opened_at = now;
  review.scheduled = scheduled;
  review.due_at = now + internal::kTimeToDecide;
  auto work = [&](store::Transaction& transaction) -> Result<WholeReview> {
    TRY(const auto open, transaction.maybe<ReviewId>(queries::open_review_of, scope));
    if (open) return fail(kReviewOpen);
    TRY_VOID(internal::insert(transaction, review));
    for (const MemberRights& one : reviewed)
      TRY_VOID(internal::insert(transaction, *room, review.id, one.member.person,
                                internal::facts_of(one, now)));
    const audit::Deed deed{.event = audit::Event::review_opened,
                           .object = review.id.text(),
                           .detail = fmt::format("{}, {} lines", name_of(scope), reviewed.size())};
    TRY_VOID(room->audit().record(transaction, origin, deed));
    return internal::whole(transaction, *room, review.id, now);
  };
  TRY(WholeReview opened, room->database().write_now(std::move(work)));
  for (const Line& line : opened.lines)
    if (line.facts.dormant && dormant_found_) dormant_found_(room->tenant(), line.person);
  return opened;
}

// --- deciding

Task<Result<Line>> Reviews::decide(access::Caller caller, ReviewId review, PersonId person,
                                   Wish wish) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(const Room room, tenants_.room(caller));
  auto find = [room, review, person, now = clock_.now()](store::Reader& reader) {
    return internal::undecided(reader, *room, review, person, now);
  };
  CO_TRY(Line line, co_await room->database().read(std::move(find)));
  if (person == caller.person()) co_return fail(kOwnLine);
  CO_TRY(const Verdict verdict, co_await carry_out(caller, line, std::move(wish)));
  auto work = [room, review, person, verdict,
               origin = caller.origin()](store::Transaction& transaction) -> Result<> {
    TRY_VOID(internal::decide(transaction, *room, review, person, verdict));
    const audit::Deed deed{.event = audit::Event::review_decided,
                           .object = review.text(),
                           .detail = described(verdict, person)};
    return room->audit().record(transaction, origin, deed);
  };
  CO_TRY_VOID(co_await room->database().write(std::move(work)));
  line.verdict = verdict;
  co_return line;
}

Task<Result<Verdict>> Reviews::carry_out(access::Caller caller, Line line, Wish wish) {
  Verdict verdict{.decision = wish.decision,
                  .role = wish.role,
                  .role_name = std::nullopt,
                  .reason = std::nullopt,
                  .decided_by = caller.person(),
                  .decider = caller.name(),
                  .decided_at = clock_.now(),
                  .removed = 0};
  const access::Authority before = internal::authority_in(line.facts);
  if (wish.decision == Decision::keep) {
    const bool granted = access::may_grant(caller.authority(), before);
    if (enforced<"ACC-02"> && !granted) co_return fail(identity::kCannotGrant);
    verdict.role.reset();
    co_return verdict;
  }
  CO_TRY(verdict.reason, clean_reason(wish.reason));
  if (wish.decision == Decision::reduce) {
    co_return co_await reduce(std::move(caller), std::move(line), std::move(verdict));
  }
  verdict.role.reset();
  verdict.removed = count(before.privileges);
  const auto removed = co_await identity_.remove_member(std::move(caller), line.person);
  // Who has left meanwhile is as gone as was wanted.
  if (!removed && !removed.error().is(kNotFound)) co_return fail(removed.error());
  co_return verdict;
}

Task<Result<Verdict>> Reviews::reduce(access::Caller caller, Line line, Verdict verdict) {
  if (!verdict.role) co_return fail(Error{kNotReduced}.at("/role"));
  CO_TRY(const auto roles, co_await identity_.roles(caller));
  const auto role = std::ranges::find(roles, *verdict.role, &identity::RoleEntry::key);
  if (role == roles.end()) co_return fail(Error{kNotFound}.at("/role"));
  const access::Authority before = internal::authority_in(line.facts);
  const bool widens = role->breadth == access::Breadth::every_bot && !line.facts.every_bot;
  if (widens || *verdict.role == line.facts.role ||
      !before.privileges.contains_all(role->privileges))
    co_return fail(Error{kNotReduced}.at("/role"));
  verdict.role_name = role->name;
  verdict.removed = count_without(before.privileges, role->privileges);
  CO_TRY_VOID(co_await identity_.change_role(std::move(caller), line.person, *verdict.role,
                                             verdict.reason.value_or("")));
  co_return verdict;
}

// --- closing

Task<Result<WholeReview>> Reviews::close(access::Caller caller, ReviewId review) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(const Room room, tenants_.room(caller));
  auto work = [this, room, caller, review] { return close_now(room, caller, review); };
  CO_TRY_VOID(co_await pool_.run(std::move(work)));
  co_return co_await find(std::move(caller), review);
}

Result<> Reviews::close_now(const Room& room, const access::Caller& caller, ReviewId review) {
  TRY(const auto everybody, identity_.rights_in(room->tenant()));
  const Instant now = clock_.now();
  auto work = [&](store::Transaction& transaction) -> Result<> {
    TRY(WholeReview found, internal::whole(transaction, *room, review, now));
    if (found.review.closed_at) return fail(kReviewClosed);
    for (Line& line : found.lines) {
      if (line.verdict) continue;
      const auto decision = left_open(line, everybody);
      if (!decision) return fail(kLinesOpen);
      line.verdict = Verdict{.decision = *decision,
                             .role = std::nullopt,
                             .role_name = std::nullopt,
                             .reason = std::nullopt,
                             .decided_by = std::nullopt,
                             .decider = std::nullopt,
                             .decided_at = now,
                             .removed = 0};
      TRY_VOID(internal::decide(transaction, *room, review, line.person, *line.verdict));
    }
    const audit::Deed deed{.event = audit::Event::review_closed,
                           .object = review.text(),
                           .detail = fmt::format("{} lines, {} rights removed", found.lines.size(),
                                                 found.review.removed)};
    TRY_VOID(internal::seal_and_close(transaction, *room, caller, std::move(found), now));
    return room->audit().record(transaction, caller.origin(), deed);
  };
  return room->database().write_now(std::move(work));
}

Task<Result<SignedReview>> Reviews::evidence(access::Caller caller, ReviewId review) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_members));
  CO_TRY(const Room room, tenants_.room(caller));
  auto read = [room, review](store::Reader& reader) {
    return internal::evidence(reader, *room, review);
  };
  co_return co_await room->database().read(std::move(read));
}

// --- the schedule

Result<> Reviews::keep_house() {
  const Instant now = clock_.now();
  if (now - looked_at_ < kLooksEvery) return {};
  looked_at_ = now;
  TRY(const auto tenants, tenants_.list());
  for (const access::Tenant& tenant : tenants) {
    if (tenant.probe) continue;
    if (const auto kept = keep_house_of(tenant); !kept)
      log::error("registers.housekeeping", kept.error(), tenant.id.text());
  }
  return {};
}

Result<> Reviews::keep_house_of(const access::Tenant& tenant) {
  TRY(const Room room, tenants_.room_of(tenant.id));
  const Instant now = clock_.now();
  auto read = [now](store::Reader& reader) { return internal::all(reader, now); };
  TRY(const auto reviews, room->database().read_now(std::move(read)));
  internal::Opened opened;
  bool is_open = false;
  for (const Review& one : reviews) {  // the newest first
    auto& last = one.scope == ReviewScope::everybody ? opened.everybody : opened.privileged;
    if (!last) last = one.opened_at;
    is_open = is_open || !one.closed_at;
  }
  auto tell = [&](store::Transaction& transaction) -> Result<> {
    TRY(const auto late, transaction.all<ReviewId>(queries::newly_overdue, now));
    for (const ReviewId& review : late) {
      TRY_VOID(transaction.execute(queries::mark_overdue, review, now));
      const audit::Deed deed{.event = audit::Event::review_overdue, .object = review.text()};
      TRY_VOID(room->audit().record(transaction, system_of(tenant.id), deed));
    }
    return {};
  };
  if (is_open) return room->database().write_now(std::move(tell));
  const auto scope = internal::due(tenant.created_at, opened, now);
  if (!scope) return {};
  const auto begun = open_now(room, system_of(tenant.id), *scope, true);
  // One person alone has nobody who could review them; it is looked at again later.
  if (!begun && !begun.error().is(kNobodyToReview)) return fail(begun.error());
  return {};
}

}  // namespace gatehouse::registers
