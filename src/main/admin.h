// `gatehouse admin` and `gatehouse audit`: for whoever sits at the machine.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace gatehouse {

struct AdminOptions {
  std::optional<std::filesystem::path> config;
  std::filesystem::path data = "data";
  std::string email;   // of reset-factors and reset-link
  std::string tenant;  // of open-ranges
};

// Works while the server runs: the database is shared.
Result<> print_setup_link(const AdminOptions& options, Clock& clock, Random& random);

// For whoever has lost all their second factors: the next sign-in adds a new one. A running server
// ends their sessions within a second or two.
Result<> reset_factors(const AdminOptions& options, Clock& clock, Random& random);

// For a workspace whose ranges of addresses keep everybody out who could change them. A running
// server takes it up within a second.
Result<> open_ranges(const AdminOptions& options, Clock& clock, Random& random);

// Links for a new password of whoever has this address, one for each of their workspaces.
Result<> print_reset_links(const AdminOptions& options, Clock& clock, Random& random);

// `gatehouse rotate token-key`. Works while the server runs, which takes the key up within a
// second.
struct RotateOptions {
  AdminOptions where;
  bool end_old = false;  // what the keys before have signed is refused at once
};
Result<> rotate_token_key(const RotateOptions& options, Clock& clock, Random& random);

// `gatehouse admin password-cost`: what hashing a password costs here, or a new measurement.
struct PasswordCostOptions {
  AdminOptions where;
  bool measure = false;
};
Result<> print_password_cost(const PasswordCostOptions& options, Clock& clock, Random& random);

// Exit code: 0 all logs hold, 1 one does not, 2 it could not be checked.
int verify_audit(const AdminOptions& options, Clock& clock, Random& random);

}  // namespace gatehouse
