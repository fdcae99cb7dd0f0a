#include "edge/call.h"

namespace gatehouse::edge {

void PathParameters::add(std::string_view name, std::string_view value) {
  CHECK(size_ < kMost);
  list_[size_++] = {name, value};
}

std::string_view PathParameters::text(std::string_view name) const {
  for (std::size_t at = 0; at < size_; ++at)
    if (list_[at].first == name) return list_[at].second;
  return {};
}

}  // namespace gatehouse::edge
