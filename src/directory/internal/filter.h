// Filters and attribute paths (RFC 7644 3.4.2.2, 3.5.2): read once, into a tree of bounded size,
// then asked of each resource.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/internal/document.h"

namespace gatehouse::directory::internal {

// "name.givenName", "urn:…:User:userName". Of an extension that we do not keep: nothing is there.
struct AttributePath {
  std::string attribute;
  std::string sub = {};  // or empty
  bool foreign = false;
};

enum class Comparison : unsigned char { eq, ne, co, sw, ew, gt, ge, lt, le, pr };

struct Filter {
  enum class Kind : unsigned char { compare, all, any, none, within };
  Kind kind = Kind::compare;
  AttributePath path = {};  // compare; within: of the attribute with many values
  Comparison comparison = Comparison::pr;
  bj::value value = {};            // compare
  std::vector<Filter> parts = {};  // all, any: two or more; none, within: one
};

// emails[type eq "work"].value
struct Path {
  AttributePath path;
  std::optional<Filter> filter;  // chooses among many values
};

// kInvalidFilter; at most 2,000 octets, 60 comparisons, 12 brackets deep.
Result<Filter> parse_filter(const ResourceType& type, std::string_view text);
Result<Path> parse_path(const ResourceType& type, std::string_view text);  // kInvalidPath

bool matches(const ResourceType& type, const Filter& filter, const bj::object& resource);

// The value of a filter that is nothing but `attribute eq "text"`, for finding by an index.
std::optional<std::string> sought_value(const Filter& filter, std::string_view attribute);

}  // namespace gatehouse::directory::internal
