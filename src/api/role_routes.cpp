// Roles, what they may do, and the bots that members are granted.
#include "api/approval_shapes.h"
#include "api/role_shapes.h"
#include "api/services.h"
#include "api/tables.h"
#include "api/views.h"
#include "edge/problem.h"

namespace gatehouse::api {

namespace {

using access::Privilege;
using access::Privileges;
using edge::Call;
using edge::Nothing;
using edge::Reply;

Privileges set_of(const PrivilegeList& list) {
  Privileges set;
  for (const Privilege one : list) set = set | Privileges{one};
  return set;
}

access::Breadth breadth_of(bool every_bot) {
  return every_bot ? access::Breadth::every_bot : access::Breadth::granted_bots;
}

RoleView shown(identity::RoleEntry role) {
  return {role.key,
          std::move(role.name),
          role.built_in,
          role.breadth == access::Breadth::every_bot,
          list_of(role.privileges),
          std::move(role.holders)};
}

Task<Result<Items<PrivilegeView>>> list_privileges(Services&, Call<Nothing>) {
  Items<PrivilegeView> list;
  for (const access::PrivilegeRow& row : access::kPrivileges)
    list.items.push_back({row.privilege, row.scope, std::string{row.sentence}});
  co_return list;
}

Task<Result<Items<RoleView>>> list_roles(Services& services, Call<Nothing> call) {
  CO_TRY(auto roles, co_await services.identity.roles(call.caller));
  Items<RoleView> list;
  for (identity::RoleEntry& role : roles) list.items.push_back(shown(std::move(role)));
  co_return list;
}

Task<Result<RoleView>> add_role(Services& services, Call<RoleInput> call) {
  identity::RoleDraft draft{std::move(call.input.name), set_of(call.input.privileges),
                            breadth_of(call.input.every_bot)};
  CO_TRY(auto role, co_await services.identity.add_role(call.caller, std::move(draft)));
  co_return shown(std::move(role));
}

Task<Result<Reply>> edit_role(Services& services, Call<RolePatch> call) {
  CO_TRY(const auto id, call.path.id<RoleId>("role"));
  identity::RoleEdit edit{.name = std::move(call.input.name),
                          .reason = call.input.reason.value_or("")};
  if (call.input.privileges) edit.privileges = set_of(*call.input.privileges);
  if (call.input.every_bot) edit.breadth = breadth_of(*call.input.every_bot);
  CO_TRY(auto role, co_await services.identity.edit_role(call.caller, id, std::move(edit)));
  if (!role.approval) co_return edge::json_reply(200, shown(std::move(role)));
  CO_TRY(const auto asked, co_await services.identity.approval(call.caller, *role.approval));
  co_return edge::json_reply(202, view(asked));
}

// A problem document (RFC 9457) that says who holds the role, in a member of its own (section 3.2).
Reply still_held(const std::vector<identity::Holder>& holders, RequestId correlation) {
  Reply reply = edge::problem(Error{identity::kRoleInUse}, correlation);
  std::string& body = reply.response.body;
  body.pop_back();
  body += R"(,"holders":)";
  json::write(body, holders);
  body += '}';
  return reply;
}

Task<Result<Reply>> delete_role(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<RoleId>("role"));
  CO_TRY(const auto holders, co_await services.identity.delete_role(call.caller, id));
  if (!holders.empty()) co_return still_held(holders, call.request->id);
  co_return Reply{.response = net::empty_response(204)};
}

Task<Result<Items<GrantView>>> list_grants(Services& services, Call<Nothing> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  CO_TRY(const auto grants, co_await services.identity.grants(call.caller, person));
  Items<GrantView> list;
  for (const access::Grant& grant : grants) list.items.push_back(view(grant));
  co_return list;
}

Task<Result<GrantView>> set_grant(Services& services, Call<GrantInput> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  CO_TRY_VOID(co_await services.bots.check(call.caller, bot));
  const access::Grant wanted{bot, set_of(call.input.privileges)};
  CO_TRY(const auto grant, co_await services.identity.grant(call.caller, person, wanted));
  co_return view(grant);
}

using namespace edge;

constexpr Route kRoleRoutes[] = {
    {
        .on = GET("/api/v1/privileges"),
        .who = members().also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; sentences of the program."),
        .run = handler<&list_privileges>(),
    },
    {
        .on = GET("/api/v1/roles"),
        .who = members_with(Privilege::read_members).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; what roles may do and who holds them."),
        .run = handler<&list_roles>(),
    },
    {
        .on = POST("/api/v1/roles"),
        .who = members_with(Privilege::manage_roles),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<RoleInput>(4_KiB),
        .audit = records(audit::Event::role_created),
        .run = handler<&add_role, 201>(),
    },
    {
        .on = PATCH("/api/v1/roles/{role}"),
        .who = members_with(Privilege::manage_roles),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<RolePatch>(4_KiB),
        .audit = records(audit::Event::role_changed),
        .run = handler<&edit_role, 200, RoleView>().or_later<ApprovalView>(),
    },
    {
        .on = DELETE("/api/v1/roles/{role}"),
        .who = members_with(Privilege::manage_roles),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::role_deleted),
        .run = handler<&delete_role, 204>(),
    },
    {
        .on = GET("/api/v1/members/{person}/grants"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; which bots a colleague was granted."),
        .run = handler<&list_grants>(),
    },
    {
        .on = PATCH("/api/v1/members/{person}/grants/{bot}"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(300, per_minute, WhenUnsure::refuse),
        .takes = json_of<GrantInput>(4_KiB),
        .audit = records(audit::Event::grant_changed),
        .run = handler<&set_grant>(),
    },
};
static_assert(every_change_is_audited(kRoleRoutes));
static_assert(every_public_route_says_why(kRoleRoutes));
static_assert(inputs_agree(kRoleRoutes));

}  // namespace

std::span<const edge::Route> role_routes() { return kRoleRoutes; }

}  // namespace gatehouse::api
