#include "net/internal/http_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/control.h"
#include "net/internal/head_rules.h"
#include "net/wire_errors.h"

namespace gatehouse::net {
namespace {

// Only between the functions below: the peer has left and wants no answer.
constexpr ErrorKind kPeerLeft{"net.peer_left", Fault::invalid, "The connection was closed."};

// A buffer beyond this is not kept for a connection that waits.
constexpr std::size_t kKeptWhenIdle = 2048;

constexpr Attempt kReadable{Attempt::Outcome::wants_read};

// Scratch for one read or write of this thread; never kept across a wait.
std::span<char> scratch() {
  thread_local std::array<char, kRecord> block;
  return block;
}

std::optional<WireFault> fault_of(const ErrorKind& why) {
  if (&why == &kTooSlow) return WireFault::too_slow;
  if (&why == &kHeadTooLarge || &why == &kTargetTooLong) return WireFault::header_too_large;
  if (&why == &kBodyTooLarge || &why == &kTooManyPipelined) return std::nullopt;
  return WireFault::malformed_request;
}

}  // namespace

HttpConnection::HttpConnection(TlsStream stream, ConnectionSlot slot, Peer peer,
                               ThreadContext& thread)
    : thread_{thread},
      stream_{std::move(stream)},
      slot_{std::move(slot)},
      peer_{peer},
      deadline_{thread.deadlines, this,
                [](void* self) { static_cast<HttpConnection*>(self)->overdue(); }},
      parser_{thread.server.limits} {
  thread_.open.push_back(*this);
}

HttpConnection::~HttpConnection() {
  if (plan_) plan_->listener->closed();
}

Task<> HttpConnection::run() {
  if (co_await shake_hands()) {
    while (co_await serve_request() == Next::request) {
    }
  }
  if (!plan_) co_await leave();
}

std::optional<Upgraded> HttpConnection::take_upgraded() {
  if (!plan_) return std::nullopt;
  deadline_.clear();
  Upgraded upgraded{std::move(stream_), std::move(slot_), *std::exchange(plan_, std::nullopt)};
  return upgraded;
}

// --- The beginning and the end -------------------------------------------------------------------

Task<Speaks> HttpConnection::first_byte() {
  unsigned char first = 0;
  for (;;) {
    const auto [error] = co_await stream_.ready(kReadable, use_tuple);
    if (error) co_return Speaks::nothing;
    const ssize_t got =
        ::recv(stream_.socket().native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got == 1) co_return spoken_by(first);
    // Readiness may be that of an earlier socket with the same descriptor: nothing has come yet.
    const bool must_wait = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
    if (!must_wait) co_return Speaks::nothing;
  }
}

Task<bool> HttpConnection::shake_hands() {
  await(Awaited::handshake, limits().handshake);
  const Speaks speaks = co_await first_byte();
  if (speaks == Speaks::plain_http) {
    count(WireFault::plain_http);
    await(Awaited::farewell, kFarewell);
    co_await redirect_to_https(stream_.socket());
  }
  if (overdue_ && speaks == Speaks::nothing) count(WireFault::too_slow);
  if (speaks == Speaks::something_else) count(WireFault::handshake_failed);
  input_left_ = speaks != Speaks::nothing;
  if (speaks != Speaks::tls) co_return false;

  for (;;) {
    const Attempt attempt = stream_.handshake();
    if (attempt.done()) break;
    if (attempt.must_wait()) {
      const auto [error] = co_await stream_.ready(attempt, use_tuple);
      if (!error) continue;
    }
    count(overdue_ ? WireFault::too_slow : WireFault::handshake_failed);
    co_return false;
  }
  input_left_ = false;
  co_return true;
}

Task<> HttpConnection::leave() {
  stream_.say_goodbye();
  if (input_left_ || !received_.empty() || stream_.holds_input()) {
    await(Awaited::farewell, kFarewell);
    co_await stream_.drain();
  }
  deadline_.clear();
}

// --- Reading -------------------------------------------------------------------------------------

Attempt HttpConnection::take_input() {
  const std::span<char> block = scratch();
  const Attempt attempt = stream_.read(block);
  if (attempt.done()) {
    received_.append(block.data(), attempt.bytes);
    from_one_read_ = 0;
  }
  return attempt;
}

Task<Result<>> HttpConnection::receive_more() {
  for (;;) {
    if (overdue_) co_return fail(kTooSlow);
    const Attempt attempt = take_input();
    if (attempt.done()) co_return Result<>{};
    if (!attempt.must_wait()) co_return fail(kPeerLeft);
    const auto [error] = co_await stream_.ready(attempt, use_tuple);
    if (error && !overdue_) co_return fail(kPeerLeft);
  }
}

Task<Result<std::size_t>> HttpConnection::receive_head() {
  if (received_.empty()) {
    if (received_.capacity() > kKeptWhenIdle) received_ = std::string{};
    await(Awaited::request, limits().idle);
    if (stopping_) co_return fail(kPeerLeft);
    // Our answer has just gone out: the next request is seldom here already, so wait before asking.
    if (!stream_.holds_input()) {
      const auto [error] = co_await stream_.ready(kReadable, use_tuple);
      if (error) co_return fail(kPeerLeft);
    }
    if (auto first = co_await receive_more(); !first) co_return fail(kPeerLeft);
  }
  await(Awaited::sender, limits().header_read);
  for (;;) {
    CO_TRY(const std::size_t size, head_size(received_, limits()));
    if (size > 0) co_return size;
    CO_TRY_VOID(co_await receive_more());
  }
}

Task<Result<>> HttpConnection::receive_body(const ParsedHead& parsed, std::size_t limit,
                                            std::string& body) {
  constexpr std::size_t kAtOnce = 64 * 1024;  // what a promised length may claim before it is here
  body.reserve(std::min({static_cast<std::size_t>(parsed.content_length), limit, kAtOnce}));
  const Clock& clock = thread_.server.clock;
  const Tick begun = clock.tick();
  std::size_t arrived = 0;
  for (;;) {
    if (!received_.empty()) {
      CO_TRY(const std::size_t used, parser_.body(received_, limit, body));
      received_.erase(0, used);
      if (parser_.complete()) co_return Result<>{};
    }
    // Every byte buys time, so that the whole body keeps the minimum rate.
    const std::size_t rate = std::max<std::size_t>(1, limits().body_bytes_per_second);
    const std::chrono::milliseconds bought{arrived * 1000 / rate};
    const auto passed = std::chrono::floor<std::chrono::milliseconds>(clock.tick() - begun);
    await(Awaited::sender, limits().body_grace + bought - passed);
    const std::size_t before = received_.size();
    CO_TRY_VOID(co_await receive_more());
    arrived += received_.size() - before;
  }
}

// --- Answering -----------------------------------------------------------------------------------

Task<HttpConnection::Next> HttpConnection::serve_request() {
  id_ = RequestId{};
  const auto size = co_await receive_head();
  if (!size && size.error().is(kPeerLeft)) co_return Next::end;
  if (!size) co_return co_await refuse(size.error());
  auto parsed = parser_.head(std::string_view{received_}.substr(0, *size));
  received_.erase(0, *size);
  if (!parsed) co_return co_await refuse(parsed.error());
  complete_head(parsed->head);
  if (++from_one_read_ > limits().pipelined) co_return co_await refuse(kTooManyPipelined);

  auto admission = application().admit(parsed->head);
  if (!admission) {
    input_left_ = parsed->has_body();
    co_return co_await respond(std::move(admission).error(), parsed->head.method,
                               parsed->keep_alive && !parsed->has_body());
  }
  if (parsed->content_length > admission->body_limit) co_return co_await refuse(kBodyTooLarge);
  if (parsed->expects_continue && parsed->has_body() && received_.empty())
    if (!co_await send(Outgoing{std::string{kContinue}, {}})) co_return Next::end;

  std::string body;
  if (parsed->has_body()) {
    const auto whole = co_await receive_body(*parsed, admission->body_limit, body);
    if (!whole && whole.error().is(kPeerLeft)) co_return Next::end;
    if (!whole) co_return co_await refuse(whole.error());
  }
  if (parsed->head.upgrades_to_websocket) co_return co_await upgrade(*std::move(parsed));
  co_return co_await answer(*std::move(parsed), std::move(body));
}

void HttpConnection::complete_head(RequestHead& head) {
  ServerContext& server = thread_.server;
  id_ = RequestId::make(server.clock, server.random);
  head.id = id_;
  head.peer = peer_.address;
  head.peer_port = peer_.port;
  head.arrived = server.clock.tick();
}

Task<HttpConnection::Next> HttpConnection::answer(ParsedHead parsed, std::string body) {
  const Method method = parsed.head.method;
  Request request{std::move(parsed.head), std::move(body)};
  awaited_ = Awaited::application;
  deadline_.clear();
  Response response = co_await application().answer(std::move(request));
  co_return co_await respond(std::move(response), method, parsed.keep_alive);
}

Task<HttpConnection::Next> HttpConnection::upgrade(ParsedHead parsed) {
  // RFC 6455 4.1: a client may not send before it has our answer.
  if (!received_.empty()) co_return co_await refuse(kBadUpgrade);
  const std::string key{parsed.head.headers.find("sec-websocket-key").value_or("")};
  Request request{std::move(parsed.head), {}};
  awaited_ = Awaited::application;
  deadline_.clear();
  auto decision = co_await application().upgrade(std::move(request));
  if (auto* refusal = std::get_if<Response>(&decision))
    co_return co_await respond(std::move(*refusal), Method::get, parsed.keep_alive);

  plan_ = std::get<SocketPlan>(std::move(decision));
  const bool sent = !stopping_ && co_await send(Outgoing{
                                      switching_protocols(key, plan_->subprotocol, plan_->headers,
                                                          thread_.date, thread_.server.clock.now()),
                                      {}});
  if (!sent) std::exchange(plan_, std::nullopt)->listener->closed();
  co_return Next::end;
}

Task<HttpConnection::Next> HttpConnection::respond(Response response, Method method,
                                                   bool keep_open) {
  const bool close = !keep_open || response.close || stopping_;
  Outgoing outgoing{response_head(response, close ? Afterwards::close : Afterwards::keep_open,
                                  thread_.date, thread_.server.clock.now()),
                    content_of(response, method)};
  const bool sent = co_await send(std::move(outgoing));
  co_return sent && !close ? Next::request : Next::end;
}

Task<HttpConnection::Next> HttpConnection::refuse(Error error) {
  input_left_ = true;
  if (const auto fault = fault_of(error.kind())) count(*fault);
  const bool known = !id_.is_nil();
  const RequestId id = known ? id_ : RequestId::make(thread_.server.clock, thread_.server.random);
  co_return co_await respond(application().refuse(error.kind(), id), Method::get, false);
}

Task<bool> HttpConnection::send(Outgoing outgoing) {
  await(Awaited::reader, limits().write);
  while (!outgoing.finished()) {
    const Attempt attempt = stream_.write(outgoing.next(scratch()));
    if (attempt.done()) {
      outgoing.sent(attempt.bytes);
      continue;
    }
    if (!attempt.must_wait() || overdue_) co_return false;
    deadline_.set(limits().write);  // as long as the peer takes something, it may go on
    const auto [error] = co_await stream_.ready(attempt, use_tuple);
    if (error) co_return false;
  }
  co_return true;
}

// --- Deadlines and stopping ----------------------------------------------------------------------

void HttpConnection::await(Awaited what, std::chrono::milliseconds longest) {
  awaited_ = what;
  overdue_ = false;
  deadline_.set(longest);
}

void HttpConnection::overdue() {
  if (awaited_ != Awaited::sender) return cut_off();
  if (enforced<"EDGE-16">) cut_off();  // a slow sender starves nobody
}

void HttpConnection::cut_off() {
  overdue_ = true;
  stream_.cancel();
}

void HttpConnection::begin_stop() {
  stopping_ = true;
  if (awaited_ == Awaited::handshake || awaited_ == Awaited::request) stream_.cancel();
}

void HttpConnection::abort() {
  stopping_ = true;
  stream_.abort();
}

}  // namespace gatehouse::net
