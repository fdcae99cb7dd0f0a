#include "net/internal/response_text.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/bytes.h"

namespace gatehouse::net {
namespace {

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";  // RFC 9112 4: may be empty
  }
}

bool safe(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  if (!safe(name) || !safe(value)) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_all(std::string& out, const Headers& headers) {
  for (const auto& [name, value] : headers.all()) append_line(out, name, value);
}

bool has_content(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string_view DateLine::at(Instant now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second == second_ && !text_.empty()) return text_;
  static constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{second - day};
  text_ =
      fmt::format("Date: {}, {:02} {} {:04} {:02}:{:02}:{:02} GMT\r\n",
                  kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                  kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  time.hours().count(), time.minutes().count(), time.seconds().count());
  second_ = second;
  return text_;
}

std::string response_head(const Response& response, Afterwards afterwards, DateLine& date,
                          Instant now) {
  std::string out;
  out.reserve(1024);
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status,
                 reason_phrase(response.status));
  out.append(date.at(now));
  if (has_content(response.status)) {
    if (!response.content_type.empty()) append_line(out, "Content-Type", response.content_type);
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.content().size());
  }
  append_all(out, response.headers);
  if (afterwards == Afterwards::close) out.append("Connection: close\r\n");
  out.append("\r\n");
  return out;
}

std::string_view content_of(const Response& response, Method asked) {
  if (asked == Method::head || !has_content(response.status)) return {};
  return response.content();
}

std::string switching_protocols(std::string_view key, std::string_view subprotocol,
                                const Headers& headers, DateLine& date, Instant now) {
  // RFC 6455 4.2.2: proof that we read this very handshake. SHA-1 protects nothing here.
  static constexpr std::string_view kNamespace = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const std::string proof = std::string{key}.append(kNamespace);
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
  CHECK(EVP_Digest(proof.data(), proof.size(), digest.data(), nullptr, EVP_sha1(), nullptr) == 1);

  std::string out = "HTTP/1.1 101 Switching Protocols\r\n";
  out.append(date.at(now));
  append_line(out, "Upgrade", "websocket");
  append_line(out, "Connection", "Upgrade");
  append_line(out, "Sec-WebSocket-Accept", base64(digest));
  if (!subprotocol.empty()) append_line(out, "Sec-WebSocket-Protocol", subprotocol);
  append_all(out, headers);
  return out.append("\r\n");
}

std::string_view Outgoing::next(std::span<char> block) const {
  std::size_t filled = 0;
  if (sent_ < head_.size()) filled = head_.copy(block.data(), block.size(), sent_);
  const std::size_t from = std::max(sent_, head_.size()) - head_.size();
  // What is large already lies in one piece.
  if (filled == 0 && content_.size() - from >= block.size())
    return content_.substr(from, block.size());
  const auto rest = block.subspan(filled);
  filled += content_.copy(rest.data(), rest.size(), from);
  return {block.data(), filled};
}

}  // namespace gatehouse::net
