// Acts that nobody does alone (control ACC-04): somebody asks, somebody else approves, and then
// exactly what was asked for is done, once, in the transaction of the approval.
//
// To join an act: add it to Act and kActs, give Approvals its Duty at construction of the module
// that does it, and call request() where it was done before. See the README.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/caller.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse {
struct ApprovalKind {
  static constexpr std::string_view prefix = "apr";
};
using ApprovalId = Id<ApprovalKind>;
}  // namespace gatehouse

namespace gatehouse::access {

inline constexpr ErrorKind kOwnRequest{
    "access.own_request", Fault::forbidden,
    "You asked for this yourself. Somebody else of the workspace has to approve it.", "ACC-04"};
inline constexpr ErrorKind kGainsByIt{
    "access.gains_by_it", Fault::forbidden,
    "You would gain by this yourself. Somebody else of the workspace has to approve it.", "ACC-04"};
inline constexpr ErrorKind kNotIndependent{
    "access.not_independent", Fault::forbidden,
    "Whoever asks for this has invited you or reset your account since yesterday. Somebody else of "
    "the workspace has to approve it.",
    "ACC-04"};
inline constexpr ErrorKind kNotInPerson{
    "access.not_in_person", Fault::forbidden,
    "This is approved by a person who is signed in, not by a key.", "ACC-04"};
inline constexpr ErrorKind kRequestChanged{
    "access.request_changed", Fault::conflict,
    "What was asked for is not what you were shown. Load the page again.", "ACC-04"};
inline constexpr ErrorKind kRequestOver{
    "access.request_over", Fault::conflict,
    "This was decided already, or it has run out. Ask for it again if it is still needed."};
inline constexpr ErrorKind kWaitsAlready{
    "access.waits_already", Fault::conflict,
    "Something else about this waits for approval already. Withdraw that first."};
inline constexpr ErrorKind kRequestStale{
    "access.request_stale", Fault::conflict,
    "This cannot be done any more: what it is about has changed, or whoever asked may not ask now. "
    "Decline it; they can ask again."};

enum class Act : unsigned char { change_role, invite_member, widen_role, support_access };

struct ActRow {
  Act act;
  std::string_view name;
  std::string_view sentence;  // what happens when it is approved
};
inline constexpr auto kActs = std::to_array<ActRow>({
    {Act::change_role, "change_role", "A member is given a role that decides over others."},
    {Act::invite_member, "invite_member",
     "Somebody who was invited is given a role that decides over others; until then they are an "
     "agent."},
    {Act::widen_role, "widen_role",
     "A role that members hold is given rights that decide over others."},
    {Act::support_access, "support_access",
     "The provider's support may read what the scope names, for one hour."},
});

enum class ApprovalState : unsigned char {
  waiting,
  done,
  declined,
  withdrawn,
  expired,
  lapsed,  // it could not be done any more
};

// What will be done, in the words that people see. The digest is over all of it.
struct ActDetails {
  std::string subject;  // whom or what it is about, as people call it
  std::optional<std::string> role = {};
  std::optional<std::string> role_name = {};
  std::vector<std::string> gained = {};    // rights that somebody gains, as far as they decide
  std::optional<std::string> rights = {};  // of a role from then on, as they are stored
  std::optional<std::string> name = {};
  std::optional<bool> every_bot = {};
  std::optional<std::string> scope = {};
};

struct Approval {
  ApprovalId id;
  TenantId tenant;
  Act act;
  std::string object;              // an id's text
  std::optional<PersonId> gainer;  // who alone gains by it, when that is one person
  ActDetails details;
  std::string reason;
  crypto::Digest digest;
  PersonId requester;  // nil: the operator
  Instant requested_at;
  Instant expires_at;
  std::optional<Instant> due_at;  // a sole owner's: done by itself then, unless it is cancelled
  ApprovalState state;
  std::optional<PersonId> decider;
  std::optional<Instant> decided_at;
};

// What the engine has to know about the members of a workspace.
struct Colleague {
  PersonId person;
  bool is_owner;
  bool may_approve;
  // Who has held the account in their hands last, by inviting it or by resetting what it proves
  // itself with; nil: the operator.
  std::optional<PersonId> entrusted_by;
  Instant entrusted_at;
};

struct ApprovalLimits {
  std::chrono::hours life{72};
  std::chrono::hours sole_owner_delay{24};
  std::chrono::hours apart{24};  // so long an account is its maker's
};

class Approvals {
 public:
  struct Ground {
    const vault::Keyring& keys;
    audit::Log& log;
    Clock& clock;
    Random& random;
  };
  using Colleagues = std::function<Result<std::vector<Colleague>>(store::Reader&, TenantId tenant)>;

  // An act: who gains by it (besides Approval::gainer), and how it is done. `approver` is null when
  // a sole owner's delay has passed. What perform does stands or falls with the approval.
  struct Duty {
    std::function<Result<std::vector<PersonId>>(store::Reader&, const Approval&)> gainers;
    std::function<Result<>(store::Transaction&, const Approval&, const audit::Origin&,
                           const Caller* approver)>
        perform;
  };

  Approvals(Ground ground, Colleagues colleagues, ApprovalLimits limits = {});
  void join(Act act, Duty duty);  // each act once, before requests come

