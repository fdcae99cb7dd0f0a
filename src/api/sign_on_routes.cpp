// Single sign-on: the way to an identity provider and back, and setting it up.
#include "api/internal/sign_on_replies.h"
#include "api/internal/sign_on_shapes.h"
#include "api/origin.h"
#include "api/services.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Form;
using edge::Nothing;
using edge::Query;
using edge::Reply;

// --- the way in
// ---------------------------------------------------------------------------------------------

Task<Result<identity::Doors>> doors(Services& services, Call<Query<DoorsQuestion>> call) {
  CO_TRY(auto email, EmailAddress::parse(call.input.email));
  co_return co_await services.identity.sign_on().doors(std::move(email));
}

Task<Result<Reply>> answer(Services& services, Call<Form<SamlForm>> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  CO_TRY(std::string browser, sign_on_browser_of(*call.request));
  identity::SignOnAnswer said{id, std::move(call.input.response),
                              call.input.relay_state.value_or(""), std::move(browser)};
  co_return co_await end_sign_on(services, where(call), agent_of(*call.request), std::move(said));
}

Task<Result<Reply>> metadata(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  CO_TRY(std::string text, co_await services.identity.sign_on().metadata(id));
  co_return Reply{.response =
                      net::text_response(200, "application/samlmetadata+xml", std::move(text))};
}

// --- setting it up
// --------------------------------------------------------------------------------------------

Task<Result<Items<identity::Provider>>> list(Services& services, Call<Nothing> call) {
  CO_TRY(auto providers, co_await services.identity.sign_on().providers(call.caller));
  co_return Items<identity::Provider>{std::move(providers)};
}

Task<Result<identity::Provider>> add(Services& services, Call<identity::NewProvider> call) {
  co_return co_await services.identity.sign_on().add(call.caller, std::move(call.input));
}

Task<Result<identity::Provider>> change(Services& services, Call<identity::ProviderChange> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  co_return co_await services.identity.sign_on().change(call.caller, id, std::move(call.input));
}

Task<Result<>> remove(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  co_return co_await services.identity.sign_on().remove(call.caller, id);
}

Task<Result<identity::Provider>> close_other_doors(Services& services, Call<OnlyDoorInput> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  co_return co_await services.identity.sign_on().make_only_door(call.caller, id,
                                                                call.input.break_glass);
}

Task<Result<identity::Provider>> open_other_doors(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  co_return co_await services.identity.sign_on().open_other_doors(call.caller, id);
}

template <identity::Aim aim>
Task<Result<Reply>> depart_as(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  CO_TRY(std::string browser, sign_on_browser_of(*call.request));
  CO_TRY(auto departure,
         co_await services.identity.sign_on().begin_as(call.caller, id, aim, std::move(browser)));
  const GoTo go{std::move(departure.address)};
  Reply reply = edge::json_reply(200, go);
  remember_sign_on(reply, std::move(departure.browser));
  co_return reply;
}

Task<Result<Items<identity::OwnDoor>>> own_doors(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.identity.sign_on().own_doors(call.caller));
  co_return Items<identity::OwnDoor>{std::move(list)};
}

Task<Result<>> unlink(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ProviderId>("provider"));
  co_return co_await services.identity.sign_on().unlink(call.caller, id);
}

using namespace edge;
using access::Privilege;

