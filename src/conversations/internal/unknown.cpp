#include "conversations/internal/unknown.h"

#include <cstddef>

namespace gatehouse::conversations::internal {

namespace {

bool is_latin(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
// U+0590 to U+05FF are two octets in UTF-8, and these are their first.
bool leads_hebrew(unsigned char c) { return c == 0xd6 || c == 0xd7; }

}  // namespace

std::string_view i_do_not_know(std::string_view question) {
  std::size_t latin = 0;
  std::size_t hebrew = 0;
  for (const char c : question) {
    if (is_latin(static_cast<unsigned char>(c))) ++latin;
    if (leads_hebrew(static_cast<unsigned char>(c))) ++hebrew;
  }
  if (hebrew > latin) return "אין לי תשובה על כך. אפשר להעביר את השיחה לנציג אנושי.";
  return "I don't know the answer to that. A person can help you: shall I "
         "fetch someone?";
}

}  // namespace gatehouse::conversations::internal
