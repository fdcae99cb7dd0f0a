#include "base/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>

#include "base/control.h"
#include "base/internal/utf8.h"

namespace gatehouse {
namespace {

constexpr char32_t kZwnj = 0x200c;
constexpr char32_t kZwj = 0x200d;

std::size_t length_of_ascii(std::string_view text) {
  std::size_t i = 0;
  for (std::uint64_t block; i + sizeof block <= text.size(); i += sizeof block) {
    std::memcpy(&block, text.data() + i, sizeof block);
    if ((block & 0x8080'8080'8080'8080u) != 0) break;
  }
  while (i < text.size() && static_cast<std::uint8_t>(text[i]) < 0x80) ++i;
  return i;
}

bool is_ascii(std::string_view text) { return length_of_ascii(text) == text.size(); }

bool is_ascii_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// One scan without a branch in it, so that the compiler can take many octets at a time.
bool is_clean_ascii(std::string_view text) {
  if (text.empty()) return true;
  bool clean = true;
  for (const char c : text) clean &= (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
  return clean && !is_ascii_space(text.front()) && !is_ascii_space(text.back());
}

bool is_variation_selector(char32_t code) { return code >= 0xfe00 && code <= 0xfe0f; }

// Joiners and variation selectors shape Arabic, Indic scripts and emoji; whatever else is invisible
// can only mislead: controls, overrides, marks, fillers, tags, annotations.
bool is_unwanted(char32_t code) {
  const auto point = static_cast<UChar32>(code);
  if (code == '\n' || code == '\t') return false;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  if (code < 0xad) return false;
  if (code == kZwj || code == kZwnj || is_variation_selector(code)) return false;
  if (code >= 0xfff9 && code <= 0xfffb) return true;
  return u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_hasBinaryProperty(point, UCHAR_NONCHARACTER_CODE_POINT) != 0;
}

// Keeps what may be kept; CRLF and CR become LF; invalid octets become U+FFFD.
std::string without_unwanted(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [code, length] = utf8::first(text);
    if (code == utf8::kInvalid) {
      out += "\xef\xbf\xbd";
    } else if (code == '\r') {
      if (!text.substr(1).starts_with('\n')) out += '\n';
    } else if (!is_unwanted(code)) {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

// Joiners join nothing at an end, and a text of them only would be an invisible name.
bool is_trimmed(char32_t code, bool at_start) {
  if (u_isUWhiteSpace(static_cast<UChar32>(code)) || code == kZwj || code == kZwnj) return true;
  return at_start && is_variation_selector(code);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const auto [code, length] = utf8::first(text);
    if (!is_trimmed(code, true)) break;
    text.remove_prefix(length);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && utf8::continues(text[start])) --start;
    if (!is_trimmed(utf8::first(text.substr(start)).code, false)) break;
    text = text.substr(0, start);
  }
  return text;
}

using NormalForm = const icu::Normalizer2*(UErrorCode&);

std::string normalized(std::string_view utf8, NormalForm* instance) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = instance(status);
  CHECK(U_SUCCESS(status));
  std::string out;
  out.reserve(utf8.size());
  icu::StringByteSink<std::string> sink{&out};
  form->normalizeUTF8(0, icu::StringPiece{utf8.data(), static_cast<int32_t>(utf8.size())}, sink,
                      nullptr, status);
  CHECK(U_SUCCESS(status));
  return out;
}

const icu::Normalizer2* nfc(UErrorCode& status) { return icu::Normalizer2::getNFCInstance(status); }
const icu::Normalizer2* nfkc_casefold(UErrorCode& status) {
  return icu::Normalizer2::getNFKCCasefoldInstance(status);
}

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

bool is_utf8(std::string_view text) {
  for (text.remove_prefix(length_of_ascii(text)); !text.empty();) {
    const auto [code, length] = utf8::first(text);
    if (code == utf8::kInvalid) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char octet) { return !utf8::continues(octet); }));
}

std::string_view first_code_points(std::string_view utf8, std::size_t most) {
  if (utf8.size() <= most) return utf8;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (utf8::continues(utf8[i])) continue;
    if (seen == most) return utf8.substr(0, i);
    ++seen;
  }
  return utf8;
}

std::string cleaned(std::string_view utf8) {
  if (is_clean_ascii(utf8)) return std::string{utf8};
  std::string text = without_unwanted(utf8);
  if (!is_ascii(text)) text = normalized(text, nfc);
  return std::string{trimmed(text)};
}

std::string folded(std::string_view utf8) {
  if (!is_ascii(utf8)) return normalized(utf8, nfkc_casefold);
  std::string out{utf8};
  std::ranges::transform(out, out.begin(), lower_ascii);
  return out;
}

PlainText PlainText::of(std::string_view untrusted) {
  PlainText plain;
  plain.text_ = enforced<"CNV-06"> ? cleaned(untrusted) : std::string{untrusted};
  return plain;
}

}  // namespace gatehouse
