// Keys by which machines act for a member.
#include "api/key_shapes.h"
#include "api/role_shapes.h"
#include "api/services.h"
#include "api/tables.h"
#include "api/views.h"

namespace gatehouse::api {

namespace {

using access::Privilege;
using edge::Call;
using edge::Nothing;

KeyView shown(identity::ApiKey key) {
  return {.id = key.id,
          .name = std::move(key.name),
          .owner = {key.owner, std::move(key.owner_name)},
          .privileges = list_of(key.scope),
          .in_force = list_of(key.in_force),
          .bots = std::move(key.bots),
          .per_minute = key.per_minute,
          .ranges = std::move(key.ranges),
          .state = key.state,
          .made_at = key.made_at,
          .renewed_at = key.renewed_at,
          .expires_at = key.expires_at,
          .old_secret_until = key.old_secret_until,
          .used_at = key.used_at,
          .used_from = std::move(key.used_from)};
}

Items<KeyView> shown(std::vector<identity::ApiKey> keys) {
  Items<KeyView> list;
  for (identity::ApiKey& key : keys) list.items.push_back(shown(std::move(key)));
  return list;
}

MadeKeyView shown(identity::MadeKey made) {
  return {shown(std::move(made.key)), std::string{made.token.reveal_text()}};
}

Task<Result<Items<KeyView>>> list_own(Services& services, Call<Nothing> call) {
  CO_TRY(auto keys, co_await services.identity.keys().own(call.caller));
  co_return shown(std::move(keys));
}

Task<Result<Items<KeyView>>> list_all(Services& services, Call<Nothing> call) {
  CO_TRY(auto keys, co_await services.identity.keys().of_workspace(call.caller));
  co_return shown(std::move(keys));
}

Task<Result<MadeKeyView>> make(Services& services, Call<KeyInput> call) {
  KeyInput& input = call.input;
  identity::NewApiKey wanted{
      .name = std::move(input.name),
      .scope = std::nullopt,
      .bots = std::move(input.bots),
      .days = input.days,
      .per_minute = input.per_minute,
      .ranges = std::move(input.ranges).value_or(std::vector<std::string>{})};
  if (input.privileges) {
    access::Privileges scope;
    for (const Privilege one : *input.privileges) scope = scope | access::Privileges{one};
    wanted.scope = scope;
  }
  if (wanted.bots)
    for (const BotId bot : *wanted.bots)
      CO_TRY_VOID(co_await services.bots.check(call.caller, bot));
  CO_TRY(auto made, co_await services.identity.keys().make(call.caller, std::move(wanted)));
  co_return shown(std::move(made));
}

Task<Result<MadeKeyView>> renew(Services& services, Call<identity::KeyRenewal> call) {
  CO_TRY(const auto key, call.path.id<ApiKeyId>("key"));
  CO_TRY(auto made, co_await services.identity.keys().renew(call.caller, key, call.input));
  co_return shown(std::move(made));
}

Task<Result<>> revoke(Services& services, Call<Nothing> call) {
  CO_TRY(const auto key, call.path.id<ApiKeyId>("key"));
  co_return co_await services.identity.keys().revoke(call.caller, key);
}

using namespace edge;

constexpr Route kKeyRoutes[] = {
    {
        .on = GET("/api/v1/keys"),
        .who = members(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; one's own keys, without their secrets."),
        .run = handler<&list_own>(),
    },
    {
        .on = GET("/api/v1/workspace/keys"),
        .who = members_with(Privilege::manage_keys),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; everybody's keys, without their secrets."),
        .run = handler<&list_all>(),
    },
    {
        .on = POST("/api/v1/keys"),
        .who = members().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<KeyInput>(16_KiB),
        .audit = records(audit::Event::api_key_made),
        .run = handler<&make, 201>(),
    },
    {
        .on = POST("/api/v1/keys/{key}/renewal"),
        .who = members().proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<identity::KeyRenewal>(1_KiB),
        .audit = records(audit::Event::api_key_renewed),
        .run = handler<&renew, 201>(),
    },
    {
        .on = DELETE("/api/v1/keys/{key}"),
        .who = members(),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::api_key_revoked),
        .run = handler<&revoke>(),
    },
};
static_assert(every_change_is_audited(kKeyRoutes));
static_assert(every_public_route_says_why(kKeyRoutes));
static_assert(inputs_agree(kKeyRoutes));

}  // namespace

std::span<const edge::Route> key_routes() { return kKeyRoutes; }

}  // namespace gatehouse::api
