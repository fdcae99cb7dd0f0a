// Single sign-on by OpenID Connect: the way to a provider and back, and what providers tell us.
#include "api/internal/openid_shapes.h"
#include "api/internal/sign_on_replies.h"
#include "api/origin.h"
#include "api/services.h"
#include "api/tables.h"
#include "edge/open_query.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Form;
using edge::Nothing;
using edge::OpenQuery;
using edge::Reply;

Task<Result<Reply>> callback(Services& services, Call<OpenQuery<OpenIdCallback>> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  CO_TRY(std::string browser, sign_on_browser_of(*call.request));
  const identity::openid::Answer said{std::move(call.input.code), std::move(call.input.error),
                                      std::move(call.input.iss)};
  identity::SignOnAnswer answer{id, json::write(said), call.input.state.value_or(""),
                                std::move(browser)};
  co_return co_await end_sign_on(services, where(call), agent_of(*call.request), std::move(answer));
}

// 2.8: 200, and nothing of it is stored on the way.
Task<Result<Reply>> logout(Services& services, Call<Form<LogoutForm>> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  CO_TRY_VOID(co_await services.identity.sign_on().end_sessions_for(
      where(call), id, std::move(call.input.logout_token)));
  co_return Reply{.response = net::empty_response(200)};
}

using namespace edge;

constexpr Route kOpenIdRoutes[] = {
    {
        .on = GET("/sign-on/oidc/{provider}/start"),
        .who = anyone("Signing in is how one becomes somebody."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Only a question to the provider; what it answers is recorded."),
        .run = handler<&start_sign_on, 303>(),
    },
    {
        .on = GET("/sign-on/oidc/{provider}/callback"),
        .who =
            anyone("The provider's code, our state and the browser's cookie are the credential."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = open_query_of<OpenIdCallback>(),
        .audit = records(audit::Event::signed_in),
        .run = handler<&callback, 303>(),
    },
    {
        .on = POST("/sign-on/oidc/{provider}/logout"),
        .who = anyone_across_sites("The provider's signed token is the credential.",
                                   "A server sends it, without cookies of anybody; all it can do "
                                   "is to end sessions of whom the token names."),
        .limit = per_address(240, per_minute, WhenUnsure::refuse),
        .takes = form_of<LogoutForm>(identity::openid::kMostToken + 1_KiB),
        .audit = records(audit::Event::session_ended),
        .run = handler<&logout, 200>(),
    },
};
static_assert(every_change_is_audited(kOpenIdRoutes));
static_assert(every_public_route_says_why(kOpenIdRoutes));
static_assert(inputs_agree(kOpenIdRoutes));

}  // namespace

std::span<const edge::Route> openid_routes() { return kOpenIdRoutes; }

}  // namespace gatehouse::api
