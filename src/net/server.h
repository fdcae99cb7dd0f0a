// The listening server: TLS, HTTP/1.1 with keep-alive and pipelining, WebSocket, deadlines.
//
// A thread and an io_context for each core, each accepting for itself (SO_REUSEPORT); a connection
// never leaves its thread. The only module that includes Beast, in at most three translation units.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/address.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/task.h"
#include "net/http.h"
#include "net/socket.h"

namespace gatehouse::net {

inline constexpr ErrorKind kAddressInUse{
    "net.address_in_use", Fault::internal,
    "Another program listens on this address. Stop it, or choose another with --listen."};
inline constexpr ErrorKind kBadCertificate{
    "net.bad_certificate", Fault::internal,
    "The certificate or its key cannot be used. Check tls.certificate and tls.key."};
inline constexpr ErrorKind kCannotListen{
    "net.cannot_listen", Fault::internal,
    "The server may not listen here. Choose an address of this machine and another port with "
    "--listen."};

// All limits of the wire in one place.
struct Limits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t headers = 64;
  std::size_t target_bytes = 4096;
  std::size_t pipelined = 16;  // requests waiting on one connection
  std::chrono::milliseconds handshake{5'000};
  std::chrono::milliseconds header_read{5'000};  // from the first byte to the end of the headers
  std::chrono::milliseconds idle{75'000};        // between requests
  std::size_t body_bytes_per_second = 1024;      // slower senders are cut off after the grace
  std::chrono::milliseconds body_grace{5'000};
  std::chrono::milliseconds write{20'000};        // without the peer taking anything
  std::chrono::milliseconds socket_ping{25'000};  // two without an answer end the socket
  std::size_t connections_per_address = 512;      // by IpAddress::network()
  std::size_t connections = 20000;
};

struct ServerOptions {
  // Addresses separated by commas; "localhost" is 127.0.0.1 and, where it exists, ::1.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system chooses
  std::string certificate_pem;
  Secret key_pem;
  unsigned threads = 0;  // 0: one for each core
  Limits limits = {};
};

// What the wire refused before there was a request to answer.
enum class WireFault : unsigned char {
  handshake_failed,
  plain_http,
  malformed_request,
  header_too_large,
  too_slow,
  too_many_connections,
};

struct Admission {
  std::size_t body_limit;  // bytes; more is answered 413 without being read
};

// The product behind the server. Its calls run on network threads and must not block.
class Application {
 public:
  virtual ~Application() = default;
  // After the headers, before the body.
  virtual std::expected<Admission, Response> admit(const RequestHead& head) = 0;
  virtual Task<Response> answer(Request request) = 0;
  // A WebSocket handshake: a plan, or the answer that refuses it.
  virtual Task<std::variant<SocketPlan, Response>> upgrade(Request request) = 0;
  // The answer to what cannot be parsed (status_of(why): 400, 408, 413, 414, 431 …), with the
  // usual headers. The connection ends after it.
  virtual Response refuse(const ErrorKind& why, RequestId id) = 0;
  virtual void wire_fault(WireFault fault, IpAddress peer) = 0;
};

class Server {
 public:
  Server(ServerOptions options, Application& application, Clock& clock, Random& random);
  ~Server();
  Result<> start();  // listens; returns at once
  std::uint16_t port() const;
  // One per thread; for work that belongs to no connection.
  std::vector<Executor> executors() const;
  // Stops accepting, says goodbye to sockets (1001), lets running requests finish until the
  // deadline, then cancels, and joins the threads. Not to be called on a network thread. What still
  // holds an executor (a database with work to answer) must end before the Server does.
  void stop(std::chrono::seconds deadline);
  std::size_t open_connections() const;
  Result<> replace_certificate(std::string certificate_pem, Secret key_pem);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::net
