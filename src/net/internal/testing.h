// For the tests of this module: a certificate, a small application, and a client that talks raw
// bytes over TLS with OpenSSL, sharing no code with the server.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "net/internal/tls_stream.h"
#include "net/server.h"

namespace gatehouse::net::testing {

struct Pair {
  std::string certificate;
  std::string key;
};

inline std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text{data, static_cast<std::size_t>(size)};
  BIO_free(bio);
  return text;
}

// Self-signed, ECDSA P-256.
inline Pair make_pair() {
  char curve[] = "P-256";
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve);
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  BIO* certificate_text = BIO_new(BIO_s_mem());
  BIO* key_text = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(certificate_text, certificate);
  PEM_write_bio_PrivateKey(key_text, key, nullptr, nullptr, 0, nullptr, nullptr);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return {text_of(certificate_text), text_of(key_text)};
}

// Echoes what it is sent; what else it does depends on the text.
class EchoListener final : public SocketListener {
 public:
  explicit EchoListener(std::promise<void>* ended) : ended_{ended} {}
  void opened(std::shared_ptr<Socket> socket) override { socket_ = std::move(socket); }
  Task<> received(std::string message) override {
    if (message == "flood")
      for (int i = 0; i < 300; ++i) socket_->send(std::make_shared<std::string>("drop"));
    if (message == "leave") {
      socket_->send(std::make_shared<std::string>("last words"));
      socket_->close(4001, "done");
    }
    socket_->send(std::make_shared<std::string>("echo " + message));
    co_return;
  }
  void closed() override {
    socket_->send(std::make_shared<std::string>("into the void"));
    if (ended_ != nullptr) ended_->set_value();
  }

 private:
  std::shared_ptr<Socket> socket_;
  std::promise<void>* ended_;
};

class TestApplication final : public Application {
 public:
  std::size_t body_limit = 1000;
  std::promise<void> entered;       // somebody waits in /wait
  std::promise<void> socket_ended;  // the first socket has ended

  std::expected<Admission, Response> admit(const RequestHead& head) override {
    if (head.path == "/forbidden")
      return std::unexpected{text_response(403, "text/plain", "forbidden")};
    return Admission{body_limit};
  }

  Task<Response> answer(Request request) override {
    if (request.path == "/wait") co_return co_await wait();
    if (request.path == "/peer") co_return text_response(200, "text/plain", request.peer.text());
    if (request.path == "/query") co_return text_response(200, "text/plain", request.query);
    if (request.path == "/large")
      co_return text_response(200, "text/plain", std::string(1'000'000, 'x'));
    if (request.path == "/empty") co_return empty_response(204);
    if (request.path == "/throws") throw std::runtime_error{"a defect"};
    if (request.path == "/split") {
      Response response = text_response(200, "text/plain", "split");
      response.headers.add("x-harmless", "a\r\nset-cookie: stolen=1");
      co_return response;
    }
    co_return text_response(200, "text/plain", "you said: " + request.body);
  }

  Task<std::variant<SocketPlan, Response>> upgrade(Request request) override {
    if (request.path != "/socket") co_return text_response(404, "text/plain", "no socket here");
    std::promise<void>* ended = std::exchange(first_socket_, false) ? &socket_ended : nullptr;
    SocketPlan plan{.listener = std::make_shared<EchoListener>(ended),
                    .subprotocol = request.subprotocols.empty() ? "" : request.subprotocols.front(),
                    .message_limit = 64,
                    .headers = {}};
    plan.headers.add("x-extra", "yes");
    co_return plan;
  }

  Response refuse(const ErrorKind& why, RequestId id) override {
    EXPECT_FALSE(id.is_nil());
    return text_response(status_of(why), "text/plain", std::string{why.code});
  }

  void wire_fault(WireFault fault, IpAddress) override {
    const std::scoped_lock lock{mutex_};
    ++faults_[fault];
    changed_.notify_all();
  }
  // False when it does not happen.
  bool saw(WireFault fault) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return faults_[fault] > 0; });
  }

  // Lets the request in /wait go on.
  void release() {
    const std::scoped_lock lock{mutex_};
    const auto timer = timer_.lock();
    boost::asio::post(timer->get_executor(), [timer] { timer->cancel(); });
  }

 private:
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  Task<Response> wait() {
    const auto executor = co_await boost::asio::this_coro::executor;
    auto timer = std::make_shared<Timer>(executor, Timer::time_point::max());
    {
      const std::scoped_lock lock{mutex_};
      timer_ = timer;
    }
    entered.set_value();
    co_await timer->async_wait(use_tuple);
    co_return text_response(200, "text/plain", "waited");
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<WireFault, int> faults_;
  bool first_socket_ = true;
  std::weak_ptr<Timer> timer_;  // belongs to the request, and ends with the server
};

