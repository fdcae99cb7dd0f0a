// One thread with an io_context of its own: accepts connections and serves them to their end.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "net/internal/connection.h"
#include "net/internal/http_connection.h"

namespace gatehouse::net {

using Endpoint = boost::asio::ip::tcp::endpoint;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;

// Listens with SO_REUSEPORT, so that each thread has a queue of its own.
Result<Acceptor> listen_on(Executor executor, const Endpoint& endpoint);

class Worker {
 public:
  explicit Worker(ServerContext& server);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  Executor executor() { return context_.get_executor(); }
  void accept_from(Acceptor acceptor);  // before start()
  void start();

  // From any thread, in this order.
  void begin_stop();
  void abort_connections();
  void finish();  // ends and joins the thread

 private:
  Task<> accept_connections(Acceptor& acceptor);
  void welcome(TcpSocket socket, const Endpoint& peer);
  Task<> serve(std::unique_ptr<HttpConnection> connection);

  // The context goes first: it destroys coroutines, and they use the rest.
  ThreadContext thread_context_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_{context_.get_executor()};
  std::vector<std::unique_ptr<Acceptor>> acceptors_;
  std::thread thread_;
};

}  // namespace gatehouse::net
