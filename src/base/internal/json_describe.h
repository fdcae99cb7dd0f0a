// From shapes to JSON Schema 2020-12; part of base/json.h.
#pragma once

#include <concepts>
#include <span>

#include "base/internal/json_read.h"

namespace gatehouse::json::internal {

using Definitions = std::map<std::string, std::string, std::less<>>;

enum class Null : bool { refused, allowed };

std::string describe_plain(std::string_view type, std::string_view format, Null null);
std::string describe_text(const TextLimit* limit, Null null);
std::string describe_whole(WholeLimit limit, Null null);
std::string describe_real(const WholeLimit* limit, Null null);
std::string describe_id(std::string_view prefix, Null null);
std::string describe_enum(std::span<const std::string_view> names, Null null);
std::string describe_list(std::string_view each, const ListLimit* limit, Null null);
std::string describe_reference(std::string_view name, Null null);

struct DescribedMember {
  std::string_view name;
  std::string schema;
  bool required;
};
std::string describe_object(std::span<const DescribedMember> members);

template <class L, class Wanted>
constexpr const Wanted* limit_if(const L& limit) {
  if constexpr (std::same_as<L, Wanted>)
    return &limit;
  else
    return nullptr;
}

template <class K>
constexpr std::string_view prefix_of(const Id<K>*) {
  return K::prefix;
}

template <NamedEnum V>
std::string describe_names(Null null) {
  std::vector<std::string_view> names;
  for (const auto& [value, name] : EnumNames<V>::names) names.push_back(name);
  return describe_enum(names, null);
}

template <std::integral V, class L>
std::string describe_integer(const L& limit, Null null) {
  WholeLimit range = range_of<V>();
  if constexpr (std::same_as<L, WholeLimit>)
    range = {std::max(range.least, limit.least), std::min(range.most, limit.most)};
  return describe_whole(range, null);
}

template <class V, Absence absence, class L>
std::string schema_of(Definitions& definitions, const L& limit, Null null = Null::refused) {
  if constexpr (TypeOf<V>::is_optional) {
    return schema_of<typename V::value_type, absence>(definitions, limit, Null::allowed);
  } else if constexpr (TypeOf<V>::is_list) {
    const std::string each =
        schema_of<typename V::value_type, absence>(definitions, limit_of_each(limit));
    return describe_list(each, limit_if<L, ListLimit>(limit), null);
  } else if constexpr (TypeOf<V>::is_id) {
    return describe_id(prefix_of(static_cast<const V*>(nullptr)), null);
  } else if constexpr (Word<V>) {
    return describe_text(&V::kWord, null);
  } else if constexpr (std::same_as<V, bool>) {
    return describe_plain("boolean", {}, null);
  } else if constexpr (std::same_as<V, std::string>) {
    return describe_text(limit_if<L, TextLimit>(limit), null);
  } else if constexpr (std::integral<V>) {
    return describe_integer<V>(limit, null);
  } else if constexpr (std::same_as<V, double>) {
    return describe_real(limit_if<L, WholeLimit>(limit), null);
  } else if constexpr (std::same_as<V, Instant>) {
    return describe_plain("string", "date-time", null);
  } else if constexpr (NamedEnum<V>) {
    return describe_names<V>(null);
  } else {
    static_assert(Shaped<V>, "This type has no json::Shape.");
    describe<V, absence>(definitions);
    return describe_reference(Shape<V>::name, null);
  }
}

}  // namespace gatehouse::json::internal

namespace gatehouse::json {

template <Shaped T, Absence absence>
void describe(std::map<std::string, std::string, std::less<>>& definitions) {
  // The name is taken first, so that a shape may hold a list of itself.
  const auto [place, fresh] = definitions.try_emplace(std::string{Shape<T>::name});
  if (!fresh) return;
  std::vector<internal::DescribedMember> members;
  const auto describe_member = [&]<class V, class L>(const Member<T, V, L>& member) {
    members.push_back({member.name, internal::schema_of<V, absence>(definitions, member.limit),
                       absence == Absence::never || !internal::TypeOf<V>::is_optional});
  };
  std::apply([&](const auto&... member) { (describe_member(member), ...); }, Shape<T>::members);
  place->second = internal::describe_object(members);
}

}  // namespace gatehouse::json
