// OpenID Connect: code flow with PKCE (RFC 7636), with every request going out by the one guarded
// exit. What a provider is and which keys it signs with is learnt when somebody sets it up; from
// then on its keys change only by their own announcement, and that is written down.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "egress/fetch.h"
#include "identity/internal/openid_settings.h"
#include "identity/internal/provider_gate.h"
#include "identity/internal/providers.h"

namespace gatehouse::identity::internal {

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
  // What is behind an issuer that somebody names.
  Task<Result<Terms>> look_up(ProviderRow provider, OpenIdChange told);
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
