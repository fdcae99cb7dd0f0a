// The first owner, and whoever is invited after.
#include "api/cookies.h"
#include "api/known_device.h"
#include "api/origin.h"
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "base/log.h"
#include "base/text.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Reply;

Task<Result<LinkState>> check_setup_link(Services& services, Call<SetupToken> call) {
  CO_TRY(const Instant expires_at,
         co_await services.identity.check_setup_link(std::move(call.input.token)));
  co_return LinkState{expires_at};
}

Task<Result<Reply>> set_up(Services& services, Call<SetUp> call) {
  CO_TRY(auto email, EmailAddress::parse(call.input.email));
  identity::NewOwner owner{std::move(call.input.token), std::move(call.input.name),
                           std::move(email), Secret::of_text(call.input.password),
                           std::move(call.input.workspace)};
  wipe(call.input.password);
  CO_TRY(auto signed_in,
         co_await services.identity.set_up(where(call), agent_of(*call.request), std::move(owner)));
  // The workspace stands either way; without its demo bot only the demo page is missing.
  CO_TRY(auto caller,
         services.identity.recognise(where(call), signed_in.access.reveal_text(), true));
  if (const auto furnished =
          co_await services.demo.furnish(std::move(caller), services.public_origin);
      !furnished)
    log::error("demo.not_furnished", furnished.error());
  const std::string as = signed_in.session.person.email;
  co_return on_known_device(services, *call.request, session_reply(201, std::move(signed_in)), as);
}

Task<Result<identity::Strength>> password_strength(Services& services,
                                                   Call<PasswordQuestion> call) {
  Secret password = Secret::of_text(call.input.password);
  wipe(call.input.password);
  if (!call.input.invitation) co_return services.identity.strength(password, call.input.words);
  co_return co_await services.identity.strength_for(
      *std::move(call.input.invitation), std::move(password), std::move(call.input.words));
}

Task<Result<Invitation>> check_invitation(Services& services, Call<SetupToken> call) {
  CO_TRY(auto invited,
         co_await services.identity.check_invitation(where(call), std::move(call.input.token)));
  co_return Invitation{invited.email.text(), std::move(invited.workspace), invited.role,
                       std::move(invited.role_name)};
}

Task<Result<Reply>> accept_invitation(Services& services, Call<Join> call) {
  identity::NewMember member{std::move(call.input.token), std::move(call.input.name),
                             Secret::of_text(call.input.password)};
  wipe(call.input.password);
  CO_TRY(auto signed_in,
         co_await services.identity.join(where(call), agent_of(*call.request), std::move(member)));
  const std::string as = signed_in.session.person.email;
  co_return on_known_device(services, *call.request, session_reply(201, std::move(signed_in)), as);
}

using namespace edge;

constexpr Route kSetupRoutes[] = {
    {
        .on = POST("/api/v1/setup/check"),
        .who = anyone("Whoever holds the one-time link; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<SetupToken>(1_KiB),
        .audit = not_audited("Read only; a wrong link is recorded as a refusal."),
        .run = handler<&check_setup_link>(),
    },
    {
        .on = POST("/api/v1/setup"),
        .who = anyone("Whoever holds the one-time link; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<SetUp>(8_KiB),
        .audit = records(audit::Event::workspace_created),
        .run = handler<&set_up, 201, SessionView>(),
    },
    {
        .on = POST("/api/v1/password-strength"),
        .who = anyone("Shown while a password is chosen, before there is an account."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<PasswordQuestion>(4_KiB),
        .audit = not_audited("Computes only; nothing is kept."),
        .run = handler<&password_strength>(),
    },
    {
        .on = POST("/api/v1/invitations/check"),
        .who = anyone("Whoever holds the invitation; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<SetupToken>(1_KiB),
        .audit = not_audited("Read only; a wrong link is recorded as a refusal."),
        .run = handler<&check_invitation>(),
    },
    {
        .on = POST("/api/v1/invitations/accept"),
        .who = anyone("Whoever holds the invitation; the link is the credential."),
        .limit = per_address(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<Join>(8_KiB),
        .audit = records(audit::Event::member_joined),
        .run = handler<&accept_invitation, 201, SessionView>(),
    },
};
static_assert(every_change_is_audited(kSetupRoutes));
static_assert(every_public_route_says_why(kSetupRoutes));
static_assert(inputs_agree(kSetupRoutes));

}  // namespace

std::span<const edge::Route> setup_routes() { return kSetupRoutes; }

}  // namespace gatehouse::api
