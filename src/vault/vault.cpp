#include "vault/vault.h"

#include <fmt/format.h>

#include <system_error>

#include "store/file.h"
#include "vault/internal/key_file.h"

namespace gatehouse::vault {

namespace {

constexpr std::string_view kHeadline = "gatehouse-wrapped-key-1";
constexpr std::string_view kExtension = ".key";
constexpr std::string_view kInstallation = "installation";
constexpr std::size_t kKeySize = 32;

std::string name_of_key(TenantId tenant) {
  return tenant.is_nil() ? std::string{kInstallation} : tenant.text();
}

// A file that is copied over another tenant's does not unwrap.
std::string context_of(TenantId tenant) { return "gatehouse key " + name_of_key(tenant); }

}  // namespace

bool Vault::holds_keys(const std::filesystem::path& folder) {
  std::error_code failed;
  for (std::filesystem::directory_iterator entry{folder, failed}, end; !failed && entry != end;
       entry.increment(failed))
    if (entry->path().extension() == kExtension) return true;
  return false;
}

Vault::Vault(std::filesystem::path folder, std::unique_ptr<KeyProvider> provider, Random& random)
    : folder_{std::move(folder)}, provider_{std::move(provider)}, random_{random} {}

Result<std::unique_ptr<Vault>> Vault::open(std::filesystem::path folder,
                                           std::unique_ptr<KeyProvider> provider, Random& random) {
  const bool fresh = !holds_keys(folder);
  std::unique_ptr<Vault> vault{new Vault{std::move(folder), std::move(provider), random}};
  TRY_VOID(store::make_private_folder(vault->folder_));
  TRY(Secret root, fresh ? vault->make(TenantId{}) : vault->load(TenantId{}));
  vault->installation_ = std::make_unique<Keyring>(TenantId{}, std::move(root), random);
  return vault;
}

Result<std::shared_ptr<const Keyring>> Vault::tenant(TenantId tenant) {
  CHECK(!tenant.is_nil());
  const std::lock_guard lock{mutex_};
  const auto known = tenants_.find(tenant);
  if (known != tenants_.end()) return known->second;
  TRY(Secret root, load(tenant));
  return tenants_[tenant] = std::make_shared<const Keyring>(tenant, std::move(root), random_);
}

Result<std::shared_ptr<const Keyring>> Vault::create_tenant(TenantId tenant) {
  CHECK(!tenant.is_nil());
  const std::lock_guard lock{mutex_};
  TRY(Secret root, make(tenant));
  return tenants_[tenant] = std::make_shared<const Keyring>(tenant, std::move(root), random_);
}

Result<> Vault::destroy_tenant(TenantId tenant) {
  CHECK(!tenant.is_nil());
  const std::lock_guard lock{mutex_};
  tenants_.erase(tenant);
  return store::remove_file(file_of(tenant));
}

Result<Secret> Vault::load(TenantId tenant) {
  const std::filesystem::path file = file_of(tenant);
  const Result<store::PrivateFile> found = store::read_private_file(file);
  if (!found && found.error().is(kNotFound)) return fail(Error{kKeyMissing}.because(file.string()));
  if (!found) return fail(found.error());
  const std::optional<Secret> wrapped =
      internal::read_key_file(kHeadline, found->content.reveal_text());
  if (!wrapped) return fail(Error{kKeyMissing}.because(file.string() + " is not a wrapped key"));
  TRY(Secret root, provider_->unwrap(wrapped->reveal(), context_of(tenant)));
  if (root.size() != kKeySize)
    return fail(Error{kKeyMissing}.because(file.string() + " holds a key of another size"));
  return root;
}

Result<Secret> Vault::make(TenantId tenant) {
  Secret root = Secret::random(random_, kKeySize);
  TRY(const Bytes wrapped, provider_->wrap(root, context_of(tenant)));
  TRY(const bool created,
      store::create_private_file(file_of(tenant), internal::write_key_file(kHeadline, wrapped)));
  // Replacing a key would make unreadable what it sealed.
  if (!created) return fail(Error{kInternal}.because(name_of_key(tenant) + " has a key already"));
  return root;
}

std::filesystem::path Vault::file_of(TenantId tenant) const {
  return folder_ / (name_of_key(tenant) + std::string{kExtension});
}

}  // namespace gatehouse::vault
