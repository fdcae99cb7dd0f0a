// Query strings (WHATWG URL, application/x-www-form-urlencoded) read by the shapes of JSON.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace gatehouse::edge {

inline constexpr ErrorKind kBadQuery{"edge.bad_query", Fault::invalid,
                                     "The address holds parameters that cannot be read.",
                                     "EDGE-12"};
inline constexpr ErrorKind kDuplicateParameter{"edge.duplicate_parameter", Fault::invalid,
                                               "A parameter is named twice.", "EDGE-07"};

// Input that stands in the query string.
template <class T>
struct Query : T {};

// Input that an HTML form posts.
template <class T>
struct Form : T {};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Percent-decoded; a name that stands twice is refused (control EDGE-07), and so is what does not
// decode to UTF-8.
Result<Parameters> parse_query(std::string_view query);

struct NoMembers {};

namespace internal {

template <class V>
struct IsWhole : std::bool_constant<std::integral<V> && !std::same_as<V, bool>> {};
template <class V>
struct IsWhole<std::optional<V>> : IsWhole<V> {};

template <class T, class V, class L>
constexpr bool is_whole(const json::Member<T, V, L>&) {
  return IsWhole<V>::value;
}

template <class T>
bool is_whole_member(std::string_view name) {
  return std::apply(
      [&](const auto&... member) { return ((member.name == name && is_whole(member)) || ...); },
      json::Shape<T>::members);
}

bool looks_whole(std::string_view text);

}  // namespace internal

// Numbers are written bare, everything else quoted; the JSON reader then judges names, types and
// limits, so a query has the same rules as a body.
template <class T>
Result<T> read_parameters(const Parameters& parameters) {
  std::string text = "{";
  for (const auto& [name, value] : parameters) {
    if (text.size() > 1) text += ',';
    json::write_text(text, name);
    text += ':';
    if (internal::is_whole_member<T>(name) && internal::looks_whole(value))
      text += value;
    else
      json::write_text(text, value);
  }
  text += '}';
  return json::read<T>(text);
}

template <class T>
Result<Query<T>> read_query(std::string_view query) {
  TRY(const Parameters parameters, parse_query(query));
  TRY(T read, read_parameters<T>(parameters));
  return Query<T>{std::move(read)};
}

// Browsers end the lines of what a form posts with CR LF, whatever they were.
template <class T>
Result<Form<T>> read_form(std::string_view body) {
  TRY(Parameters parameters, parse_query(body));
  for (auto& [name, value] : parameters) std::erase(value, '\r');
  TRY(T read, read_parameters<T>(parameters));
  return Form<T>{std::move(read)};
}

}  // namespace gatehouse::edge

template <>
struct gatehouse::json::Shape<gatehouse::edge::NoMembers> {
  static constexpr std::string_view name = "Nothing";
  static constexpr std::tuple<> members{};
};
