#include "net/internal/websocket.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/internal/socket_handle.h"

namespace gatehouse::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using Code = boost::system::error_code;

// --- What Beast sees of the TLS stream -----------------------------------------------------------

template <class Buffers>
struct ReadOnce {
  Buffers buffers;
  Attempt operator()(TlsStream& stream) const {
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers);
         ++it) {
      const asio::mutable_buffer part = *it;
      if (part.size() > 0) return stream.read({static_cast<char*>(part.data()), part.size()});
    }
    return {Attempt::Outcome::done, 0};
  }
};

// Frame header and payload leave as one TLS record.
template <class Buffers>
struct WriteOnce {
  Buffers buffers;
  Attempt operator()(TlsStream& stream) const {
    thread_local std::array<char, kRecord> record;
    const std::size_t size = asio::buffer_copy(asio::buffer(record), buffers);
    if (size == 0) return {Attempt::Outcome::done, 0};
    return stream.write({record.data(), size});
  }
};

// Tries until it need not wait. What is done at once ends by a post, since a handler may not run
// inside the call that starts the operation.
template <class Once>
struct Operation {
  TlsStream& stream;
  Once once;
  enum class Stage : unsigned char { first, waited, posted } stage = Stage::first;
  Code result{};
  std::size_t bytes = 0;

  template <class Self>
  void operator()(Self& self, Code error = {}) {
    if (stage == Stage::posted) return self.complete(result, bytes);
    if (error) return self.complete(error, 0);
    const Attempt attempt = once(stream);
    if (attempt.must_wait()) {
      stage = Stage::waited;
      stream.ready(attempt, std::move(self));
      return;
    }
    bytes = attempt.bytes;
    if (attempt.outcome == Attempt::Outcome::ended) result = asio::error::eof;
    if (attempt.outcome == Attempt::Outcome::broken) result = asio::error::connection_reset;
    if (stage == Stage::waited) return self.complete(result, bytes);
    stage = Stage::posted;
    const Executor executor = stream.executor();
    asio::post(executor, std::move(self));
  }
};

class SocketWire {
 public:
  using executor_type = Executor;
  explicit SocketWire(TlsStream stream) : tls_{std::move(stream)} {}

  Executor get_executor() { return tls_.executor(); }
  TlsStream& tls() { return tls_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return start(ReadOnce<Buffers>{buffers}, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return start(WriteOnce<Buffers>{buffers}, std::forward<Token>(token));
  }

  // Only accept() calls these. The answer to the handshake has already gone out, with our headers;
  // Beast's own ends here.
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return asio::buffer_size(buffers);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, Code& error) {
    error = {};
    return asio::buffer_size(buffers);
  }
  template <class Buffers>
  std::size_t read_some(const Buffers&) {
    return 0;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers&, Code& error) {
    error = asio::error::eof;
    return 0;
  }

 private:
  template <class Once, class Token>
  auto start(Once once, Token&& token) {
    return asio::async_compose<Token, void(Code, std::size_t)>(
        Operation<Once>{tls_, std::move(once)}, token, tls_.socket());
  }
  TlsStream tls_;
};

// Beast finds these by their arguments. We say goodbye; run() waits for the peer's.
template <class Handler>
void async_teardown(beast::role_type, SocketWire& wire, Handler&& handler) {
  wire.tls().say_goodbye();
  asio::post(wire.get_executor(),
             beast::bind_front_handler(std::forward<Handler>(handler), Code{}));
}
void beast_close_socket(SocketWire& wire) { wire.tls().abort(); }

// --- The connection ------------------------------------------------------------------------------

class WebSocket final : public OpenConnection,
                        public SocketWriter,
                        public std::enable_shared_from_this<WebSocket> {
 public:
  WebSocket(Upgraded upgraded, ThreadContext& thread);
  ~WebSocket() override;

  static Task<> run(std::shared_ptr<WebSocket> self);

  void messages_wait() override;
  void close_with(std::uint16_t code, std::string reason, Unsent unsent) override;
  void begin_stop() override;
  void abort() override { tls().abort(); }

 private:
  static Task<> write_queue(std::shared_ptr<WebSocket> self);

  TlsStream& tls() { return stream_.next_layer().tls(); }
  void accept();
  void pulse();
  void tell_closed();

  ThreadContext& thread_;
  websocket::stream<SocketWire, false> stream_;
  ConnectionSlot slot_;
  std::shared_ptr<SocketListener> listener_;
  std::shared_ptr<SocketHandle> handle_;
  Deadline pulse_;     // next ping
  Deadline patience_;  // with a peer that does not take what we write, or does not leave
  std::optional<websocket::close_reason> goodbye_;
  unsigned unanswered_pings_ = 0;
  bool pinging_ = false;
  bool writing_ = false;
  bool dropping_ = false;   // what waits is not sent any more
  bool listening_ = false;  // the listener is busy with a message, so nothing is read
};

