// PATCH of RFC 7644 3.5.2, as directories really send it: operations in any case, values without a
// path, members to remove as a value.
#pragma once

#include <string_view>

#include "directory/internal/document.h"

namespace gatehouse::directory::internal {

// Changes `resource`, all operations or none: it is left as it was when one fails (kInvalidSyntax,
// kInvalidPath, kNoTarget, kInvalidValue, kMutability). What we do not keep is passed over.
Result<> apply_patch(const ResourceType& type, bj::object& resource, const bj::object& request);

}  // namespace gatehouse::directory::internal
