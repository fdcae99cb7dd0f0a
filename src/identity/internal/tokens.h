// Access tokens: RS256, ten minutes, for one session. And what hangs on their key.
#pragma once

#include <array>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "identity/internal/ground.h"
#include "identity/internal/token_keys.h"

namespace gatehouse::identity::internal {

// RFC 7519 4.1; `ten` and `rol` are ours.
struct Claims {
  std::string iss;
  std::string aud;
  PersonId sub;
  SessionId sid;
  TenantId ten;
  access::RoleKey rol = access::Role::agent;
  std::int64_t iat = 0;  // seconds since 1970
  std::int64_t nbf = 0;
  std::int64_t exp = 0;
  std::string jti;
};

class Tokens {
 public:
  explicit Tokens(const Ground& ground);
  // Makes the key on the first start. Blocking.
  Result<> start();
  // Keys come and go. Blocking.
  Result<> keep_house();

  Secret issue(PersonId person, SessionId session, TenantId tenant, access::RoleKey role) const;
  // The claims of a token that is ours and in force. One that was seen before costs a hash.
  Result<Claims> verify(std::string_view token);

  std::string csrf(SessionId session) const;
  std::string jwks() const;

 private:
  using Digest = crypto::Digest;
  struct HashOfDigest {
    std::size_t operator()(const Digest& digest) const;
  };
  // Only tokens whose signature verified come in, so a stranger cannot fill it.
  struct alignas(64) Shard {
    std::shared_mutex mutex;
    std::unordered_map<Digest, Claims, HashOfDigest> claims;
  };

  Result<> judge(const Claims& claims) const;
  Result<Claims> read(std::string_view token) const;
  void remember(const Digest& digest, const Claims& claims);
  void forget_all();

  const Ground& ground_;
  const Secret csrf_key_;
  TokenKeys keys_;
  std::array<Shard, 16> shards_;
};

}  // namespace gatehouse::identity::internal
