#include "edge/problem.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/json.h"

namespace gatehouse::edge {

namespace {

// The second half of a code, "directory.invalid_filter", where RFC 7644 has a word for it:
// "invalidFilter".
std::string scim_type(std::string_view code) {
  constexpr auto kTypes = std::to_array<std::string_view>(
      {"invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath",
       "noTarget", "invalidValue", "invalidVers", "sensitive"});
  std::string type;
  bool upper = false;
  for (const char c : code.substr(code.find('.') + 1)) {
    if (c != '_') type += upper ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return std::ranges::find(kTypes, type) == kTypes.end() ? std::string{} : type;
}

void say_when(Reply& reply, const Error& error) {
  if (const auto wait = error.retry_after())
    reply.response.headers.set("retry-after", fmt::format("{}", wait->count()));
}

}  // namespace

Reply scim_problem(const Error& error) { return scim_problem(error, net::status_of(error.kind())); }

Reply scim_problem(const Error& error, int status) {
  std::string body = fmt::format(
      R"({{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"{}")", status);
  if (const std::string type = scim_type(error.kind().code); !type.empty())
    body += fmt::format(R"(,"scimType":"{}")", type);
  body += R"(,"detail":)";
  json::write_text(body, error.kind().message);
  // Ours, beside what the RFC has: as in every other answer.
  body += R"(,"code":)";
  json::write_text(body, error.kind().code);
  body += '}';
  Reply reply{.response = net::text_response(status, "application/scim+json", std::move(body))};
  say_when(reply, error);
  return reply;
}

Reply problem(const Error& error, RequestId correlation) {
  const int status = net::status_of(error.kind());
  std::string body = R"({"type":"https://gatehouse.invalid/errors/)";
  body += error.kind().code;
  body += R"(","title":)";
  json::write_text(body, error.kind().message);
  body += fmt::format(R"(,"status":{},"code":)", status);
  json::write_text(body, error.kind().code);
  body += R"(,"detail":null,"field":)";
  if (error.field().empty())
    body += "null";
  else
    json::write_text(body, error.field());
  body += R"(,"correlation":)";
  json::write_text(body, correlation.text());
  body += '}';
  Reply reply{.response = net::text_response(status, "application/problem+json", std::move(body))};
  say_when(reply, error);
  return reply;
}

}  // namespace gatehouse::edge
