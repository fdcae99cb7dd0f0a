// The workspace and its members.
#include "api/approval_shapes.h"
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "api/views.h"
#include "base/text.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;

WorkspaceView shown(access::Tenant tenant) {
  return {tenant.id, std::move(tenant.name), tenant.created_at};
}

Task<Result<WorkspaceView>> workspace(Services& services, Call<Nothing> call) {
  CO_TRY(auto tenant, co_await services.tenants.find(call.caller.tenant()));
  co_return shown(std::move(tenant));
}

Task<Result<WorkspaceView>> change_workspace(Services& services, Call<WorkspaceChange> call) {
  CO_TRY_VOID(co_await services.tenants.rename(call.caller, PlainText::of(call.input.name).text()));
  CO_TRY(auto tenant, co_await services.tenants.find(call.caller.tenant()));
  co_return shown(std::move(tenant));
}

Task<Result<Items<identity::Member>>> list_members(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.identity.members(call.caller));
  co_return Items<identity::Member>{std::move(list)};
}

Task<Result<edge::Reply>> change_role(Services& services, Call<RoleChange> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  CO_TRY(const auto member,
         co_await services.identity.change_role(call.caller, person, call.input.role,
                                                call.input.reason.value_or("")));
  if (!member.approval) co_return edge::json_reply(200, member);
  CO_TRY(const auto asked, co_await services.identity.approval(call.caller, *member.approval));
  co_return edge::json_reply(202, view(asked));
}

Task<Result<>> remove_member(Services& services, Call<Nothing> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  co_return co_await services.identity.remove_member(call.caller, person);
}

Task<Result<LinkShown>> invite(Services& services, Call<Invite> call) {
  CO_TRY(auto email, EmailAddress::parse(call.input.email));
  CO_TRY(const auto link,
         co_await services.identity.invite(call.caller, std::move(email), call.input.role,
                                           call.input.language.value_or(egress::Language::en),
                                           call.input.reason.value_or("")));
  co_return view(services.public_origin, "/join", link);
}

using namespace edge;
using access::Privilege;

constexpr Route kMemberRoutes[] = {
    {
        .on = GET("/api/v1/workspace"),
        .who = members().also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; the workspace's name."),
        .run = handler<&workspace>(),
    },
    {
        .on = PATCH("/api/v1/workspace"),
        .who = members_with(Privilege::manage_workspace),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<WorkspaceChange>(2_KiB),
        .audit = records(audit::Event::workspace_changed),
        .run = handler<&change_workspace>(),
    },
    {
        .on = GET("/api/v1/members"),
        .who = members_with(Privilege::read_members).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; colleagues' names."),
        .run = handler<&list_members>(),
    },
    {
        .on = PATCH("/api/v1/members/{person}"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<RoleChange>(1_KiB),
        .audit = records(audit::Event::member_role_changed),
        .run = handler<&change_role, 200, identity::Member>().or_later<ApprovalView>(),
    },
    {
        .on = DELETE("/api/v1/members/{person}"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::member_removed),
        .run = handler<&remove_member>(),
    },
    {
        .on = POST("/api/v1/invitations"),
        .who = members_with(Privilege::invite).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<Invite>(1_KiB),
        .audit = records(audit::Event::member_invited),
        .run = handler<&invite, 201>(),
    },
};
static_assert(every_change_is_audited(kMemberRoutes));
static_assert(every_public_route_says_why(kMemberRoutes));
static_assert(inputs_agree(kMemberRoutes));

}  // namespace

std::span<const edge::Route> member_routes() { return kMemberRoutes; }

}  // namespace gatehouse::api
