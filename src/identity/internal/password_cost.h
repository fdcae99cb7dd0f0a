#pragma once

#include "identity/internal/ground.h"
#include "identity/password_cost.h"

namespace gatehouse::identity::internal {

// As many passes as fit the wished time, at least the floor's and at most four times as many: a
// machine that is idle when it is measured is not always.
PasswordCost measured_cost(const crypto::HashCost& floor, std::chrono::milliseconds wished,
                           Clock& clock);

// The one that was measured, or a new measurement where there is none above the floor. Blocking.
Result<PasswordCost> known_or_measured_cost(const Ground& ground);

}  // namespace gatehouse::identity::internal
