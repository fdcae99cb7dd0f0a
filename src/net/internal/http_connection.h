// One connection that speaks HTTP/1.1: TLS handshake, then request after request, until one side
// ends it or it becomes a WebSocket.
#pragma once

#include <optional>
#include <string>

#include "net/internal/connection.h"
#include "net/internal/plain_http.h"
#include "net/internal/request_parser.h"

namespace gatehouse::net {

// What is left of an HTTP connection that became a WebSocket.
struct Upgraded {
  TlsStream stream;
  ConnectionSlot slot;
  SocketPlan plan;
};

struct Peer {
  IpAddress address;  // of the socket (control EDGE-17): headers cannot say otherwise
  std::uint16_t port = 0;
};

class HttpConnection final : public OpenConnection {
 public:
  HttpConnection(TlsStream stream, ConnectionSlot slot, Peer peer, ThreadContext& thread);
  ~HttpConnection() override;

  Task<> run();
  std::optional<Upgraded> take_upgraded();

  void begin_stop() override;
  void abort() override;

 private:
  // For whom or what we wait; decides what a passed deadline means.
  enum class Awaited : unsigned char { handshake, request, sender, application, reader, farewell };
  enum class Next : unsigned char { request, end };

  const Limits& limits() const { return thread_.server.limits; }
  Application& application() { return thread_.server.application; }

  Task<bool> shake_hands();
  Task<Speaks> first_byte();
  Task<Next> serve_request();
  Task<Result<std::size_t>> receive_head();
  Task<Result<>> receive_body(const ParsedHead& parsed, std::size_t limit, std::string& body);
  Task<Result<>> receive_more();
  Task<Next> answer(ParsedHead parsed, std::string body);
  Task<Next> upgrade(ParsedHead parsed);
  Task<Next> respond(Response response, Method method, bool keep_open);
  Task<Next> refuse(Error error);
  Task<bool> send(Outgoing outgoing);
  Task<> leave();

  Attempt take_input();
  void complete_head(RequestHead& head);
  void count(WireFault fault) { application().wire_fault(fault, peer_.address); }
  void await(Awaited what, std::chrono::milliseconds longest);
  void overdue();
  void cut_off();

  ThreadContext& thread_;
  TlsStream stream_;
  ConnectionSlot slot_;
  Peer peer_;
  RequestId id_;  // of the request being served; nil before its head is understood
  Deadline deadline_;
  RequestParser parser_;
  std::string received_;           // and not yet understood
  std::size_t from_one_read_ = 0;  // requests begun since the socket was last asked
  std::optional<SocketPlan> plan_;
  Awaited awaited_ = Awaited::handshake;
  bool overdue_ = false;
  bool stopping_ = false;
  bool input_left_ = false;  // closing now would lose our last answer
};

}  // namespace gatehouse::net
