// The identity providers of a workspace, and what of them is shown.
#pragma once

#include <string>
#include <string_view>

#include "identity/internal/people.h"
#include "identity/internal/provider_row.h"

namespace gatehouse::identity::internal {

class Providers {
 public:
  explicit Providers(const Ground& ground) : ground_{ground} {}
  void serve_as(std::string origin) { origin_ = std::move(origin); }

  // The door: another workspace's provider does not exist.
  Result<ProviderRow> enter(store::Reader& reader, const access::Caller& caller,
                            ProviderId id) const;
  Result<Provider> shown(store::Reader& reader, const ProviderRow& row) const;

  // Settings are JSON of the provider's kind. Whoever opens them wipes them.
  vault::Sealed<std::string> sealed(ProviderId id, const std::string& settings) const;
  Result<std::string> opened(const ProviderRow& row) const;

  // An address of ours that the other side knows: "https://…/sign-on/saml/sso_…/acs".
  std::string place(const ProviderRow& row, std::string_view what) const;

  // Whom a provider means, as a key: bound to its issuer, so that a provider that became another
  // one knows nobody.
  crypto::Digest subject_key(std::string_view issuer, std::string_view name) const;

 private:
  const Ground& ground_;
  std::string origin_;
};

// With its links, domains, requests, and the door that it was.
Result<> forget_provider(store::Transaction& transaction, ProviderId id);

}  // namespace gatehouse::identity::internal
