// Below the routes: broken TLS, broken HTTP, slowness, floods, bombs. Whatever is sent, everybody
// else is served on, and memory stays where it was.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using assurance::Wire;

constexpr std::size_t kMostGrowthKib = 96 * 1024;

class Wires : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
    bot_ = new NewBot{bot_of_a_shop(*owner_)};
    resident_ = server_->resident_kib();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(server_->stop(), 0);
    delete bot_;
    delete owner_;
    delete server_;
  }
  void TearDown() override {
    EXPECT_EQ(Client{server()}.get("/health").status, 200) << server().errors();
    EXPECT_LT(server().resident_kib(), resident_ + kMostGrowthKib);
  }

  static RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }
  static Visitor new_visitor() { return {*server_, bot_->widget}; }
  static std::string host() { return fmt::format("Host: {}\r\n", server().place().authority()); }
  static Wire tcp() { return or_end(Client{server()}.attacker().tcp()); }
  static Wire tls() { return or_end(Client{server()}.attacker().tls()); }
  static Answer raw(std::string_view bytes) { return Client{server()}.attacker().raw(bytes); }

 private:
  static Wire or_end(Result<Wire> wire) {
    if (wire) return *std::move(wire);
    fmt::print(stderr, "no connection: {}\n", wire.error().detail());
    std::exit(1);
  }

  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static NewBot* bot_ = nullptr;
  inline static std::size_t resident_ = 0;
};

