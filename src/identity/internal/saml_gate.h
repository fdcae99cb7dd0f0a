// SAML through gatehouse-saml, which is started for each question.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "identity/internal/pool.h"
#include "identity/internal/provider_gate.h"
#include "identity/internal/providers.h"
#include "identity/saml_protocol.h"

namespace gatehouse::identity::internal {

// Of ProviderKind::saml. Our key is made for this provider alone.
struct SamlSettings {
  std::string key_pem;
  std::string certificate_pem;
  std::vector<std::string> certificates;  // theirs
};

class SamlGate final : public ProviderGate {
 public:
  SamlGate(const Ground& ground, const Providers& providers);
  void use(std::filesystem::path executable) { executable_ = std::move(executable); }

  Task<Result<std::string>> furnish() override;
  Task<Result<std::optional<Terms>>> learn(ProviderRow provider, ProviderChange change) override;
  Task<Result<TripBegun>> begin(ProviderRow provider, Trip trip) override;
  Task<Result<Subject>> accept(ProviderRow provider, std::string kept, std::string answer) override;
  Task<Result<std::string>> describe(ProviderRow provider);  // our metadata

 private:
  Result<SamlSettings> settings_of(const ProviderRow& provider) const;
  saml::OurSide ours(const ProviderRow& provider, SamlSettings& settings) const;
  Result<saml::TheirSide> theirs(const ProviderRow& provider, SamlSettings& settings) const;
  Task<Result<saml::Answer>> ask(saml::Question question);

  const Ground& ground_;
  const Providers& providers_;
  std::filesystem::path executable_;
  Pool pool_;  // threads that wait for children
};

}  // namespace gatehouse::identity::internal

template <>
struct gatehouse::json::Shape<gatehouse::identity::internal::SamlSettings> {
  using T = gatehouse::identity::internal::SamlSettings;
  static constexpr std::string_view name = "SamlSettings";
  static constexpr auto members = std::tuple{
      json::member("key_pem", &T::key_pem, json::text(1, 8192)),
      json::member("certificate_pem", &T::certificate_pem, json::text(1, 8192)),
      json::member(
          "certificates", &T::certificates,
          json::list_of(gatehouse::identity::saml::kMostCertificates, json::line(1, 16'384)))};
};
