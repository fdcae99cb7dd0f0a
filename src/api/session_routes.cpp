// Signing in and out, and one's own sessions.
#include "api/cookies.h"
#include "api/known_device.h"
#include "api/origin.h"
#include "api/services.h"
#include "api/shapes.h"
#include "api/support_session.h"
#include "api/tables.h"
#include "api/views.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Reply;

Task<Result<Reply>> sign_in(Services& services, Call<SignIn> call) {
  // An address that cannot exist takes the same way as a wrong password, so nothing is told apart.
  auto email = EmailAddress::parse(call.input.email);
  Secret password = Secret::of_text(call.input.password);
  wipe(call.input.password);
  if (!email) email = nobody_called(call.input.email);
  CO_TRY(identity::Approach approach, approach_of(*call.request, std::move(call.input.proof)));
  CO_TRY(auto signed_in,
         co_await services.identity.sign_in(where(call), agent_of(*call.request), *std::move(email),
                                            std::move(password), std::move(approach)));
  co_return on_known_device(services, *call.request, session_reply(200, std::move(signed_in)),
                            call.input.email);
}

Task<Result<identity::Challenge>> challenge(Services& services, Call<Nothing>) {
  co_return co_await services.identity.challenge();
}

Task<Result<SessionView>> session(Services& services, Call<Nothing> call) {
  if (call.caller.kind() == access::Caller::Kind::operator_)
    co_return co_await support_session(services, call.caller);
  CO_TRY(const auto session, co_await services.identity.session(call.caller));
  co_return view(session);
}

Task<Result<Reply>> refresh(Services& services, Call<Nothing> call) {
  CO_TRY(const std::string_view token, cookie(*call.request, kRefreshCookie));
  CO_TRY(auto signed_in, co_await services.identity.refresh(where(call), agent_of(*call.request),
                                                            std::string{token}));
  co_return session_reply(200, std::move(signed_in));
}

Task<Result<Reply>> sign_out(Services& services, Call<Nothing> call) {
  if (call.caller.kind() == access::Caller::Kind::operator_) {
    CO_TRY_VOID(co_await services.support.leave(call.caller));
  } else {
    CO_TRY_VOID(co_await services.identity.sign_out(call.caller));
  }
  Reply reply{.response = net::empty_response(204)};
  reply.cookies = no_cookies();
  co_return reply;
}

Task<Result<Items<identity::SessionEntry>>> sessions(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.identity.sessions(call.caller));
  co_return Items<identity::SessionEntry>{std::move(list)};
}

Task<Result<>> end_session(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<SessionId>("session"));
  co_return co_await services.identity.end_session(call.caller, id);
}

Task<Result<>> change_password(Services& services, Call<PasswordChange> call) {
  Secret current = Secret::of_text(call.input.current);
  Secret password = Secret::of_text(call.input.password);
  wipe(call.input.current);
  wipe(call.input.password);
  co_return co_await services.identity.change_password(call.caller, std::move(current),
                                                       std::move(password));
}

using namespace edge;

constexpr Route kSessionRoutes[] = {
    {
        .on = POST("/api/v1/session"),
        .who = anyone("Signing in is how one becomes somebody."),
        // Failures are counted by identity, per e-mail and address; this only stops floods.
        .limit = per_address(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<SignIn>(4_KiB),
        .audit = records(audit::Event::signed_in),
        .run = handler<&sign_in, 200, SessionView>(),
    },
    {
        .on = GET("/api/v1/session/challenge"),
        .who =
            anyone("The puzzle that signing in asks for after failures; solving it is the price."),
        .limit = per_address(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Computes only; nothing is kept."),
        .run = handler<&challenge>(),
    },
    {
        .on = GET("/api/v1/session"),
        .who = members().half_signed_in().also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own session."),
        .run = handler<&session>(),
    },
    {
        .on = POST("/api/v1/session/refresh"),
        .who = anyone("The refresh cookie is the credential; the access token has run out."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::session_refreshed),
        .run = handler<&refresh, 200, SessionView>(),
    },
    {
        .on = DELETE("/api/v1/session"),
        .who = members().half_signed_in().also_support(),
        .limit = per_principal(60, per_minute, WhenUnsure::allow),
        .takes = nothing(),
        .audit = records(audit::Event::signed_out),
        .run = handler<&sign_out, 204>(),
    },
    {
        .on = GET("/api/v1/sessions"),
        .who = members(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own sessions."),
        .run = handler<&sessions>(),
    },
    {
        .on = DELETE("/api/v1/sessions/{session}"),
        .who = members(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::session_ended),
        .run = handler<&end_session>(),
    },
    {
        .on = POST("/api/v1/password"),
        .who = members().proven_lately(),
        .limit = per_principal(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<PasswordChange>(4_KiB),
        .audit = records(audit::Event::password_changed),
        .run = handler<&change_password>(),
    },
};
static_assert(every_change_is_audited(kSessionRoutes));
static_assert(every_public_route_says_why(kSessionRoutes));
static_assert(inputs_agree(kSessionRoutes));

}  // namespace

std::span<const edge::Route> session_routes() { return kSessionRoutes; }

}  // namespace gatehouse::api
