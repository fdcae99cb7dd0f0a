#include "net/internal/plain_http.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>

#include "base/control.h"
#include "net/internal/head_rules.h"

namespace gatehouse::net {
namespace {

constexpr std::string_view kNoContent = "Content-Length: 0\r\nConnection: close\r\n\r\n";
// What a server without EDGE-02 would do: hand out content in clear.
constexpr std::string_view kContent =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nConnection: close\r\n\r\n"
    "Gatehouse";

// The value of the one header of this name; empty when it is missing or came twice.
std::string_view only(std::string_view head, std::string_view name) {
  std::string_view found;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !same_ignoring_case(line.substr(0, colon), name))
      continue;
    if (!found.empty()) return {};
    found = line.substr(colon + 1);
    while (found.starts_with(' ')) found.remove_prefix(1);
    while (found.ends_with(' ')) found.remove_suffix(1);
  }
  return found;
}

Task<std::string> receive_head(TcpSocket& socket) {
  std::string head;
  std::array<char, 4096> block;
  while (head.size() < block.size() && !head.contains("\r\n\r\n")) {
    const auto room = boost::asio::buffer(block.data(), block.size() - head.size());
    const auto [error, size] = co_await socket.async_read_some(room, use_tuple);
    if (error) co_return std::string{};
    head.append(block.data(), size);
  }
  co_return head;
}

}  // namespace

Speaks spoken_by(unsigned char first_byte) {
  constexpr unsigned char kHandshakeRecord = 0x16;  // RFC 8446 5.1
  if (first_byte == kHandshakeRecord) return Speaks::tls;
  return first_byte >= 'A' && first_byte <= 'Z' ? Speaks::plain_http : Speaks::something_else;
}

std::string answer_in_clear(std::string_view head) {
  Limits limits;
  const auto line = read_request_line(head, limits);
  const std::string_view host = only(head, "host");
  const bool understood = check_lines(head).has_value() && line && is_host_and_port(host);
  if (!understood) return std::string{"HTTP/1.1 400 Bad Request\r\n"}.append(kNoContent);
  if (enforced<"EDGE-02">)  // the way to HTTPS, and nothing else
    return std::string{"HTTP/1.1 308 Permanent Redirect\r\nLocation: https://"}
        .append(host)
        .append(line->target)
        .append("\r\n")
        .append(kNoContent);
  return std::string{kContent};
}

Task<> redirect_to_https(TcpSocket& socket) {
  const std::string head = co_await receive_head(socket);
  const std::size_t end = head.find("\r\n\r\n");
  if (end == std::string::npos) co_return;
  const std::string answer = answer_in_clear(std::string_view{head}.substr(0, end + 4));
  co_await boost::asio::async_write(socket, boost::asio::buffer(answer), use_tuple);
}

}  // namespace gatehouse::net
