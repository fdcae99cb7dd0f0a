#include "edge/offered_key.h"

#include <algorithm>

namespace gatehouse::edge {

namespace {

bool is_same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char one, char other) {
    const bool upper = one >= 'A' && one <= 'Z';
    return (upper ? static_cast<char>(one - 'A' + 'a') : one) == other;
  });
}

}  // namespace

std::optional<std::string_view> offered_key(const net::RequestHead& head) {
  constexpr std::string_view kScheme = "bearer";
  const std::string_view header = head.headers.find("authorization").value_or("");
  if (header.size() <= kScheme.size() || !is_same_word(header.substr(0, kScheme.size()), kScheme))
    return std::nullopt;
  std::string_view token = header.substr(kScheme.size());
  if (!token.starts_with(' ')) return std::nullopt;
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  return token.starts_with(kKeyPrefix) ? std::optional{token} : std::nullopt;
}

}  // namespace gatehouse::edge
