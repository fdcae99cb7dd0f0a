// E-mail addresses: what can be sent to, in the one form that is compared.
#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/uspoof.h>

#include <algorithm>

#include "base/text.h"

namespace gatehouse {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5321 4.1.2, Dot-string.
bool is_local_part(std::string_view local) {
  static constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~.";
  if (local.empty() || local.size() > 64) return false;
  if (local.starts_with('.') || local.ends_with('.') || local.contains("..")) return false;
  return std::ranges::all_of(local,
                             [](char c) { return is_letter_or_digit(c) || kMarks.contains(c); });
}

// RFC 1123 2.1.
bool is_domain_label(std::string_view label) {
  if (label.empty() || label.size() > 63) return false;
  if (label.starts_with('-') || label.ends_with('-')) return false;
  return std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_dotted_domain(std::string_view domain) {
  bool dotted = false;
  for (auto dot = domain.find('.'); dot != domain.npos; dot = domain.find('.')) {
    if (!is_domain_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
    dotted = true;
  }
  // A top level without a letter would be the end of an IP address.
  const bool has_letter = std::ranges::any_of(domain, [](char c) { return c > '9'; });
  return dotted && has_letter && is_domain_label(domain);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

const icu::IDNA& idna() {
  static const icu::IDNA* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::IDNA* made = icu::IDNA::createUTS46Instance(
        UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
        status);
    CHECK(U_SUCCESS(status));
    return made;
  }();
  return *instance;
}

// Letters of one script in each label, but for the usual mixtures of Japanese, Chinese and Korean
// (UTS 39 5.2).
const USpoofChecker* one_script() {
  static const USpoofChecker* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker* made = uspoof_open(&status);
    uspoof_setChecks(made, USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE, &status);
    uspoof_setRestrictionLevel(made, USPOOF_HIGHLY_RESTRICTIVE);
    CHECK(U_SUCCESS(status));
    return made;
  }();
  return instance;
}

bool mixes_scripts(std::string_view label) {
  UErrorCode status = U_ZERO_ERROR;
  const int32_t failed = uspoof_check2UTF8(one_script(), label.data(),
                                           static_cast<int32_t>(label.size()), nullptr, &status);
  return U_FAILURE(status) || failed != 0;
}

std::string as_unicode(std::string_view domain) {
  std::string out;
  icu::StringByteSink<std::string> sink{&out};
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  idna().nameToUnicodeUTF8(piece(domain), sink, info, status);
  return out;
}

// The form of the name service (UTS 46), or nothing when it has none or would mislead readers.
std::string as_ascii(std::string_view domain) {
  if (is_ascii(domain) && !domain.contains("xn--")) return std::string{domain};
  std::string out;
  icu::StringByteSink<std::string> sink{&out};
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  idna().nameToASCII_UTF8(piece(domain), sink, info, status);
  if (U_FAILURE(status) || info.hasErrors()) return {};
  const std::string shown = as_unicode(out);
  for (std::string_view rest = shown; !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    if (mixes_scripts(rest.substr(0, dot))) return {};
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  return out;
}

std::string skeleton(std::string_view utf8) {
  static const USpoofChecker* const checker = [] {
    UErrorCode status = U_ZERO_ERROR;
    const USpoofChecker* made = uspoof_open(&status);
    CHECK(U_SUCCESS(status));
    return made;
  }();
  std::string out(utf8.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size =
      uspoof_getSkeletonUTF8(checker, 0, utf8.data(), static_cast<int32_t>(utf8.size()), out.data(),
                             static_cast<int32_t>(out.size()), &status);
  CHECK(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

Result<EmailAddress> EmailAddress::parse(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > 254 || at == text.npos || !is_utf8(text)) return fail(kBadEmail);
  const bool plain = is_ascii(text);
  // Wide and other forms of Latin letters mean those letters; letters of other scripts stay, and no
  // mail server takes them here.
  const std::string folded = gatehouse::folded(text.substr(0, at));
  const std::string domain = as_ascii(gatehouse::folded(text.substr(at + 1)));
  if (!is_local_part(folded) || !is_dotted_domain(domain)) return fail(kBadEmail);
  EmailAddress address;
  address.folded_ = folded + "@" + domain;
  if (address.folded_.size() > 254) return fail(kBadEmail);
  address.text_ = plain ? std::string{text} : address.folded_;
  return address;
}

std::string EmailAddress::likeness() const {
  const std::size_t at = folded_.find('@');
  const std::string_view local = std::string_view{folded_}.substr(0, at);
  // A tag is a drawer of the same box.
  return skeleton(local.substr(0, local.find('+'))) + "@" +
         skeleton(as_unicode(std::string_view{folded_}.substr(at + 1)));
}

}  // namespace gatehouse
