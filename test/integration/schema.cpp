#include "test/integration/schema.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"

namespace gatehouse::test {

namespace {

using boost::json::array;
using boost::json::object;

bool is_of_type(const Json& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_bool();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  return type == "number" && value.is_number();
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

// The two patterns that the document holds: an id with its kind, and a token.
bool fits_pattern(std::string_view text, std::string_view pattern) {
  constexpr std::string_view kIdEnd = "_[0-7][0-9a-hjkmnp-tv-z]{25}$";
  const auto is_token = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  };
  if (pattern == "^[A-Za-z0-9_-]*$") return std::ranges::all_of(text, is_token);
  if (!pattern.starts_with('^') || !pattern.ends_with(kIdEnd)) return false;
  const std::string_view kind = pattern.substr(1, pattern.size() - kIdEnd.size());
  if (!text.starts_with(kind) || text.size() != kind.size() + 26) return false;
  const std::string_view rest = text.substr(kind.size());
  const auto is_digit = [](char c) {
    return std::string_view{"0123456789abcdefghjkmnpqrstvwxyz"}.contains(c);
  };
  return rest.front() <= '7' && std::ranges::all_of(rest, is_digit);
}

class Check {
 public:
  explicit Check(const Json& document) : document_{document} {}

  void value(const Json& value, const Json& schema, const std::string& where) {
    if (!schema.is_object()) return complain(where, "has no schema");
    for (const auto& [keyword, rule] : schema.get_object())
      keyword_rule(value, schema, where, keyword, rule);
  }

  std::vector<std::string> complaints;

 private:
  void complain(const std::string& where, std::string_view what) {
    complaints.push_back(fmt::format("{}: {}", where.empty() ? "/" : where, what));
  }

  void keyword_rule(const Json& value, const Json& schema, const std::string& where,
                    std::string_view keyword, const Json& rule) {
    if (keyword == "$ref") return reference(value, std::string_view{rule.as_string()}, where);
    if (keyword == "type") return type(value, rule, where);
    if (keyword == "anyOf") return any_of(value, rule.as_array(), where);
    if (keyword == "enum") {
      const array& allowed = rule.as_array();
      if (std::ranges::find(allowed, value) == allowed.end()) complain(where, "is not in the enum");
      return;
    }
    if (value.is_object() && object_rule(value.get_object(), schema, where, keyword, rule)) return;
    if (value.is_array() && array_rule(value.get_array(), where, keyword, rule)) return;
    if (value.is_string() && text_rule(std::string_view{value.get_string()}, where, keyword, rule))
      return;
    if (value.is_number() && number_rule(value, where, keyword, rule)) return;
    constexpr std::string_view kOfOtherTypes[] = {"required",  "properties", "additionalProperties",
                                                  "items",     "maxItems",   "minLength",
                                                  "maxLength", "pattern",    "format",
                                                  "minimum",   "maximum",    "description"};
    if (std::ranges::find(kOfOtherTypes, keyword) == std::ranges::end(kOfOtherTypes))
      complain(where, fmt::format("the schema says '{}', which is not understood here", keyword));
  }

  void reference(const Json& value, std::string_view target, const std::string& where) {
    const Json& schema = at(document_, target.substr(std::min<std::size_t>(1, target.size())));
    this->value(value, schema, where);
  }

  void type(const Json& value, const Json& rule, const std::string& where) {
    const bool fits = rule.is_string()
                          ? is_of_type(value, std::string_view{rule.get_string()})
                          : std::ranges::any_of(rule.as_array(), [&value](const Json& one) {
                              return is_of_type(value, std::string_view{one.as_string()});
                            });
    if (!fits) complain(where, fmt::format("is no {}", boost::json::serialize(rule)));
  }

  void any_of(const Json& value, const array& rules, const std::string& where) {
    for (const Json& rule : rules)
      if (violations(value, rule, document_).empty()) return;
    complain(where, "fits none of anyOf");
  }

  bool object_rule(const object& value, const Json& schema, const std::string& where,
                   std::string_view keyword, const Json& rule) {
    if (keyword == "required") {
      for (const Json& name : rule.as_array())
        if (!value.contains(name.as_string()))
          complain(where, fmt::format("has no {}", std::string_view{name.as_string()}));
      return true;
    }
    if (keyword == "properties") {
      for (const auto& [name, member] : rule.as_object())
        if (const Json* found = value.if_contains(name))
          this->value(*found, member, fmt::format("{}/{}", where, std::string_view{name}));
      return true;
    }
    if (keyword != "additionalProperties") return false;
    for (const auto& [name, member] : value)
      if (at(schema, fmt::format("/properties/{}", std::string_view{name})).is_null())
        complain(where,
                 fmt::format("has {}, which is not in the document", std::string_view{name}));
    return true;
  }

  bool array_rule(const array& value, const std::string& where, std::string_view keyword,
                  const Json& rule) {
    if (keyword == "items")
      for (std::size_t index = 0; index < value.size(); ++index)
        this->value(value[index], rule, fmt::format("{}/{}", where, index));
    else if (keyword != "maxItems")
      return false;
    else if (value.size() > rule.to_number<std::size_t>())
      complain(where, "has too many elements");
    return true;
  }

  bool text_rule(std::string_view text, const std::string& where, std::string_view keyword,
                 const Json& rule) {
    if (keyword == "minLength" && code_points(text) < rule.to_number<std::size_t>())
      complain(where, "is too short");
    if (keyword == "maxLength" && code_points(text) > rule.to_number<std::size_t>())
      complain(where, "is too long");
    if (keyword == "pattern" && !fits_pattern(text, std::string_view{rule.as_string()}))
      complain(where, "does not fit the pattern");
    if (keyword == "format" && (rule != Json("date-time") || !parse_rfc3339(text)))
      complain(where, "is no date-time");
    return keyword == "minLength" || keyword == "maxLength" || keyword == "pattern" ||
           keyword == "format";
  }

  bool number_rule(const Json& value, const std::string& where, std::string_view keyword,
                   const Json& rule) {
    if (keyword == "minimum" && value.to_number<double>() < rule.to_number<double>())
      complain(where, "is too small");
    if (keyword == "maximum" && value.to_number<double>() > rule.to_number<double>())
      complain(where, "is too large");
    return keyword == "minimum" || keyword == "maximum" || keyword == "format";
  }

  const Json& document_;
};

}  // namespace

std::vector<std::string> violations(const Json& value, const Json& schema, const Json& document) {
  Check check{document};
  check.value(value, schema, "");
  return check.complaints;
}

}  // namespace gatehouse::test
