#include "net/server.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <csignal>

#include "base/log.h"
#include "net/internal/worker.h"

namespace gatehouse::net {
namespace {

using boost::asio::ip::tcp;

struct Listening {
  boost::asio::ip::address address;
  bool optional = false;  // a machine without IPv6 still has a localhost
};

Result<std::vector<Listening>> addresses_in(std::string_view list) {
  std::vector<Listening> addresses;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string name{list.substr(0, comma)};
    list.remove_prefix(std::min(comma + 1, list.size()));
    std::erase(name, ' ');
    if (name == "localhost") {
      addresses.push_back({boost::asio::ip::make_address("127.0.0.1")});
      addresses.push_back({boost::asio::ip::make_address("::1"), true});
      continue;
    }
    boost::system::error_code error;
    addresses.push_back({boost::asio::ip::make_address(name, error)});
    if (error) return fail(Error{kCannotListen}.because("not an address: " + name));
  }
  if (addresses.empty()) return fail(Error{kCannotListen}.because("no address"));
  return addresses;
}

// SO_REUSEPORT would let a second server of the same user share the port without a word. This
// listens once without it, to find out whether somebody else does.
Result<> make_sure_nobody_listens(const Endpoint& endpoint) {
  boost::asio::io_context context;
  boost::asio::basic_socket_acceptor<tcp, Executor> probe{context.get_executor()};
  boost::system::error_code error;
  probe.open(endpoint.protocol(), error);
  if (!error) probe.set_option(boost::asio::socket_base::reuse_address{true}, error);
  if (!error && endpoint.address().is_v6()) probe.set_option(boost::asio::ip::v6_only{true}, error);
  if (!error) probe.bind(endpoint, error);
  if (!error) probe.listen(1, error);
  if (error == boost::asio::error::address_in_use) return fail(kAddressInUse);
  if (error) return fail(Error{kCannotListen}.because(error.message()));
  return {};
}

}  // namespace

struct Server::Inside {
  Inside(ServerOptions given, Application& application, Clock& clock, Random& random)
      : options{std::move(given)},
        context{application, clock,
                random,      options.limits,
                {},          {options.limits.connections_per_address, options.limits.connections}} {
  }

  Result<> listen(const Listening& listening);

  ServerOptions options;
  ServerContext context;
  std::vector<std::unique_ptr<Worker>> workers;
  std::uint16_t port = 0;
  bool stopped = false;
};

Server::Server(ServerOptions options, Application& application, Clock& clock, Random& random)
    : inside_{std::make_unique<Inside>(std::move(options), application, clock, random)} {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const unsigned threads = inside_->options.threads == 0 ? cores : inside_->options.threads;
  for (unsigned i = 0; i < threads; ++i)
    inside_->workers.push_back(std::make_unique<Worker>(inside_->context));
}

Server::~Server() { stop(std::chrono::seconds{0}); }

// Every worker listens on the address; the first one to bind decides the port.
Result<> Server::Inside::listen(const Listening& listening) {
  if (port != 0) TRY_VOID(make_sure_nobody_listens({listening.address, port}));
  for (const auto& worker : workers) {
    TRY(Acceptor acceptor, listen_on(worker->executor(), {listening.address, port}));
    if (port == 0) port = acceptor.local_endpoint().port();
    worker->accept_from(std::move(acceptor));
  }
  return {};
}

Result<> Server::start() {
  // A peer that has left must not end the process. OpenSSL writes without MSG_NOSIGNAL.
  std::signal(SIGPIPE, SIG_IGN);
  TRY_VOID(replace_certificate(inside_->options.certificate_pem, inside_->options.key_pem.copy()));
  inside_->options.key_pem = Secret{};
  TRY(const auto addresses, addresses_in(inside_->options.address));
  inside_->port = inside_->options.port;
  for (const Listening& listening : addresses) {
    const auto listens = inside_->listen(listening);
    const bool may_fail = listening.optional && !listens &&
                          (listens.error().is(kCannotListen) || inside_->options.port == 0);
    if (!listens && !may_fail) return listens;
  }
  for (const auto& worker : inside_->workers) worker->start();
  return {};
}

std::uint16_t Server::port() const { return inside_->port; }

std::vector<Executor> Server::executors() const {
  std::vector<Executor> executors;
  for (const auto& worker : inside_->workers) executors.push_back(worker->executor());
  return executors;
}

void Server::stop(std::chrono::seconds deadline) {
  if (std::exchange(inside_->stopped, true)) return;
  ConnectionCount& connections = inside_->context.connections;
  for (const auto& worker : inside_->workers) worker->begin_stop();
  if (!connections.wait_until_none(deadline)) {
    log::write(log::Level::warning, "net.connections_cancelled",
               {{"count", static_cast<std::int64_t>(connections.open())}});
    for (const auto& worker : inside_->workers) worker->abort_connections();
    constexpr std::chrono::milliseconds kUnwinding{500};
    connections.wait_until_none(kUnwinding);
  }
  for (const auto& worker : inside_->workers) worker->finish();
}

std::size_t Server::open_connections() const { return inside_->context.connections.open(); }

Result<> Server::replace_certificate(std::string certificate_pem, Secret key_pem) {
  TRY(TlsContext context, make_tls_context(certificate_pem, key_pem));
  inside_->context.tls.replace(std::move(context));
  return {};
}

}  // namespace gatehouse::net
