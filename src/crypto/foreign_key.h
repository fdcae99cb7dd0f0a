// Public keys of others, as a JWK gives them (RFC 7517, RFC 7518 6). A key is good for one
// algorithm, chosen when it is read: what a token's header says plays no part.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/enum_names.h"
#include "base/result.h"

namespace gatehouse::crypto {

inline constexpr ErrorKind kBadForeignKey{
    "crypto.bad_foreign_key", Fault::invalid,
    "This is not a key that can be relied on. RSA of 2048 bits or more, or P-256."};

// RFC 7518 3.1. No HMAC: whoever could check a signature could make it.
enum class Algorithm : unsigned char { rs256, ps256, es256 };

class ForeignKey {
 public:
  // Big-endian numbers. Moduli of 2048 to 8192 bits, odd exponents of at most 64 bits above 2.
  static Result<ForeignKey> rsa(BytesView modulus, BytesView exponent, Algorithm algorithm);
  // Coordinates of 32 octets, of a point on the curve.
  static Result<ForeignKey> p256(BytesView x, BytesView y);
  ForeignKey(ForeignKey&&) noexcept;
  ForeignKey& operator=(ForeignKey&&) noexcept;
  ~ForeignKey();

  Algorithm algorithm() const;
  const std::string& thumbprint() const;  // RFC 7638, base64url
  // A JWS signature (RFC 7518 3.3, 3.4, 3.5).
  bool signed_it(std::string_view text, BytesView signature) const;

 private:
  struct Inside;
  explicit ForeignKey(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::crypto

namespace gatehouse {
template <>
struct EnumNames<crypto::Algorithm> {
  using enum crypto::Algorithm;
  static constexpr auto names = std::to_array<std::pair<crypto::Algorithm, std::string_view>>(
      {{rs256, "RS256"}, {ps256, "PS256"}, {es256, "ES256"}});
};
}  // namespace gatehouse
