#pragma once

#include "base/wait_for.h"

namespace gatehouse::identity::internal {
using gatehouse::wait_for;
}  // namespace gatehouse::identity::internal
