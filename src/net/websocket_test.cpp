// WebSockets, spoken frame by frame (RFC 6455 5.2).
#include "net/internal/testing.h"

namespace gatehouse::net::testing {
namespace {

enum Opcode : unsigned char {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

struct Frame {
  unsigned char opcode = 0;
  std::string payload;
  int code() const {  // of a close frame
    if (payload.size() < 2) return 0;
    return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
  }
};

std::string handshake(std::string_view extra = "") {
  return "GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string{extra} + "\r\n";
}

// Masked as a client must; a mask of zero bytes is as good as any.
std::string frame(Opcode opcode, std::string_view payload, bool last = true) {
  std::string out{static_cast<char>((last ? 0x80 : 0) | opcode)};
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 0xff);
  }
  return out.append(4, '\0').append(payload);
}

class WebSocketTest : public ServerTest {
 protected:
  std::unique_ptr<Client> open() {
    auto client = std::make_unique<Client>(port());
    EXPECT_EQ(client->ask(handshake()).status, 101);
    return client;
  }
  static Frame read(Client& client) {
    const std::string head = client.read(2);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]) & 0x7f;
    if (size == 126) {
      const std::string longer = client.read(2);
      size = static_cast<unsigned char>(longer[0]) * 256u + static_cast<unsigned char>(longer[1]);
    }
    return {static_cast<unsigned char>(head[0] & 0x0f), client.read(size)};
  }
  // The product hears of the end, exactly once (a second time would throw).
  void expect_closed() {
    EXPECT_EQ(application.socket_ended.get_future().wait_for(std::chrono::seconds{10}),
              std::future_status::ready);
  }
};

TEST_F(WebSocketTest, handshake_is_answered_as_the_standard_says) {
  start();
  Client client{port()};
  const Answer answer =
      client.ask(handshake("Sec-WebSocket-Protocol: gatehouse.v1, token.abc\r\n"));
  EXPECT_EQ(answer.status, 101);
  // RFC 6455 1.3, the example.
  EXPECT_EQ(answer.headers.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(answer.headers.at("sec-websocket-protocol"), "gatehouse.v1");
  EXPECT_EQ(answer.headers.at("x-extra"), "yes");
  EXPECT_FALSE(answer.headers.contains("server"));
}

TEST_F(WebSocketTest, messages_are_echoed_whole_fragmented_and_between_pings) {
  start();
  auto client = open();
  client->send(frame(text, "hello"));
  EXPECT_EQ(read(*client).payload, "echo hello");
  client->send(frame(text, "he", false) + frame(ping, "still there?") + frame(continuation, "llo"));
  const Frame answer = read(*client);
  EXPECT_EQ(answer.opcode, pong);
  EXPECT_EQ(answer.payload, "still there?");
  EXPECT_EQ(read(*client).payload, "echo hello");
  client->send(frame(close, "\x03\xe8"));
  EXPECT_EQ(read(*client).code(), 1000);
  EXPECT_TRUE(client->ended());
  expect_closed();
}

TEST_F(WebSocketTest, many_messages_keep_their_order) {
  start();
  auto client = open();
  std::string all;
  for (int i = 0; i < 100; ++i) all += frame(text, std::to_string(i));
  client->send(all);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(read(*client).payload, "echo " + std::to_string(i));
}

TEST_F(WebSocketTest, a_message_over_the_limit_closes_with_1009) {
  start();
  auto client = open();
  client->send(frame(text, std::string(64, 'x')));
  EXPECT_EQ(read(*client).payload, "echo " + std::string(64, 'x'));
  client->send(frame(text, std::string(65, 'x')));
  EXPECT_EQ(read(*client).code(), 1009);
  EXPECT_TRUE(client->ended());
  expect_closed();
}

TEST_F(WebSocketTest, binary_closes_with_1003_and_bad_text_with_1007) {
  start();
  auto client = open();
  client->send(frame(binary, "bytes"));
  EXPECT_EQ(read(*client).code(), 1003);
  client->send(frame(close, "\x03\xeb"));
  EXPECT_TRUE(client->ended());
  expect_closed();

  auto other = open();
  other->send(frame(text, "\xff\xfe"));
  EXPECT_EQ(read(*other).code(), 1007);
}

TEST_F(WebSocketTest, frames_without_a_mask_are_refused) {
  start();
  auto client = open();
  client->send(std::string{"\x81\x02hi"});
  EXPECT_EQ(read(*client).code(), 1002);
}

TEST_F(WebSocketTest, a_peer_that_lets_too_much_wait_is_closed_with_1013) {
  start();
  auto client = open();
  client->send(frame(text, "flood"));  // the listener answers with 300 messages at once
  EXPECT_EQ(read(*client).code(), 1013);
  client->send(frame(close, "\x03\xf5"));
  EXPECT_TRUE(client->ended());
  expect_closed();
}

TEST_F(WebSocketTest, what_was_sent_before_a_close_still_arrives) {
  start();
  auto client = open();
  client->send(frame(text, "leave"));
  EXPECT_EQ(read(*client).payload, "last words");
  const Frame goodbye = read(*client);
  EXPECT_EQ(goodbye.code(), 4001);
  EXPECT_EQ(goodbye.payload.substr(2), "done");
}

TEST_F(WebSocketTest, a_peer_that_ignores_our_close_is_cut_off) {
  start();
  auto client = open();
  client->send(frame(binary, "bytes"));
  EXPECT_EQ(read(*client).code(), 1003);
  EXPECT_TRUE(client->ended());
  expect_closed();
}

TEST_F(WebSocketTest, a_peer_that_answers_no_ping_is_cut_off) {
  start({.socket_ping = std::chrono::milliseconds{100}});
  auto client = open();
  EXPECT_EQ(read(*client).opcode, ping);
  EXPECT_EQ(read(*client).opcode, ping);
  EXPECT_TRUE(client->ended());
  expect_closed();
}

TEST_F(WebSocketTest, a_peer_that_answers_pings_stays) {
  start({.socket_ping = std::chrono::milliseconds{100}});
  auto client = open();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(read(*client).opcode, ping);
    client->send(frame(pong, ""));
  }
  client->send(frame(text, "here"));
  Frame answer = read(*client);
  while (answer.opcode == ping) answer = read(*client);
  EXPECT_EQ(answer.payload, "echo here");
}

