// How each row is called. A row that is missing here fails the walk, so that nobody adds one
// unattacked.
#include "test/attack/ground.h"

namespace gatehouse::test {

namespace {

constexpr std::string_view kMessage = R"({"client_id":"an-attackers-message","text":"Hello"})";

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
      {"GET /api/v1/session", {}},
      {"POST /api/v1/session/refresh", {}},
      {"DELETE /api/v1/session", {}},
      {"GET /api/v1/sessions", {}},
      {"DELETE /api/v1/sessions/{session}", {}},
      {"POST /api/v1/password",
       {.body =
            R"({"current":"a guess at the password","password":"seven quiet lanterns drift"})"}},
      {"GET /api/v1/sign-on", {.query = "email=eve@example.com"}},
      {"GET /sign-on/saml/{provider}/start", {}},
      {"POST /sign-on/saml/{provider}/acs", {.body = "SAMLResponse=AAAA&RelayState=x"}},
      {"GET /sign-on/saml/{provider}/metadata", {}},
      {"GET /api/v1/sign-on/providers", {}},
      {"POST /api/v1/sign-on/providers", {.body = R"({"kind":"saml","name":"Eve's"})"}},
      {"PATCH /api/v1/sign-on/providers/{provider}", {.body = R"({"name":"Eve's"})"}},
      {"DELETE /api/v1/sign-on/providers/{provider}", {}},
      {"POST /api/v1/sign-on/providers/{provider}/trial", {}},
      {"POST /api/v1/sign-on/providers/{provider}/only-door",
       {.body = R"({"break_glass":"per_00000000000000000000000000"})"}},
      {"DELETE /api/v1/sign-on/providers/{provider}/only-door", {}},
      {"GET /api/v1/sign-on/links", {}},
      {"POST /api/v1/sign-on/links/{provider}", {}},
      {"DELETE /api/v1/sign-on/links/{provider}", {}},
      {"GET /api/v1/workspace", {}},
      {"PATCH /api/v1/workspace", {.body = R"({"name":"Taken"})"}},
      {"GET /api/v1/members", {}},
      {"PATCH /api/v1/members/{person}", {.body = R"({"role":"agent"})"}},
      {"DELETE /api/v1/members/{person}", {}},
      {"POST /api/v1/invitations", {.body = R"({"email":"eve@example.com","role":"agent"})"}},
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
      {"POST /verification/v1/evidence", {.body = R"({"run":{},"document":"x"})"}},
      {"GET /", {}},
      {"GET /setup", {}},
      {"GET /join", {}},
      {"GET /login", {}},
      {"GET /start", {}},
      {"GET /inbox", {}},
      {"GET /inbox/{conversation}", {}},
      {"GET /bots", {}},
      {"GET /bots/{bot}", {}},
      {"GET /bots/{bot}/{tab}", {}},
      {"GET /members", {}},
      {"GET /sign-on", {}},
      {"GET /security", {}},
      {"GET /settings", {}},
      {"GET /assets/{file}", {}},
      {"GET /widget/v1/loader.js", {}},
      {"GET /widget/v1/assets/{file}", {}},
      {"GET /widget/v1/{widget}/frame", {}},
      {"GET /demo", {}},
      {"GET /demo/{file}", {}},
      {"GET /api/openapi.json", {}},
      {"GET /.well-known/jwks.json", {}},
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
