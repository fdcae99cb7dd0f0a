// TLS on the socket's own descriptor: OpenSSL reads and writes the socket itself and we wait for
// readiness. An idle connection keeps no buffers, where a pair of memory buffers would cost 52 KiB.
#pragma once

#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "base/task.h"
#include "net/internal/tls_context.h"

namespace gatehouse::net {

using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

// Awaits end with a tuple whose first part is the error code.
inline constexpr auto use_tuple = boost::asio::as_tuple(use_task);

// One TLS record: what is written in one go.
inline constexpr std::size_t kRecord = 16 * 1024;

// What became of one try of an operation. Tries never block.
struct Attempt {
  enum class Outcome : unsigned char { done, wants_read, wants_write, ended, broken };
  Outcome outcome = Outcome::broken;
  std::size_t bytes = 0;

  bool done() const { return outcome == Outcome::done; }
  bool must_wait() const {
    return outcome == Outcome::wants_read || outcome == Outcome::wants_write;
  }
};

// Belongs to one thread. After an attempt that must wait, the same operation is tried again.
class TlsStream {
 public:
  TlsStream(TcpSocket socket, SSL_CTX* context);

  Attempt handshake();
  Attempt read(std::span<char> into);
  Attempt write(std::string_view bytes);
  // Whether read() would find something without asking the socket.
  bool holds_input() const { return SSL_has_pending(tls_.get()) == 1; }

  // Ends when the socket is ready for another try, or with an error after cancel().
  template <class Token>
  auto ready(Attempt attempt, Token&& token) {
    const auto what = attempt.outcome == Attempt::Outcome::wants_write ? TcpSocket::wait_write
                                                                       : TcpSocket::wait_read;
    return socket_.async_wait(what, std::forward<Token>(token));
  }
  // Ends the wait that is running with an error.
  void cancel();
  // The end, for an operation that may not be waiting just now.
  void abort();
  // Says goodbye and sends no more; what the peer still sends can be read.
  void say_goodbye();
  // Reads and forgets until the peer closes, 1 MiB has come, or cancel(). Closing a socket with
  // unread input would make the kernel reset it and our last answer would be lost (RFC 9112 9.6).
  Task<> drain();

  TcpSocket& socket() { return socket_; }
  Executor executor() { return socket_.get_executor(); }

 private:
  Attempt judge(int result, std::size_t bytes);

  struct Free {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };
  TcpSocket socket_;
  std::unique_ptr<SSL, Free> tls_;
};

}  // namespace gatehouse::net
