// What the policy should be, written a second time and by hand: a table of texts that shares
// nothing with the product. The matrix compares every answer of the server with it.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::test {

using Words = std::set<std::string, std::less<>>;

struct ModelRow {
  std::string_view route;  // "GET /api/v1/bots/{bot}"
  std::string_view needs;  // a privilege; empty: every member
  // Without which right on the bot the named object does not exist for them; "any": without all of
  // them; empty: it is no bot's.
  std::string_view sees = {};
};
std::span<const ModelRow> model_rows();  // of members
const ModelRow* model_of(std::string_view route);
// A key proves no person, and does nothing that is one's own.
bool is_open_to_keys(const ModelRow& row);

struct ModelPrivilege {
  std::string_view name;
  std::string_view sight;  // the right it is worth nothing without; empty: it is of the workspace
};
std::span<const ModelPrivilege> model_privileges();

struct ModelRole {
  std::string_view name;
  bool every_bot;
  Words privileges;
};
const std::vector<ModelRole>& model_roles();

// A role with this one, as the server completes it; and one with everything else.
Words only(const ModelPrivilege& privilege);
Words everything_but(const ModelPrivilege& privilege);
Words of_bots(const Words& privileges);

enum class Expected { allowed, forbidden, absent, not_granted };
// `granted`: on the bot that is named; nullopt: they reach every bot.
Expected expected(const ModelRow& row, const Words& privileges,
                  const std::optional<Words>& granted);
std::string_view name_of(Expected expected);

}  // namespace gatehouse::test
