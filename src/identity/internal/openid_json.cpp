#include "identity/internal/openid_json.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::identity::openid {

namespace {

constexpr std::size_t kDeepest = 12;
constexpr double kFurthest = 1e12;  // seconds; far behind every date that is meant

}  // namespace

std::optional<Document> Document::read(std::string_view json) {
  boost::system::error_code wrong;
  boost::json::parse_options options;
  options.max_depth = kDeepest;
  boost::json::value parsed = boost::json::parse(json, wrong, {}, options);
  boost::json::object* object = wrong ? nullptr : parsed.if_object();
  if (!object) return std::nullopt;
  return Document{std::move(*object)};
}

const boost::json::object* Document::object_in(std::string_view name) const {
  const boost::json::value* value = find(name);
  return value ? value->if_object() : nullptr;
}

const boost::json::array* Document::list_in(std::string_view name) const {
  const boost::json::value* value = find(name);
  return value ? value->if_array() : nullptr;
}

std::string Document::text(std::string_view name, std::size_t most) const {
  const boost::json::value* value = find(name);
  return value ? line_of(*value, most) : std::string{};
}

std::optional<std::int64_t> Document::whole(std::string_view name) const {
  const boost::json::value* value = find(name);
  if (!value || !value->is_number()) return std::nullopt;
  const double number = value->is_double()  ? value->get_double()
                        : value->is_int64() ? static_cast<double>(value->get_int64())
                                            : static_cast<double>(value->get_uint64());
  if (!(std::abs(number) < kFurthest)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

bool Document::is(std::string_view name, bool value) const {
  const boost::json::value* found = find(name);
  return found && found->is_bool() && found->get_bool() == value;
}

std::string line_of(const boost::json::value& value, std::size_t most) {
  const boost::json::string* text = value.if_string();
  if (!text || text->size() > most) return {};
  const bool plain = std::ranges::none_of(
      *text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return plain ? std::string{*text} : std::string{};
}

}  // namespace gatehouse::identity::openid
