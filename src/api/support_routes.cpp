// The provider's support: how it comes in, and what the workspace sees of it.
#include "api/approval_shapes.h"
#include "api/cookies.h"
#include "api/origin.h"
#include "api/services.h"
#include "api/support_session.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Reply;

SupportGrantView shown(const access::SupportGrant& grant, Instant now) {
  return {.id = grant.id,
          .scope = grant.scope,
          .reason = grant.reason,
          .requested_at = grant.requested_at,
          .approved_at = grant.approved_at,
          .opened_at = grant.opened_at,
          .ends_at = grant.ends_at,
          .ended_at = grant.ended_at,
          .ended_why = grant.ended_why,
          .is_live = grant.is_live(now)};
}

Task<Result<Items<SupportGrantView>>> list(Services& services, Call<Nothing> call) {
  CO_TRY(const auto grants, co_await services.support.list(call.caller));
  Items<SupportGrantView> list;
  for (const access::SupportGrant& grant : grants)
    list.items.push_back(shown(grant, services.clock.now()));
  co_return list;
}

Task<Result<>> end(Services& services, Call<Empty> call) {
  CO_TRY(const auto id, call.path.id<SupportGrantId>("grant"));
  co_return co_await services.support.end(call.caller, id);
}

Task<Result<Reply>> open(Services& services, Call<SupportToken> call) {
  CO_TRY(auto opened, co_await services.support.open(where(call), std::move(call.input.token)));
  CO_TRY(auto caller, co_await services.support.recognise(
                          where(call), std::string{opened.cookie.reveal_text()}));
  CO_TRY(const SessionView session, co_await support_session(services, std::move(caller)));
  Reply reply = edge::json_reply(201, session);
  reply.cookies.push_back({kAccessCookie, std::move(opened.cookie), std::chrono::hours{1}});
  reply.cookies.push_back({kRefreshCookie, Secret{}, {}});
  co_return reply;
}

using namespace edge;
using access::Privilege;

constexpr Route kSupportRoutes[] = {
    {
        .on = GET("/api/v1/support"),
        .who = members(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; when the provider's support looked, and looks."),
        .run = handler<&list>(),
    },
    {
        .on = POST("/api/v1/support/{grant}/end"),
        .who = members_with(Privilege::approve),
        .limit = per_principal(60, per_minute, WhenUnsure::allow),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::support_ended),
        .run = handler<&end>(),
    },
    {
        .on = POST("/api/v1/support/session"),
        .who =
            anyone("Whoever holds the one-time link of an approved grant; it is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<SupportToken>(1_KiB),
        .audit = records(audit::Event::support_opened),
        .run = handler<&open, 201, SessionView>(),
    },
};
static_assert(every_change_is_audited(kSupportRoutes));
static_assert(every_public_route_says_why(kSupportRoutes));
static_assert(inputs_agree(kSupportRoutes));

}  // namespace

Task<Result<SessionView>> support_session(Services& services, access::Caller caller) {
  CO_TRY(const auto grant, co_await services.support.own(caller));
  CO_TRY(access::Tenant tenant, co_await services.tenants.find(caller.tenant()));
  const Instant ends_at = grant.ends_at.value_or(grant.requested_at);
  SessionView shown{.person = {PersonId{}, "Support", ""},
                    .workspace = {tenant.id, std::move(tenant.name)},
                    .role = caller.role(),
                    .privileges = {},
                    .every_bot = true,
                    .grants = {},
                    .csrf = services.identity.csrf_token(caller.session()),
                    .idle_minutes = 60,
                    .ends_at = ends_at,
                    .stage = access::Stage::complete,
                    .ways = {},
                    .support = SupportSession{grant.scope, ends_at}};
  for (const access::PrivilegeRow& row : access::kPrivileges)
    if (caller.may(row.privilege)) shown.privileges.push_back(row.privilege);
  co_return shown;
}

std::span<const edge::Route> support_routes() { return kSupportRoutes; }

}  // namespace gatehouse::api
