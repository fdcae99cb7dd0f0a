// What a password hash costs here: measured once on this machine, towards a quarter of a second and
// never below the floor (control IDN-01).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "crypto/password_hash.h"
#include "store/database.h"

namespace gatehouse::identity {

struct PasswordCost {
  Instant measured_at;
  crypto::HashCost cost;
  double milliseconds;  // for one hash at this cost
};

// The one in force. Blocking.
Result<std::optional<PasswordCost>> password_cost(store::Database& control);
// Measures anew and keeps it; the server takes it up when it starts. Blocking.
Result<PasswordCost> measure_password_cost(store::Database& control, Clock& clock);

// How passwords are stored, for the verifier: "$argon2id$v=19$m=65536,t=5,p=1" and nothing after
// it.
struct PasswordForm {
  std::string form;
  std::size_t people;
};
Result<std::vector<PasswordForm>> password_forms(store::Database& control);
Result<std::string> password_form(store::Database& control, PersonId person);

}  // namespace gatehouse::identity
