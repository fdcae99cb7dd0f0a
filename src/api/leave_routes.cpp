// Leaving a workspace, and coming back.
#include "api/leave_shapes.h"
#include "api/services.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;

Task<Result<identity::Ended>> what_leaving_ends(Services& services, Call<Nothing> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  co_return co_await services.identity.what_leaving_ends(call.caller, person);
}

Task<Result<identity::Departure>> let_leave(Services& services, Call<LeaveInput> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  identity::LeaveWish wish{
      .reason = call.input.reason.value_or(""), .heir = call.input.heir, .at = call.input.at};
  co_return co_await services.identity.let_leave(call.caller, person, std::move(wish));
}

Task<Result<>> withdraw_leaving(Services& services, Call<Nothing> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  co_return co_await services.identity.withdraw_leaving(call.caller, person);
}

Task<Result<>> let_return(Services& services, Call<ReturnInput> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  co_return co_await services.identity.let_return(call.caller, person,
                                                  call.input.reason.value_or(""));
}

Task<Result<Items<identity::Departure>>> list_departures(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.identity.departures(call.caller));
  co_return Items<identity::Departure>{std::move(list)};
}

using namespace edge;
using access::Privilege;

constexpr Route kLeaveRoutes[] = {
    {
        .on = GET("/api/v1/members/{person}/leave"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; how much a member holds."),
        .run = handler<&what_leaving_ends>(),
    },
    {
        .on = POST("/api/v1/members/{person}/leave"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<LeaveInput>(2_KiB),
        .audit = records(audit::Event::member_left),
        .run = handler<&let_leave>(),
    },
    {
        .on = DELETE("/api/v1/members/{person}/leave"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::leaving_withdrawn),
        .run = handler<&withdraw_leaving>(),
    },
    {
        .on = POST("/api/v1/members/{person}/return"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<ReturnInput>(2_KiB),
        .audit = records(audit::Event::member_returned),
        .run = handler<&let_return>(),
    },
    {
        .on = GET("/api/v1/departures"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; who has left, and what was ended."),
        .run = handler<&list_departures>(),
    },
};
static_assert(every_change_is_audited(kLeaveRoutes));
static_assert(every_public_route_says_why(kLeaveRoutes));
static_assert(inputs_agree(kLeaveRoutes));

}  // namespace

std::span<const edge::Route> leave_routes() { return kLeaveRoutes; }

}  // namespace gatehouse::api
