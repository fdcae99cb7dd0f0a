// A mail as we write it: one reader, a plain text and the same in HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/text.h"

namespace gatehouse::egress {

enum class Language : unsigned char { en, he };

// What may stand in a header: one line, nothing invisible, so that no text can begin another header
// or end the head (RFC 5322 2.2).
class HeaderText {
 public:
  HeaderText() = default;
  static HeaderText of(std::string_view untrusted);
  const std::string& text() const { return text_; }
  bool operator==(const HeaderText&) const = default;

 private:
  std::string text_;
};

struct Mail {
  EmailAddress to;
  HeaderText subject = {};
  std::string text = {};  // UTF-8
  std::string html = {};
  Language language = Language::en;
  std::string id = {};  // what makes a repeated delivery recognisable: letters, digits and _
};

// The frame that every mail of ours has: mark, accent colour, right to left where the language is.
// Nothing in it is fetched from anywhere.
struct Letter {
  struct Action {
    std::string label;
    std::string url;
  };
  Language language = Language::en;
  std::string subject = {};
  std::string heading = {};
  std::vector<std::string> paragraphs = {};
  std::optional<Action> action = {};
  std::vector<std::string> small_print = {};
};
Mail written(const EmailAddress& to, const Letter& letter);

// RFC 5322 with MIME (RFC 2045, 2046, 2047), lines end with CRLF.
std::string message_text(const EmailAddress& from, const Mail& mail, Instant at);

}  // namespace gatehouse::egress

namespace gatehouse {
template <>
struct EnumNames<egress::Language> {
  static constexpr auto names = std::to_array<std::pair<egress::Language, std::string_view>>(
      {{egress::Language::en, "en"}, {egress::Language::he, "he"}});
};
}  // namespace gatehouse
