// Finds the row for a method and path. Patterns are few and fixed: buckets by segment count
// suffice.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "edge/call.h"
#include "edge/route.h"

namespace gatehouse::edge {

class Router {
 public:
  explicit Router(std::span<const std::span<const Route>> tables);

  struct Match {
    const Route* route = nullptr;
    std::uint32_t number = 0;  // position over all tables, names the row in the limiter
    PathParameters path;
    bool path_known = false;  // some other method is served here
  };
  // `path` must outlive the match.
  Match find(net::Method method, bool socket, std::string_view path) const;

 private:
  struct Pattern {
    const Route* route;
    std::uint32_t number;
    std::vector<std::string_view> segments;  // "{name}" for a parameter
  };
  static constexpr std::size_t kMostSegments = 10;
  std::array<std::vector<Pattern>, kMostSegments + 1> by_segments_;
};

}  // namespace gatehouse::edge
