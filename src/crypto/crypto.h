// Cryptography by OpenSSL and libsodium, behind types that cannot be misused in the usual ways.
// Knows no word of the product. A failure of a primitive that cannot fail ends the process.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::crypto {

inline constexpr ErrorKind kCannotOpen{
    "crypto.cannot_open", Fault::internal,
    "Stored data could not be read: it was changed or belongs elsewhere."};
inline constexpr ErrorKind kBadKey{"crypto.bad_key", Fault::internal, "A key has the wrong form."};

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(BytesView data);
Digest sha256(BytesView first, BytesView second, BytesView third = {});  // of the concatenation
Digest hmac_sha256(const Secret& key, BytesView data);
// RFC 5869.
Secret hkdf_sha256(const Secret& key, BytesView salt, std::string_view info, std::size_t size);

// AES-256-GCM (NIST SP 800-38D). A box is nonce (12) || ciphertext || tag (16); the nonce is
// random. The context is authenticated, so a box moved elsewhere does not open.
class AeadKey {
 public:
  explicit AeadKey(Secret key);  // 32 bytes
  Bytes seal(BytesView plain, BytesView context, Random& random) const;
  Result<Bytes> open(BytesView box, BytesView context) const;

 private:
  Secret key_;
};

// Ed25519 (RFC 8032).
class SigningKey {
 public:
  static SigningKey generate(Random& random);
  static Result<SigningKey> from_seed(const Secret& seed);  // 32 bytes
  std::array<std::uint8_t, 64> sign(BytesView message) const;
  std::array<std::uint8_t, 32> public_key() const;
  Secret seed() const;

 private:
  explicit SigningKey(Secret key) : key_{std::move(key)} {}
  Secret key_;  // seed (32) || public key (32)
};
bool verify_ed25519(BytesView public_key, BytesView message, BytesView signature);

// Other libraries call OpenSSL too, and leave what failed in the thread's error queue, where the
// next TLS call would take it for its own.
void forget_errors();

}  // namespace gatehouse::crypto
