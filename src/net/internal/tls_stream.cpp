#include "net/internal/tls_stream.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "base/result.h"

namespace gatehouse::net {

TlsStream::TlsStream(TcpSocket socket, SSL_CTX* context)
    : socket_{std::move(socket)}, tls_{SSL_new(context)} {
  CHECK(tls_ != nullptr);
  boost::system::error_code ignored;
  socket_.non_blocking(true, ignored);
  CHECK(SSL_set_fd(tls_.get(), socket_.native_handle()) == 1);
  SSL_set_accept_state(tls_.get());
}

Attempt TlsStream::handshake() {
  ERR_clear_error();
  return judge(SSL_do_handshake(tls_.get()), 0);
}

Attempt TlsStream::read(std::span<char> into) {
  ERR_clear_error();
  std::size_t bytes = 0;
  const int result = SSL_read_ex(tls_.get(), into.data(), into.size(), &bytes);
  return judge(result, bytes);
}

Attempt TlsStream::write(std::string_view bytes) {
  ERR_clear_error();
  std::size_t written = 0;
  const int result = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written);
  return judge(result, written);
}

Attempt TlsStream::judge(int result, std::size_t bytes) {
  using enum Attempt::Outcome;
  if (result == 1) return {done, bytes};
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {wants_read};
    case SSL_ERROR_WANT_WRITE:
      return {wants_write};
    case SSL_ERROR_ZERO_RETURN:
      return {ended};
    // The peer went away without a word. Framing tells whether something is missing.
    case SSL_ERROR_SYSCALL:
      return {errno == 0 ? ended : broken};
    default:
      break;
  }
  const unsigned long code = ERR_peek_error();
  const bool vanished = ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  return {vanished ? ended : broken};
}

void TlsStream::cancel() {
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void TlsStream::abort() {
  ::shutdown(socket_.native_handle(), SHUT_RDWR);
  cancel();
}

void TlsStream::say_goodbye() {
  ERR_clear_error();
  if (SSL_is_init_finished(tls_.get()) == 1) SSL_shutdown(tls_.get());
  ::shutdown(socket_.native_handle(), SHUT_WR);
}

Task<> TlsStream::drain() {
  std::size_t left = 1024 * 1024;
  while (left > 0) {
    std::array<char, 4096> forgotten;
    const ssize_t got =
        ::recv(socket_.native_handle(), forgotten.data(), forgotten.size(), MSG_DONTWAIT);
    if (got > 0) {
      left -= std::min(left, static_cast<std::size_t>(got));
      continue;
    }
    if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) co_return;
    const auto [error] = co_await socket_.async_wait(TcpSocket::wait_read, use_tuple);
    if (error) co_return;
  }
}

}  // namespace gatehouse::net
