// Where the members of a workspace were seen last.
#pragma once

#include <vector>

#include "identity/internal/people.h"

namespace gatehouse::identity::internal {

// For whoever decides about addresses. The arguments outlive the task.
Task<Result<std::vector<LastPlace>>> last_places(const Ground& ground, const People& people,
                                                 access::Caller caller);

}  // namespace gatehouse::identity::internal