constexpr Route kSignOnRoutes[] = {
    {
        .on = GET("/api/v1/sign-on"),
        .who = anyone(
            "Asked before one is somebody; the answer depends on the address's domain only."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = query_of<DoorsQuestion>(),
        .audit = not_audited("Read only; tells of no person."),
        .run = handler<&doors>(),
    },
    {
        .on = GET("/sign-on/saml/{provider}/start"),
        .who = anyone("Signing in is how one becomes somebody."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Only a question to the provider; what it answers is recorded."),
        .run = handler<&start_sign_on, 303>(),
    },
    {
        .on = POST("/sign-on/saml/{provider}/acs"),
        .who = anyone_across_sites(
            "The provider's signed answer is the credential.",
            "The form comes from the provider's page; the browser's own cookie and a request "
            "that is good once stand in the place of our origin."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        // Percent-encoding makes up to three octets of one.
        .takes = form_of<SamlForm>(identity::saml::kMostResponse + 32_KiB),
        .audit = records(audit::Event::signed_in),
        .run = handler<&answer, 303>(),
    },
    {
        .on = GET("/sign-on/saml/{provider}/metadata"),
        .who = anyone("What every identity provider may know of us: addresses and a certificate."),
        .limit = per_address(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; holds no one's data."),
        .run = handler<&metadata>(),
    },
    {
        .on = GET("/api/v1/sign-on/providers"),
        .who = members_with(Privilege::manage_sign_on),
        .limit = per_principal(240, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; how the workspace signs in."),
        .run = handler<&list>(),
    },
    {
        .on = POST("/api/v1/sign-on/providers"),
        .who = members_with(Privilege::manage_sign_on).proven_lately(),
        .limit = per_principal(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<identity::NewProvider>(2_KiB),
        .audit = records(audit::Event::sign_on_provider_added),
        .run = handler<&add, 201>(),
    },
    {
        .on = PATCH("/api/v1/sign-on/providers/{provider}"),
        .who = members_with(Privilege::manage_sign_on).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<identity::ProviderChange>(identity::saml::kMostMetadata + 32_KiB),
        .audit = records(audit::Event::sign_on_provider_changed),
        .run = handler<&change>(),
    },
    {
        .on = DELETE("/api/v1/sign-on/providers/{provider}"),
        .who = members_with(Privilege::manage_sign_on).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::sign_on_provider_removed),
        .run = handler<&remove>(),
    },
    {
        .on = POST("/api/v1/sign-on/providers/{provider}/trial"),
        .who = members_with(Privilege::manage_sign_on),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Only a question to the provider; what it answers is recorded."),
        .run = handler<&depart_as<identity::Aim::try_out>, 200, GoTo>(),
    },
    {
        .on = POST("/api/v1/sign-on/providers/{provider}/only-door"),
        .who = members_with(Privilege::manage_sign_on).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<OnlyDoorInput>(1_KiB),
        .audit = records(audit::Event::sign_on_door_changed),
        .run = handler<&close_other_doors>(),
    },
    {
        .on = DELETE("/api/v1/sign-on/providers/{provider}/only-door"),
        .who = members_with(Privilege::manage_sign_on).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::sign_on_door_changed),
        .run = handler<&open_other_doors>(),
    },
    {
        .on = GET("/api/v1/sign-on/links"),
        .who = members().enrolling(),
        .limit = per_principal(240, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own links."),
        .run = handler<&own_doors>(),
    },
    {
        .on = POST("/api/v1/sign-on/links/{provider}"),
        .who = members().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit =
            not_audited("Only a question to the provider; the link is recorded when it answers."),
        .run = handler<&depart_as<identity::Aim::link>, 200, GoTo>(),
    },
    {
        .on = POST("/api/v1/sign-on/proofs/{provider}"),
        .who = members().enrolling(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit =
            not_audited("Only a question to the provider; the proof is recorded when it answers."),
        .run = handler<&depart_as<identity::Aim::prove>, 200, GoTo>(),
    },
    {
        .on = DELETE("/api/v1/sign-on/links/{provider}"),
        .who = members(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::sign_on_unlinked),
        .run = handler<&unlink>(),
    },
};
static_assert(every_change_is_audited(kSignOnRoutes));
static_assert(every_public_route_says_why(kSignOnRoutes));
static_assert(inputs_agree(kSignOnRoutes));

}  // namespace

std::span<const edge::Route> sign_on_routes() { return kSignOnRoutes; }

}  // namespace gatehouse::api
