// Query text is a compile-time constant by type: a run-time string cannot become a Statement, so
// nothing that arrives can change the structure of a query (control EDGE-09).
#pragma once

#include <string_view>

namespace gatehouse::store {

struct Statement {
  consteval Statement(std::string_view name, std::string_view sql) : name{name}, sql{sql} {}
  std::string_view name;  // "module.find_conversation", for errors and profiles
  std::string_view sql;   // parameters are ?1, ?2, …
};

}  // namespace gatehouse::store
