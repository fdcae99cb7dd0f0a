// Reviews of access: what each member may do, looked at again by somebody else (control ACC-10).
// Everything here is decided for one Caller who manages members; nothing is deleted.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/tenants.h"
#include "base/clock.h"
#include "base/pool.h"
#include "base/random.h"
#include "identity/identity.h"

namespace gatehouse {

struct ReviewKind {
  static constexpr std::string_view prefix = "rev";
};
using ReviewId = Id<ReviewKind>;

}  // namespace gatehouse

namespace gatehouse::registers {

inline constexpr ErrorKind kReviewOpen{
    "registers.review_open", Fault::conflict,
    "A review of this kind is open already. Close it before you open another one."};
inline constexpr ErrorKind kNobodyToReview{
    "registers.nobody_to_review", Fault::conflict,
    "There is nobody whose rights somebody else could review. Give a second person the right to "
    "manage members first."};
inline constexpr ErrorKind kReviewClosed{"registers.review_closed", Fault::conflict,
                                         "This review is closed. Look at its evidence."};
inline constexpr ErrorKind kNotClosed{"registers.not_closed", Fault::conflict,
                                      "This review is open. Close it, then its evidence is here."};
inline constexpr ErrorKind kLineDecided{"registers.line_decided", Fault::conflict,
                                        "Somebody has decided this already. Load the page again."};
inline constexpr ErrorKind kOwnLine{
    "registers.own_line", Fault::forbidden,
    "Your own rights are reviewed by somebody else. Ask another person who manages members."};
inline constexpr ErrorKind kReasonNeeded{"registers.reason_needed", Fault::invalid,
                                         "Say why, in 3 to 300 characters."};
inline constexpr ErrorKind kNotReduced{
    "registers.not_reduced", Fault::invalid,
    "This role may do something that the member may not do now. Choose one that may do less."};
inline constexpr ErrorKind kLinesOpen{"registers.lines_open", Fault::conflict,
                                      "Some lines are not decided yet. Decide them first."};

// Everybody, or those who read the audit log or manage members.
enum class ReviewScope : unsigned char { everybody, privileged };
// The last two are written at the end, for lines that nobody decided.
enum class Decision : unsigned char { keep, reduce, remove, gone, nobody_else };

struct GrantFact {
  BotId bot;
  std::vector<access::Privilege> privileges;
};
// A member as they stood when the review opened.
struct LineFacts {
  std::string name;
  std::string email;
  access::RoleKey role;
  std::string role_name;  // of a built-in one its key
  std::vector<access::Privilege> privileges;
  bool every_bot;
  std::vector<GrantFact> grants;
  std::optional<Instant> last_seen;
  bool has_factor;
  bool dormant;  // not signed in for 45 days
};
struct Verdict {
  Decision decision;
  std::optional<access::RoleKey> role;  // after reducing
  std::optional<std::string> role_name;
  std::optional<std::string> reason;
  std::optional<PersonId> decided_by;
  std::optional<std::string> decider;
  Instant decided_at;
  std::int64_t removed;  // rights that are gone by it
};
struct Line {
  PersonId person;
  LineFacts facts;
  std::optional<Verdict> verdict;
};

struct Review {
  ReviewId id;
  ReviewScope scope;
  Instant opened_at;
  bool scheduled;  // or opened by hand
  Instant due_at;
  bool overdue;
  std::optional<Instant> closed_at;
  std::int64_t lines;
  std::int64_t decided;
  std::int64_t removed;  // rights, so far
};
struct WholeReview {
  Review review;
  std::vector<Line> lines;
};
struct Wish {
  Decision decision;  // keep, reduce or remove
  std::optional<access::RoleKey> role = {};
  std::string reason = {};
};
// To be checked by anybody: Ed25519 over the document's bytes.
struct SignedReview {
  std::string document;
  std::array<std::uint8_t, 64> signature;
  std::array<std::uint8_t, 32> public_key;  // of the workspace's audit log
};

class Reviews {
 public:
  Reviews(access::Tenants& tenants, identity::Identity& identity, Pool& pool, Clock& clock,
          Random& random);

  Task<Result<std::vector<Review>>> list(access::Caller caller);
  Task<Result<WholeReview>> find(access::Caller caller, ReviewId review);
  // kReviewOpen, kNobodyToReview.
  Task<Result<WholeReview>> open(access::Caller caller, ReviewScope scope);
  // Carried out at once; by somebody else than the line's holder, about no more than they could
  // give.
  Task<Result<Line>> decide(access::Caller caller, ReviewId review, PersonId person, Wish wish);
  // kLinesOpen while somebody could still decide one.
  Task<Result<WholeReview>> close(access::Caller caller, ReviewId review);
  Task<Result<SignedReview>> evidence(access::Caller caller, ReviewId review);

  // Opens what is due and says what is overdue. Blocking; the housekeeping thread calls it often
  // and it looks every ten minutes.
  Result<> keep_house();
  // Called for each dormant member whom a review finds: whoever suspends members (ACC-09) listens
  // here. Set it before requests come.
  using DormantFound = std::function<void(TenantId, PersonId)>;
  void when_dormant(DormantFound tell) { dormant_found_ = std::move(tell); }

 private:
  Result<WholeReview> open_now(const access::Room& room, const audit::Origin& origin,
                               ReviewScope scope, bool scheduled);
  Result<> close_now(const access::Room& room, const access::Caller& caller, ReviewId review);
  Result<> keep_house_of(const access::Tenant& tenant);
  // What carrying it out leaves to be written down.
  Task<Result<Verdict>> carry_out(access::Caller caller, Line line, Wish wish);
  Task<Result<Verdict>> reduce(access::Caller caller, Line line, Verdict verdict);

  access::Tenants& tenants_;
  identity::Identity& identity_;
  Pool& pool_;
  Clock& clock_;
  Random& random_;
  DormantFound dormant_found_;
  Instant looked_at_{};
};

}  // namespace gatehouse::registers

namespace gatehouse {

template <>
struct EnumNames<registers::ReviewScope> {
  using enum registers::ReviewScope;
  static constexpr auto names = std::to_array<std::pair<registers::ReviewScope, std::string_view>>(
      {{everybody, "everybody"}, {privileged, "privileged"}});
};
template <>
struct EnumNames<registers::Decision> {
  using enum registers::Decision;
  static constexpr auto names = std::to_array<std::pair<registers::Decision, std::string_view>>(
      {{keep, "keep"},
       {reduce, "reduce"},
       {remove, "remove"},
       {gone, "gone"},
       {nobody_else, "nobody_else"}});
};

}  // namespace gatehouse
