// What a key looks like, "ghk_<id>_<secret><checksum>": 80 characters.
//
//   id        26 of Crockford base32, as in "key_…"
//   secret    43 of base62 (0-9, A-Z, a-z), 256 bits
//   checksum  6 of base62: the CRC-32 (ISO-HDLC, as of zlib) of everything before it
//
// Whoever searches for leaks knows one by "ghk_[0-9a-z]{26}_[0-9A-Za-z]{49}" and, by its checksum,
// without asking us.
#pragma once

#include <string_view>

#include "base/random.h"
#include "crypto/crypto.h"
#include "identity/api_keys.h"
#include "vault/vault.h"

namespace gatehouse::identity::internal {

struct KeyToken {
  ApiKeyId id;
  std::string_view secret;  // of the text that was read
};

Secret new_key_token(ApiKeyId id, Random& random);
// kKeyMalformed.
Result<KeyToken> read_key_token(std::string_view text);
bool looks_like_key_token(std::string_view text);  // somewhere in it

// Of the installation.
Secret hash_key_of(const vault::Keyring& keys);
// What is kept of a secret: its keyed hash.
Bytes kept_of(const Secret& hash_key, const KeyToken& token);

}  // namespace gatehouse::identity::internal
