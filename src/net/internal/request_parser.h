// Bytes become requests. Beast's parser stands behind it (nobody else sees it).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"
#include "net/server.h"

namespace gatehouse::net {

struct ParsedHead {
  RequestHead head;  // without what the bytes do not tell: peer, id, time
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length > 0; }
};

// One message after the other: head(), then body() until complete().
class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  // `block` is one whole head (head_size), its empty line included.
  Result<ParsedHead> head(std::string_view block);
  // Appends what `bytes` hold of the body to `body` and says how many of them it used. Refuses when
  // the body would grow beyond `limit`.
  Result<std::size_t> body(std::string_view bytes, std::size_t limit, std::string& body);
  bool complete() const;

 private:
  class Message;
  const Limits& limits_;
  std::unique_ptr<Message> message_;
};

}  // namespace gatehouse::net
