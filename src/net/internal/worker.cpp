#include "net/internal/worker.h"

#include <sys/socket.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>

#include "base/log.h"
#include "net/internal/websocket.h"

namespace gatehouse::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kBackOff{100};

void share_port(Acceptor& acceptor, Code& error) {
  const int on = 1;
  if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
    error.assign(errno, boost::system::system_category());
}

IpAddress address_of(const asio::ip::address& address) {
  const auto mapped = address.is_v6()
                          ? address.to_v6()
                          : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
  const auto bytes = mapped.to_bytes();
  IpAddress::Octets octets{};
  std::ranges::copy(bytes, octets.begin());
  return IpAddress::from_octets(octets);
}

// Out of descriptors or memory: accepting again at once would only burn the processor.
bool passes_with_time(const Code& error) {
  return error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
         error == asio::error::no_memory || error.value() == ENFILE;
}

}  // namespace

Result<Acceptor> listen_on(Executor executor, const Endpoint& endpoint) {
  Acceptor acceptor{executor};
  Code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
  if (!error) share_port(acceptor, error);
  if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only{true}, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) return fail(kAddressInUse);
  if (error) return fail(Error{kCannotListen}.because(error.message()));
  return acceptor;
}

Worker::Worker(ServerContext& server) : thread_context_{server} {
  thread_context_.deadlines.start(executor());
}

Worker::~Worker() {
  finish();
  acceptors_.clear();
  thread_context_.deadlines.stop();
}

void Worker::accept_from(Acceptor acceptor) {
  acceptors_.push_back(std::make_unique<Acceptor>(std::move(acceptor)));
  asio::co_spawn(executor(), accept_connections(*acceptors_.back()), EndOfCoroutine{});
}

void Worker::start() {
  thread_ = std::thread{[this] { context_.run(); }};
}

Task<> Worker::accept_connections(Acceptor& acceptor) {
  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, Executor>;
  Timer pause{executor()};
  while (acceptor.is_open()) {
    TcpSocket socket{executor()};
    Endpoint peer;
    const auto [error] = co_await acceptor.async_accept(socket, peer, use_tuple);
    if (!error) {
      welcome(std::move(socket), peer);
    } else if (passes_with_time(error)) {
      log::write(log::Level::warning, "net.cannot_accept",
                 {{"detail", std::string_view{error.message()}}});
      pause.expires_after(kBackOff);
      co_await pause.async_wait(use_tuple);
    }
  }
}

void Worker::welcome(TcpSocket socket, const Endpoint& peer) {
  ServerContext& server = thread_context_.server;
  const Peer from{address_of(peer.address()), peer.port()};
  auto slot = server.connections.enter(from.address);
  if (!slot) return server.application.wire_fault(WireFault::too_many_connections, from.address);
  Code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  TlsStream stream{std::move(socket), server.tls.get().get()};
  auto connection =
      std::make_unique<HttpConnection>(std::move(stream), *std::move(slot), from, thread_context_);
  asio::co_spawn(executor(), serve(std::move(connection)), EndOfCoroutine{});
}

Task<> Worker::serve(std::unique_ptr<HttpConnection> connection) {
  co_await connection->run();
  if (auto upgraded = connection->take_upgraded())
    open_websocket(*std::move(upgraded), thread_context_);
}

void Worker::begin_stop() {
  asio::post(context_, [this] {
    thread_context_.stopping = true;
    Code ignored;
    for (const auto& acceptor : acceptors_) acceptor->close(ignored);
    for (OpenConnection& connection : thread_context_.open) connection.begin_stop();
  });
}

void Worker::abort_connections() {
  asio::post(context_, [this] {
    for (OpenConnection& connection : thread_context_.open) connection.abort();
  });
}

void Worker::finish() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace gatehouse::net
