// Text that came from people: UTF-8 only, one normal form, nothing invisible.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gatehouse {

bool is_utf8(std::string_view text);
std::size_t code_points(std::string_view utf8);
// At most `most` code points, cut at a code point.
std::string_view first_code_points(std::string_view utf8, std::size_t most);

// NFC; without control characters (but line feed and tab), bidirectional overrides and isolates
// (U+202A..202E, U+2066..2069), zero-width marks other than ZWJ/ZWNJ, byte order marks and
// non-characters; CRLF and CR become LF; no white space at the ends. Cleaning twice changes
// nothing. Markup is kept literally: plain text is encoded where it is shown.
std::string cleaned(std::string_view utf8);

// Unicode case folding after NFKC: for comparing names and addresses.
std::string folded(std::string_view utf8);

// Text with the rule in its type: behind the edge names and messages are PlainText.
class PlainText {
 public:
  PlainText() = default;
  static PlainText of(std::string_view untrusted);  // cleans (control CNV-06)
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const PlainText&) const = default;

 private:
  std::string text_;
};

// An address we can send mail to: one @, a dotted domain, at most 254 characters. Compared in one
// form: case-folded NFKC, the domain as the name service has it (UTS 46). No domain that mixes
// scripts, no local part that is not ASCII in that form.
class EmailAddress {
 public:
  static Result<EmailAddress> parse(std::string_view text);
  // As typed, if that was ASCII; otherwise in the form that is compared, which cannot mislead.
  const std::string& text() const { return text_; }
  const std::string& folded() const { return folded_; }
  // What people take it for: without a tag, look-alikes as one (UTS 39 4). Compare, never show.
  std::string likeness() const;
  bool operator==(const EmailAddress& other) const { return folded_ == other.folded_; }

 private:
  std::string text_;
  std::string folded_;
};

inline constexpr ErrorKind kBadEmail{
    "text.bad_email", Fault::invalid,
    "This is not an e-mail address. Write it like name@example.com."};

}  // namespace gatehouse
