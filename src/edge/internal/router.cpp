#include "edge/internal/router.h"

#include <algorithm>

namespace gatehouse::edge {

namespace {

constexpr std::size_t kMost = 10;

// "/a/b" -> {"a","b"}; "/" -> {""}. More than kMost segments: size kMost + 1.
std::size_t split(std::string_view path, std::array<std::string_view, kMost + 1>& segments) {
  path.remove_prefix(1);
  std::size_t count = 0;
  for (;;) {
    const std::size_t end = std::min(path.find('/'), path.size());
    segments[count++] = path.substr(0, end);
    if (end == path.size() || count > kMost) return count;
    path.remove_prefix(end + 1);
  }
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

bool fits(std::span<const std::string_view> pattern, std::span<const std::string_view> segments) {
  return std::ranges::equal(pattern, segments, [](std::string_view wanted, std::string_view given) {
    return is_parameter(wanted) ? !given.empty() : wanted == given;
  });
}

}  // namespace

Router::Router(std::span<const std::span<const Route>> tables) {
  std::uint32_t number = 0;
  for (const auto table : tables) {
    for (const Route& route : table) {
      std::array<std::string_view, kMost + 1> segments;
      const std::size_t count = split(route.on.path, segments);
      CHECK(count <= kMostSegments);
      by_segments_[count].push_back(
          {&route, number++, {segments.begin(), segments.begin() + count}});
    }
  }
  // A literal segment is served before a parameter in its place.
  for (auto& bucket : by_segments_) {
    std::ranges::sort(bucket, [](const Pattern& a, const Pattern& b) {
      const auto parameters = [](const Pattern& pattern) {
        return std::pair{std::ranges::count_if(pattern.segments, is_parameter), pattern.number};
      };
      return parameters(a) < parameters(b);
    });
  }
}

Router::Match Router::find(net::Method method, bool socket, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  std::array<std::string_view, kMost + 1> segments;
  const std::size_t count = split(path, segments);
  if (count > kMostSegments) return match;
  const std::span<const std::string_view> given{segments.data(), count};
  const net::Method wanted = method == net::Method::head ? net::Method::get : method;
  for (const Pattern& pattern : by_segments_[count]) {
    if (!fits(pattern.segments, given)) continue;
    match.path_known = true;
    if (pattern.route->on.method != wanted || pattern.route->on.socket != socket) continue;
    match.route = pattern.route;
    match.number = pattern.number;
    for (std::size_t at = 0; at < count; ++at) {
      const std::string_view segment = pattern.segments[at];
      if (is_parameter(segment))
        match.path.add(segment.substr(1, segment.size() - 2), segments[at]);
    }
    return match;
  }
  return match;
}

}  // namespace gatehouse::edge
