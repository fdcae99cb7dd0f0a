// Responses become bytes (RFC 9112).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/http.h"

namespace gatehouse::net {

// "Date: Mon, 23 Nov 2026 21:42:10 GMT\r\n", written once a second. One for each thread.
class DateLine {
 public:
  std::string_view at(Instant now);

 private:
  std::chrono::sys_seconds second_{};
  std::string text_;
};

enum class Afterwards : unsigned char { keep_open, close };

// Status line and headers. A header whose value could break the framing is left out.
std::string response_head(const Response& response, Afterwards afterwards, DateLine& date,
                          Instant now);
// What follows the headers: nothing for HEAD, 204 and 304. Points into the response.
std::string_view content_of(const Response& response, Method asked);
// The answer 101 to a handshake with this key.
std::string switching_protocols(std::string_view key, std::string_view subprotocol,
                                const Headers& headers, DateLine& date, Instant now);

inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Status line, headers and content on their way out.
class Outgoing {
 public:
  Outgoing(std::string head, std::string_view content)
      : head_{std::move(head)}, content_{content} {}

  bool finished() const { return sent_ == head_.size() + content_.size(); }
  void sent(std::size_t bytes) { sent_ += bytes; }
  // The next bytes, gathered into one block so that a small answer is one TLS record. Asking twice
  // gives the same, which OpenSSL needs after a write that had to wait.
  std::string_view next(std::span<char> block) const;

 private:
  std::string head_;
  std::string_view content_;
  std::size_t sent_ = 0;
};

}  // namespace gatehouse::net
