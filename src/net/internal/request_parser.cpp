#include "net/internal/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <limits>
#include <optional>

#include "base/bytes.h"
#include "net/internal/head_rules.h"
#include "net/wire_errors.h"

namespace gatehouse::net {

namespace http = boost::beast::http;
using BeastText = boost::beast::string_view;
using BeastError = boost::beast::error_code;

namespace {

std::string_view plain(BeastText text) { return {text.data(), text.size()}; }

// RFC 6455 4.2.1. Absent: not a handshake; an error: one that cannot be answered.
Result<bool> is_handshake(const ParsedHead& parsed) {
  const Headers& headers = parsed.head.headers;
  if (!lists(headers, "upgrade", "websocket") || !lists(headers, "connection", "upgrade"))
    return false;
  const auto key = from_base64(headers.find("sec-websocket-key").value_or(""));
  const bool good = parsed.head.method == Method::get && !parsed.has_body() && key &&
                    key->size() == 16 && headers.find("sec-websocket-version") == "13";
  if (!good) return fail(kBadUpgrade);
  return true;
}

}  // namespace

// Beast calls these as it reads. Its own limits are opened: ours are checked before and after it.
class RequestParser::Message final : public http::basic_parser<true> {
 public:
  Message() {
    header_limit(std::numeric_limits<std::uint32_t>::max());
    body_limit(boost::none);
  }

  Headers headers;
  std::string* body = nullptr;
  std::size_t room = 0;

 private:
  void on_request_impl(http::verb, BeastText, BeastText, int, BeastError&) override {}
  void on_response_impl(int, BeastText, int, BeastError&) override {}
  void on_field_impl(http::field, BeastText name, BeastText value, BeastError&) override {
    if (is_header_done()) return;  // trailers are dropped
    headers.add(plain(name), plain(value));
  }
  void on_header_impl(BeastError&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override {}
  std::size_t on_body_impl(BeastText bytes, BeastError& error) override {
    if (bytes.size() > room) {
      error = http::error::body_limit;
      return 0;
    }
    room -= bytes.size();
    body->append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t size, BeastText extensions, BeastError& error) override {
    if (size > room) error = http::error::body_limit;
    // Nobody needs extensions, and programs disagree about where they end.
    if (!extensions.empty()) error = http::error::bad_chunk_extension;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText bytes, BeastError& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(BeastError&) override {}
};

RequestParser::RequestParser(const Limits& limits) : limits_{limits} {}
RequestParser::~RequestParser() = default;

Result<ParsedHead> RequestParser::head(std::string_view block) {
  TRY_VOID(check_lines(block));
  TRY(const RequestLine line, read_request_line(block, limits_));

  message_ = std::make_unique<Message>();
  BeastError error;
  const std::size_t used = message_->put(boost::asio::buffer(block.data(), block.size()), error);
  if (error || used != block.size() || !message_->is_header_done())
    return fail(Error{kMalformedRequest}.because(error.message()));
  TRY_VOID(check_headers(message_->headers, limits_));

  ParsedHead parsed;
  const std::size_t question = std::min(line.target.find('?'), line.target.size());
  parsed.head.method = line.method;
  parsed.head.path = line.target.substr(0, question);
  parsed.head.query = line.target.substr(std::min(question + 1, line.target.size()));
  parsed.head.headers = std::move(message_->headers);
  parsed.content_length = message_->content_length().value_or(0);
  parsed.chunked = message_->chunked();
  parsed.keep_alive = message_->keep_alive();
  parsed.expects_continue = parsed.head.headers.count("expect") > 0;
  TRY(parsed.head.upgrades_to_websocket, is_handshake(parsed));
  parsed.head.subprotocols = list_of(parsed.head.headers, "sec-websocket-protocol");
  return parsed;
}

Result<std::size_t> RequestParser::body(std::string_view bytes, std::size_t limit,
                                        std::string& body) {
  // Every rest of a chunked body is longer than this until the last byte is here, and Beast 1.81
  // stumbles over "0\r\n" that arrives alone.
  constexpr std::size_t kShortestEnd = std::string_view{"0\r\n\r\n"}.size();
  if (message_->chunked() && bytes.size() < kShortestEnd) return std::size_t{0};
  message_->eager(true);
  message_->body = &body;
  message_->room = limit - std::min(limit, body.size());
  BeastError error;
  const std::size_t used = message_->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error == http::error::body_limit) return fail(kBodyTooLarge);
  const bool more = error == http::error::need_more;
  if (error && !more) return fail(Error{kAmbiguousRequest}.because(error.message()));
  // A chunk header or trailer that fills the buffer and still has no end.
  if (more && bytes.size() - used > limits_.header_bytes)
    return fail(Error{kAmbiguousRequest}.because("chunk header without end"));
  return used;
}

bool RequestParser::complete() const { return message_ != nullptr && message_->is_done(); }

}  // namespace gatehouse::net
