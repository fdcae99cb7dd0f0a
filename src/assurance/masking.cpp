#include "assurance/masking.h"

#include <algorithm>
#include <array>

namespace gatehouse::assurance {

namespace {

constexpr std::size_t kShown = 4;   // letters of a secret that say what it was
constexpr std::size_t kShort = 12;  // a shorter word is no secret of ours

bool of_a_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == '+' || c == '/' || c == '=';
}

bool is_secret(std::string_view word) {
  if (word.size() < kShort) return false;
  const bool token = word.starts_with("gh") && word[3] == '_' && word[2] >= 'a' && word[2] <= 'z';
  return token || word.starts_with("eyJ") || word.starts_with("pw-");
}

// How many octets belong to the character at `at`; 0 when it is not valid UTF-8.
std::size_t character_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t next = 1; next < length; ++next)
    if ((static_cast<unsigned char>(text[at + next]) & 0xc0) != 0x80) return 0;
  const auto second = length > 2 ? static_cast<unsigned char>(text[at + 1]) : 0x90;
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second >= 0xa0;
  const bool too_high = first == 0xf4 && second >= 0x90;
  return length > 2 && (overlong || surrogate || too_high) ? 0 : length;
}

bool is_control(std::string_view character) {
  const auto c = static_cast<unsigned char>(character[0]);
  const bool c1 =
      character.size() == 2 && c == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
  return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || c1;
}

}  // namespace

std::string masked(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, of_a_token);
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (is_secret(word))
      out += std::string{word.substr(0, kShown)} + "…";
    else
      out += word;
    text.remove_prefix(word.size());
    if (text.empty()) break;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

std::string presentable(std::string_view text, std::size_t most) {
  // What lies far behind the cut need not be looked at.
  const std::string safe = masked(text.substr(0, most * 4));
  std::string out;
  for (std::size_t at = 0; at < safe.size();) {
    const std::size_t length = character_at(safe, at);
    const std::string_view character =
        length == 0 || is_control(std::string_view{safe}.substr(at, length))
            ? std::string_view{"·"}
            : std::string_view{safe}.substr(at, length);
    if (out.size() + character.size() > most) return out + "…";
    out += character;
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace gatehouse::assurance
