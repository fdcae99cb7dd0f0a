#include "assurance/wire.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/clock.h"

namespace gatehouse::assurance {

namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

constexpr int kConnectSeconds = 5;

class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds patience) : until_{SystemClock{}.tick() + patience} {}
  std::chrono::milliseconds left() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - SystemClock{}.tick());
    return std::max(left, std::chrono::milliseconds{0});
  }

 private:
  Tick until_;
};

}  // namespace

struct Wire::Inside {
  int descriptor = -1;
  std::unique_ptr<SSL_CTX, FreeContext> context;
  std::unique_ptr<SSL, FreeSsl> ssl;

  ~Inside() {
    ssl.reset();
    if (descriptor >= 0) ::close(descriptor);
  }

  bool readable(std::chrono::milliseconds patience) const {
    if (ssl && SSL_pending(ssl.get()) > 0) return true;
    pollfd poll{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&poll, 1, static_cast<int>(patience.count())) > 0;
  }

  // The bytes read; 0 when there was only something of TLS's own, -1 when the connection is over.
  ssize_t read_into(std::string& bytes) const {
    const auto most = static_cast<int>(bytes.size());
    if (!ssl) {
      const ssize_t got = ::recv(descriptor, bytes.data(), bytes.size(), 0);
      return got > 0 ? got : -1;
    }
    ERR_clear_error();
    const int got = SSL_read(ssl.get(), bytes.data(), most);
    if (got > 0) return got;
    return SSL_get_error(ssl.get(), got) == SSL_ERROR_WANT_READ ? 0 : -1;
  }

  Result<> bind_to(const std::string& from) const {
    sockaddr_in source{};
    source.sin_family = AF_INET;
    if (::inet_pton(AF_INET, from.c_str(), &source.sin_addr) != 1 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&source), sizeof source) != 0)
      return fail(Error{kNoConnection}.because("cannot use source address " + from));
    return {};
  }

  Result<> connect(const ServerPlace& to, const std::optional<std::string>& from) {
    addrinfo hints{};
    hints.ai_family = from ? AF_INET : AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(to.at.value_or(to.host).c_str(), fmt::format("{}", to.port).c_str(), &hints,
                      &list) != 0)
      return fail(Error{kNoConnection}.because(to.host));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{list, &::freeaddrinfo};
    for (const addrinfo* place = list; place; place = place->ai_next) {
      if (descriptor >= 0) ::close(descriptor);
      descriptor = ::socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (from) TRY_VOID(bind_to(*from));
      const timeval limit{.tv_sec = kConnectSeconds, .tv_usec = 0};
      ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
      if (::connect(descriptor, place->ai_addr, place->ai_addrlen) == 0) return {};
    }
    return fail(Error{kNoConnection}.because(std::strerror(errno)));
  }

  // A server's chain is verified only where a secret will be sent.
  Result<> handshake(const ServerPlace& to, const TlsOffer& offer) {
    context.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);  // an attacker offers what he likes
    if (offer.least_version) SSL_CTX_set_min_proto_version(context.get(), offer.least_version);
    if (offer.most_version) SSL_CTX_set_max_proto_version(context.get(), offer.most_version);
    if (!offer.ciphers_12.empty() &&
        SSL_CTX_set_cipher_list(context.get(), offer.ciphers_12.c_str()) != 1)
      return fail(
          Error{kHandshakeRefused}.because("this OpenSSL cannot offer " + offer.ciphers_12));
    if (!offer.suites_13.empty()) SSL_CTX_set_ciphersuites(context.get(), offer.suites_13.c_str());
    if (offer.authority_file) {
      SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
      if (offer.authority_file->empty())
        SSL_CTX_set_default_verify_paths(context.get());
      else
        SSL_CTX_load_verify_locations(context.get(), offer.authority_file->c_str(), nullptr);
    }
    ssl.reset(SSL_new(context.get()));
    SSL_set_tlsext_host_name(ssl.get(), to.host.c_str());
    if (offer.authority_file) SSL_set1_host(ssl.get(), to.host.c_str());
    SSL_set_fd(ssl.get(), descriptor);
    // A session ticket makes the socket readable and is no answer: reading it must not wait for
    // one.
    SSL_clear_mode(ssl.get(), SSL_MODE_AUTO_RETRY);
    const timeval limit{.tv_sec = kConnectSeconds, .tv_usec = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ERR_clear_error();
    if (SSL_connect(ssl.get()) == 1) return {};
    char reason[256];
    ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
    return fail(Error{kHandshakeRefused}.because(reason));
  }
};

std::string ServerPlace::authority() const { return fmt::format("{}:{}", host, port); }
std::string ServerPlace::origin() const { return "https://" + authority(); }

Result<ServerPlace> parse_url(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme))
    return fail(Error{kNoConnection}.because("the URL must begin with https://"));
  url.remove_prefix(kScheme.size());
  url = url.substr(0, url.find('/'));
  const std::size_t colon = url.rfind(':');
  ServerPlace place{std::string{url.substr(0, colon)}, 443};
  if (colon == std::string_view::npos) return place;
  const std::string_view port = url.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), place.port);
  if (read.ec != std::errc{} || read.ptr != port.data() + port.size())
    return fail(Error{kNoConnection}.because("the port is not a number"));
  return place;
}

Wire::Wire(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
Wire::Wire(Wire&&) noexcept = default;
Wire& Wire::operator=(Wire&&) noexcept = default;
Wire::~Wire() = default;

Result<Wire> Wire::tcp(const ServerPlace& to, std::optional<std::string> from) {
  auto inside = std::make_unique<Inside>();
  TRY_VOID(inside->connect(to, from));
  return Wire{std::move(inside)};
}

Result<Wire> Wire::tls(const ServerPlace& to, std::optional<std::string> from,
                       const TlsOffer& offer) {
  auto inside = std::make_unique<Inside>();
  TRY_VOID(inside->connect(to, from));
  TRY_VOID(inside->handshake(to, offer));
  Wire wire{std::move(inside)};
  const SSL* ssl = wire.inside_->ssl.get();
  int bits = 0;
  SSL_CIPHER_get_bits(SSL_get_current_cipher(ssl), &bits);
  wire.seen_ = {SSL_get_version(ssl), SSL_get_cipher_name(ssl), bits};
  return wire;
}

Result<> Wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto most = static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20));
    const auto sent = inside_->ssl
                          ? static_cast<ssize_t>(SSL_write(inside_->ssl.get(), bytes.data(), most))
                          : ::send(inside_->descriptor, bytes.data(),
                                   static_cast<std::size_t>(most), MSG_NOSIGNAL);
    if (sent <= 0) return fail(kWireClosed);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

Result<std::string> Wire::receive(std::chrono::milliseconds patience) {
  const Deadline until{patience};
  std::string bytes(16384, '\0');
  for (;;) {
    if (!inside_->readable(until.left())) return fail(kNothingCame);
    const ssize_t got = inside_->read_into(bytes);
    if (got == 0) continue;
    if (got < 0) return fail(kWireClosed);
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }
}

bool Wire::closed_within(std::chrono::milliseconds patience) {
  const Deadline until{patience};
  // Whatever still comes is read away; only the end counts.
  for (;;) {
    const auto more = receive(until.left());
    if (!more) return !more.error().is(kNothingCame);
  }
}

}  // namespace gatehouse::assurance
