// The key hierarchy: a provider's master key wraps the keys of tenants, those yield purpose keys.
//
//   master key (KeyProvider) -> tenant key (wrapped, in a file of its own) -> purpose keys
//
// Purpose keys never touch a disk. A sealed column is bound to tenant, table, column and row.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/crypto.h"
#include "store/database.h"

namespace gatehouse::vault {

inline constexpr ErrorKind kMasterKeyExposed{
    "vault.master_key_exposed", Fault::internal,
    "The master key file can be read by others. Run: chmod 600 on it, and on nothing more.",
    "VLT-03"};
inline constexpr ErrorKind kMasterKeyMissing{"vault.master_key_missing", Fault::internal,
                                             "There is data but its master key file is missing. "
                                             "Put the file back, or name it in vault.master_key.",
                                             "VLT-03"};
inline constexpr ErrorKind kMasterKeyWrong{
    "vault.master_key_wrong", Fault::internal,
    "The master key does not belong to this data folder. Use the key file that was made with it."};
inline constexpr ErrorKind kKeyMissing{
    "vault.key_missing", Fault::internal,
    "A key of the data folder is missing or damaged. Restore its keys folder from a backup."};

// What PKCS#11 tokens and external key services will implement: wrap and unwrap, never tell.
// The context is authenticated (RFC 5116 associated data).
class KeyProvider {
 public:
  virtual ~KeyProvider() = default;
  virtual Result<Bytes> wrap(const Secret& key, std::string_view context) = 0;
  virtual Result<Secret> unwrap(BytesView wrapped, std::string_view context) = 0;
};

// The master key in a file of mode 0600, outside the folder of the databases. Created when absent
// and `create` is set; refused when group or others may read it or its owner is another user.
Result<std::unique_ptr<KeyProvider>> sealed_file(const std::filesystem::path& file, bool create,
                                                 Random& random);

enum class Purpose : unsigned char {
  database,
  message,
  contact,
  knowledge,
  pepper,
  token_signing,
  audit_signing,
  audit_detail,
  blind_index,
  evidence_signing,
  verification,
  factor,
  sign_on,
};

}  // namespace gatehouse::vault

namespace gatehouse {

// The names are part of each key's derivation: a changed name is a lost key.
template <>
struct EnumNames<vault::Purpose> {
  using enum vault::Purpose;
  static constexpr auto names = std::to_array<std::pair<vault::Purpose, std::string_view>>({
      {database, "database"},
      {message, "message"},
      {contact, "contact"},
      {knowledge, "knowledge"},
      {pepper, "pepper"},
      {token_signing, "token_signing"},
      {audit_signing, "audit_signing"},
      {audit_detail, "audit_detail"},
      {blind_index, "blind_index"},
      {evidence_signing, "evidence_signing"},
      {verification, "verification"},
      {factor, "factor"},
      {sign_on, "sign_on"},
  });
};

}  // namespace gatehouse

namespace gatehouse::vault {

// Where a sealed value lives; moving the ciphertext elsewhere makes it unreadable.
struct Place {
  std::string_view table;
  std::string_view column;
  BytesView row;
};

// The keys of one tenant (or of the installation itself, whose tenant id is nil).
class Keyring {
 public:
  Keyring(TenantId tenant, Secret root, Random& random);
  TenantId tenant() const { return tenant_; }

  Bytes seal(Purpose purpose, const Place& place, BytesView plain) const;
  Result<Bytes> open(Purpose purpose, const Place& place, BytesView sealed) const;
  // For finding without reading: HMAC of the column and the case-folded value, 16 bytes.
  std::array<std::uint8_t, 16> blind_index(std::string_view column, std::string_view value) const;
  // A key of its own for a purpose, e.g. the database key or a signing seed: 32 bytes.
  Secret derive(Purpose purpose, std::string_view label) const;

 private:
  TenantId tenant_;
  Secret root_;
  Random& random_;
  Secret blind_index_key_;
  std::vector<crypto::AeadKey> keys_;  // by purpose, derived at construction
};

// A column that is ciphertext everywhere but in the module that owns it.
template <class T>
class Sealed {
 public:
  Sealed() = default;
  static Sealed of(const Keyring& keys, Purpose purpose, const Place& place, const T& value);
  Result<T> open(const Keyring& keys, Purpose purpose, const Place& place) const;
  const Bytes& box() const { return box_; }
  static Sealed from_box(Bytes box) {
    Sealed sealed;
    sealed.box_ = std::move(box);
    return sealed;
  }

 private:
  Bytes box_;
};

template <>
inline Sealed<std::string> Sealed<std::string>::of(const Keyring& keys, Purpose purpose,
                                                   const Place& place, const std::string& value) {
  return from_box(keys.seal(purpose, place, as_bytes(value)));
}
template <>
inline Result<std::string> Sealed<std::string>::open(const Keyring& keys, Purpose purpose,
                                                     const Place& place) const {
  TRY(const Bytes plain, keys.open(purpose, place, box_));
  return std::string{as_text(plain)};
}

// Keys of all tenants. Wrapped keys live in files beside the databases' folder (keys/), one each,
// so that the installation's database itself can be encrypted by one of them.
class Vault {
 public:
  // Keys are wrapped in `folder` already, so their master key must exist too: do not create one.
  static bool holds_keys(const std::filesystem::path& folder);
  // `folder` holds the wrapped keys. The installation's is made when there are none at all.
  static Result<std::unique_ptr<Vault>> open(std::filesystem::path folder,
                                             std::unique_ptr<KeyProvider> provider, Random& random);
  const Keyring& installation() const { return *installation_; }
  // Unwraps on first use and keeps it.
  Result<std::shared_ptr<const Keyring>> tenant(TenantId tenant);
  Result<std::shared_ptr<const Keyring>> create_tenant(TenantId tenant);
  // Destroying the key is erasure. One that is gone already is no error.
  Result<> destroy_tenant(TenantId tenant);

 private:
  Vault(std::filesystem::path folder, std::unique_ptr<KeyProvider> provider, Random& random);
  Result<Secret> load(TenantId tenant);
  Result<Secret> make(TenantId tenant);
  std::filesystem::path file_of(TenantId tenant) const;

  std::filesystem::path folder_;
  std::unique_ptr<KeyProvider> provider_;
  Random& random_;
  std::unique_ptr<Keyring> installation_;
  std::mutex mutex_;
  std::map<TenantId, std::shared_ptr<const Keyring>> tenants_;
};

}  // namespace gatehouse::vault

// A sealed column binds and fetches as its box.
namespace gatehouse::store {
template <class T>
void bind(Prepared& to, int index, const vault::Sealed<T>& value) {
  to.bind_bytes(index, value.box());
}
template <class T>
struct Fetch<vault::Sealed<T>> {
  static vault::Sealed<T> from(const Prepared& row, int column) {
    return vault::Sealed<T>::from_box(Fetch<Bytes>::from(row, column));
  }
};
}  // namespace gatehouse::store
