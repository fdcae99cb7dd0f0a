// The two kinds of sockets and the messages they take: rows, like routes.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "access/caller.h"
#include "api/services.h"
#include "net/socket.h"

namespace gatehouse::api {

inline constexpr std::string_view kSocketProtocol = "gatehouse.v1";

// A message a client may send on an open socket.
struct SocketMessage {
  std::string_view type;
  int times;  // at most so many in the window; the socket is closed above it
  std::chrono::seconds window;
  std::string_view why;
};
std::span<const SocketMessage> agent_messages();
std::span<const SocketMessage> visitor_messages();

net::SocketPlan agent_socket(Services& services, access::Caller caller);
net::SocketPlan visitor_socket(Services& services, access::Caller caller);

}  // namespace gatehouse::api
