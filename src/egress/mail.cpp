#include "egress/mail.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "crypto/crypto.h"

namespace gatehouse::egress {
namespace {

constexpr std::size_t kLongestHeader = 200;    // code points
constexpr std::size_t kBase64Line = 76;        // RFC 2045 6.8
constexpr std::size_t kEncodedWordBytes = 45;  // RFC 2047 2: 75 characters a word, 60 of base64

// Howard Hinnant's chrono names are not in libstdc++ 12.
constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// RFC 5322 3.3.
std::string date_text(Instant at) {
  const auto days = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - days)};
  return fmt::format(
      "{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday{days}.c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
      time.seconds().count());
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Cut where a character ends.
std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return text.substr(0, most);
}

std::string header_text(const HeaderText& header) {
  std::string_view rest = header.text();
  // What looks like an encoded word would be read as one.
  if (is_ascii(rest) && !rest.contains("=?")) return std::string{rest};
  std::string out;
  while (!rest.empty()) {
    const std::string_view part = first_bytes(rest, kEncodedWordBytes);
    rest.remove_prefix(part.size());
    out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", base64(as_bytes(part)));
  }
  return out;
}

std::string body_text(std::string_view text) {
  const std::string encoded = base64(as_bytes(text));
  std::string out;
  for (std::size_t at = 0; at < encoded.size(); at += kBase64Line)
    out += encoded.substr(at, kBase64Line) + "\r\n";
  return out;
}

std::string part(std::string_view boundary, std::string_view type, std::string_view text) {
  return fmt::format(
      "--{}\r\nContent-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
      boundary, type, body_text(text));
}

}  // namespace

HeaderText HeaderText::of(std::string_view untrusted) {
  HeaderText header;
  std::string text = cleaned(untrusted);
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  header.text_ = first_code_points(text, kLongestHeader);
  return header;
}

std::string message_text(const EmailAddress& from, const Mail& mail, Instant at) {
  const std::string_view domain =
      std::string_view{from.folded()}.substr(from.folded().find('@') + 1);
  // Base64 has no dash, so no body can hold it.
  const std::string boundary =
      "gatehouse-" + hex(crypto::sha256(as_bytes(mail.id), as_bytes(mail.text))).substr(0, 32);
  return fmt::format(
             "Date: {}\r\nFrom: Gatehouse <{}>\r\nTo: <{}>\r\nSubject: {}\r\nMessage-ID: "
             "<{}@{}>\r\n"
             "Auto-Submitted: auto-generated\r\nContent-Language: {}\r\nMIME-Version: 1.0\r\n"
             "Content-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n",
             date_text(at), from.folded(), mail.to.folded(), header_text(mail.subject), mail.id,
             domain, name_of(mail.language), boundary) +
         part(boundary, "plain", mail.text) + part(boundary, "html", mail.html) +
         fmt::format("--{}--\r\n", boundary);
}

}  // namespace gatehouse::egress
