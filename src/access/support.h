// The provider's support: no way to content but through a grant that the workspace has approved
// (control ACC-08). A grant is one session of one hour that reads what its scope names; each look
// is in the workspace's log before it is answered. It has no live socket: what streams by would not
// be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/approvals.h"
#include "access/doorkeeper.h"
#include "access/tenants.h"

namespace gatehouse {
struct SupportGrantKind {
  static constexpr std::string_view prefix = "sup";
};
using SupportGrantId = Id<SupportGrantKind>;
}  // namespace gatehouse

namespace gatehouse::access {

inline constexpr ErrorKind kBeyondSupport{
    "access.beyond_support", Fault::forbidden,
    "A support session reads what its grant names and does nothing else.", "ACC-08"};
inline constexpr ErrorKind kSupportOver{
    "access.support_over", Fault::unauthenticated,
    "This support session is over. Ask the workspace for another one.", "ACC-08"};
inline constexpr ErrorKind kSupportLinkRefused{
    "access.support_link_refused", Fault::not_found,
    "This link is used up, too old or not complete. Make another one on the server.", "ACC-08"};
inline constexpr ErrorKind kSupportNotApproved{
    "access.support_not_approved", Fault::forbidden,
    "The workspace has not approved this. Wait until somebody of it does.", "ACC-08"};
inline constexpr ErrorKind kSupportReason{
    "access.support_reason", Fault::invalid,
    "Say in 10 to 300 characters why support has to look; the workspace decides by it."};

enum class SupportScope : unsigned char { conversations, bots, members };

struct SupportGrant {
  SupportGrantId id;
  TenantId tenant;
  SupportScope scope;
  std::string reason;
  Instant requested_at;
  std::optional<Instant> approved_at;
  std::optional<PersonId> approved_by;
  std::optional<SessionId> session;
  std::optional<Instant> opened_at;
  std::optional<Instant> ends_at;
  std::optional<Instant> ended_at;
  std::optional<std::string> ended_why;

  bool is_live(Instant now) const { return opened_at && !ended_at && ends_at && *ends_at > now; }
};

Privileges privileges_of(SupportScope scope);

struct SupportLimits {
  std::chrono::minutes session{60};
  std::chrono::minutes link{15};
  std::chrono::hours approved{24};  // so long an approval may be taken up
};

class Support {
 public:
  struct Ground {
    store::Database& control;
    Tenants& tenants;
    const vault::Keyring& keys;
    audit::Log& log;
    Clock& clock;
    Random& random;
  };
  // Joins the act support_access to the approvals.
  Support(Ground ground, Approvals& approvals, SupportLimits limits = {});

  // --- for whoever sits at the machine. Blocking.
  Result<SupportGrant> request(TenantId tenant, SupportScope scope, std::string_view reason);
  // Works once, for 15 minutes; kSupportNotApproved before the workspace has said yes.
  Result<Secret> make_link(SupportGrantId id);
  Result<std::vector<SupportGrant>> all();
  Result<> end_by_operator(SupportGrantId id);

  // --- for the engineer's browser
  struct Opened {
    SupportGrant grant;
    Secret cookie;
  };
  Task<Result<Opened>> open(Whereabouts where, std::string token);
  static bool is_cookie(std::string_view cookie);
  Task<Result<Caller>> recognise(Whereabouts where, std::string cookie);
  // In the workspace's log, before it is answered.
  Task<Result<>> witness(Caller caller, std::string what);
  Task<Result<SupportGrant>> own(Caller caller);
  Task<Result<>> leave(Caller caller);

  // --- for the workspace
  Task<Result<std::vector<SupportGrant>>> list(Caller caller);
  Task<Result<>> end(Caller caller, SupportGrantId id);

  // Blocking; notes those that ran out.
  Result<> keep_house();
  // For the verifier: makes the sessions of a probe tenant older.
  Result<> age(TenantId tenant, std::chrono::milliseconds by);

 private:
  struct Row;
  Result<SupportGrant> opened(const Row& row) const;
  Result<SupportGrant> find(store::Reader& reader, SupportGrantId id) const;
  Result<> finish(store::Transaction& transaction, const audit::Origin& origin,
                  const SupportGrant& grant, std::string_view why, PersonId by) const;
  Task<Result<>> tell_tenant(audit::Origin origin, audit::Deed deed);
  Result<> tell_tenant_now(const audit::Origin& origin, const audit::Deed& deed);
  audit::Origin origin_of(const SupportGrant& grant, const Whereabouts& where) const;

  const Ground ground_;
  Approvals& approvals_;
  const SupportLimits limits_;
};

}  // namespace gatehouse::access

namespace gatehouse {
template <>
struct EnumNames<access::SupportScope> {
  using enum access::SupportScope;
  static constexpr auto names = std::to_array<std::pair<access::SupportScope, std::string_view>>(
      {{conversations, "conversations"}, {bots, "bots"}, {members, "members"}});
};
}  // namespace gatehouse
