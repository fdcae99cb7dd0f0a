#include "directory/internal/document.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include "base/text.h"
#include "directory/errors.h"

namespace gatehouse::directory::internal {
namespace {

using Code = bj::error_code;

constexpr std::size_t kMostValues = 30'000;
constexpr std::size_t kDeepest = 8;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lowered(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

// Receives the parser's events and stacks up the values.
class Builder {
 public:
  static constexpr std::size_t max_object_size = kMostValues;
  static constexpr std::size_t max_array_size = kMostValues;
  static constexpr std::size_t max_key_size = 512;
  static constexpr std::size_t max_string_size = 4096;

  Builder() { stack_.reset(); }
  bj::value release() { return stack_.release(); }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) {
    names_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t count, Code& code) {
    names_.pop_back();
    stack_.push_object(count);
    return counted(code);
  }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t count, Code& code) {
    stack_.push_array(count);
    return counted(code);
  }
  bool on_key_part(std::string_view part, std::size_t, Code&) {
    key_ += part;
    stack_.push_chars(part);
    return true;
  }
  bool on_key(std::string_view part, std::size_t, Code& code) {
    key_ += part;
    stack_.push_key(part);
    const bool fresh = names_.back().insert(lowered(key_)).second;
    key_.clear();
    return fresh || stop(code);
  }
  bool on_string_part(std::string_view part, std::size_t, Code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(std::string_view part, std::size_t, Code& code) {
    stack_.push_string(part);
    return counted(code);
  }
  bool on_number_part(std::string_view, Code&) { return true; }
  bool on_int64(std::int64_t value, std::string_view, Code& code) {
    stack_.push_int64(value);
    return counted(code);
  }
  bool on_uint64(std::uint64_t value, std::string_view, Code& code) {
    stack_.push_uint64(value);
    return counted(code);
  }
  bool on_double(double value, std::string_view, Code& code) {
    stack_.push_double(value);
    return counted(code);
  }
  bool on_bool(bool value, Code& code) {
    stack_.push_bool(value);
    return counted(code);
  }
  bool on_null(Code& code) {
    stack_.push_null();
    return counted(code);
  }
  bool on_comment_part(std::string_view, Code&) { return true; }
  bool on_comment(std::string_view, Code&) { return true; }

 private:
  static bool stop(Code& code) {
    code = bj::error::extra_data;  // any: only that there is one is looked at
    return false;
  }
  bool counted(Code& code) { return ++values_ <= kMostValues || stop(code); }

  bj::value_stack stack_;
  std::vector<std::set<std::string>> names_;
  std::string key_;
  std::size_t values_ = 0;
};

constexpr auto kUserAttributes = std::to_array<Attribute>({
    {"id", Form::simple, true, true},
    {"externalId", Form::simple, true},
    {"userName", Form::simple},
    {"displayName", Form::simple},
    {"name", Form::complex},
    {"emails", Form::many},
    {"active", Form::simple},
    {"groups", Form::many, true, true},
    {"meta", Form::complex, true, true},
    {"schemas", Form::many, true, true},
});
constexpr auto kGroupAttributes = std::to_array<Attribute>({
    {"id", Form::simple, true, true},
    {"externalId", Form::simple, true},
    {"displayName", Form::simple},
    {"members", Form::many, true},
    {"meta", Form::complex, true, true},
    {"schemas", Form::many, true, true},
});

template <class Object>
auto* found_in(Object& object, std::string_view name) {
  const auto place = std::ranges::find_if(
      object, [&](const auto& member) { return same_name(member.key(), name); });
  return place == object.end() ? nullptr : &place->value();
}

}  // namespace

const ResourceType kUserType{"urn:ietf:params:scim:schemas:core:2.0:User", kUserAttributes};
const ResourceType kGroupType{"urn:ietf:params:scim:schemas:core:2.0:Group", kGroupAttributes};

Result<bj::object> read_document(std::string_view text) {
  if (!is_utf8(text)) return fail(Error{kInvalidSyntax}.because("not UTF-8"));
  bj::parse_options options;
  options.max_depth = kDeepest;
  bj::basic_parser<Builder> parser{options};
  Code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (code || !parser.done()) return fail(Error{kInvalidSyntax}.because(code.message()));
  const auto rest = text.substr(read);
  if (rest.find_first_not_of(" \t\r\n") != rest.npos)
    return fail(Error{kInvalidSyntax}.because("more than one document"));
  bj::value value = parser.handler().release();
  if (!value.is_object()) return fail(Error{kInvalidSyntax}.because("not an object"));
  return std::move(value.as_object());
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

const bj::value* find(const bj::object& object, std::string_view name) {
  return found_in(object, name);
}
bj::value* find(bj::object& object, std::string_view name) { return found_in(object, name); }

void set(bj::object& object, std::string_view name, bj::value value) {
  if (bj::value* there = find(object, name))
    *there = std::move(value);
  else
    object.emplace(name, std::move(value));
}

void erase(bj::object& object, std::string_view name) {
  const auto place = std::ranges::find_if(
      object, [&](const auto& member) { return same_name(member.key(), name); });
  if (place != object.end()) object.erase(place);
}

const Attribute* attribute_of(const ResourceType& type, std::string_view name) {
  const auto place = std::ranges::find_if(
      type.attributes, [&](const Attribute& attribute) { return same_name(attribute.name, name); });
  return place == type.attributes.end() ? nullptr : &*place;
}

}  // namespace gatehouse::directory::internal
