#include "net/internal/socket_handle.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace gatehouse::net {

void SocketHandle::send(SharedText message) {
  const std::scoped_lock lock{mutex_};
  if (closing_) return;
  if (messages_ + 1 > kMostMessages || bytes_ + message->size() > kMostBytes)
    return begin_close(kTryAgainLater, "You read too slowly. Connect again.",
                       SocketWriter::Unsent::drop);
  ++messages_;
  bytes_ += message->size();
  waiting_.push_back(std::move(message));
  if (std::exchange(told_, true)) return;
  // One call for all messages that are sent before the writer comes to it.
  if (auto writer = writer_.lock())
    boost::asio::post(executor_, [writer = std::move(writer)] { writer->messages_wait(); });
}

void SocketHandle::close(std::uint16_t code, std::string_view reason) {
  const std::scoped_lock lock{mutex_};
  if (closing_) return;
  begin_close(code, std::string{reason}, SocketWriter::Unsent::send);
}

void SocketHandle::begin_close(std::uint16_t code, std::string reason,
                               SocketWriter::Unsent unsent) {
  closing_ = true;
  if (unsent == SocketWriter::Unsent::drop) waiting_.clear();
  if (auto writer = writer_.lock())
    boost::asio::post(executor_, [writer = std::move(writer), code, reason = std::move(reason),
                                  unsent] { writer->close_with(code, reason, unsent); });
}

std::vector<SharedText> SocketHandle::take() {
  const std::scoped_lock lock{mutex_};
  told_ = false;
  return std::exchange(waiting_, {});
}

void SocketHandle::written(const std::string& message) {
  const std::scoped_lock lock{mutex_};
  --messages_;
  bytes_ -= message.size();
}

void SocketHandle::end() {
  const std::scoped_lock lock{mutex_};
  closing_ = true;
  waiting_.clear();
}

}  // namespace gatehouse::net
