// What protects accounts: the workspace's rules, alerts, and ending sessions.
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;

PolicyView shown(const identity::WorkspacePolicy& policy) {
  return {policy.password.shortest,
          policy.password.lowest_score,
          policy.password.forbidden_words,
          policy.sessions.idle.count(),
          policy.sessions.idle_privileged.count(),
          policy.sessions.absolute.count()};
}

Task<Result<PolicyView>> policy(Services& services, Call<Nothing> call) {
  co_return shown(services.identity.policy(call.caller));
}

Task<Result<PolicyView>> change_policy(Services& services, Call<identity::PolicyChange> call) {
  CO_TRY(const auto policy,
         co_await services.identity.change_policy(call.caller, std::move(call.input)));
  co_return shown(policy);
}

Task<Result<identity::Strength>> own_password_strength(Services& services,
                                                       Call<OwnPasswordQuestion> call) {
  Secret password = Secret::of_text(call.input.password);
  wipe(call.input.password);
  co_return co_await services.identity.strength_for(call.caller, std::move(password));
}

Task<Result<Items<identity::Alert>>> alerts(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.identity.alerts(call.caller));
  co_return Items<identity::Alert>{std::move(list)};
}

Task<Result<>> mark_alert_seen(Services& services, Call<Empty> call) {
  CO_TRY(const auto alert, call.path.id<AlertId>("alert"));
  co_return co_await services.identity.mark_alert_seen(call.caller, alert);
}

Task<Result<>> end_other_sessions(Services& services, Call<Nothing> call) {
  co_return co_await services.identity.end_other_sessions(call.caller);
}

Task<Result<>> end_member_sessions(Services& services, Call<Nothing> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  co_return co_await services.identity.end_member_sessions(call.caller, person);
}

using namespace edge;
using access::Privilege;

constexpr Route kProtectionRoutes[] = {
    {
        .on = GET("/api/v1/workspace/policy"),
        .who = members(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; everybody may know the rules they have to keep."),
        .run = handler<&policy>(),
    },
    {
        .on = PATCH("/api/v1/workspace/policy"),
        .who = members_with(Privilege::manage_workspace).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<identity::PolicyChange>(16_KiB),
        .audit = records(audit::Event::workspace_changed),
        .run = handler<&change_policy>(),
    },
    {
        .on = POST("/api/v1/password/strength"),
        .who = members(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<OwnPasswordQuestion>(4_KiB),
        .audit = not_audited("Computes only; nothing is kept."),
        .run = handler<&own_password_strength>(),
    },
    {
        .on = GET("/api/v1/alerts"),
        .who = members(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own alerts, or the workspace's with that right."),
        .run = handler<&alerts>(),
    },
    {
        .on = POST("/api/v1/alerts/{alert}/seen"),
        .who = members(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::alert_seen),
        .run = handler<&mark_alert_seen>(),
    },
    {
        .on = DELETE("/api/v1/sessions"),
        .who = members(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::session_ended),
        .run = handler<&end_other_sessions>(),
    },
    {
        .on = DELETE("/api/v1/members/{person}/sessions"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::session_ended),
        .run = handler<&end_member_sessions>(),
    },
};
static_assert(every_change_is_audited(kProtectionRoutes));
static_assert(every_public_route_says_why(kProtectionRoutes));
static_assert(inputs_agree(kProtectionRoutes));

}  // namespace

std::span<const edge::Route> protection_routes() { return kProtectionRoutes; }

}  // namespace gatehouse::api
