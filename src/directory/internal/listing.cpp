#include <algorithm>

#include <boost/json/serialize.hpp>

#include "directory/internal/filter.h"
#include "directory/internal/ground.h"

namespace gatehouse::directory::internal {
namespace {

constexpr std::int64_t kLongestPage = 200;
constexpr std::int64_t kUsualPage = 100;

void narrow(const ResourceType& type, bj::object& shown, const Selection& selection) {
  keep_only(type, shown, selection.attributes);
  leave_out(type, shown, selection.excluded);
}

std::string sort_key(const bj::object& resource, const Path& path) {
  const bj::value* value = find(resource, path.path.attribute);
  if (value != nullptr && value->is_object()) value = find(value->get_object(), path.path.sub);
  if (value == nullptr || !value->is_string()) return {};
  return folded(std::string_view{value->get_string()});
}

Result<> sort(const ResourceType& type, std::vector<bj::object>& resources,
              const Selection& selection) {
  if (!selection.sort_by) return {};
  TRY(const Path path, parse_path(type, *selection.sort_by));
  // By key and then by place, so that equals stay as they were.
  std::vector<std::pair<std::string, std::size_t>> keys;
  for (std::size_t at = 0; at < resources.size(); ++at)
    keys.emplace_back(sort_key(resources[at], path), at);
  std::ranges::sort(keys);
  if (selection.descending) std::ranges::reverse(keys);
  std::vector<bj::object> sorted;
  for (const auto& [key, at] : keys) sorted.push_back(std::move(resources[at]));
  resources = std::move(sorted);
  return {};
}

}  // namespace

Result<std::string> list_response(const ResourceType& type, std::vector<bj::object> resources,
                                  const Selection& selection) {
  if (selection.filter) {
    TRY(const Filter filter, parse_filter(type, *selection.filter));
    std::erase_if(resources, [&](const bj::object& one) { return !matches(type, filter, one); });
  }
  TRY_VOID(sort(type, resources, selection));
  const std::int64_t total = std::ssize(resources);
  const std::int64_t start = std::max<std::int64_t>(1, selection.start_index.value_or(1));
  const std::int64_t count =
      std::clamp<std::int64_t>(selection.count.value_or(kUsualPage), 0, kLongestPage);
  bj::array page;
  for (std::int64_t at = start - 1; at < std::min(total, start - 1 + count); ++at) {
    bj::object& one = resources[static_cast<std::size_t>(at)];
    one.at("meta").get_object().emplace("version", version_of(one));
    narrow(type, one, selection);
    page.push_back(std::move(one));
  }
  const std::int64_t shown = std::ssize(page);
  const bj::object answer{
      {"schemas", bj::array{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}},
      {"totalResults", total},
      {"startIndex", start},
      {"itemsPerPage", shown},
      {"Resources", std::move(page)}};
  return bj::serialize(answer);
}

Resource resource_of(const ResourceType& type, bj::object shown, const Selection& selection) {
  std::string version = version_of(shown);
  std::string id{std::string_view{shown.at("id").get_string()}};
  shown.at("meta").get_object().emplace("version", version);
  narrow(type, shown, selection);
  return {std::move(id), bj::serialize(shown), std::move(version)};
}

Result<> require_version(const bj::object& shown, const IfMatch& wanted) {
  if (!wanted || *wanted == "*" || *wanted == version_of(shown)) return {};
  return fail(kVersionMismatch);
}

}  // namespace gatehouse::directory::internal