TEST_F(Wires, attacker_cannot_stop_the_server_with_garbage_instead_of_tls) {
  const std::string hello_of_nothing =
      std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11} + std::string(600, '\x7f');
  for (const std::string& bytes :
       {std::string(20'000, '\0'), std::string(5, '\xff'), hello_of_nothing,
        std::string{"\x15\x03\x01\x00\x02\x02\x00", 7},
        std::string{"\x16\x03\x03\xff\xff", 5} + std::string(70'000, 'x'),
        std::string{"SSH-2.0-OpenSSH_9.2\r\n"}}) {
    Wire wire = tcp();
    (void)wire.send(bytes);
    EXPECT_TRUE(wire.closed_within(kPatience)) << bytes.size();
  }
}

TEST_F(Wires, attacker_cannot_keep_others_out_with_half_handshakes_and_half_requests) {
  std::vector<Wire> held;
  for (int number = 0; number < 100; ++number) {
    held.push_back(tcp());
    held.push_back(tls());
    EXPECT_TRUE(
        held.back().send("POST /api/v1/session HTTP/1.1\r\n" + host() + "Content-Le").has_value());
  }
  EXPECT_EQ(new_visitor().say("Is anybody there?").status, 201);
  for (Wire& wire : held) EXPECT_TRUE(wire.closed_within(kPatience));
}

TEST_F(Wires, attacker_cannot_hold_a_connection_by_sending_a_byte_now_and_then) {
  Wire headers = tls();
  EXPECT_TRUE(headers.send("GET /health HTTP/1.1\r\n").has_value());
  Wire body = tls();
  EXPECT_TRUE(body.send("POST /api/v1/session HTTP/1.1\r\n" + host() +
                        "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{")
                  .has_value());
  // The poll between two bytes is the attacker's patience; the server's own is a few seconds in
  // all.
  const auto drip = [](Wire& wire) {
    constexpr int kMostBytes = 300;
    for (int sent = 0; sent < kMostBytes; ++sent) {
      const auto answer = wire.receive(std::chrono::milliseconds{100});
      if (answer || !answer.error().is(assurance::kNothingCame)) return true;
      if (!wire.send("x")) return true;
    }
    return false;
  };
  EXPECT_TRUE(drip(headers));
  EXPECT_TRUE(drip(body));
}

TEST_F(Wires, attacker_cannot_queue_requests_without_end) {
  Wire wire = tls();
  std::string flood;
  for (int number = 0; number < 1000; ++number)
    flood += "GET /health HTTP/1.1\r\n" + host() + "\r\n";
  (void)wire.send(flood);
  std::string answers;
  for (auto more = wire.receive(kPatience); more; more = wire.receive(kPatience)) answers += *more;
  EXPECT_THAT(answers, testing::HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(answers, testing::HasSubstr("HTTP/1.1 429"));
}

TEST_F(Wires, attacker_cannot_send_headers_without_end) {
  const std::string start = "GET /health HTTP/1.1\r\n" + host();
  EXPECT_EQ(raw(start + "X-Long: " + std::string(100'000, 'a') + "\r\n\r\n").status, 431);
  std::string many = start;
  for (int number = 0; number < 200; ++number) many += fmt::format("X-{}: y\r\n", number);
  EXPECT_EQ(raw(many + "\r\n").status, 431);
  EXPECT_EQ(raw("GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n" + host() + "\r\n").status,
            414);
}

TEST_F(Wires, attacker_cannot_make_a_request_that_two_servers_read_differently) {
  const std::string post =
      "POST /api/v1/session HTTP/1.1\r\nContent-Type: application/json\r\n" + host();
  for (const std::string& bytes :
       {post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + "Content-Length: +2\r\n\r\n{}", post + "Content-Length: 2, 2\r\n\r\n{}",
        post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "GET /health HTTP/1.1\nHost: x\n\n" + std::string{},
        "GET  /health HTTP/1.1\r\n" + host() + "\r\n",
        "GET http://evil.example/ HTTP/1.1\r\n" + host() + "\r\n",
        "GET /health HTTP/1.1\r\nHost: " + server().place().authority() + "\r\nX: a\r\n\tb\r\n\r\n",
        std::string{"GET /hea\0lth HTTP/1.1\r\n", 24} + host() + "\r\n"}) {
    const Answer answer = raw(bytes);
    EXPECT_TRUE(answer.status == 400 || answer.status == 413) << answer.brief() << "\n" << bytes;
  }
  EXPECT_EQ(raw("GET /health HTTP/1.0\r\n" + host() + "\r\n").status, 505);
  EXPECT_EQ(raw("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n").brief(),
            "404 edge.wrong_host");
}

TEST_F(Wires, attacker_cannot_exhaust_the_server_with_json) {
  const Visitor visitor = new_visitor();
  const std::string path = visitor.path("/messages");
  const auto text_of = [](const std::string& text) {
    return fmt::format(R"({{"client_id":"an-attackers-message","text":{}}})", text);
  };
  const auto repeated = [](std::string_view part, int times) {
    std::string all;
    for (int number = 0; number < times; ++number) all += part;
    return all;
  };
  for (const std::string& body :
       {repeated("[", 30'000), repeated(R"({"a":)", 10'000),
        text_of(repeated("[", 100) + repeated("]", 100)), "[" + repeated("1,", 30'000) + "1]",
        text_of("1e999999999"), text_of("\"\\ud800\""), text_of("\"\xc3\x28\""),
        text_of("\"\xed\xa0\x80\""), text_of("\"a\\u0000b\""),
        text_of("\"a\x01"
                "b\""),
        std::string{"\xef\xbb\xbf"} + text_of("\"x\""), text_of("\"x\"") + "garbage",
        text_of("'x'"), text_of("NaN")}) {
    const Answer answer = visitor.post(path, body);
    EXPECT_EQ(answer.status, 400) << answer.brief() << " " << body.substr(0, 80);
  }
  EXPECT_TRUE(list_at(visitor.view(), "/messages").empty());
}

// --- WebSocket
// ----------------------------------------------------------------------------------------

// The handshake by hand, because what follows is no WebSocket.
std::optional<Wire> upgraded(const Visitor& visitor) {
  auto wire = visitor.attacker().tls();
  if (!wire) return std::nullopt;
  assurance::Ask ask{
      .target = visitor.path("/socket"),
      .headers = {{"Connection", "Upgrade"},
                  {"Upgrade", "websocket"},
                  {"Sec-WebSocket-Version", "13"},
                  {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                  {"Origin", visitor.server().place().origin()},
                  {"Sec-WebSocket-Protocol", "gatehouse.v1, token." + visitor.token}}};
  if (!wire->send(assurance::request_text(visitor.server().place(), ask))) return std::nullopt;
  const auto answer = assurance::read_answer(*wire);
  if (!answer || answer->status != 101) return std::nullopt;
  return *std::move(wire);
}

std::string masked(unsigned char first, std::string_view payload) {
  std::string frame{static_cast<char>(first)};
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  return frame.append(4, '\0').append(payload);
}

TEST_F(Wires, attacker_cannot_send_broken_frames_over_a_socket) {
  const std::string unmasked = std::string{"\x81\x02{}", 4};
  const std::string endless = std::string{"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 14};
  const std::string reserved_bits = masked(0xf1, "{}");
  const std::string split_control = masked(0x09, "ping");
  const std::string unknown_code = masked(0x83, "{}");
  const std::string bad_utf8 = masked(0x81, "\xff\xfe");
  for (const std::string& bytes :
       {unmasked, endless, reserved_bits, split_control, unknown_code, bad_utf8,
        masked(0x82, "binary"), masked(0x81, std::string(2000, 'x')),
        masked(0x89, std::string(126, 'x')), masked(0x80, "continued from nothing")}) {
    auto wire = upgraded(new_visitor());
    ASSERT_TRUE(wire.has_value());
    EXPECT_TRUE(wire->send(bytes).has_value());
    EXPECT_TRUE(wire->closed_within(kPatience)) << bytes.size();
  }
}

TEST_F(Wires, attacker_cannot_send_messages_that_the_socket_does_not_know) {
  for (const std::string_view text :
       {R"({"type":"active"})", R"({"type":"message","text":"x"})", "{}", "[]", "x",
        R"({"type":"typing","type":"typing"})", R"({"type":"typing","extra":1})"}) {
    const Visitor visitor = new_visitor();
    LiveSocket socket = visitor.listen();
    socket.send(text);
    EXPECT_TRUE(socket.ends()) << text;
  }
}

TEST_F(Wires, attacker_cannot_flood_an_open_socket) {
  const Visitor visitor = new_visitor();
  auto wire = upgraded(visitor);
  ASSERT_TRUE(wire.has_value());
  for (int number = 0; number < 200; ++number)
    if (!wire->send(masked(0x81, R"({"type":"typing"})"))) break;
  EXPECT_TRUE(wire->closed_within(kPatience));
}

TEST_F(Wires, attacker_cannot_build_one_message_of_endless_fragments) {
  auto wire = upgraded(new_visitor());
  ASSERT_TRUE(wire.has_value());
  (void)wire->send(masked(0x01, "x"));
  for (int number = 0; number < 5000; ++number)
    if (!wire->send(masked(0x00, "xxxxxxxx"))) break;
  EXPECT_TRUE(wire->closed_within(kPatience));
}

TEST_F(Wires, attacker_cannot_fill_the_servers_memory_by_not_reading) {
  const Visitor visitor = new_visitor();
  const std::string conversation = visitor.say("Hello").text_at("/conversation/id");
  auto deaf = upgraded(visitor);
  ASSERT_TRUE(deaf.has_value());
  const std::string path = fmt::format("/api/v1/conversations/{}", conversation);
  EXPECT_EQ(owner().post(path + "/take-over").status, 200);
  // Half a megabyte is told to a socket that hears nothing of it; the conversation goes on for
  // everybody else.
  for (int number = 0; number < 60; ++number) {
    const Answer answer =
        owner().post(path + "/messages", fmt::format(R"({{"client_id":"{}","text":"{}"}})",
                                                     fresh_client_id(), std::string(8000, 'x')));
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
  LiveSocket hearing = visitor.listen();
  EXPECT_EQ(owner()
                .post(path + "/messages",
                      fmt::format(R"({{"client_id":"{}","text":"the last"}})", fresh_client_id()))
                .status,
            201);
  hearing.await_message("the last");
}

TEST_F(Wires, attacker_cannot_upgrade_without_a_proper_handshake) {
  const Visitor visitor = new_visitor();
  const auto handshake = [&](std::string_view version, std::string_view key,
                             std::string_view protocols) {
    return raw(
        fmt::format("GET {} HTTP/1.1\r\n{}Connection: Upgrade\r\nUpgrade: "
                    "websocket\r\nSec-WebSocket-Version: {}\r\n"
                    "Sec-WebSocket-Key: {}\r\nSec-WebSocket-Protocol: {}\r\n\r\n",
                    visitor.path("/socket"), host(), version, key, protocols));
  };
  const std::string protocols = "gatehouse.v1, token." + visitor.token;
  constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
  EXPECT_EQ(handshake("13", kKey, protocols).status, 101);
  EXPECT_GE(handshake("8", kKey, protocols).status, 400);
  EXPECT_GE(handshake("13", "short", protocols).status, 400);
  EXPECT_EQ(handshake("13", kKey, "gatehouse.v1").status, 401);
  EXPECT_GE(handshake("13", kKey, "token." + visitor.token).status,
            400);  // offers nothing that we speak
}

// Descriptors are used again at once: what is left of one connection must not touch the next.
TEST_F(Wires, newcomers_are_served_while_others_come_and_go) {
  constexpr int kEach = 60;
  std::atomic<int> opened = 0;
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> guests;
    for (int guest = 0; guest < 3; ++guest) {
      guests.emplace_back([&opened] {
        for (int number = 0; number < kEach / 20; ++number) {
          const Visitor visitor = new_visitor();
          for (int again = 0; again < 20; ++again) opened += upgraded(visitor) ? 1 : 0;
        }
      });
      guests.emplace_back([&answered] {
        const Client client{server()};
        for (int number = 0; number < kEach; ++number)
          answered += client.get("/health").status == 200 ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(opened, 3 * kEach);
  EXPECT_EQ(answered, 3 * kEach);
}

TEST_F(Wires, attacker_cannot_leave_the_server_without_descriptors) {
  for (int round = 0; round < 300; ++round) (void)Client{server()}.attacker().tcp();
  for (int round = 0; round < 50; ++round) {
    Wire wire = tls();
    EXPECT_TRUE(wire.send("GET /health HTTP/1.1\r\n" + host() + "\r\n")
                    .has_value());  // and goes without reading
  }
}

}  // namespace
}  // namespace gatehouse::test
