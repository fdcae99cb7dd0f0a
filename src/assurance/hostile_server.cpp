#include "assurance/hostile_server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace gatehouse::assurance {

namespace {

constexpr std::size_t kMostHead = 64 * 1024;
constexpr int kPatienceMs = 10'000;
constexpr std::size_t kMostTalks = 512;

std::uint16_t port_of(int descriptor) {
  sockaddr_storage place{};
  socklen_t size = sizeof place;
  CHECK(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&place), &size) == 0);
  return place.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6&>(place).sin6_port)
                                     : ntohs(reinterpret_cast<const sockaddr_in&>(place).sin_port);
}

// One socket for both families; IPv4 alone where the machine has no IPv6.
int listening_socket() {
  int descriptor = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor >= 0) {
    const int no = 0;
    ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0 &&
        ::listen(descriptor, 64) == 0)
      return descriptor;
    ::close(descriptor);
  }
  descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  CHECK(descriptor >= 0);
  CHECK(::bind(descriptor, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0);
  CHECK(::listen(descriptor, 64) == 0);
  return descriptor;
}

}  // namespace

// Only what is ours can be bound to; nothing is sent.
bool is_own_address(std::string_view address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* list = nullptr;
  if (::getaddrinfo(std::string{address}.c_str(), nullptr, &hints, &list) != 0) return false;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{list, &::freeaddrinfo};
  const int descriptor = ::socket(list->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool bound = ::bind(descriptor, list->ai_addr, list->ai_addrlen) == 0;
  ::close(descriptor);
  return bound;
}

// --- Listener
// --------------------------------------------------------------------------------------

Listener::Listener() : descriptor_{listening_socket()}, port_{port_of(descriptor_)} {}

void Listener::start(Visit visit) {
  std::signal(SIGPIPE, SIG_IGN);  // somebody who leaves is no end of ours
  visit_ = std::move(visit);
  thread_ = std::thread{[this] { accept_all(); }};
}

Listener::~Listener() {
  stopping_ = true;
  ::shutdown(descriptor_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock{mutex_};
    for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& talk : talks_) talk.join();
  ::close(descriptor_);
}

void Listener::accept_all() {
  while (!stopping_ && talks_.size() < kMostTalks) {
    const int socket = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    {
      const std::lock_guard lock{mutex_};
      open_.insert(socket);
    }
    talks_.emplace_back([this, socket] { talk(socket); });
  }
}

void Listener::talk(int socket) {
  visit_(socket);
  const std::lock_guard lock{mutex_};
  open_.erase(socket);
  ::close(socket);
}

Trap::Trap() {
  listener_.start([this](int) { ++visits_; });
}

// --- HostileServer
// ---------------------------------------------------------------------------------

struct HostileServer::Tls {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());

  explicit Tls(const crypto::CertificatePair& pair) {
    CHECK(context != nullptr);
    BIO* certificate = BIO_new_mem_buf(pair.certificate_pem.data(), -1);
    BIO* key = BIO_new_mem_buf(pair.key_pem.reveal().data(), static_cast<int>(pair.key_pem.size()));
    X509* leaf = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
    EVP_PKEY* secret = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    CHECK(SSL_CTX_use_certificate(context, leaf) == 1);
    CHECK(SSL_CTX_use_PrivateKey(context, secret) == 1);
    X509_free(leaf);
    EVP_PKEY_free(secret);
    BIO_free(certificate);
    BIO_free(key);
  }
  ~Tls() { SSL_CTX_free(context); }
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
};

namespace {

class TlsLine final : public Line {
 public:
  TlsLine(SSL_CTX* context, int socket) : ssl_{SSL_new(context)}, socket_{socket} {
    const timeval limit{.tv_sec = kPatienceMs / 1000, .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    SSL_set_fd(ssl_, socket);
  }
  ~TlsLine() override {
    SSL_shutdown(ssl_);
    SSL_free(ssl_);
  }
  TlsLine(const TlsLine&) = delete;
  TlsLine& operator=(const TlsLine&) = delete;

  std::optional<Heard> hear() {
    if (SSL_accept(ssl_) != 1) return std::nullopt;
    std::string text;
    std::size_t whole = std::string::npos;
    while (text.size() < whole) {
      char part[4096];
      const int size = SSL_read(ssl_, part, sizeof part);
      if (size <= 0 || text.size() > kMostHead) return std::nullopt;
      text.append(part, static_cast<std::size_t>(size));
      const std::size_t end = text.find("\r\n\r\n");
      if (end != text.npos) whole = end + 4 + length_in(text.substr(0, end));
    }
    const std::size_t end = text.find("\r\n\r\n");
    const std::size_t first = text.find(' ');
    const std::size_t second = text.find(' ', first + 1);
    return Heard{text.substr(0, first), text.substr(first + 1, second - first - 1),
                 text.substr(0, end), text.substr(end + 4)};
  }

  bool say(std::string_view bytes) override {
    return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  bool stays_for(std::chrono::milliseconds time) override {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, static_cast<int>(time.count())) == 0;
  }

 private:
  static std::size_t length_in(std::string_view head) {
    constexpr std::string_view kName = "Content-Length: ";
    const std::size_t at = head.find(kName);
    return at == head.npos ? 0 : std::strtoul(head.data() + at + kName.size(), nullptr, 10);
  }

  SSL* ssl_;
  int socket_;
};

}  // namespace

HostileServer::HostileServer(Talk talk) : talk_{std::move(talk)} {
  listener_.start([this](int socket) { visit(socket); });
}
HostileServer::~HostileServer() = default;

void HostileServer::prove_with(const crypto::CertificatePair& pair) {
  auto tls = std::make_shared<Tls>(pair);
  const std::lock_guard lock{mutex_};
  tls_ = std::move(tls);
}

void HostileServer::visit(int socket) {
  std::shared_ptr<Tls> tls;
  {
    const std::lock_guard lock{mutex_};
    tls = tls_;
  }
  if (!tls) return;
  TlsLine line{tls->context, socket};
  if (const auto heard = line.hear()) talk_(*heard, line);
}

std::string plain_answer(int status, std::string_view type, std::string_view body,
                         std::string_view more_headers) {
  return fmt::format(
      "HTTP/1.1 {} Probe\r\nContent-Type: {}\r\n{}Content-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      status, type, more_headers, body.size(), body);
}

}  // namespace gatehouse::assurance
