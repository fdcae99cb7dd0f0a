// The keys that sign access tokens, from beside the server: rotation by verb, and forgeries that
// only a thief of all our keys could make, for the verifier.
#pragma once

#include <string>

#include "audit/audit.h"
#include "base/clock.h"
#include "crypto/jwt.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::identity {

// Whether tokens that the key before has signed stay good while they last, or not for a second:
// then every browser renews its token by itself, and nobody has to sign in.
enum class OldKeys : unsigned char { overlap, end_now };

// Makes the next key and returns its id. Blocking. A running server takes it up within a second.
Result<std::string> rotate_token_key(store::Database& control, const vault::Keyring& keys,
                                     audit::Log& log, OldKeys old_keys, Clock& clock);

// The key that signs now. Blocking.
Result<crypto::JwtKey> signing_token_key(store::Database& control, const vault::Keyring& keys);

}  // namespace gatehouse::identity
