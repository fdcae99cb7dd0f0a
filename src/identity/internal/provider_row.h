// Identity providers as rows. What is secret or somebody else's to know is sealed.
#pragma once

#include <optional>
#include <string>

#include "identity/sign_on.h"
#include "store/row.h"
#include "vault/vault.h"

namespace gatehouse::identity::internal {

struct ProviderRow {
  ProviderId id;
  TenantId tenant;
  ProviderKind kind;
  std::string name;
  std::optional<std::string> issuer;
  std::optional<std::string> address;
  vault::Sealed<std::string> settings;  // JSON, by kind
  bool enabled;
  Joining joining;
  Instant created_at;
  std::optional<Instant> trial_at;
  std::optional<std::string> trial_outcome;
  static constexpr auto columns =
      std::tuple{&ProviderRow::id,         &ProviderRow::tenant,   &ProviderRow::kind,
                 &ProviderRow::name,       &ProviderRow::issuer,   &ProviderRow::address,
                 &ProviderRow::settings,   &ProviderRow::enabled,  &ProviderRow::joining,
                 &ProviderRow::created_at, &ProviderRow::trial_at, &ProviderRow::trial_outcome};
};

}  // namespace gatehouse::identity::internal
