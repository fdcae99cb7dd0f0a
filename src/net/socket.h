// WebSocket (RFC 6455), text messages only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/task.h"
#include "net/http.h"

namespace gatehouse::net {

using SharedText = std::shared_ptr<const std::string>;

// RFC 6455 7.4.1 and the registry of close codes.
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kUnsupportedData = 1003;
inline constexpr std::uint16_t kPolicyViolation = 1008;  // no time to linger after it
inline constexpr std::uint16_t kTryAgainLater = 1013;

// Our end. May be used from any thread.
class Socket {
 public:
  virtual ~Socket() = default;
  // Queued in order. A peer that does not read until 256 messages or 1 MiB wait is closed (1013).
  virtual void send(SharedText message) = 0;
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
};

// What happens on it; called on the connection's own thread, one call at a time.
class SocketListener {
 public:
  virtual ~SocketListener() = default;
  virtual void opened(std::shared_ptr<Socket> socket) = 0;
  virtual Task<> received(std::string message) = 0;  // at most the plan's limit, valid UTF-8
  // Always the last call, exactly once; the only one when the handshake came to nothing.
  virtual void closed() = 0;
};

struct SocketPlan {
  std::shared_ptr<SocketListener> listener;
  std::string subprotocol;  // the one chosen
  std::size_t message_limit = 4096;
  Headers headers;  // of the answer 101, beside those of the handshake
};

}  // namespace gatehouse::net
