#include "base/json.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/control.h"
#include "base/internal/utf8.h"

namespace gatehouse::json {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// What stands for itself between quotes. <, > and & are escaped, so that a text cannot end the
// <script> it may stand in.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) plain[c] = true;
  for (const char c : std::string_view{"\"\\<>&"}) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

std::size_t plain_length(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && kPlain[static_cast<unsigned char>(text[i])]) ++i;
  return i;
}

void write_escaped(std::string& out, char c) {
  const bool is_markup = c == '<' || c == '>' || c == '&';
  if (!enforced<"EDGE-10"> && is_markup) {
    out += c;
    return;
  }
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  const auto octet = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHex[octet >> 4];
  out += kHex[octet & 15];
}

template <class Number>
void write_number(std::string& out, Number value) {
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  CHECK(error == std::errc{});
  out.append(digits.data(), end);
}

}  // namespace

void write_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t plain = plain_length(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto [code, length] = utf8::first(text);
    if (code < 0x80)
      write_escaped(out, text.front());
    else if (code == utf8::kInvalid)
      out += "\xef\xbf\xbd";
    else
      out += text.substr(0, length);
    text.remove_prefix(length);
  }
  out += '"';
}

namespace internal {

void write_whole(std::string& out, std::int64_t value) { write_number(out, value); }
void write_large(std::string& out, std::uint64_t value) { write_number(out, value); }

void write_real(std::string& out, double value) {
  if (std::isfinite(value))
    write_number(out, value);
  else
    out += "null";
}

void write_instant(std::string& out, Instant value) {
  out += '"';
  out += rfc3339(value);
  out += '"';
}

}  // namespace internal
}  // namespace gatehouse::json