WebSocket::WebSocket(Upgraded upgraded, ThreadContext& thread)
    : thread_{thread},
      stream_{std::move(upgraded.stream)},
      slot_{std::move(upgraded.slot)},
      listener_{std::move(upgraded.plan.listener)},
      pulse_{thread.deadlines, this, [](void* self) { static_cast<WebSocket*>(self)->pulse(); }},
      patience_{thread.deadlines, this,
                [](void* self) { static_cast<WebSocket*>(self)->abort(); }} {
  stream_.read_message_max(upgraded.plan.message_limit);
  stream_.auto_fragment(false);
  stream_.text(true);
  thread_.open.push_back(*this);
}

WebSocket::~WebSocket() { tell_closed(); }

void WebSocket::accept() {
  namespace http = beast::http;
  http::request<http::empty_body> handshake{http::verb::get, "/", 11};
  handshake.set(http::field::host, "-");
  handshake.set(http::field::connection, "Upgrade");
  handshake.set(http::field::upgrade, "websocket");
  handshake.set(http::field::sec_websocket_key, "AAAAAAAAAAAAAAAAAAAAAA==");
  handshake.set(http::field::sec_websocket_version, "13");
  Code error;
  stream_.accept(handshake, error);
  CHECK(!error);
  stream_.control_callback(
      [this](websocket::frame_type, beast::string_view) { unanswered_pings_ = 0; });
}

Task<> WebSocket::run(std::shared_ptr<WebSocket> self) {
  WebSocket& socket = *self;
  socket.handle_ = std::make_shared<SocketHandle>(self, socket.tls().executor());
  socket.accept();
  socket.pulse_.set(socket.thread_.server.limits.socket_ping);
  socket.listener_->opened(socket.handle_);
  if (socket.thread_.stopping) socket.begin_stop();
  for (;;) {
    std::string text;
    auto buffer = asio::dynamic_buffer(text);
    const auto [error, size] = co_await socket.stream_.async_read(buffer, use_tuple);
    if (error) break;
    socket.unanswered_pings_ = 0;
    if (socket.goodbye_) continue;
    if (!socket.stream_.got_text()) {
      socket.close_with(kUnsupportedData, "Send text.", Unsent::drop);
      continue;
    }
    socket.listening_ = true;
    co_await socket.listener_->received(std::move(text));
    socket.listening_ = false;
  }
  socket.tell_closed();
  socket.pulse_.clear();
  socket.patience_.set(kFarewell);
  socket.tls().say_goodbye();
  co_await socket.tls().drain();
  socket.patience_.clear();
  socket.tls().abort();  // ends a write that still waits
}

void WebSocket::messages_wait() {
  if (std::exchange(writing_, true)) return;
  asio::co_spawn(tls().executor(), write_queue(shared_from_this()), EndOfCoroutine{});
}

Task<> WebSocket::write_queue(std::shared_ptr<WebSocket> self) {
  WebSocket& socket = *self;
  for (auto batch = socket.handle_->take(); !batch.empty(); batch = socket.handle_->take()) {
    for (const SharedText& message : batch) {
      if (socket.dropping_) break;
      if (!socket.goodbye_) socket.patience_.set(socket.thread_.server.limits.write);
      const auto buffer = asio::buffer(*message);
      const auto [error, size] = co_await socket.stream_.async_write(buffer, use_tuple);
      if (error) co_return;  // the reading side learns of it too, and ends the socket
      socket.handle_->written(*message);
    }
  }
  socket.writing_ = false;
  if (!socket.goodbye_) co_return socket.patience_.clear();
  socket.writing_ = true;  // nothing is written after the close frame
  co_await socket.stream_.async_close(*socket.goodbye_, use_tuple);
}

void WebSocket::close_with(std::uint16_t code, std::string reason, Unsent unsent) {
  if (goodbye_) return;
  goodbye_.emplace(static_cast<websocket::close_code>(code), reason);
  dropping_ = unsent == Unsent::drop;
  patience_.set(code == kPolicyViolation ? kDismissal : kFarewell);
  messages_wait();  // the goodbye goes out behind the last of them
}

void WebSocket::begin_stop() {
  close_with(kGoingAway, "The server is restarting. Connect again in a moment.", Unsent::send);
}

void WebSocket::pulse() {
  if (unanswered_pings_ >= 2) return abort();
  pulse_.set(thread_.server.limits.socket_ping);
  if (!listening_) ++unanswered_pings_;
  if (goodbye_ || std::exchange(pinging_, true)) return;
  stream_.async_ping({}, [self = shared_from_this()](Code) { self->pinging_ = false; });
}

void WebSocket::tell_closed() {
  if (handle_) handle_->end();
  if (const auto listener = std::exchange(listener_, nullptr)) listener->closed();
}

}  // namespace

void open_websocket(Upgraded upgraded, ThreadContext& thread) {
  const Executor executor = upgraded.stream.executor();
  auto socket = std::make_shared<WebSocket>(std::move(upgraded), thread);
  asio::co_spawn(executor, WebSocket::run(std::move(socket)), EndOfCoroutine{});
}

}  // namespace gatehouse::net