  struct Request {
    Act act;
    TenantId tenant;
    std::string object;
    std::optional<PersonId> gainer = {};
    ActDetails details;
    std::string reason;
    PersonId requester = {};  // nil: the operator
  };
  // The same request again is the same one; kWaitsAlready when another waits for this object.
  Result<Approval> request(store::Transaction& transaction, const audit::Origin& origin,
                           Request request) const;
  // `digest`: of what the approver was shown.
  Result<Approval> approve(store::Transaction& transaction, const Caller& caller, ApprovalId id,
                           const crypto::Digest& digest) const;
  // By whoever may approve; an owner may decline their own.
  Result<Approval> decline(store::Transaction& transaction, const Caller& caller,
                           ApprovalId id) const;
  Result<Approval> withdraw(store::Transaction& transaction, const Caller& caller,
                            ApprovalId id) const;
  // What it was about is gone.
  Result<> lapse(store::Transaction& transaction, const audit::Origin& origin,
                 std::string_view object) const;
  // Whoever asked for it, or was to gain by it, has left.
  Result<> lapse_of(store::Transaction& transaction, const audit::Origin& origin,
                    PersonId person) const;
  Result<> set_gainer(store::Transaction& transaction, ApprovalId id, PersonId gainer) const;

  // The newest of this object.
  Result<std::optional<Approval>> find_by_object(store::Reader& reader,
                                                 std::string_view object) const;
  Result<Approval> find(store::Reader& reader, const Caller& caller, ApprovalId id) const;

  // As somebody sees it: what keeps them from approving, if anything.
  struct Shown {
    Approval approval;
    const ErrorKind* objection;
  };
  // Everything for those who may approve, otherwise what one asked for oneself; the newest first.
  Result<std::vector<Shown>> list(store::Reader& reader, const Caller& caller) const;

  // Waiting ones that nobody was told of yet; they are told of from here on.
  Result<std::int64_t> count_unnoticed(store::Reader& reader) const;
  Result<std::vector<Approval>> take_unnoticed(store::Transaction& transaction) const;
  // Those whose delay has passed, and those that have run out.
  Result<std::vector<Approval>> due(store::Reader& reader) const;
  Result<> finish_due(store::Transaction& transaction, ApprovalId id) const;
  Result<> give_up_due(store::Transaction& transaction, ApprovalId id) const;

  // With its grants for support.
  Result<> forget_tenant(store::Transaction& transaction, TenantId tenant) const;
  // For the verifier: makes waiting ones of a probe tenant older.
  Result<> age(store::Transaction& transaction, TenantId tenant,
               std::chrono::milliseconds by) const;

 private:
  struct Row;
  Result<> record_lapsed(store::Transaction& transaction, const audit::Origin& origin,
                         const std::vector<ApprovalId>& lapsed, std::string_view why) const;
  Result<Approval> opened(const Row& row) const;
  Result<Approval> waiting(store::Reader& reader, const Caller& caller, ApprovalId id) const;
  // Why this person may not approve it; null: they may.
  Result<const ErrorKind*> objection(store::Reader& reader, const Approval& approval,
                                     PersonId person) const;
  Result<bool> has_approver(store::Reader& reader, const Approval& approval) const;
  Result<std::vector<PersonId>> gainers(store::Reader& reader, const Approval& approval) const;
  Result<Approval> decide(store::Transaction& transaction, const audit::Origin& origin,
                          Approval approval, ApprovalState state, PersonId decider) const;
  const Duty& duty(Act act) const;

  const Ground ground_;
  const Colleagues colleagues_;
  const ApprovalLimits limits_;
  std::map<Act, Duty> duties_;
};

// Over everything that an approval is about.
crypto::Digest digest_of(const Approval& approval);

}  // namespace gatehouse::access

namespace gatehouse {

template <>
struct EnumNames<access::Act> {
  static constexpr auto names = [] {
    std::array<std::pair<access::Act, std::string_view>, access::kActs.size()> list{};
    for (std::size_t at = 0; at < list.size(); ++at)
      list[at] = {access::kActs[at].act, access::kActs[at].name};
    return list;
  }();
};

template <>
struct EnumNames<access::ApprovalState> {
  using enum access::ApprovalState;
  static constexpr auto names =
      std::to_array<std::pair<access::ApprovalState, std::string_view>>({{waiting, "waiting"},
                                                                         {done, "done"},
                                                                         {declined, "declined"},
                                                                         {withdrawn, "withdrawn"},
                                                                         {expired, "expired"},
                                                                         {lapsed, "lapsed"}});
};

}  // namespace gatehouse

template <>
struct gatehouse::json::Shape<gatehouse::access::ActDetails> {
  using Details = gatehouse::access::ActDetails;
  static constexpr std::string_view name = "ActDetails";
  static constexpr auto members = std::tuple{
      json::member("subject", &Details::subject, json::line(0, 300)),
      json::member("role", &Details::role, json::line(1, 40)),
      json::member("role_name", &Details::role_name, json::line(1, 200)),
      json::member("gained", &Details::gained, json::list_of(64, json::line(1, 40))),
      json::member("rights", &Details::rights, json::line(0, 1000)),
      json::member("name", &Details::name, json::line(1, 200)),
      json::member("every_bot", &Details::every_bot),
      json::member("scope", &Details::scope, json::line(1, 40)),
  };
};
