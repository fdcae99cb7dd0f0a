// JSON as directories write it (RFC 7643 2.1): names in any case, attributes that we do not keep,
// and never more than we want to read. A name that stands twice, in whatever case, is refused.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gatehouse::directory::internal {

namespace bj = boost::json;

// kInvalidSyntax when it is not one object of at most 30,000 values, eight deep.
Result<bj::object> read_document(std::string_view text);

bool same_name(std::string_view a, std::string_view b);  // RFC 7643 2.1: case-insensitive
// The member of this name in any case; null when there is none.
const bj::value* find(const bj::object& object, std::string_view name);
bj::value* find(bj::object& object, std::string_view name);
// In place of what has the name in any case.
void set(bj::object& object, std::string_view name, bj::value value);
void erase(bj::object& object, std::string_view name);

// What we keep of a kind of resource.
enum class Form : unsigned char { simple, complex, many };
struct Attribute {
  std::string_view name;
  Form form;
  bool exact_case = false;  // of its values
  bool read_only = false;
};
struct ResourceType {
  std::string_view schema;  // the core one; names may be written with it in front
  std::span<const Attribute> attributes;
};
const Attribute* attribute_of(const ResourceType& type, std::string_view name);

extern const ResourceType kUserType;
extern const ResourceType kGroupType;

}  // namespace gatehouse::directory::internal