// A connected TCP socket. Reading gives up after 10 s, which no test should see.
class Wire {
 public:
  explicit Wire(std::uint16_t port) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval patience{10, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Wire() { ::close(descriptor_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  int descriptor() const { return descriptor_; }
  bool connected() const { return connected_; }
  void send(std::string_view bytes) const {
    ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  std::string read_to_end() const {
    std::string all;
    char block[4096];
    for (ssize_t got; (got = ::recv(descriptor_, block, sizeof block, 0)) > 0;)
      all.append(block, static_cast<std::size_t>(got));
    return all;
  }

 private:
  int descriptor_;
  bool connected_;
};

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // lower case
  std::string body;
};

class Client {
 public:
  using Prepare = void (*)(SSL_CTX*);
  // Knows no certificates: this is about bytes.
  explicit Client(
      std::uint16_t port, Prepare prepare = [](SSL_CTX*) {})
      : wire_{port}, context_{SSL_CTX_new(TLS_client_method())} {
    prepare(context_);
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, wire_.descriptor());
    shaken_ = SSL_connect(tls_) == 1;
  }
  ~Client() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool shaken() const { return shaken_; }
  SSL* tls() { return tls_; }
  void send(std::string_view bytes) {
    SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
  }
  // The kernel would otherwise let the buffer grow to many megabytes for whoever has read fast.
  void receive_little() {
    const int octets = 64 * 1024;
    ::setsockopt(wire_.descriptor(), SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets);
  }
  void stop_sending() {
    SSL_shutdown(tls_);
    ::shutdown(wire_.descriptor(), SHUT_WR);
  }
  // Exactly this many bytes, or fewer at the end of the connection.
  std::string read(std::size_t size) {
    while (received_.size() < size && more()) {
    }
    std::string bytes = received_.substr(0, size);
    received_.erase(0, bytes.size());
    return bytes;
  }
  std::string read_until(std::string_view mark) {
    std::size_t at = received_.find(mark);
    while (at == std::string::npos && more()) at = received_.find(mark);
    return at == std::string::npos ? read(received_.size()) : read(at + mark.size());
  }
  bool ended() { return received_.empty() && !more(); }

  Answer answer(bool with_body = true) {
    Answer answer;
    std::string head = read_until("\r\n\r\n");
    if (!head.starts_with("HTTP/1.1 ")) return answer;
    answer.status = std::stoi(head.substr(9, 3));
    std::size_t at = head.find("\r\n") + 2;
    for (std::size_t end; (end = head.find("\r\n", at)) != at; at = end + 2) {
      const std::string line = head.substr(at, end - at);
      const std::size_t colon = line.find(": ");
      std::string name = line.substr(0, colon);
      for (char& c : name) c = static_cast<char>(std::tolower(c));
      answer.headers[name] = line.substr(colon + 2);
    }
    const auto length = answer.headers.find("content-length");
    if (with_body && length != answer.headers.end()) answer.body = read(std::stoul(length->second));
    return answer;
  }
  Answer ask(std::string_view request) {
    send(request);
    return answer();
  }

 private:
  bool more() {
    char block[16384];
    const int got = SSL_read(tls_, block, sizeof block);
    if (got > 0) received_.append(block, static_cast<std::size_t>(got));
    return got > 0;
  }

  Wire wire_;
  SSL_CTX* context_;
  SSL* tls_ = nullptr;
  bool shaken_ = false;
  std::string received_;
};

class ServerTest : public ::testing::Test {
 protected:
  void start(Limits limits = {}, unsigned threads = 1) {
    static const Pair pair = make_pair();
    ServerOptions options;
    options.certificate_pem = pair.certificate;
    options.key_pem = Secret::of_text(pair.key);
    options.threads = threads;
    options.limits = limits;
    server.emplace(std::move(options), application, clock, random);
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().kind().code << " " << started.error().detail();
  }
  std::uint16_t port() const { return server->port(); }

  SystemClock clock;
  SystemRandom random;
  TestApplication application;
  std::optional<Server> server;
};

inline constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace gatehouse::net::testing
