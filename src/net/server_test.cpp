// Starting, sharing, limiting and stopping.
#include <atomic>
#include <thread>

#include "net/internal/testing.h"

namespace gatehouse::net::testing {
namespace {

using ServerLifeTest = ServerTest;

ServerOptions options_for(std::string address, std::uint16_t port) {
  const Pair pair = make_pair();
  ServerOptions options;
  options.address = std::move(address);
  options.port = port;
  options.certificate_pem = pair.certificate;
  options.key_pem = Secret::of_text(pair.key);
  options.threads = 1;
  return options;
}

TEST_F(ServerLifeTest, two_threads_answer_many_clients) {
  start({}, 2);
  EXPECT_EQ(server->executors().size(), 2u);
  std::vector<std::thread> clients;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&] {
      Client client{port()};
      for (int j = 0; j < 50; ++j)
        if (client.ask(kHello).status == 200) ++answered;
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 400);
}

TEST_F(ServerLifeTest, an_occupied_port_is_told_apart) {
  start();
  Server second{options_for("127.0.0.1", port()), application, clock, random};
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_TRUE(started.error().is(kAddressInUse));
}

TEST_F(ServerLifeTest, addresses_that_are_not_ours_are_refused) {
  for (const char* address : {"192.0.2.1", "not an address", ""}) {
    Server elsewhere{options_for(address, 0), application, clock, random};
    const auto started = elsewhere.start();
    ASSERT_FALSE(started) << address;
    EXPECT_TRUE(started.error().is(kCannotListen)) << address;
  }
}

TEST_F(ServerLifeTest, localhost_and_lists_of_addresses_are_understood) {
  Server named{options_for("localhost", 0), application, clock, random};
  ASSERT_TRUE(named.start());
  EXPECT_EQ(Client{named.port()}.ask(kHello).status, 200);
  Server listed{options_for("127.0.0.2, 127.0.0.1", 0), application, clock, random};
  ASSERT_TRUE(listed.start());
  EXPECT_EQ(Client{listed.port()}.ask(kHello).status, 200);
}

TEST_F(ServerLifeTest, attacker_cannot_open_more_connections_than_allowed) {
  start({.connections_per_address = 2});
  Client first{port()};
  {
    Client second{port()};
    EXPECT_TRUE(second.shaken());
    EXPECT_FALSE(Client{port()}.shaken());
    EXPECT_TRUE(application.saw(WireFault::too_many_connections));
    // The server has noticed the end of the second one once it has answered its close.
    second.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(second.answer().status, 200);
    EXPECT_TRUE(second.ended());
  }
  EXPECT_EQ(first.ask(kHello).status, 200);
  int tries = 10'000;
  while (!Client{port()}.shaken() && --tries > 0) {
  }
  EXPECT_GT(tries, 0);
}

TEST_F(ServerLifeTest, stopping_lets_a_running_request_finish) {
  start();
  Client idle{port()};
  EXPECT_EQ(idle.ask(kHello).status, 200);
  Client busy{port()};
  busy.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
  application.entered.get_future().wait();

  std::thread stopping{[&] { server->stop(std::chrono::seconds{10}); }};
  EXPECT_TRUE(idle.ended());  // so the stop has begun
  EXPECT_FALSE(Client{port()}.shaken());
  application.release();
  const Answer answer = busy.answer();
  EXPECT_EQ(answer.body, "waited");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_TRUE(busy.ended());
  stopping.join();
  EXPECT_EQ(server->open_connections(), 0u);
}

TEST_F(ServerLifeTest, stopping_cancels_what_outlives_the_deadline) {
  start();
  Client busy{port()};
  busy.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
  application.entered.get_future().wait();
  server->stop(std::chrono::seconds{0});
  EXPECT_TRUE(busy.ended());
}

}  // namespace
}  // namespace gatehouse::net::testing
