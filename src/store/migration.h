// Numbered steps of a schema. A step that has run never changes: its checksum is kept beside it.
#pragma once

#include <string_view>

namespace gatehouse::store {

struct Migration {
  std::string_view module;
  int number;
  std::string_view title;
  std::string_view sql;
};

}  // namespace gatehouse::store
