// Our end of a WebSocket as the product holds it: from any thread, for as long as it likes.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "net/socket.h"

namespace gatehouse::net {

// The thread's side of a socket, called on that thread only.
class SocketWriter {
 public:
  virtual ~SocketWriter() = default;
  virtual void messages_wait() = 0;
  // `unsent` are the messages that wait.
  enum class Unsent : unsigned char { send, drop };
  virtual void close_with(std::uint16_t code, std::string reason, Unsent unsent) = 0;
};

class SocketHandle final : public Socket {
 public:
  static constexpr std::size_t kMostMessages = 256;
  static constexpr std::size_t kMostBytes = 1024 * 1024;

  SocketHandle(std::weak_ptr<SocketWriter> writer, Executor executor)
      : writer_{std::move(writer)}, executor_{executor} {}

  void send(SharedText message) override;
  void close(std::uint16_t code, std::string_view reason) override;

  // For the writer: everything that waits, and what it has got rid of.
  std::vector<SharedText> take();
  void written(const std::string& message);
  // There is nobody to send to any more.
  void end();

 private:
  void begin_close(std::uint16_t code, std::string reason, SocketWriter::Unsent unsent);

  const std::weak_ptr<SocketWriter> writer_;
  const Executor executor_;  // not touched after end(): the server may be gone by then
  std::mutex mutex_;
  std::vector<SharedText> waiting_;
  std::size_t messages_ = 0;  // not yet written, the writer's share included
  std::size_t bytes_ = 0;
  bool told_ = false;  // the writer knows that messages wait
  bool closing_ = false;
};

}  // namespace gatehouse::net
