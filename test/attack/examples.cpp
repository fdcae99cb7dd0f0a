// How each row is called. A row that is missing here fails the walk, so that nobody adds one
// unattacked.
#include "test/attack/ground.h"

namespace gatehouse::test {

namespace {

constexpr std::string_view kPasskeyAnswer =
    R"({"credential":"AAAA","client_data":"e30","authenticator_data":"AAAA","signature":"AAAA","user":"AAAA"})";
constexpr std::string_view kMessage = R"({"client_id":"an-attackers-message","text":"Hello"})";

// What the agent of the ground was granted, so that whoever may say it again changes nothing.
constexpr std::string_view kEverything =
    R"({"privileges":["read_conversations","note_conversations","reply_conversations","close_conversations","read_bots","edit_bots","publish_bots","manage_bots","read_reports"]})";

const std::map<std::string, Example, std::less<>>& examples() {
  static const std::map<std::string, Example, std::less<>> all{
      {"POST /api/v1/setup/check", {.body = R"({"token":"ghs_unknown_token"})"}},
      {"POST /api/v1/setup",
       {.body =
            R"({"token":"ghs_unknown_token","name":"Eve","email":"eve@example.com","password":"seven quiet lanterns drift","workspace":"Eve"})"}},
      {"POST /api/v1/password-strength", {.body = R"({"password":"abc","words":[]})"}},
      {"POST /api/v1/invitations/check", {.body = R"({"token":"ghi_unknown_token"})"}},
      {"POST /api/v1/invitations/accept",
       {.body =
            R"({"token":"ghi_unknown_token","name":"Eve","password":"seven quiet lanterns drift"})"}},
      {"POST /api/v1/session",
       {.body = R"({"email":"eve@example.com","password":"a guess at the password"})"}},
      {"GET /api/v1/session/challenge", {}},
      {"GET /api/v1/workspace/policy", {}},
      {"PATCH /api/v1/workspace/policy", {.body = R"({"shortest_password":14})"}},
      {"POST /api/v1/password/strength", {.body = R"({"password":"abc"})"}},
      {"GET /api/v1/alerts", {}},
      {"POST /api/v1/alerts/{alert}/seen", {.body = "{}"}},
      {"DELETE /api/v1/sessions", {}},
      {"DELETE /api/v1/members/{person}/sessions", {}},
      {"POST /verification/v1/failures/age",
       {.body = R"({"email":"eve@probe.invalid","address":null,"seconds":60})"}},
      {"GET /api/v1/session", {}},
      {"POST /api/v1/session/refresh", {}},
      {"DELETE /api/v1/session", {}},
      {"GET /api/v1/sessions", {}},
      {"DELETE /api/v1/sessions/{session}", {}},
      {"POST /api/v1/password",
       {.body =
            R"({"current":"a guess at the password","password":"seven quiet lanterns drift"})"}},
      {"POST /api/v1/session/passkey/challenge", {}},
      {"POST /api/v1/session/passkey", {.body = std::string{kPasskeyAnswer}}},
      {"POST /api/v1/session/challenge", {}},
      {"POST /api/v1/session/proof", {.body = R"({"code":"000000"})"}},
      {"GET /api/v1/factors", {}},
      {"DELETE /api/v1/factors/{factor}", {}},
      {"POST /api/v1/factors/passkeys/challenge", {}},
      {"POST /api/v1/factors/passkeys",
       {.body = R"({"name":"Key","client_data":"e30","attestation":"oA"})"}},
      {"POST /api/v1/factors/apps/secret", {}},
      {"POST /api/v1/factors/apps", {.body = R"({"name":"Phone","code":"000000"})"}},
      {"POST /api/v1/factors/recovery-codes", {}},
      {"GET /api/v1/workspace/second-factor", {}},
      {"PATCH /api/v1/workspace/second-factor", {.body = R"({"for_all":false})"}},
      {"DELETE /api/v1/members/{person}/factors", {}},
      {"GET /api/v1/workspace", {}},
      {"PATCH /api/v1/workspace", {.body = R"({"name":"Taken"})"}},
      {"GET /api/v1/members", {}},
      {"PATCH /api/v1/members/{person}", {.body = R"({"role":"agent"})"}},
      {"DELETE /api/v1/members/{person}", {}},
      {"POST /api/v1/invitations", {.body = R"({"email":"eve@example.com","role":"agent"})"}},
      {"GET /api/v1/privileges", {}},
      {"GET /api/v1/roles", {}},
      {"POST /api/v1/roles",
       {.body = R"({"name":"An attackers role","every_bot":false,"privileges":["read_bots"]})"}},
      {"PATCH /api/v1/roles/{role}", {.body = R"({"name":"An attackers name"})"}},
      {"DELETE /api/v1/roles/{role}", {}},
      {"GET /api/v1/members/{person}/grants", {}},
      {"PATCH /api/v1/members/{person}/grants/{bot}", {.body = std::string{kEverything}}},
      {"POST /api/v1/password-reset", {.body = R"({"email":"eve@example.com","language":"en"})"}},
      {"POST /api/v1/password-reset/check", {.body = R"({"token":"ghr_unknown_token"})"}},
      {"POST /api/v1/password-reset/confirm",
       {.body =
            R"({"token":"ghr_unknown_token","password":"seven quiet lanterns drift","language":"en"})"}},
      {"POST /api/v1/members/{person}/password-reset", {.body = R"({"language":"en"})"}},
      {"GET /api/v1/invitations", {}},
      {"POST /api/v1/invitations/{invitation}/withdraw", {}},
      {"POST /api/v1/invitations/{invitation}/resend", {.body = R"({"language":"en"})"}},
      {"POST /api/v1/email",
       {.body = R"({"email":"eve@example.com","current":"a guess at the password"})"}},
      {"POST /api/v1/email/confirm", {.body = R"({"token":"ghe_unknown_token"})"}},
      {"POST /api/v1/email/undo", {.body = R"({"token":"ghu_unknown_token"})"}},
      {"GET /api/v1/bots", {}},
      {"POST /api/v1/bots", {.body = R"({"name":"Mine"})"}},
      {"GET /api/v1/bots/{bot}", {}},
      {"PATCH /api/v1/bots/{bot}", {.body = R"({"name":"Mine"})"}},
      {"DELETE /api/v1/bots/{bot}", {}},
      {"GET /api/v1/bots/{bot}/sources", {}},
      {"POST /api/v1/bots/{bot}/sources",
       {.body = R"({"kind":"text","title":"Lies","text":"The shop is closed for ever."})"}},
      {"GET /api/v1/bots/{bot}/sources/{source}", {}},
      {"DELETE /api/v1/bots/{bot}/sources/{source}", {}},
      {"POST /api/v1/bots/{bot}/try", {.body = R"({"question":"What is the canary word?"})"}},
      {"GET /api/v1/conversations", {.query = "limit=5"}},
      {"GET /api/v1/conversations/{conversation}", {}},
      {"GET /api/v1/conversations/{conversation}/messages", {.query = "limit=5"}},
      {"POST /api/v1/conversations/{conversation}/messages", {.body = std::string{kMessage}}},
      {"POST /api/v1/conversations/{conversation}/notes", {.body = std::string{kMessage}}},
      {"POST /api/v1/conversations/{conversation}/take-over", {.body = "{}"}},
      {"POST /api/v1/conversations/{conversation}/hand-back", {.body = "{}"}},
      {"POST /api/v1/conversations/{conversation}/close", {.body = "{}"}},
      {"POST /api/v1/conversations/{conversation}/reopen", {.body = "{}"}},
      {"POST /api/v1/conversations/{conversation}/read", {.body = "{}"}},
      {"SOCKET /api/v1/socket", {}},
      {"GET /api/v1/security", {}},
      {"GET /api/v1/security/frameworks", {}},
      {"GET /api/v1/security/frameworks/{framework}", {}},
      {"GET /api/v1/audit", {.query = "limit=5"}},
      {"GET /widget/v1/{widget}/appearance", {}},
      {"POST /widget/v1/{widget}/visitors", {.body = R"({"page":null})"}},
      {"GET /widget/v1/{widget}/conversation", {}},
      {"GET /widget/v1/{widget}/messages", {}},
      {"POST /widget/v1/{widget}/messages", {.body = std::string{kMessage}}},
      {"POST /widget/v1/{widget}/person", {.body = "{}"}},
      {"POST /widget/v1/{widget}/read", {.body = "{}"}},
      {"SOCKET /widget/v1/{widget}/socket", {}},
      {"POST /verification/v1/runs", {.body = "{}"}},
      {"DELETE /verification/v1/runs/{run}", {}},
      {"GET /verification/v1/entries", {.query = "event=request.refused"}},
      {"POST /verification/v1/sessions/{session}/age", {.body = R"({"seconds":60})"}},
      {"POST /verification/v1/members", {.body = R"({"tenant":"ten_00000000000000000000000000"})"}},
      {"POST /verification/v1/members/{person}/reset-link", {.body = R"({"seconds":0})"}},
      {"POST /verification/v1/members/{person}/email",
       {.body = R"({"email":"eve@probe.invalid"})"}},
      {"POST /verification/v1/evidence", {.body = R"({"run":{},"document":"x"})"}},
      {"GET /", {}},
      {"GET /setup", {}},
      {"GET /join", {}},
      {"GET /reset", {}},
      {"GET /email", {}},
      {"GET /email-undo", {}},
      {"GET /login", {}},
      {"GET /start", {}},
      {"GET /inbox", {}},
      {"GET /inbox/{conversation}", {}},
      {"GET /bots", {}},
      {"GET /bots/{bot}", {}},
      {"GET /bots/{bot}/{tab}", {}},
      {"GET /members", {}},
      {"GET /roles", {}},
      {"GET /security", {}},
      {"GET /settings", {}},
      {"GET /account", {}},
      {"GET /second-factor", {}},
      {"GET /assets/{file}", {}},
      {"GET /widget/v1/loader.js", {}},
      {"GET /widget/v1/assets/{file}", {}},
      {"GET /widget/v1/{widget}/frame", {}},
      {"GET /demo", {}},
      {"GET /demo/{file}", {}},
      {"GET /api/openapi.json", {}},
      {"GET /.well-known/jwks.json", {}},
      {"GET /.well-known/security.txt", {}},
      {"GET /trust", {.query = "language=he"}},
      {"GET /trust/badge.svg", {.query = "language=fr"}},
      {"GET /trust/evidence.json", {}},
      {"GET /trust/{workspace}", {.query = "language=ar"}},
      {"GET /trust/{workspace}/badge.svg", {.query = "language=da"}},
      {"GET /trust/{workspace}/evidence.json", {}},
      {"GET /api/v1/workspace/trust", {}},
      {"PATCH /api/v1/workspace/trust", {.body = R"({"contact":"eve@probe.invalid"})"}},
      {"GET /health", {}},
  };
  return all;
}

}  // namespace

const Example* example_of(const edge::Route& route) {
  const auto found = examples().find(name_of(route));
  return found == examples().end() ? nullptr : &found->second;
}

std::vector<std::string> example_names() {
  std::vector<std::string> names;
  for (const auto& [name, example] : examples()) names.push_back(name);
  return names;
}

}  // namespace gatehouse::test
