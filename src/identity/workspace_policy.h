// What a workspace asks of its members: passwords and sessions, never weaker than the floor that
// holds for all (controls IDN-02, IDN-10).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kPasswordFloor{
    "identity.password_floor", Fault::invalid,
    "A workspace can ask for more than 12 characters and a score of 3, not for less.", "IDN-02"};
inline constexpr ErrorKind kSessionFloor{
    "identity.session_floor", Fault::invalid,
    "A workspace can make sessions shorter than 30 idle minutes (15 for owners and administrators) "
    "and 12 hours, not longer.",
    "IDN-10"};

struct PasswordRules {
  std::int64_t shortest = 12;     // code points
  std::int64_t lowest_score = 3;  // zxcvbn's, 0 to 4
  std::vector<std::string> forbidden_words = {};
};

struct SessionRules {
  std::chrono::minutes idle{30};
  std::chrono::minutes idle_privileged{15};  // owners and administrators
  std::chrono::minutes absolute{720};
};

struct WorkspacePolicy {
  PasswordRules password;
  SessionRules sessions;
};

// What is not named stays as it is.
struct PolicyChange {
  std::optional<std::int64_t> shortest_password = {};
  std::optional<std::int64_t> lowest_score = {};
  std::optional<std::vector<std::string>> forbidden_words = {};
  std::optional<std::int64_t> idle_minutes = {};
  std::optional<std::int64_t> idle_minutes_privileged = {};
  std::optional<std::int64_t> absolute_minutes = {};
};

}  // namespace gatehouse::identity
