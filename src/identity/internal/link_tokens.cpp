#include "identity/internal/link_tokens.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::size_t kNonceSize = 24;

void append_number(Bytes& to, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8)
    to.push_back(static_cast<std::uint8_t>(number >> shift));
}

}  // namespace

Bound& Bound::with(BytesView part) {
  append_number(bytes_, part.size());
  bytes_.insert(bytes_.end(), part.begin(), part.end());
  return *this;
}

Bound& Bound::with(Instant at) {
  Bytes number;
  append_number(number, static_cast<std::uint64_t>(at.time_since_epoch().count()));
  return with(number);
}

crypto::Digest LinkTokens::sign(std::string_view prefix, BytesView nonce,
                                const Bound& bound) const {
  Bound all;
  all.with(prefix).with(nonce).with(bound.bytes());
  return crypto::hmac_sha256(key_, all.bytes());
}

Secret LinkTokens::make(std::string_view prefix, const Bound& bound) const {
  const Secret nonce = Secret::random(random_, kNonceSize);
  const crypto::Digest signature = sign(prefix, nonce.reveal(), bound);
  Bytes bytes{nonce.reveal().begin(), nonce.reveal().end()};
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  std::string text = std::string{prefix} + base64url(bytes);
  Secret token = Secret::of_text(text);
  wipe(text);
  wipe(bytes);
  return token;
}

bool LinkTokens::fits(std::string_view prefix, std::string_view token, const Bound& bound) const {
  if (!token.starts_with(prefix)) return false;
  const auto bytes = from_base64url(token.substr(prefix.size()));
  if (!bytes || bytes->size() != kNonceSize + sizeof(crypto::Digest)) return false;
  const BytesView all{*bytes};
  return same_bytes(sign(prefix, all.first(kNonceSize), bound), all.subspan(kNonceSize));
}

}  // namespace gatehouse::identity::internal
