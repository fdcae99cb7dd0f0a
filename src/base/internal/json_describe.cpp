#include "base/json.h"

#include <fmt/format.h>

#include <iterator>

namespace gatehouse::json::internal {
namespace {

// `"type":"string"`, or with null beside it.
std::string type_of(std::string_view type, Null null) {
  return null == Null::allowed ? fmt::format(R"("type":["{}","null"])", type)
                               : fmt::format(R"("type":"{}")", type);
}

}  // namespace

std::string describe_plain(std::string_view type, std::string_view format, Null null) {
  std::string out = "{" + type_of(type, null);
  if (!format.empty()) fmt::format_to(std::back_inserter(out), R"(,"format":"{}")", format);
  return out + "}";
}

std::string describe_text(const TextLimit* limit, Null null) {
  std::string out = "{" + type_of("string", null);
  if (limit != nullptr) {
    fmt::format_to(std::back_inserter(out), R"(,"minLength":{},"maxLength":{})", limit->least,
                   limit->most);
    if (limit->kind == TextKind::token) out += R"(,"pattern":"^[A-Za-z0-9_-]*$")";
  }
  return out + "}";
}

std::string describe_whole(WholeLimit limit, Null null) {
  constexpr WholeLimit kAll = range_of<std::int64_t>();
  std::string out = "{" + type_of("integer", null);
  if (limit.least != kAll.least)
    fmt::format_to(std::back_inserter(out), R"(,"minimum":{})", limit.least);
  if (limit.most != kAll.most)
    fmt::format_to(std::back_inserter(out), R"(,"maximum":{})", limit.most);
  if (limit.least == kAll.least && limit.most == kAll.most) out += R"(,"format":"int64")";
  return out + "}";
}

std::string describe_real(const WholeLimit* limit, Null null) {
  std::string out = "{" + type_of("number", null);
  if (limit != nullptr)
    fmt::format_to(std::back_inserter(out), R"(,"minimum":{},"maximum":{})", limit->least,
                   limit->most);
  return out + "}";
}

std::string describe_id(std::string_view prefix, Null null) {
  return fmt::format(R"({{{},"pattern":"^{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$"}})",
                     type_of("string", null), prefix);
}

std::string describe_enum(std::span<const std::string_view> names, Null null) {
  std::string out = "{" + type_of("string", null) + R"(,"enum":[)";
  for (const std::string_view name : names) {
    if (!out.ends_with('[')) out += ',';
    write_text(out, name);
  }
  return out + (null == Null::allowed ? ",null]}" : "]}");
}

std::string describe_list(std::string_view each, const ListLimit* limit, Null null) {
  std::string out = fmt::format(R"({{{},"items":{})", type_of("array", null), each);
  if (limit != nullptr) fmt::format_to(std::back_inserter(out), R"(,"maxItems":{})", limit->most);
  return out + "}";
}

std::string describe_reference(std::string_view name, Null null) {
  const std::string reference = fmt::format(R"({{"$ref":"#/components/schemas/{}"}})", name);
  if (null == Null::refused) return reference;
  return fmt::format(R"({{"anyOf":[{},{{"type":"null"}}]}})", reference);
}

std::string describe_object(std::span<const DescribedMember> members) {
  std::string required;
  std::string properties;
  for (const DescribedMember& member : members) {
    if (member.required) {
      if (!required.empty()) required += ',';
      write_text(required, member.name);
    }
    if (!properties.empty()) properties += ',';
    write_text(properties, member.name);
    properties += ':';
    properties += member.schema;
  }
  std::string out = R"({"type":"object","additionalProperties":false)";
  if (!required.empty()) out += R"(,"required":[)" + required + "]";
  return out + R"(,"properties":{)" + properties + "}}";
}

}  // namespace gatehouse::json::internal
