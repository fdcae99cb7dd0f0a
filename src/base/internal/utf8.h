// One code point at a time, strictly (RFC 3629): no overlong forms, no surrogates, nothing above
// U+10FFFF.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::utf8 {

inline constexpr char32_t kInvalid = 0xffff'ffff;
inline constexpr char32_t kReplacement = 0xfffd;

struct Decoded {
  char32_t code;
  std::size_t length;  // octets taken; 1 when invalid
};

// `text` is not empty.
constexpr Decoded first(std::string_view text) {
  const auto octet = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = octet(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {kInvalid, 1};
  char32_t code = lead & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(i) & 0xc0) != 0x80) return {kInvalid, 1};
    code = (code << 6) | (octet(i) & 0x3f);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kLeast[length] || code > 0x10ffff || surrogate) return {kInvalid, 1};
  return {code, length};
}

constexpr bool continues(char octet) { return (static_cast<std::uint8_t>(octet) & 0xc0) == 0x80; }

}  // namespace gatehouse::utf8
