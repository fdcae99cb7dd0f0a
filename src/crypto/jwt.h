// JSON Web Tokens (RFC 7519) signed RS256 (RFC 7518 3.3). The algorithm and the key are ours to
// choose, never the header's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::crypto {

inline constexpr ErrorKind kTokenRefused{"crypto.token_refused", Fault::unauthenticated,
                                         "Your session is not valid. Sign in again.", "IDN-07"};

// RSA with a 3072-bit modulus. Private part as PKCS#8 DER in a Secret.
class JwtKey {
 public:
  static JwtKey generate();
  static Result<JwtKey> from_pkcs8(const Secret& der);
  Secret pkcs8() const;
  JwtKey(JwtKey&&) noexcept;
  JwtKey& operator=(JwtKey&&) noexcept;
  ~JwtKey();

  const std::string& id() const;  // "kid": RFC 7638 thumbprint
  std::string sign(std::string_view payload_json) const;
  // With a header that we would never write: what a thief of the key could try.
  std::string forge(std::string_view header_json, std::string_view payload_json) const;
  // The payload, if the compact token is at most 4 KiB, its header is exactly {alg:RS256, kid:id()}
  // (and optionally typ), and the signature verifies. Claims are the caller's to judge.
  Result<std::string> verify(std::string_view token) const;
  std::string public_jwk() const;

 private:
  struct Inside;
  explicit JwtKey(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::crypto
