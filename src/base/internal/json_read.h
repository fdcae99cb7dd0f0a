// From nodes to members; part of base/json.h. What depends on the type is here and thin, the checks
// are in json_read.cpp.
#pragma once

#include <concepts>
#include <span>
#include <utility>

#include "base/internal/json_document.h"

namespace gatehouse::json::internal {

// The first thing that was wrong, and where. Every reading function returns false after refusing.
struct Failure {
  const ErrorKind* kind = nullptr;
  std::string pointer;

  bool refuse(const ErrorKind& why) {
    kind = &why;
    return false;
  }
  bool under(std::string_view name) {
    pointer = pointer_part(name) + pointer;
    return false;
  }
};

bool read_bool(Failure& failure, const Node& node, bool& out);
bool read_text(Failure& failure, const Node& node, std::string& out, TextLimit limit);
// `type` is what the member can hold at all, `declared` what the shape allows.
bool read_whole(Failure& failure, const Node& node, std::int64_t& out, WholeLimit type,
                WholeLimit declared);
bool read_large(Failure& failure, const Node& node, std::uint64_t& out, WholeLimit declared);
bool read_real(Failure& failure, const Node& node, double& out, WholeLimit declared);
bool read_instant(Failure& failure, const Node& node, Instant& out);
// An object, with every name among `names` (control EDGE-07).
bool is_object_of(Failure& failure, const Node& node, std::span<const std::string_view> names);
bool is_list_of(Failure& failure, const Node& node, std::size_t most);
const Node* find(const Node& object, std::string_view name);

template <class V>
struct TypeOf {
  static constexpr bool is_optional = false, is_list = false, is_id = false;
};
template <class V>
struct TypeOf<std::optional<V>> : TypeOf<V> {
  static constexpr bool is_optional = true, is_list = false, is_id = false;
};
template <class V>
struct TypeOf<std::vector<V>> : TypeOf<V> {
  static constexpr bool is_optional = false, is_list = true, is_id = false;
};
template <class K>
struct TypeOf<Id<K>> {
  static constexpr bool is_optional = false, is_list = false, is_id = true;
};

// What a whole-number type can hold, as far as int64 can say it.
template <std::integral V>
constexpr WholeLimit range_of() {
  using Range = std::numeric_limits<V>;
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return {static_cast<std::int64_t>(Range::min()),
          std::cmp_less(Range::max(), kMost) ? static_cast<std::int64_t>(Range::max()) : kMost};
}
template <class L>
constexpr WholeLimit declared_whole(const L& limit) {
  if constexpr (std::same_as<L, WholeLimit>)
    return limit;
  else
    return range_of<std::int64_t>();
}
template <class L>
constexpr auto limit_of_each(const L& limit) {
  if constexpr (std::same_as<L, ListLimit>)
    return limit.each;
  else
    return limit;
}

template <Shaped T>
bool read_shape(Failure& failure, const Node& node, T& out);

template <class V, class L>
bool read_list(Failure& failure, const Node& node, std::vector<V>& out, const L& limit);

template <std::integral V, class L>
bool read_integer(Failure& failure, const Node& node, V& out, const L& limit) {
  if constexpr (std::same_as<V, std::uint64_t>) {
    return read_large(failure, node, out, declared_whole(limit));
  } else {
    std::int64_t value = 0;
    if (!read_whole(failure, node, value, range_of<V>(), declared_whole(limit))) return false;
    out = static_cast<V>(value);
    return true;
  }
}

template <class V>
bool read_id(Failure& failure, const Node& node, V& out) {
  if (node.kind != Node::Kind::text) return failure.refuse(kWrongType);
  const auto id = V::parse(node.text);
  if (!id) return failure.refuse(kOutOfRange);
  out = *id;
  return true;
}

template <NamedEnum V>
bool read_enum(Failure& failure, const Node& node, V& out) {
  if (node.kind != Node::Kind::text) return failure.refuse(kWrongType);
  const std::optional<V> value = named<V>(node.text);
  if (!value) return failure.refuse(kOutOfRange);
  out = *value;
  return true;
}

template <class V, class L>
bool read_value(Failure& failure, const Node& node, V& out, const L& limit) {
  if constexpr (TypeOf<V>::is_optional) {
    out.reset();
    return node.kind == Node::Kind::null || read_value(failure, node, out.emplace(), limit);
  } else if constexpr (TypeOf<V>::is_list) {
    return read_list(failure, node, out, limit);
  } else if constexpr (TypeOf<V>::is_id || Word<V>) {
    return read_id(failure, node, out);
  } else if constexpr (std::same_as<V, bool>) {
    return read_bool(failure, node, out);
  } else if constexpr (std::same_as<V, std::string>) {
    static_assert(std::same_as<L, TextLimit>, "A text that is read needs a json::text limit.");
    return read_text(failure, node, out, limit);
  } else if constexpr (std::integral<V>) {
    return read_integer(failure, node, out, limit);
  } else if constexpr (std::same_as<V, double>) {
    return read_real(failure, node, out, declared_whole(limit));
  } else if constexpr (std::same_as<V, Instant>) {
    return read_instant(failure, node, out);
  } else if constexpr (NamedEnum<V>) {
    return read_enum(failure, node, out);
  } else {
    static_assert(Shaped<V>, "This type has no json::Shape.");
    return read_shape(failure, node, out);
  }
}

template <class V, class L>
bool read_list(Failure& failure, const Node& node, std::vector<V>& out, const L& limit) {
  static_assert(std::same_as<L, ListLimit>, "A list that is read needs json::list_of.");
  if (!is_list_of(failure, node, limit.most)) return false;
  out.clear();
  out.reserve(node.count);
  const Node* element = node.first();
  for (std::uint32_t i = 0; i < node.count; ++i, element = element->next()) {
    V value{};
    if (!read_value(failure, *element, value, limit.each)) return failure.under(std::to_string(i));
    out.push_back(std::move(value));
  }
  return true;
}

template <class T, class V, class L>
bool read_member(Failure& failure, const Node& object, T& out, const Member<T, V, L>& member) {
  const Node* node = find(object, member.name);
  if (node == nullptr) {
    if (TypeOf<V>::is_optional) return true;
    failure.refuse(kMissingMember);
    return failure.under(member.name);
  }
  return read_value(failure, *node, out.*member.place, member.limit) || failure.under(member.name);
}

template <Shaped T>
inline constexpr auto kNamesOf = std::apply(
    [](const auto&... member) {
      return std::array<std::string_view, sizeof...(member)>{member.name...};
    },
    Shape<T>::members);

template <Shaped T>
bool read_shape(Failure& failure, const Node& node, T& out) {
  if (!is_object_of(failure, node, kNamesOf<T>)) return false;
  return std::apply(
      [&](const auto&... member) { return (read_member(failure, node, out, member) && ...); },
      Shape<T>::members);
}

}  // namespace gatehouse::json::internal

namespace gatehouse::json {

template <Shaped T>
Result<T> read(std::string_view text, ReadLimits limits) {
  internal::Document document;
  TRY_VOID(document.parse(text, limits));
  internal::Failure failure;
  T out{};
  if (!internal::read_shape(failure, document.root(), out))
    return fail(Error{*failure.kind}.at(std::move(failure.pointer)));
  return out;
}

}  // namespace gatehouse::json
