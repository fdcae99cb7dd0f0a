#include "identity/internal/factor_rows.h"

#include "identity/internal/people.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::int64_t kMostFactors = 10;
constexpr auto kNames = vault::Purpose::contact;
constexpr auto kSecrets = vault::Purpose::factor;

vault::Place name_of_factor(const FactorId& factor) { return {"factor", "name", factor.bits()}; }
vault::Place secret_of_app(BytesView row) { return {"app", "secret", row}; }

}  // namespace

Result<Factor> opened(const vault::Keyring& keys, const FactorRow& row) {
  TRY(std::string name, row.name.open(keys, kNames, name_of_factor(row.id)));
  return Factor{row.id, row.way, std::move(name), row.made_at, row.used_at};
}

Result<Factor> insert_factor(const Ground& ground, store::Transaction& transaction, PersonId person,
                             Way way, std::string name) {
  TRY(const auto count, transaction.one<std::int64_t>(queries::count_factors, person));
  if (count >= kMostFactors) return fail(kTooManyFactors);
  TRY(name, clean_name(name, "/name"));
  const auto id = FactorId::make(ground.clock, ground.random);
  const Instant now = ground.clock.now();
  const auto sealed = vault::Sealed<std::string>::of(ground.keys, kNames, name_of_factor(id), name);
  TRY_VOID(transaction.execute(queries::insert_factor, id, person, way, sealed, now));
  return Factor{id, way, std::move(name), now, std::nullopt};
}

vault::Sealed<std::string> sealed_app_secret(const vault::Keyring& keys, const Secret& secret,
                                             const std::array<std::uint8_t, 16>& row) {
  return vault::Sealed<std::string>::from_box(
      keys.seal(kSecrets, secret_of_app(row), secret.reveal()));
}

Result<Secret> opened_app_secret(const vault::Keyring& keys,
                                 const vault::Sealed<std::string>& sealed,
                                 const std::array<std::uint8_t, 16>& row) {
  TRY(Bytes plain, keys.open(kSecrets, secret_of_app(row), sealed.box()));
  Secret secret = Secret::of(plain);
  wipe(plain);
  return secret;
}

}  // namespace gatehouse::identity::internal
