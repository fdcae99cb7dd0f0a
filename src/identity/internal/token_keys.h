// The keys of access tokens on disk: one signs, those before it verify until they end (control
// IDN-07). Their private parts are sealed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "identity/internal/ground.h"
#include "identity/token_keys.h"

namespace gatehouse::identity::internal {

struct TokenKey {
  crypto::JwtKey key;
  Instant made_at;
  std::optional<Instant> ends_at;  // none: it signs
};

// The one that signs comes first.
using KeySet = std::vector<TokenKey>;

Result<KeySet> read_token_keys(store::Reader& reader, const vault::Keyring& keys, Instant now);
Result<std::string> add_token_key(store::Transaction& transaction, const vault::Keyring& keys,
                                  audit::Log& log, const audit::Origin& origin,
                                  const crypto::JwtKey& key, OldKeys old_keys, Instant now);

// How long a key signs, and how long it verifies after that.
inline constexpr std::chrono::days kKeyLife{30};
inline constexpr std::chrono::hours kKeyOverlap{1};

// In memory, and as fresh as the last look at the disk.
class TokenKeys {
 public:
  explicit TokenKeys(const Ground& ground) : ground_{ground} {}
  // Makes the first key. Blocking.
  Result<> start();
  // Takes up what was rotated, rotates what is due, destroys what has ended. True when a key is not
  // in force any more. Blocking.
  Result<bool> keep_house();

  std::shared_ptr<const KeySet> in_force() const;

 private:
  Result<> rotate();
  Result<> destroy_ended();
  Result<bool> reload();

  const Ground& ground_;
  mutable std::mutex mutex_;
  std::shared_ptr<const KeySet> keys_;
};

}  // namespace gatehouse::identity::internal
