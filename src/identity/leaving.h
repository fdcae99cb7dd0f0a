// Leaving a workspace (control ACC-09): whatever the cause, there is one way out, and it ends
// everything that somebody holds. What was ended, and when, is kept as the proof of it.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/authority.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"
#include "base/result.h"
#include "base/task.h"
#include "store/database.h"

namespace gatehouse {

struct DepartureKind {
  static constexpr std::string_view prefix = "dep";
};
using DepartureId = Id<DepartureKind>;

}  // namespace gatehouse

namespace gatehouse::identity {

inline constexpr ErrorKind kReasonNeeded{
    "identity.reason_needed", Fault::invalid,
    "Write down why, in 3 to 300 characters. Rights change only with a recorded reason.", "ACC-09"};
inline constexpr ErrorKind kSuspended{
    "identity.suspended", Fault::unauthenticated,
    "Your access to this workspace has ended. Ask whoever manages its members.", "ACC-09"};
inline constexpr ErrorKind kSuspendedAlready{"identity.suspended_already", Fault::conflict,
                                             "This member has no access any more."};
inline constexpr ErrorKind kNotSuspended{"identity.not_suspended", Fault::conflict,
                                         "This member has access already."};
inline constexpr ErrorKind kNoticeTooLong{
    "identity.notice_too_long", Fault::invalid,
    "Access ends at most 24 hours after notice is given. Choose an earlier time, or give notice "
    "later.",
    "ACC-09"};
inline constexpr ErrorKind kBadHeir{
    "identity.bad_heir", Fault::conflict,
    "Work can be handed to a member who stays. Choose somebody else, or nobody."};

enum class LeavingCause : unsigned char {
  by_hand,
  directory,  // SCIM
  sign_on,    // the identity provider said so
  removed,
  dormant,  // not signed in for long
};

// How many of each were ended.
struct Ended {
  std::int64_t sessions = 0;
  std::int64_t keys = 0;
  std::int64_t invitations = 0;  // that they made
  std::int64_t links = 0;        // for a new password or address
  std::int64_t grants = 0;
  std::int64_t conversations = 0;  // handed over, or back in the queue
};

struct LeaveWish {
  std::string reason;
  std::optional<PersonId> heir = {};  // who goes on with their conversations; nobody: the queue
  std::optional<Instant> at = {};     // at most 24 hours ahead; absent or past: now
  LeavingCause cause = LeavingCause::by_hand;
};

struct Departure {
  DepartureId id;
  PersonId person;
  std::string name;
  LeavingCause cause;
  std::string reason;
  std::optional<PersonId> heir;
  Instant noticed_at;
  Instant due_at;
  std::optional<Instant> ended_at;   // no access from here on
  std::optional<Instant> handed_at;  // and the work handed over
  std::optional<double> seconds;     // from notice to the end of access
  bool overdue;                      // twelve hours after notice they still had access
  Ended ended;
};

// What else a member holds in the installation's database. Whoever keeps such things joins with
// one, and it ends in the transaction in which they leave.
struct Holding {
  std::int64_t Ended::* counted;
  std::function<Result<std::int64_t>(store::Reader&, PersonId)> count;
  std::function<Result<std::int64_t>(store::Transaction&, const audit::Origin&, PersonId)> end;
};

// Who goes on with somebody's work.
struct Heir {
  PersonId person;
  std::string name;
  access::Authority authority;
};
// What a member works on, in the workspace's own database: handed over as soon as they are out, and
// again after a crash, so doing it twice must be as doing it once.
struct Work {
  std::function<Task<Result<std::int64_t>>(TenantId, PersonId)> count;
  std::function<Task<Result<std::int64_t>>(TenantId, PersonId, std::optional<Heir>)> hand_over;
};

}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::LeavingCause> {
  using enum identity::LeavingCause;
  static constexpr auto names =
      std::to_array<std::pair<identity::LeavingCause, std::string_view>>({{by_hand, "by_hand"},
                                                                          {directory, "directory"},
                                                                          {sign_on, "sign_on"},
                                                                          {removed, "removed"},
                                                                          {dormant, "dormant"}});
};
}  // namespace gatehouse
