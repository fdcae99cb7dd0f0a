// What directories send, read without any rows: filters and PATCH documents on a resource as JSON.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace gatehouse::directory {

// Whether the filter fits a user; kInvalidFilter, kInvalidSyntax.
Result<bool> fits(std::string_view filter, std::string_view user);
// The user after the operations of a PATCH document, as JSON.
Result<std::string> patched(std::string_view user, std::string_view request);

}  // namespace gatehouse::directory
