#include "test/attack/model.h"

#include <algorithm>
#include <vector>

namespace gatehouse::test {

namespace {

constexpr ModelRow kRows[] = {
    {"GET /api/v1/session", ""},
    {"DELETE /api/v1/session", ""},
    {"GET /api/v1/sessions", ""},
    {"DELETE /api/v1/sessions/{session}", ""},
    {"POST /api/v1/password", ""},
    {"GET /api/v1/workspace", ""},
    {"PATCH /api/v1/workspace", "manage_workspace"},
    {"GET /api/v1/members", "read_members"},
    {"PATCH /api/v1/members/{person}", "manage_members"},
    {"DELETE /api/v1/members/{person}", "manage_members"},
    {"POST /api/v1/invitations", "invite"},
    {"GET /api/v1/privileges", ""},
    {"GET /api/v1/roles", "read_members"},
    {"POST /api/v1/roles", "manage_roles"},
    {"PATCH /api/v1/roles/{role}", "manage_roles"},
    {"DELETE /api/v1/roles/{role}", "manage_roles"},
    {"GET /api/v1/members/{person}/grants", "manage_members"},
    {"PATCH /api/v1/members/{person}/grants/{bot}", "manage_members", "any"},
    {"POST /api/v1/session/challenge", ""},
    {"POST /api/v1/session/proof", ""},
    {"GET /api/v1/factors", ""},
    {"DELETE /api/v1/factors/{factor}", ""},
    {"POST /api/v1/factors/passkeys/challenge", ""},
    {"POST /api/v1/factors/passkeys", ""},
    {"POST /api/v1/factors/apps/secret", ""},
    {"POST /api/v1/factors/apps", ""},
    {"POST /api/v1/factors/recovery-codes", ""},
    {"GET /api/v1/workspace/second-factor", "read_members"},
    {"PATCH /api/v1/workspace/second-factor", "manage_workspace"},
    {"DELETE /api/v1/members/{person}/factors", "manage_members"},
    {"POST /api/v1/members/{person}/password-reset", "manage_members"},
    {"GET /api/v1/invitations", "invite"},
    {"POST /api/v1/invitations/{invitation}/withdraw", "invite"},
    {"POST /api/v1/invitations/{invitation}/resend", "invite"},
    {"POST /api/v1/email", ""},
    {"GET /api/v1/workspace/policy", ""},
    {"PATCH /api/v1/workspace/policy", "manage_workspace"},
    {"POST /api/v1/password/strength", ""},
    {"GET /api/v1/alerts", ""},
    {"POST /api/v1/alerts/{alert}/seen", ""},
    {"DELETE /api/v1/sessions", ""},
    {"DELETE /api/v1/members/{person}/sessions", "manage_members"},
    {"GET /api/v1/bots", "read_bots"},
    {"POST /api/v1/bots", "manage_bots"},
    {"GET /api/v1/bots/{bot}", "read_bots", "read_bots"},
    {"PATCH /api/v1/bots/{bot}", "edit_bots", "read_bots"},
    {"DELETE /api/v1/bots/{bot}", "manage_bots", "read_bots"},
    {"GET /api/v1/bots/{bot}/sources", "read_bots", "read_bots"},
    {"POST /api/v1/bots/{bot}/sources", "edit_bots", "read_bots"},
    {"GET /api/v1/bots/{bot}/sources/{source}", "read_bots", "read_bots"},
    {"DELETE /api/v1/bots/{bot}/sources/{source}", "edit_bots", "read_bots"},
    {"POST /api/v1/bots/{bot}/try", "read_bots", "read_bots"},
    {"GET /api/v1/conversations", "read_conversations"},
    {"GET /api/v1/conversations/{conversation}", "read_conversations", "read_conversations"},
    {"GET /api/v1/conversations/{conversation}/messages", "read_conversations",
     "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/messages", "reply_conversations",
     "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/notes", "note_conversations", "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/take-over", "reply_conversations",
     "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/hand-back", "reply_conversations",
     "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/close", "close_conversations",
     "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/reopen", "close_conversations",
     "read_conversations"},
    {"POST /api/v1/conversations/{conversation}/read", "read_conversations", "read_conversations"},
    {"SOCKET /api/v1/socket", "read_conversations"},
    {"GET /api/v1/security", "read_security"},
    {"GET /api/v1/workspace/trust", "manage_workspace"},
    {"PATCH /api/v1/workspace/trust", "manage_workspace"},
    {"GET /api/v1/security/frameworks", "read_security"},
    {"GET /api/v1/security/frameworks/{framework}", "read_security"},
    {"GET /api/v1/audit", "read_audit"},
};

constexpr ModelPrivilege kPrivileges[] = {
    {"read_conversations", "read_conversations"},
    {"note_conversations", "read_conversations"},
    {"reply_conversations", "read_conversations"},
    {"close_conversations", "read_conversations"},
    {"read_bots", "read_bots"},
    {"edit_bots", "read_bots"},
    {"publish_bots", "read_bots"},
    {"manage_bots", "read_bots"},
    {"read_reports", "read_reports"},
    {"read_members", ""},
    {"invite", ""},
    {"manage_members", ""},
    {"manage_roles", ""},
    {"manage_sessions", ""},
    {"manage_keys", ""},
    {"manage_sign_on", ""},
    {"manage_access_rules", ""},
    {"read_audit", ""},
    {"read_security", ""},
    {"manage_workspace", ""},
    {"approve", ""},
    {"read_billing", ""},
};

Words everything() {
  Words words;
  for (const ModelPrivilege& one : kPrivileges) words.emplace(one.name);
  return words;
}

}  // namespace

std::span<const ModelRow> model_rows() { return kRows; }
std::span<const ModelPrivilege> model_privileges() { return kPrivileges; }

const ModelRow* model_of(std::string_view route) {
  const auto found = std::ranges::find(kRows, route, &ModelRow::route);
  return found == std::end(kRows) ? nullptr : found;
}

const std::vector<ModelRole>& model_roles() {
  static const std::vector<ModelRole> roles{
      {"owner", true, everything()},
      {"administrator", true, everything()},
      {"supervisor",
       true,
       {"read_conversations", "note_conversations", "reply_conversations", "close_conversations",
        "read_bots", "read_reports", "read_members"}},
      {"agent",
       false,
       {"read_conversations", "note_conversations", "reply_conversations", "close_conversations",
        "read_bots", "read_members"}},
      {"builder",
       false,
       {"read_bots", "edit_bots", "publish_bots", "manage_bots", "read_reports", "read_members"}},
      {"analyst", false, {"read_conversations", "read_bots", "read_reports"}},
      {"billing", false, {"read_billing"}},
      {"auditor", false, {"read_members", "read_audit", "read_security"}},
  };
  return roles;
}

Words only(const ModelPrivilege& privilege) {
  Words words{std::string{privilege.name}};
  if (!privilege.sight.empty()) words.emplace(privilege.sight);
  return words;
}

Words everything_but(const ModelPrivilege& privilege) {
  Words words;
  for (const ModelPrivilege& one : kPrivileges)
    if (one.name != privilege.name && one.sight != privilege.name) words.emplace(one.name);
  return words;
}

Words of_bots(const Words& privileges) {
  Words words;
  for (const ModelPrivilege& one : kPrivileges)
    if (!one.sight.empty() && privileges.contains(one.name)) words.emplace(one.name);
  return words;
}

Expected expected(const ModelRow& row, const Words& privileges,
                  const std::optional<Words>& granted) {
  if (!row.needs.empty() && !privileges.contains(row.needs)) return Expected::forbidden;
  if (row.sees.empty() || !granted) return Expected::allowed;
  if (row.sees == "any") return granted->empty() ? Expected::absent : Expected::allowed;
  if (!granted->contains(row.sees)) return Expected::absent;
  return granted->contains(row.needs) ? Expected::allowed : Expected::not_granted;
}

std::string_view name_of(Expected expected) {
  switch (expected) {
    case Expected::allowed:
      return "allowed";
    case Expected::forbidden:
      return "403 access.forbidden";
    case Expected::absent:
      return "404 not_found";
    case Expected::not_granted:
      return "403 access.not_granted";
  }
  return {};
}

}  // namespace gatehouse::test
