#include "base/bytes.h"

namespace gatehouse {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xff;

using Digits = std::array<std::uint8_t, 256>;

consteval Digits digits_of(std::string_view alphabet) {
  Digits digits;
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    digits[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return digits;
}

consteval Digits hex_digits() {
  Digits digits = digits_of(kHex);
  for (std::uint8_t i = 10; i < 16; ++i) digits['A' + i - 10] = i;
  return digits;
}

constexpr Digits kHexDigits = hex_digits();
constexpr Digits kStandardDigits = digits_of(kStandard);
constexpr Digits kUrlDigits = digits_of(kUrl);

// Without padding.
std::string encode_64(BytesView bytes, std::string_view alphabet) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = (pending << 8) | byte;
    for (bits += 8; bits >= 6; bits -= 6) out += alphabet[(pending >> (bits - 6)) & 63];
  }
  if (bits > 0) out += alphabet[(pending << (6 - bits)) & 63];
  return out;
}

// Each value has one spelling only: spare bits must be zero (RFC 4648 3.5).
Result<Bytes> decode_64(std::string_view text, const Digits& digits) {
  if (text.size() % 4 == 1) return fail(kBadEncoding);
  Bytes out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::uint8_t digit = digits[static_cast<std::uint8_t>(c)];
    if (digit == kNoDigit) return fail(kBadEncoding);
    pending = ((pending << 6) | digit) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(pending >> bits));
    }
  }
  if ((pending & ((1u << bits) - 1)) != 0) return fail(kBadEncoding);
  return out;
}

}  // namespace

std::string hex(BytesView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(kBadEncoding);
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::uint8_t high = kHexDigits[static_cast<std::uint8_t>(text[i])];
    const std::uint8_t low = kHexDigits[static_cast<std::uint8_t>(text[i + 1])];
    if (high == kNoDigit || low == kNoDigit) return fail(kBadEncoding);
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return out;
}

std::string base64(BytesView bytes) {
  std::string out = encode_64(bytes, kStandard);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return fail(kBadEncoding);
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode_64(text, kStandardDigits);
}

std::string base64url(BytesView bytes) { return encode_64(bytes, kUrl); }

Result<Bytes> from_base64url(std::string_view text) { return decode_64(text, kUrlDigits); }

}  // namespace gatehouse
