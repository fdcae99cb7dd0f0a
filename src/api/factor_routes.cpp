// Second factors: proving oneself by them, keeping one's own, and what holds for those of others.
#include "api/cookies.h"
#include "api/factor_shapes.h"
#include "api/origin.h"
#include "api/services.h"
#include "api/tables.h"
#include "api/views.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Reply;

inline constexpr ErrorKind kNotOneProof{"identity.not_one_proof", Fault::invalid,
                                        "Send one of the ways to prove who you are."};

// --- signing in and proving

Task<Result<identity::PasskeyQuestion>> ask_to_sign_in(Services& services, Call<Nothing>) {
  co_return co_await services.identity.factors().ask_to_sign_in();
}

Task<Result<Reply>> sign_in(Services& services, Call<identity::PasskeyAnswer> call) {
  CO_TRY(auto signed_in, co_await services.identity.factors().sign_in(
                             where(call), agent_of(*call.request), std::move(call.input)));
  co_return session_reply(200, std::move(signed_in));
}

Task<Result<identity::PasskeyQuestion>> ask_to_prove(Services& services, Call<Nothing> call) {
  co_return co_await services.identity.factors().ask_to_prove(call.caller);
}

Result<identity::Evidence> evidence_of(ProofInput input) {
  const int given = input.code.has_value() + input.recovery_code.has_value() +
                    input.password.has_value() + input.passkey.has_value();
  if (given != 1) return fail(kNotOneProof);
  if (input.passkey) return identity::Evidence{*std::move(input.passkey)};
  if (input.code) return identity::Evidence{identity::Code{*std::move(input.code)}};
  if (input.recovery_code)
    return identity::Evidence{identity::RecoveryCode{*std::move(input.recovery_code)}};
  Secret password = Secret::of_text(*input.password);
  wipe(*input.password);
  return identity::Evidence{std::move(password)};
}

Task<Result<SessionView>> prove(Services& services, Call<ProofInput> call) {
  CO_TRY(auto evidence, evidence_of(std::move(call.input)));
  CO_TRY(const auto session,
         co_await services.identity.factors().prove(call.caller, std::move(evidence)));
  co_return view(session);
}

// --- one's own

Task<Result<identity::OwnFactors>> list(Services& services, Call<Nothing> call) {
  co_return co_await services.identity.factors().list(call.caller);
}

Task<Result<identity::PasskeyOffer>> offer_passkey(Services& services, Call<Nothing> call) {
  co_return co_await services.identity.factors().offer_passkey(call.caller);
}

Task<Result<identity::Factor>> add_passkey(Services& services, Call<identity::NewPasskey> call) {
  co_return co_await services.identity.factors().add_passkey(call.caller, std::move(call.input));
}

Task<Result<identity::AppOffer>> offer_app(Services& services, Call<Nothing> call) {
  co_return co_await services.identity.factors().offer_app(call.caller);
}

Task<Result<identity::Factor>> add_app(Services& services, Call<NewAppInput> call) {
  co_return co_await services.identity.factors().add_app(call.caller, std::move(call.input.name),
                                                         std::move(call.input.code));
}

Task<Result<>> remove(Services& services, Call<Nothing> call) {
  CO_TRY(const auto factor, call.path.id<FactorId>("factor"));
  co_return co_await services.identity.factors().remove(call.caller, factor);
}

Task<Result<RecoveryCodesView>> make_recovery_codes(Services& services, Call<Nothing> call) {
  CO_TRY(auto codes, co_await services.identity.factors().make_recovery_codes(call.caller));
  co_return RecoveryCodesView{std::move(codes)};
}

// --- others

Task<Result<identity::FactorRule>> rule(Services& services, Call<Nothing> call) {
  co_return co_await services.identity.factors().rule(call.caller);
}

Task<Result<identity::FactorRule>> change_rule(Services& services, Call<FactorRuleChange> call) {
  co_return co_await services.identity.factors().demand(call.caller, call.input.for_all);
}

Task<Result<>> reset(Services& services, Call<Nothing> call) {
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  co_return co_await services.identity.factors().reset(call.caller, person);
}

using namespace edge;
using access::Privilege;

constexpr Route kFactorRoutes[] = {
    {
        .on = POST("/api/v1/session/passkey/challenge"),
        .who = anyone("What a passkey signs, before anybody has said who they are."),
        .limit = per_address(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("A random number, forgotten after five minutes."),
        .run = handler<&ask_to_sign_in>(),
    },
    {
        .on = POST("/api/v1/session/passkey"),
        .who = anyone("Signing in is how one becomes somebody; the signature is the credential."),
        .limit = per_address(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<identity::PasskeyAnswer>(20_KiB),
        .audit = records(audit::Event::signed_in),
        .run = handler<&sign_in, 200, SessionView>(),
    },
    {
        .on = POST("/api/v1/session/challenge"),
        .who = members().half_signed_in(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("A random number, forgotten after five minutes."),
        .run = handler<&ask_to_prove>(),
    },
    {
        .on = POST("/api/v1/session/proof"),
        .who = members().half_signed_in(),
        // Wrong ones are counted by identity too; this only stops floods.
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<ProofInput>(20_KiB),
        .audit = records(audit::Event::factor_proven),
        .run = handler<&prove>(),
    },
    {
        .on = GET("/api/v1/factors"),
        .who = members().enrolling(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own factors, without their secrets."),
        .run = handler<&list>(),
    },
    {
        .on = DELETE("/api/v1/factors/{factor}"),
        .who = members().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::factor_removed),
        .run = handler<&remove>(),
    },
    {
        .on = POST("/api/v1/factors/passkeys/challenge"),
        .who = members().enrolling().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("A random number, forgotten after five minutes."),
        .run = handler<&offer_passkey>(),
    },
    {
        .on = POST("/api/v1/factors/passkeys"),
        .who = members().enrolling().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<identity::NewPasskey>(32_KiB),
        .audit = records(audit::Event::factor_added),
        .run = handler<&add_passkey, 201>(),
    },
    {
        .on = POST("/api/v1/factors/apps/secret"),
        .who = members().enrolling().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("A secret that counts for nothing until its first code is right."),
        .run = handler<&offer_app>(),
    },
    {
        .on = POST("/api/v1/factors/apps"),
        .who = members().enrolling().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<NewAppInput>(2_KiB),
        .audit = records(audit::Event::factor_added),
        .run = handler<&add_app, 201>(),
    },
    {
        .on = POST("/api/v1/factors/recovery-codes"),
        .who = members().proven_lately(),
        .limit = per_principal(10, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::recovery_codes_made),
        .run = handler<&make_recovery_codes, 201>(),
    },
    {
        .on = GET("/api/v1/workspace/second-factor"),
        .who = members_with(Privilege::read_members),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; the rule and how many fulfil it."),
        .run = handler<&rule>(),
    },
    {
        .on = PATCH("/api/v1/workspace/second-factor"),
        .who = members_with(Privilege::manage_workspace).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<FactorRuleChange>(1_KiB),
        .audit = records(audit::Event::factor_rule_changed),
        .run = handler<&change_rule>(),
    },
    {
        .on = DELETE("/api/v1/members/{person}/factors"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::factors_reset),
        .run = handler<&reset>(),
    },
};
static_assert(every_change_is_audited(kFactorRoutes));
static_assert(every_public_route_says_why(kFactorRoutes));
static_assert(inputs_agree(kFactorRoutes));

}  // namespace

std::span<const edge::Route> factor_routes() { return kFactorRoutes; }

}  // namespace gatehouse::api
