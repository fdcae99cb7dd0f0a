// Identity providers as rows. What is secret or somebody else's to know is sealed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "identity/internal/people.h"
#include "identity/internal/saml_gate.h"
#include "identity/sign_on.h"

namespace gatehouse::identity::internal {

struct ProviderRow {
  ProviderId id;
  TenantId tenant;
  ProviderKind kind;
  std::string name;
  std::optional<std::string> issuer;
  vault::Sealed<std::string> settings;  // JSON, by kind
  bool enabled;
  Joining joining;
  Instant created_at;
  std::optional<Instant> trial_at;
  std::optional<std::string> trial_outcome;
  static constexpr auto columns =
      std::tuple{&ProviderRow::id,       &ProviderRow::tenant,       &ProviderRow::kind,
                 &ProviderRow::name,     &ProviderRow::issuer,       &ProviderRow::settings,
                 &ProviderRow::enabled,  &ProviderRow::joining,      &ProviderRow::created_at,
                 &ProviderRow::trial_at, &ProviderRow::trial_outcome};
};

// Of ProviderKind::saml. Our key is made for this provider alone.
struct SamlSettings {
  std::string key_pem;
  std::string certificate_pem;
  std::optional<std::string> sso_url;
  std::vector<std::string> certificates;
};

class Providers {
 public:
  explicit Providers(const Ground& ground) : ground_{ground} {}
  void serve_as(std::string origin) { origin_ = std::move(origin); }

  // The door: another workspace's provider does not exist.
  Result<ProviderRow> enter(store::Reader& reader, const access::Caller& caller,
                            ProviderId id) const;
  Result<Provider> shown(store::Reader& reader, const ProviderRow& row) const;

  vault::Sealed<std::string> sealed(ProviderId id, const SamlSettings& settings) const;
  Result<SamlSettings> opened(const ProviderRow& row) const;
  // Ready to be asked; kProviderNotReady before its metadata is here.
  Result<SamlProvider> saml_provider(const ProviderRow& row) const;
  Result<saml::OurSide> our_saml_side(const ProviderRow& row) const;

  // Whom a provider means, as a key: bound to its issuer, so that a provider that became another
  // one knows nobody.
  crypto::Digest subject_key(std::string_view issuer, std::string_view name) const;

 private:
  std::string place(const ProviderRow& row, std::string_view what) const;

  const Ground& ground_;
  std::string origin_;
};

// With its links, domains, requests, and the door that it was.
Result<> forget_provider(store::Transaction& transaction, ProviderId id);

}  // namespace gatehouse::identity::internal

template <>
struct gatehouse::json::Shape<gatehouse::identity::internal::SamlSettings> {
  using T = gatehouse::identity::internal::SamlSettings;
  static constexpr std::string_view name = "SamlSettings";
  static constexpr auto members = std::tuple{
      json::member("key_pem", &T::key_pem, json::text(1, 8192)),
      json::member("certificate_pem", &T::certificate_pem, json::text(1, 8192)),
      json::member("sso_url", &T::sso_url, json::line(1, 2048)),
      json::member(
          "certificates", &T::certificates,
          json::list_of(gatehouse::identity::saml::kMostCertificates, json::line(1, 16'384)))};
};
