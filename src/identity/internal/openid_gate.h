// OpenID Connect: code flow with PKCE (RFC 7636), with every request going out by the one guarded
// exit. What a provider is and which keys it signs with is learnt when somebody sets it up; from
// then on its keys change only by their own announcement, and that is written down.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/json.h"
#include "egress/fetch.h"
#include "identity/internal/provider_gate.h"
#include "identity/internal/providers.h"
#include "identity/openid.h"

namespace gatehouse::identity::internal {

// Of ProviderKind::oidc, sealed.
struct OpenIdSettings {
  std::string client_id;
  std::optional<std::string> client_secret;  // none: a public client, with PKCE alone
  std::string token_endpoint;
  std::string jwks_uri;
  bool names_itself = false;
  std::string keys;  // a JWK set, as it was last seen
  Instant keys_seen_at;
};

// What came back with the browser (RFC 6749 4.1.2, RFC 9207).
struct OpenIdAnswer {
  std::optional<std::string> code;
  std::optional<std::string> error;
  std::optional<std::string> iss;
};

class OpenIdGate final : public ProviderGate {
 public:
  OpenIdGate(const Ground& ground, const Providers& providers)
      : ground_{ground}, providers_{providers} {}
  void fetch_through(egress::Fetcher& fetcher) { fetcher_ = &fetcher; }

  Task<Result<std::string>> furnish() override;
  Task<Result<std::optional<Terms>>> learn(ProviderRow provider, ProviderChange change) override;
  Task<Result<TripBegun>> begin(ProviderRow provider, Trip trip) override;
  Task<Result<Subject>> accept(ProviderRow provider, std::string kept, std::string answer) override;

  // What a provider says about somebody who has left it.
  Task<Result<openid::Claims>> accept_logout(ProviderRow provider, std::string token);
  // Absent before learn().
  Result<std::optional<OpenIdSettings>> settings_of(const ProviderRow& provider) const;

 private:
  Task<Result<std::string>> read(const ProviderRow& provider, std::string url);
  Task<Result<std::string>> redeem(ProviderRow provider, OpenIdSettings settings, std::string kept,
                                   std::string code);
  // The keys that may have signed this token: those that we hold, or what the provider announces
  // now if it names one that we do not know.
  Task<Result<openid::KeySet>> keys_for(ProviderRow provider, OpenIdSettings settings,
                                        std::string token);
  Result<> keep_keys(store::Transaction& transaction, ProviderId id, const openid::KeySet& keys,
                     bool changed) const;
  bool may_look_again(ProviderId id);
  std::string derived(std::string_view what, std::string_view kept) const;

  const Ground& ground_;
  const Providers& providers_;
  egress::Fetcher* fetcher_ = nullptr;
  std::mutex mutex_;
  std::map<ProviderId, Tick> looked_at_;
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
template <>
struct gatehouse::json::Shape<gatehouse::identity::internal::OpenIdAnswer> {
  using T = gatehouse::identity::internal::OpenIdAnswer;
  static constexpr std::string_view name = "OpenIdAnswer";
  static constexpr auto members = std::tuple{
      json::member("code", &T::code, json::line(1, 4096)),
      json::member("error", &T::error, json::line(1, 200)),
      json::member("iss", &T::iss, json::line(1, 2048)),
  };
};
