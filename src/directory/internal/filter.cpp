#include "directory/internal/filter.h"

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"

namespace gatehouse::directory::internal {
namespace {

struct Text {
  std::string_view text;
  bool exact;
};

bool ordered(Comparison comparison, auto order) {
  switch (comparison) {
    case Comparison::gt:
      return order > 0;
    case Comparison::ge:
      return order >= 0;
    case Comparison::lt:
      return order < 0;
    case Comparison::le:
      return order <= 0;
    default:
      return order == 0;
  }
}

bool compare_texts(Comparison comparison, const Text& there, std::string_view wanted) {
  const std::string a = there.exact ? std::string{there.text} : folded(there.text);
  const std::string b = there.exact ? std::string{wanted} : folded(wanted);
  switch (comparison) {
    case Comparison::co:
      return a.contains(b);
    case Comparison::sw:
      return a.starts_with(b);
    case Comparison::ew:
      return a.ends_with(b);
    default:
      break;
  }
  const auto one = parse_rfc3339(there.text);
  const auto other = parse_rfc3339(wanted);
  if (one && other) return ordered(comparison, *one <=> *other);
  return ordered(comparison, a <=> b);
}

bool compare(Comparison comparison, const bj::value& there, const bj::value& wanted, bool exact) {
  if (there.is_string() && wanted.is_string()) {
    const std::string_view text{there.get_string()};
    const std::string_view other{wanted.get_string()};
    return compare_texts(comparison, {text, exact}, other);
  }
  if (there.is_number() && wanted.is_number()) {
    const double a = there.to_number<double>();
    const double b = wanted.to_number<double>();
    return ordered(comparison, a <=> b);
  }
  if (there.is_bool() && wanted.is_bool()) return there.get_bool() == wanted.get_bool();
  // Entra asks for active eq "true".
  if (there.is_bool() && wanted.is_string())
    return same_name(std::string_view{wanted.get_string()}, there.get_bool() ? "true" : "false");
  return false;
}

bool is_present(const bj::value& value) {
  if (value.is_null()) return false;
  if (value.is_array()) return !value.get_array().empty();
  if (value.is_object()) return !value.get_object().empty();
  return !value.is_string() || !value.get_string().empty();
}

// Every value that the path leads to; of many complex ones their "value" when no part is named.
std::vector<const bj::value*> values_at(const AttributePath& path, const bj::object& resource) {
  std::vector<const bj::value*> values;
  const bj::value* attribute = path.foreign ? nullptr : find(resource, path.attribute);
  if (attribute == nullptr) return values;
  const auto add = [&](const bj::value& one, std::string_view sub) {
    if (!one.is_object()) {
      if (path.sub.empty()) values.push_back(&one);
    } else if (const bj::value* part = find(one.get_object(), sub)) {
      values.push_back(part);
    }
  };
  if (const bj::array* many = attribute->if_array())
    for (const bj::value& one : *many) add(one, path.sub.empty() ? "value" : path.sub);
  else if (attribute->is_object() && path.sub.empty())
    values.push_back(attribute);
  else
    add(*attribute, path.sub);
  return values;
}

bool compares(const ResourceType& type, const Filter& filter, const bj::object& resource) {
  const auto values = values_at(filter.path, resource);
  if (filter.comparison == Comparison::pr)
    return std::ranges::any_of(values, [](const bj::value* one) { return is_present(*one); });
  const bool negated = filter.comparison == Comparison::ne;
  const Comparison comparison = negated ? Comparison::eq : filter.comparison;
  const Attribute* known = attribute_of(type, filter.path.attribute);
  const bool exact = known != nullptr && known->exact_case;
  const bool absent =
      std::ranges::none_of(values, [](const auto* one) { return is_present(*one); });
  const bool found =
      filter.value.is_null() ? absent : std::ranges::any_of(values, [&](const bj::value* one) {
        return compare(comparison, *one, filter.value, exact);
      });
  return found != negated;
}

bool matches_one_within(const ResourceType& type, const Filter& filter,
                        const bj::object& resource) {
  const bj::value* many = filter.path.foreign ? nullptr : find(resource, filter.path.attribute);
  if (many == nullptr || !many->is_array()) return false;
  return std::ranges::any_of(many->get_array(), [&](const bj::value& one) {
    return one.is_object() && matches(type, filter.parts.front(), one.get_object());
  });
}

}  // namespace

bool matches(const ResourceType& type, const Filter& filter, const bj::object& resource) {
  const auto holds = [&](const Filter& part) { return matches(type, part, resource); };
  switch (filter.kind) {
    case Filter::Kind::compare:
      return compares(type, filter, resource);
    case Filter::Kind::all:
      return std::ranges::all_of(filter.parts, holds);
    case Filter::Kind::any:
      return std::ranges::any_of(filter.parts, holds);
    case Filter::Kind::none:
      return std::ranges::none_of(filter.parts, holds);
    case Filter::Kind::within:
      return matches_one_within(type, filter, resource);
  }
  return false;
}

std::optional<std::string> sought_value(const Filter& filter, std::string_view attribute) {
  const bool simple = filter.kind == Filter::Kind::compare && filter.comparison == Comparison::eq &&
                      !filter.path.foreign && filter.path.sub.empty() &&
                      same_name(filter.path.attribute, attribute);
  if (!simple || !filter.value.is_string()) return std::nullopt;
  return std::string{std::string_view{filter.value.get_string()}};
}

}  // namespace gatehouse::directory::internal
