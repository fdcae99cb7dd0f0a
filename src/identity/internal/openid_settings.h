// What we know of an OpenID Connect provider, as it rests sealed in its row.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "identity/openid.h"

namespace gatehouse::identity::internal {

// Of ProviderKind::oidc. Before anybody said whose provider it is, the text is kUntold.
struct OpenIdSettings {
  std::string client_id;
  std::optional<std::string> client_secret;  // none: a public client, with PKCE alone
  std::string token_endpoint;
  std::string jwks_uri;
  bool names_itself = false;
  std::string keys;  // a JWK set, as it was last seen
  Instant keys_seen_at;

  static constexpr std::string_view kUntold = "{}";
  static Result<std::optional<OpenIdSettings>> read(std::string_view text);
};

}  // namespace gatehouse::identity::internal

template <>
struct gatehouse::json::Shape<gatehouse::identity::internal::OpenIdSettings> {
  using T = gatehouse::identity::internal::OpenIdSettings;
  static constexpr std::string_view name = "OpenIdSettings";
  static constexpr auto members = std::tuple{
      json::member("client_id", &T::client_id, json::line(1, 255)),
      json::member("client_secret", &T::client_secret, json::line(1, 512)),
      json::member("token_endpoint", &T::token_endpoint, json::line(1, 2048)),
      json::member("jwks_uri", &T::jwks_uri, json::line(1, 2048)),
      json::member("names_itself", &T::names_itself),
      json::member("keys", &T::keys, json::text(1, gatehouse::identity::openid::kMostDocument)),
      json::member("keys_seen_at", &T::keys_seen_at),
  };
};

namespace gatehouse::identity::internal {

inline Result<std::optional<OpenIdSettings>> OpenIdSettings::read(std::string_view text) {
  if (text == kUntold) return std::nullopt;
  TRY(auto settings, json::read<OpenIdSettings>(text));
  return settings;
}

}  // namespace gatehouse::identity::internal
