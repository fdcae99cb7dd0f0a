#include "identity/internal/tokens.h"

#include <cstring>
#include <mutex>

#include "base/control.h"
#include "base/json.h"
#include "identity/queries.h"

template <>
struct gatehouse::json::Shape<gatehouse::identity::internal::Claims> {
  using Claims = identity::internal::Claims;
  static constexpr std::string_view name = "Claims";
  static constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
  static constexpr auto members = std::tuple{
      json::member("iss", &Claims::iss, json::line(1, 64)),
      json::member("aud", &Claims::aud, json::line(1, 64)),
      json::member("sub", &Claims::sub),
      json::member("sid", &Claims::sid),
      json::member("ten", &Claims::ten),
      json::member("rol", &Claims::rol),
      json::member("iat", &Claims::iat, json::whole(0, kLastSecond)),
      json::member("nbf", &Claims::nbf, json::whole(0, kLastSecond)),
      json::member("exp", &Claims::exp, json::whole(0, kLastSecond)),
      json::member("jti", &Claims::jti, json::token(22, 22)),
  };
};

namespace gatehouse::identity::internal {
namespace {

constexpr std::string_view kIssuer = "gatehouse";
constexpr std::string_view kAudience = "gatehouse-dashboard";
constexpr std::int64_t kLeeway = 30;  // seconds
constexpr std::size_t kLongestToken = 4096;
constexpr std::size_t kMostInShard = 4096;

std::int64_t seconds(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{crypto::kTokenRefused}.because(std::string{why}));
}

}  // namespace

std::size_t Tokens::HashOfDigest::operator()(const Digest& digest) const {
  std::size_t head;
  std::memcpy(&head, digest.data() + 1, sizeof head);  // the first octet chose the shard
  return head;
}

Tokens::Tokens(const Ground& ground)
    : ground_{ground},
      csrf_key_{ground.keys.derive(vault::Purpose::token_signing, "csrf")},
      keys_{ground} {}

Result<> Tokens::start() { return keys_.start(); }

// What a key that is gone has signed is not known any more either.
Result<> Tokens::keep_house() {
  TRY(const bool gone, keys_.keep_house());
  if (gone) forget_all();
  return {};
}

Secret Tokens::issue(PersonId person, SessionId session, TenantId tenant,
                     access::RoleKey role) const {
  const std::int64_t now = seconds(ground_.clock.now());
  const std::int64_t life = std::chrono::seconds{ground_.limits.access_life}.count();
  const Claims claims{.iss = std::string{kIssuer},
                      .aud = std::string{kAudience},
                      .sub = person,
                      .sid = session,
                      .ten = tenant,
                      .rol = role,
                      .iat = now,
                      .nbf = now,
                      .exp = now + life,
                      .jti = base64url(ground_.random.bytes<16>())};
  std::string token = keys_.in_force()->front().key.sign(json::write(claims));
  Secret secret = Secret::of_text(token);
  wipe(token);
  return secret;
}

Result<Claims> Tokens::verify(std::string_view token) {
  if (token.size() > kLongestToken) return refuse("longer than any of ours");
  const Digest digest = crypto::sha256(as_bytes(token));
  Shard& shard = shards_[digest[0] % shards_.size()];
  std::optional<Claims> known;
  {
    const std::shared_lock lock{shard.mutex};
    const auto place = shard.claims.find(digest);
    if (place != shard.claims.end()) known = place->second;
  }
  if (!known) {
    TRY(known, read(token));
    remember(digest, *known);
  }
  TRY_VOID(judge(*known));
  return *std::move(known);
}

Result<Claims> Tokens::read(std::string_view token) const {
  // Each key accepts only tokens that name it, so at most one does.
  Result<std::string> payload = refuse("no key is in force");
  for (const TokenKey& one : *keys_.in_force()) {
    payload = one.key.verify(token);
    if (payload) break;
  }
  if (!payload) return fail(std::move(payload).error());
  auto claims = json::read<Claims>(*payload);
  if (!claims) return refuse("a claim is missing, unknown or malformed");
  return claims;
}

Result<> Tokens::judge(const Claims& claims) const {
  const std::int64_t now = seconds(ground_.clock.now());
  const std::int64_t longest = std::chrono::seconds{ground_.limits.access_life}.count();
  if (enforced<"IDN-07"> && claims.iss != kIssuer) return refuse("issuer");
  if (enforced<"IDN-07"> && claims.aud != kAudience) return refuse("audience");
  if (enforced<"IDN-07"> && claims.iat > now + kLeeway) return refuse("issued in the future");
  if (enforced<"IDN-07"> && claims.nbf > now + kLeeway) return refuse("not valid yet");
  if (enforced<"IDN-07"> && claims.exp > claims.iat + longest) return refuse("lives too long");
  if (enforced<"IDN-07"> && now >= claims.exp + kLeeway) return fail(kAccessExpired);
  return {};
}

void Tokens::remember(const Digest& digest, const Claims& claims) {
  Shard& shard = shards_[digest[0] % shards_.size()];
  const std::int64_t now = seconds(ground_.clock.now());
  const std::unique_lock lock{shard.mutex};
  if (shard.claims.size() >= kMostInShard)
    std::erase_if(shard.claims, [now](const auto& one) { return one.second.exp + kLeeway <= now; });
  if (shard.claims.size() >= kMostInShard) shard.claims.clear();
  shard.claims.emplace(digest, claims);
}

void Tokens::forget_all() {
  for (Shard& shard : shards_) {
    const std::unique_lock lock{shard.mutex};
    shard.claims.clear();
  }
}

std::string Tokens::csrf(SessionId session) const {
  return base64url(crypto::hmac_sha256(csrf_key_, session.bits()));
}

std::string Tokens::jwks() const {
  std::string list;
  for (const TokenKey& one : *keys_.in_force()) {
    if (!list.empty()) list += ',';
    list += one.key.public_jwk();
  }
  return R"({"keys":[)" + list + "]}";
}

}  // namespace gatehouse::identity::internal
