// Tokens of links: 192 unpredictable bits, and a signature over them and what the link is good for.
// Stored only as hashes. A row that was made or altered without our key lets nobody in either.
#pragma once

#include <string>
#include <string_view>

#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

// What a token is bound to, each part with its length, so that no two lists look the same.
class Bound {
 public:
  Bound& with(BytesView part);
  Bound& with(std::string_view part) { return with(as_bytes(part)); }
  Bound& with(Instant at);
  BytesView bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

class LinkTokens {
 public:
  explicit LinkTokens(const Ground& ground)
      : random_{ground.random}, key_{ground.keys.derive(vault::Purpose::token_signing, "link")} {}

  // `prefix` ("ghr_") lets secret scanners find what leaked, and is signed too.
  Secret make(std::string_view prefix, const Bound& bound) const;
  bool fits(std::string_view prefix, std::string_view token, const Bound& bound) const;
  static crypto::Digest hash_of(std::string_view token) { return crypto::sha256(as_bytes(token)); }

 private:
  crypto::Digest sign(std::string_view prefix, BytesView nonce, const Bound& bound) const;

  Random& random_;
  const Secret key_;
};

}  // namespace gatehouse::identity::internal