TEST_F(WebSocketTest, a_peer_that_vanishes_is_noticed) {
  start();
  open().reset();
  expect_closed();
}

TEST_F(WebSocketTest, stopping_says_goodbye_with_1001) {
  start();
  auto client = open();
  std::thread stopping{[&] { server->stop(std::chrono::seconds{10}); }};
  EXPECT_EQ(read(*client).code(), 1001);
  client->send(frame(close, "\x03\xe9"));
  EXPECT_TRUE(client->ended());
  stopping.join();
  expect_closed();
}

TEST_F(WebSocketTest, the_application_can_refuse_a_handshake) {
  start();
  Client client{port()};
  std::string request = handshake();
  request.replace(request.find("/socket"), 7, "/nobody");
  EXPECT_EQ(client.ask(request).status, 404);
  EXPECT_EQ(client.ask(kHello).status, 200);
}

TEST_F(WebSocketTest, attacker_cannot_send_odd_handshakes) {
  start();
  const std::pair<std::string, std::string> changes[] = {
      {"Version: 13", "Version: 12"},
      {"dGhlIHNhbXBsZSBub25jZQ==", "short"},
      {"GET", "POST"},
      {"Sec-WebSocket-Version: 13\r\n", ""},
      {"Upgrade: websocket", "Upgrade: websocket\r\nContent-Length: 2"},
  };
  for (const auto& [good, bad] : changes) {
    std::string request = handshake();
    request.replace(request.find(good), good.size(), bad);
    EXPECT_EQ(Client{port()}.ask(request).status, 400) << bad;
  }
  EXPECT_EQ(Client{port()}.ask(handshake() + frame(text, "too early")).status, 400);
}

}  // namespace
}  // namespace gatehouse::net::testing
