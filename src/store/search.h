// Text from people inside a LIKE pattern.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::store {

// The text with %, _ and \ taken literally, for `LIKE '%' || ?1 || '%' ESCAPE '\'`: without this a
// value would change what a query matches (control EDGE-09).
std::string like_escaped(std::string_view text);

}  // namespace gatehouse::store
