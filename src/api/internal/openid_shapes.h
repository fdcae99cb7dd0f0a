// What OpenID Connect providers send us; the names are the standards'.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "identity/openid.h"
#include "identity/sign_on.h"

namespace gatehouse::api {

// RFC 6749 4.1.2 and 4.1.2.1, RFC 9207. Providers add members of their own.
struct OpenIdCallback {
  std::optional<std::string> code;
  std::optional<std::string> state;
  std::optional<std::string> error;
  std::optional<std::string> iss;
};
// Back-Channel Logout 1.0, 2.5.
struct LogoutForm {
  std::string logout_token;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::json::Shape<gatehouse::api::OpenIdCallback> {
  using T = gatehouse::api::OpenIdCallback;
  static constexpr std::string_view name = "OpenIdCallback";
  static constexpr auto members = std::tuple{
      json::member("code", &T::code, json::line(1, 4096)),
      json::member("state", &T::state, json::line(0, 200)),
      json::member("error", &T::error, json::line(1, 200)),
      json::member("iss", &T::iss, json::line(1, 2048)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::LogoutForm> {
  static constexpr std::string_view name = "LogoutForm";
  static constexpr auto members =
      std::tuple{json::member("logout_token", &gatehouse::api::LogoutForm::logout_token,
                              json::line(1, gatehouse::identity::openid::kMostToken))};
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::OpenIdShown> {
  static constexpr std::string_view name = "OpenIdShown";
  static constexpr auto members = std::tuple{
      json::member("client_id", &gatehouse::identity::OpenIdShown::client_id),
      json::member("has_secret", &gatehouse::identity::OpenIdShown::has_secret),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::OpenIdChange> {
  using T = gatehouse::identity::OpenIdChange;
  static constexpr std::string_view name = "OpenIdChange";
  static constexpr auto members = std::tuple{
      json::member("issuer", &T::issuer, json::line(1, 2048)),
      json::member("client_id", &T::client_id, json::line(1, 255)),
      json::member("client_secret", &T::client_secret, json::line(1, 512)),
  };
};
