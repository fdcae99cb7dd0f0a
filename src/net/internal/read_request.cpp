#include <algorithm>

#include "net/internal/head_rules.h"
#include "net/internal/request_parser.h"
#include "net/wire_bytes.h"
#include "net/wire_errors.h"

namespace gatehouse::net {

Result<Request> read_request(std::string_view bytes, std::size_t piece, std::size_t body_limit) {
  const Limits limits;
  TRY(const std::size_t size, head_size(bytes, limits));
  if (size == 0) return fail(Error{kMalformedRequest}.because("head not all there"));
  RequestParser parser{limits};
  TRY(ParsedHead parsed, parser.head(bytes.substr(0, size)));
  Request request{std::move(parsed.head), {}};
  if (!parsed.has_body()) return request;
  if (parsed.content_length > body_limit) return fail(kBodyTooLarge);

  std::string_view rest = bytes.substr(size);
  std::string waiting;
  while (!rest.empty() && !parser.complete()) {
    waiting += rest.substr(0, piece);
    rest.remove_prefix(std::min(piece, rest.size()));
    TRY(const std::size_t used, parser.body(waiting, body_limit, request.body));
    waiting.erase(0, used);
  }
  if (!parser.complete()) return fail(Error{kMalformedRequest}.because("body not all there"));
  return request;
}

}  // namespace gatehouse::net
