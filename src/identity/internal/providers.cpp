#include "identity/internal/providers.h"

#include "base/control.h"
#include "identity/internal/openid_settings.h"
#include "identity/internal/sign_on_door.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {

namespace {

constexpr auto kPurpose = vault::Purpose::sign_on;

vault::Place settings_of(const ProviderId& id) {
  return {"sign_on_provider", "settings", id.bits()};
}

}  // namespace

Result<ProviderRow> Providers::enter(store::Reader& reader, const access::Caller& caller,
                                     ProviderId id) const {
  TRY(ProviderRow row, reader.one<ProviderRow>(queries::find_provider, id));
  const bool is_foreign = row.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return row;
}

std::string Providers::place(const ProviderRow& row, std::string_view what) const {
  return origin_ + "/sign-on/" + std::string{name_of(row.kind)} + "/" + row.id.text() + "/" +
         std::string{what};
}

Result<Provider> Providers::shown(store::Reader& reader, const ProviderRow& row) const {
  TRY(const auto door, only_door_of(reader, row.tenant));
  TRY(auto domains, reader.all<std::string>(queries::domains_of_provider, row.id));
  const bool only_door = door && door->provider == row.id;
  const bool is_saml = row.kind == ProviderKind::saml;
  Provider provider{.id = row.id,
                    .kind = row.kind,
                    .name = row.name,
                    .issuer = row.issuer,
                    .address = row.address,
                    .enabled = row.enabled,
                    .only_door = only_door,
                    .break_glass = only_door ? std::optional{door->break_glass} : std::nullopt,
                    .joining = row.joining,
                    .domains = std::move(domains),
                    .trial = std::nullopt,
                    .created_at = row.created_at,
                    .our_entity_id = std::nullopt,
                    .our_answer_url = place(row, is_saml ? "acs" : "callback"),
                    .our_start_url = place(row, "start"),
                    .openid = std::nullopt,
                    .our_logout_url = std::nullopt};
  if (is_saml) {
    provider.our_entity_id = place(row, "metadata");
  } else {
    provider.our_logout_url = place(row, "logout");
    TRY(std::string text, opened(row));
    const auto settings = OpenIdSettings::read(text);
    wipe(text);
    if (settings && *settings)
      provider.openid = OpenIdShown{(*settings)->client_id, (*settings)->client_secret.has_value()};
  }
  if (row.trial_at && row.trial_outcome) provider.trial = Trial{*row.trial_at, *row.trial_outcome};
  return provider;
}

vault::Sealed<std::string> Providers::sealed(ProviderId id, const std::string& settings) const {
  return vault::Sealed<std::string>::of(ground_.keys, kPurpose, settings_of(id), settings);
}

Result<std::string> Providers::opened(const ProviderRow& row) const {
  return row.settings.open(ground_.keys, kPurpose, settings_of(row.id));
}

crypto::Digest Providers::subject_key(std::string_view issuer, std::string_view name) const {
  // The issuer holds no line feed (it was read as one line), so no two pairs are the same text.
  const std::string both = std::string{issuer} + "\n" + std::string{name};
  return crypto::hmac_sha256(ground_.keys.derive(kPurpose, "subject"), as_bytes(both));
}

Result<> forget_provider(store::Transaction& transaction, ProviderId id) {
  TRY_VOID(transaction.execute(queries::delete_sign_on_links, id));
  TRY_VOID(transaction.execute(queries::delete_domains, id));
  TRY_VOID(transaction.execute(queries::delete_sign_on_requests, id));
  TRY_VOID(transaction.execute(queries::delete_door_of_provider, id));
  TRY_VOID(transaction.execute(queries::delete_provider, id));
  return {};
}

}  // namespace gatehouse::identity::internal
