// Second factors as rows. Names and secrets are sealed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "identity/factors.h"
#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

struct FactorRow {
  FactorId id;
  PersonId person;
  Way way;
  vault::Sealed<std::string> name;
  Instant made_at;
  std::optional<Instant> used_at;
  static constexpr auto columns =
      std::tuple{&FactorRow::id,   &FactorRow::person,  &FactorRow::way,
                 &FactorRow::name, &FactorRow::made_at, &FactorRow::used_at};
};

struct PasskeyRow {
  FactorId factor;
  PersonId person;
  Bytes credential;
  webauthn::Algorithm algorithm;
  Bytes public_key;
  std::int64_t counter;
  static constexpr auto columns =
      std::tuple{&PasskeyRow::factor,    &PasskeyRow::person,     &PasskeyRow::credential,
                 &PasskeyRow::algorithm, &PasskeyRow::public_key, &PasskeyRow::counter};
};

struct AppRow {
  FactorId factor;
  vault::Sealed<std::string> secret;
  std::int64_t last_step;
  static constexpr auto columns = std::tuple{&AppRow::factor, &AppRow::secret, &AppRow::last_step};
};

Result<Factor> opened(const vault::Keyring& keys, const FactorRow& row);

// The row of a new factor; kTooManyFactors beyond ten.
Result<Factor> insert_factor(const Ground& ground, store::Transaction& transaction, PersonId person,
                             Way way, std::string name);

// Secrets of apps, bound to the factor or to the session in which it is offered.
vault::Sealed<std::string> sealed_app_secret(const vault::Keyring& keys, const Secret& secret,
                                             const std::array<std::uint8_t, 16>& row);
Result<Secret> opened_app_secret(const vault::Keyring& keys,
                                 const vault::Sealed<std::string>& sealed,
                                 const std::array<std::uint8_t, 16>& row);

}  // namespace gatehouse::identity::internal
