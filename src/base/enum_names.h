// Enums that travel as text (JSON, SQL, golden files) list their names once.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace gatehouse {

// Specialise with: static constexpr auto names = std::to_array<std::pair<E,
// std::string_view>>({...});
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = requires { EnumNames<E>::names; };

template <NamedEnum E>
constexpr std::string_view name_of(E value) {
  for (const auto& [candidate, name] : EnumNames<E>::names)
    if (candidate == value) return name;
  return {};
}

template <NamedEnum E>
constexpr std::optional<E> named(std::string_view text) {
  for (const auto& [candidate, name] : EnumNames<E>::names)
    if (name == text) return candidate;
  return std::nullopt;
}

}  // namespace gatehouse
