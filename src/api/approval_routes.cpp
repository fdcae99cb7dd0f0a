// What nobody does alone: what waits, and deciding about it.
#include "api/approval_shapes.h"
#include "api/services.h"
#include "api/tables.h"

namespace gatehouse::api {

ApprovalView view(const identity::ApprovalEntry& entry) {
  const access::Approval& approval = entry.approval;
  const bool waits = approval.state == access::ApprovalState::waiting;
  ApprovalView shown{.id = approval.id,
                     .act = approval.act,
                     .object = approval.object,
                     .subject = approval.details.subject,
                     .role = approval.details.role,
                     .role_name = approval.details.role_name,
                     .gained = approval.details.gained,
                     .scope = approval.details.scope,
                     .reason = approval.reason,
                     .requester = entry.requester,
                     .by_operator = approval.requester.is_nil(),
                     .is_own = entry.is_own,
                     .requested_at = approval.requested_at,
                     .expires_at = approval.expires_at,
                     .due_at = approval.due_at,
                     .state = approval.state,
                     .decider = entry.decider,
                     .decided_at = approval.decided_at,
                     .digest = hex(approval.digest),
                     .may_approve = waits && entry.objection == nullptr,
                     .why_not = {}};
  if (waits && entry.objection != nullptr) shown.why_not = std::string{entry.objection->code};
  return shown;
}

namespace {

using edge::Call;
using edge::Nothing;

Result<crypto::Digest> digest_in(const std::string& text) {
  auto bytes = from_hex(text);
  crypto::Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return fail(Error{json::kBadText}.at("/digest"));
  std::ranges::copy(*bytes, digest.begin());
  return digest;
}

Task<Result<Items<ApprovalView>>> list(Services& services, Call<Nothing> call) {
  CO_TRY(const auto entries, co_await services.identity.approvals(call.caller));
  Items<ApprovalView> shown;
  for (const identity::ApprovalEntry& entry : entries) shown.items.push_back(view(entry));
  co_return shown;
}

Task<Result<ApprovalView>> approve(Services& services, Call<ApprovalInput> call) {
  CO_TRY(const auto id, call.path.id<ApprovalId>("approval"));
  CO_TRY(const auto digest, digest_in(call.input.digest));
  CO_TRY(const auto entry, co_await services.identity.approve(call.caller, id, digest));
  co_return view(entry);
}

Task<Result<ApprovalView>> decline(Services& services, Call<Empty> call) {
  CO_TRY(const auto id, call.path.id<ApprovalId>("approval"));
  CO_TRY(const auto entry, co_await services.identity.decline(call.caller, id));
  co_return view(entry);
}

Task<Result<ApprovalView>> withdraw(Services& services, Call<Empty> call) {
  CO_TRY(const auto id, call.path.id<ApprovalId>("approval"));
  CO_TRY(const auto entry, co_await services.identity.withdraw_request(call.caller, id));
  co_return view(entry);
}

using namespace edge;
using access::Privilege;

constexpr Route kApprovalRoutes[] = {
    {
        .on = GET("/api/v1/approvals"),
        .who = members(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own requests, and all for those who approve."),
        .run = handler<&list>(),
    },
    {
        .on = POST("/api/v1/approvals/{approval}/approve"),
        .who = members_with(Privilege::approve).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<ApprovalInput>(1_KiB),
        .audit = records(audit::Event::approval_given),
        .run = handler<&approve>(),
    },
    {
        .on = POST("/api/v1/approvals/{approval}/decline"),
        .who = members_with(Privilege::approve),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::approval_declined),
        .run = handler<&decline>(),
    },
    {
        .on = POST("/api/v1/approvals/{approval}/withdraw"),
        .who = members(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::approval_withdrawn),
        .run = handler<&withdraw>(),
    },
};
static_assert(every_change_is_audited(kApprovalRoutes));
static_assert(every_public_route_says_why(kApprovalRoutes));
static_assert(inputs_agree(kApprovalRoutes));

}  // namespace

std::span<const edge::Route> approval_routes() { return kApprovalRoutes; }

}  // namespace gatehouse::api
