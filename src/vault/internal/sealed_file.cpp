// The key provider that keeps its master key in a file.

#include <fmt/format.h>

#include "base/control.h"
#include "store/file.h"
#include "vault/internal/key_file.h"
#include "vault/vault.h"

namespace gatehouse::vault {

namespace {

constexpr std::string_view kHeadline = "gatehouse-master-key-1";
constexpr std::size_t kKeySize = 32;

class SealedFile final : public KeyProvider {
 public:
  SealedFile(Secret master, Random& random) : master_{std::move(master)}, random_{random} {}

  Result<Bytes> wrap(const Secret& key, std::string_view context) override {
    return master_.seal(key.reveal(), as_bytes(context), random_);
  }

  Result<Secret> unwrap(BytesView wrapped, std::string_view context) override {
    Result<Bytes> key = master_.open(wrapped, as_bytes(context));
    if (!key) return fail(Error{kMasterKeyWrong}.because(fmt::format("cannot unwrap {}", context)));
    Secret secret = Secret::of(*key);
    wipe(*key);
    return secret;
  }

 private:
  crypto::AeadKey master_;
  Random& random_;
};

Result<> make_master_key(const std::filesystem::path& file, Random& random) {
  TRY_VOID(store::make_private_folder(file.parent_path()));
  std::string text = internal::write_key_file(kHeadline, Secret::random(random, kKeySize).reveal());
  const Result<bool> created = store::create_private_file(file, text);
  wipe(text);
  if (!created) return fail(created.error());
  return {};
}

}  // namespace

Result<std::unique_ptr<KeyProvider>> sealed_file(const std::filesystem::path& file, bool create,
                                                 Random& random) {
  if (create) TRY_VOID(make_master_key(file, random));  // leaves one that is there as it is
  Result<store::PrivateFile> found = store::read_private_file(file);
  if (!found && found.error().is(kNotFound))
    return fail(Error{kMasterKeyMissing}.because(file.string()));
  if (!found) return fail(found.error());
  if (enforced<"VLT-03"> && found->exposed)
    return fail(Error{kMasterKeyExposed}.because(file.string()));

  std::optional<Secret> master = internal::read_key_file(kHeadline, found->content.reveal_text());
  if (!master || master->size() != kKeySize)
    return fail(Error{kMasterKeyWrong}.because(file.string() + " is not a master key file"));
  return std::make_unique<SealedFile>(*std::move(master), random);
}

}  // namespace gatehouse::vault
