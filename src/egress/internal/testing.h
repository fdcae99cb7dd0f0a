// For the tests of this module: somebody at the other end of a connection.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "base/result.h"

namespace gatehouse::egress::internal {

// A peer on loopback that says what it is told to, over and over.
class Peer {
 public:
  using Talk = std::function<void(int socket, const std::string& request)>;
  enum class Begins : unsigned char { client, peer };
  explicit Peer(Talk talk, Begins begins = Begins::client)
      : talk_{std::move(talk)}, begins_{begins}, listener_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0);
    CHECK(::listen(listener_, 8) == 0);
    socklen_t size = sizeof place;
    CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size) == 0);
    port_ = ntohs(place.sin_port);
    thread_ = std::thread{[this] { serve(); }};
  }
  ~Peer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::uint16_t port() const { return port_; }
  std::string place() const { return fmt::format("127.0.0.1:{}", port_); }
  std::string url(std::string_view path = "/") const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
  }
  int visits() const { return visits_; }
  std::string last_request() const { return last_; }

 private:
  void serve() {
    for (;;) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      ++visits_;
      if (begins_ == Begins::client) last_ = read_head(socket);
      talk_(socket, last_);
      ::close(socket);
    }
  }
  // Empty before a TLS handshake, which is left for whoever speaks it.
  static std::string read_head(int socket) {
    std::string text;
    char part[4096];
    if (::recv(socket, part, 1, MSG_PEEK) == 1 && part[0] == '\x16') return text;
    while (!text.contains("\r\n\r\n")) {
      const auto size = ::recv(socket, part, sizeof part, 0);
      if (size <= 0) break;
      text.append(part, static_cast<std::size_t>(size));
    }
    return text;
  }

  Talk talk_;
  Begins begins_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> visits_ = 0;
  std::string last_;
  std::thread thread_;
};

inline void say(int socket, std::string_view text) {
  (void)::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
}
inline Peer::Talk says(std::string text) {
  return [text = std::move(text)](int socket, const std::string&) { say(socket, text); };
}

}  // namespace gatehouse::egress::internal
