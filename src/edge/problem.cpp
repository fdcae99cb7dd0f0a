#include "edge/problem.h"

#include <fmt/format.h>

#include "base/json.h"

namespace gatehouse::edge {

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
  if (const auto wait = error.retry_after())
    reply.response.headers.set("retry-after", fmt::format("{}", wait->count()));
  return reply;
}

}  // namespace gatehouse::edge
