#include "identity/internal/api_key_token.h"

#include <array>

#include "base/control.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::string_view kPrefix = "ghk_";
constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kIdSize = 26;
constexpr std::size_t kSecretSize = 43;
constexpr std::size_t kChecksumSize = 6;
constexpr std::size_t kSecretAt = kPrefix.size() + kIdSize + 1;
constexpr std::size_t kChecksumAt = kSecretAt + kSecretSize;
constexpr std::size_t kSize = kChecksumAt + kChecksumSize;
static_assert(kSize == 80);

constexpr std::array<std::uint32_t, 256> kCrcOfOctet = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t octet = 0; octet < table.size(); ++octet) {
    std::uint32_t rest = octet;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xedb88320U : 0U);
    table[octet] = rest;
  }
  return table;
}();

std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xffffffff;
  for (const std::uint8_t octet : as_bytes(text))
    crc = (crc >> 8) ^ kCrcOfOctet[(crc ^ octet) & 0xff];
  return ~crc;
}

// The number that the octets are, most significant first, in so many digits.
void put_base62(std::string& text, Bytes number, std::size_t digits) {
  const std::size_t at = text.size();
  text.resize(at + digits);
  for (std::size_t place = text.size(); place > at; --place) {
    unsigned rest = 0;
    for (std::uint8_t& octet : number) {
      const unsigned value = rest * 256 + octet;
      octet = static_cast<std::uint8_t>(value / 62);
      rest = value % 62;
    }
    text[place - 1] = kDigits[rest];
  }
  wipe(number);
}

std::array<char, kChecksumSize> checksum_of(std::string_view text) {
  std::uint32_t rest = crc32(text);
  std::array<char, kChecksumSize> digits{};
  for (std::size_t place = kChecksumSize; place > 0; --place) {
    digits[place - 1] = kDigits[rest % 62];
    rest /= 62;
  }
  return digits;
}

bool is_written_in_digits(std::string_view text) {
  return text.find_first_not_of(kDigits) == std::string_view::npos;
}

Bytes as_it_is(const KeyToken& token) {
  const BytesView bytes = as_bytes(token.secret);
  return {bytes.begin(), bytes.end()};
}

Bytes hashed(const Secret& hash_key, const KeyToken& token) {
  Bytes whole{token.id.bits().begin(), token.id.bits().end()};
  const BytesView secret = as_bytes(token.secret);
  whole.insert(whole.end(), secret.begin(), secret.end());
  const crypto::Digest hash = crypto::hmac_sha256(hash_key, whole);
  wipe(whole);
  return {hash.begin(), hash.end()};
}

}  // namespace

Secret new_key_token(ApiKeyId id, Random& random) {
  std::string text{kPrefix};
  text.reserve(kSize);
  text += id.text().substr(ApiKeyKind::prefix.size() + 1);
  text += '_';
  const Secret secret = Secret::random(random, 32);
  put_base62(text, {secret.reveal().begin(), secret.reveal().end()}, kSecretSize);
  const auto checksum = checksum_of(text);
  text.append(checksum.data(), checksum.size());
  Secret token = Secret::of_text(text);
  wipe(text);
  return token;
}

Result<KeyToken> read_key_token(std::string_view text) {
  if (text.size() != kSize || !text.starts_with(kPrefix) || text[kSecretAt - 1] != '_')
    return fail(Error{kKeyMalformed}.because("form"));
  if (!is_written_in_digits(text.substr(kSecretAt)))
    return fail(Error{kKeyMalformed}.because("alphabet"));
  const auto checksum = checksum_of(text.substr(0, kChecksumAt));
  const bool whole = text.ends_with(std::string_view{checksum.data(), checksum.size()});
  if (enforced<"IDN-14"> && !whole) return fail(Error{kKeyMalformed}.because("checksum"));
  constexpr std::string_view kIdPrefix = "key_";
  std::array<char, kIdPrefix.size() + kIdSize> id_text{};
  std::ranges::copy(kIdPrefix, id_text.begin());
  std::ranges::copy(text.substr(kPrefix.size(), kIdSize), id_text.begin() + kIdPrefix.size());
  const auto id = ApiKeyId::parse({id_text.data(), id_text.size()});
  if (!id) return fail(Error{kKeyMalformed}.because("id"));
  return KeyToken{*id, text.substr(kSecretAt, kSecretSize)};
}

bool looks_like_key_token(std::string_view text) {
  for (std::size_t at = text.find(kPrefix); at != std::string_view::npos;
       at = text.find(kPrefix, at + 1))
    if (text.size() - at >= kSize && read_key_token(text.substr(at, kSize))) return true;
  return false;
}

Secret hash_key_of(const vault::Keyring& keys) {
  return keys.derive(vault::Purpose::pepper, "api_key");
}

Bytes kept_of(const Secret& hash_key, const KeyToken& token) {
  return enforced<"IDN-14"> ? hashed(hash_key, token) : as_it_is(token);
}

}  // namespace gatehouse::identity::internal
