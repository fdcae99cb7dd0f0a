// A stranger's JSON, of which only some members are ours to know (base/json.h refuses the others).
#pragma once

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::identity::openid {

// Null text, lists and numbers are absences: what reads them decides whether that is an error.
class Document {
 public:
  static std::optional<Document> read(std::string_view json);
  explicit Document(boost::json::object object) : object_{std::move(object)} {}

  bool has(std::string_view name) const { return object_.contains(name); }
  const boost::json::value* find(std::string_view name) const { return object_.if_contains(name); }
  const boost::json::object* object_in(std::string_view name) const;
  const boost::json::array* list_in(std::string_view name) const;
  // Empty when absent, not a text, too long or with a control character in it.
  std::string text(std::string_view name, std::size_t most) const;
  std::optional<std::int64_t> whole(std::string_view name) const;  // fractions are cut off
  bool is(std::string_view name, bool value) const;

 private:
  boost::json::object object_;
};

// Empty unless it is a text of one line and at most this size.
std::string line_of(const boost::json::value& value, std::size_t most);

}  // namespace gatehouse::identity::openid
