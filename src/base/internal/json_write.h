// From members to text; part of base/json.h. Names of members are written as they stand: they are
// literals of ours.
#pragma once

#include <algorithm>
#include <concepts>

#include "base/internal/json_read.h"

namespace gatehouse::json::internal {

void write_whole(std::string& out, std::int64_t value);
void write_large(std::string& out, std::uint64_t value);
void write_real(std::string& out, double value);  // null when it is not finite
void write_instant(std::string& out, Instant value);

consteval bool is_plain_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  });
}

template <Shaped T>
void write_shape(std::string& out, const T& value) {
  static_assert(std::ranges::all_of(kNamesOf<T>, [](auto name) { return is_plain_name(name); }),
                "A member's name must not need escapes.");
  char before = '{';
  const auto write_member = [&](const auto& member) {
    out += before;
    out += '"';
    out += member.name;
    out += "\":";
    write(out, value.*member.place);
    before = ',';
  };
  std::apply([&](const auto&... member) { (write_member(member), ...); }, Shape<T>::members);
  if (before == '{') out += before;
  out += '}';
}

template <class V>
void write_list(std::string& out, const std::vector<V>& values) {
  out += '[';
  bool first = true;
  for (const V& value : values) {
    if (!first) out += ',';
    first = false;
    write(out, value);
  }
  out += ']';
}

}  // namespace gatehouse::json::internal

namespace gatehouse::json {

template <class T>
void write(std::string& out, const T& value) {
  if constexpr (internal::TypeOf<T>::is_optional) {
    if (value)
      write(out, *value);
    else
      out += "null";
  } else if constexpr (internal::TypeOf<T>::is_list) {
    internal::write_list(out, value);
  } else if constexpr (internal::TypeOf<T>::is_id || Word<T>) {
    write_text(out, value.text());
  } else if constexpr (std::same_as<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::unsigned_integral<T>) {
    internal::write_large(out, value);
  } else if constexpr (std::signed_integral<T>) {
    internal::write_whole(out, value);
  } else if constexpr (std::same_as<T, double>) {
    internal::write_real(out, value);
  } else if constexpr (std::same_as<T, Instant>) {
    internal::write_instant(out, value);
  } else if constexpr (NamedEnum<T>) {
    write_text(out, name_of(value));
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    write_text(out, value);
  } else {
    static_assert(Shaped<T>, "This type has no json::Shape.");
    internal::write_shape(out, value);
  }
}

}  // namespace gatehouse::json
