#include "edge/query.h"

#include <algorithm>

#include "base/control.h"
#include "base/text.h"

namespace gatehouse::edge {

namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

Result<std::string> decoded(std::string_view part) {
  std::string out;
  out.reserve(part.size());
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] == '+') {
      out += ' ';
    } else if (part[at] != '%') {
      out += part[at];
    } else {
      const int high = at + 2 < part.size() ? hex_value(part[at + 1]) : -1;
      const int low = at + 2 < part.size() ? hex_value(part[at + 2]) : -1;
      if (high < 0 || low < 0) return fail(Error{kBadQuery}.because("bad percent-encoding"));
      out += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  if (!is_utf8(out)) return fail(Error{kBadQuery}.because("not UTF-8"));
  return out;
}

}  // namespace

bool internal::looks_whole(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 18 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<Parameters> parse_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    TRY(std::string name, decoded(pair.substr(0, equals)));
    TRY(std::string value,
        decoded(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{}));
    const auto repeats = [&name](const auto& earlier) { return earlier.first == name; };
    if (const auto earlier = std::ranges::find_if(parameters, repeats);
        earlier != parameters.end()) {
      if (enforced<"EDGE-07">) return fail(Error{kDuplicateParameter}.at("/" + name));
      earlier->second = std::move(value);
      continue;
    }
    parameters.emplace_back(std::move(name), std::move(value));
  }
  return parameters;
}

}  // namespace gatehouse::edge
