// The server, attacked and used with raw bytes over TLS.
#include "net/internal/testing.h"

namespace gatehouse::net::testing {
namespace {

using HttpTest = ServerTest;

std::string post(std::string_view headers, std::string_view body) {
  return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers} + "\r\n" +
         std::string{body};
}

TEST_F(HttpTest, answers_and_keeps_the_connection) {
  start();
  Client client{port()};
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.ask(kHello);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "you said: ");
    EXPECT_EQ(answer.headers.at("content-type"), "text/plain");
    EXPECT_TRUE(answer.headers.at("date").ends_with(" GMT"));
    EXPECT_FALSE(answer.headers.contains("server"));
    EXPECT_FALSE(answer.headers.contains("connection"));
  }
}

TEST_F(HttpTest, closes_when_the_client_asks_to) {
  start();
  Client client{port()};
  const auto answer =
      client.ask("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpTest, tells_the_application_path_query_and_peer) {
  start();
  Client client{port()};
  EXPECT_EQ(client.ask("GET /query?a=1&b=%20 HTTP/1.1\r\nHost: localhost\r\n\r\n").body,
            "a=1&b=%20");
  EXPECT_EQ(client
                .ask("GET /peer HTTP/1.1\r\nHost: localhost\r\n"
                     "X-Forwarded-For: 192.0.2.7\r\n\r\n")
                .body,
            "127.0.0.1");
}

TEST_F(HttpTest, answers_head_without_a_body_and_204_without_a_length) {
  start();
  Client client{port()};
  client.send("HEAD /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Answer head = client.answer(false);
  EXPECT_EQ(head.headers.at("content-length"), "1000000");
  const Answer empty = client.ask("GET /empty HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(empty.status, 204);
  EXPECT_FALSE(empty.headers.contains("content-length"));
  EXPECT_EQ(client.ask(kHello).status, 200);
}

TEST_F(HttpTest, sends_large_answers_whole) {
  start();
  Client client{port()};
  const Answer answer = client.ask("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(answer.body, std::string(1'000'000, 'x'));
}

TEST_F(HttpTest, answers_pipelined_requests_in_order) {
  start();
  Client client{port()};
  std::string requests;
  for (int i = 0; i < 16; ++i)
    requests += "GET /query?" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(requests);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(client.answer().body, std::to_string(i));
}

TEST_F(HttpTest, refuses_more_pipelined_requests_than_the_limit) {
  start();
  Client client{port()};
  std::string requests;
  for (int i = 0; i < 17; ++i) requests += kHello;
  client.send(requests);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(client.answer().status, 200);
  EXPECT_EQ(client.answer().status, 429);
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpTest, reads_bodies_of_known_length_and_chunked_ones) {
  start();
  Client client{port()};
  EXPECT_EQ(client.ask(post("Content-Length: 5\r\n", "hello")).body, "you said: hello");
  EXPECT_EQ(client
                .ask(post("Transfer-Encoding: chunked\r\n",
                          "3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Trailer: dropped\r\n\r\n"))
                .body,
            "you said: hello");
  // In the smallest pieces, the first and only chunk being the last one too.
  for (const std::string chunks : {"2\r\nhi\r\n0\r\n\r\n", "0\r\n\r\n"}) {
    for (const char c : post("Transfer-Encoding: chunked\r\n", chunks)) client.send({&c, 1});
    EXPECT_EQ(client.answer().body, chunks.starts_with('2') ? "you said: hi" : "you said: ");
  }
}

TEST_F(HttpTest, says_continue_only_after_the_request_was_admitted) {
  start();
  Client client{port()};
  client.send(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("hello").body, "you said: hello");

  client.send(
      "POST /forbidden HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer().status, 403);
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpTest, refuses_bodies_over_the_limit_without_reading_them) {
  start();
  Client promised{port()};
  EXPECT_EQ(promised.ask(post("Content-Length: 1001\r\n", "")).status, 413);
  EXPECT_TRUE(promised.ended());

  Client sent{port()};
  EXPECT_EQ(sent.ask(post("Content-Length: 500000\r\n", std::string(500'000, 'x'))).status, 413);
  EXPECT_TRUE(sent.ended());

  Client chunked{port()};
  EXPECT_EQ(chunked
                .ask(post("Transfer-Encoding: chunked\r\n",
                          "3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n"))
                .status,
            413);
  Client exact{port()};
  EXPECT_EQ(exact.ask(post("Content-Length: 1000\r\n", std::string(1000, 'x'))).status, 200);
}

TEST_F(HttpTest, attacker_cannot_send_ambiguous_requests) {
  start();
  const std::string head = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
  const std::pair<std::string, int> cases[] = {
      {head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
      {head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
      {head + "Content-Length: 5, 5\r\n\r\nhello", 400},
      {head + "Content-Length: +5\r\n\r\nhello", 400},
      {head + "Content-Length: 0x5\r\n\r\nhello", 400},
      {head + "Content-Length: -1\r\n\r\n", 400},
      {head + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {head + "Content-Length : 5\r\n\r\nhello", 400},
      {head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding:\vchunked\r\n\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n", 400},
      {head + "X-Folded: a\r\n b\r\n\r\n", 400},
      {head + "X-Zero: a" + std::string{'\0'} + "b\r\n\r\n", 400},
      {head + "X-Return: a\rb\r\n\r\n", 400},
      {head + "X-Line: a\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {head + "No colon here\r\n\r\n", 400},
      {head + "Authorization: a\r\nAuthorization: b\r\n\r\n", 400},
      {head + "Cookie: a=1\r\nCookie: a=2\r\n\r\n", 400},
      {head + "Content-Type: a/b\r\nCONTENT-TYPE: a/b\r\n\r\n", 400},
      {head + "Origin: https://a\r\nOrigin: https://b\r\n\r\n", 400},
      {head + "host: localhost\r\n\r\n", 400},
      {head + "Expect: the unexpected\r\n\r\n", 417},
  };
  for (const auto& [request, status] : cases) {
    Client client{port()};
    Answer answer = client.ask(request);
    EXPECT_EQ(answer.status, status) << request;
    EXPECT_EQ(answer.headers["connection"], "close") << request;
    EXPECT_TRUE(client.ended()) << request;
  }
}

TEST_F(HttpTest, attacker_cannot_send_odd_request_lines) {
  start();
  const std::string host = "\r\nHost: localhost\r\n\r\n";
  const std::pair<std::string, int> cases[] = {
      {"GET https://localhost/hello HTTP/1.1" + host, 400},
      {"CONNECT localhost:443 HTTP/1.1" + host, 405},
      {"TRACE / HTTP/1.1" + host, 405},
      {"get / HTTP/1.1" + host, 405},
      {"OPTIONS * HTTP/1.1" + host, 400},
      {"GET /hello#part HTTP/1.1" + host, 400},
      {"GET /he llo HTTP/1.1" + host, 400},
      {"GET /h\xc3\xa9 HTTP/1.1" + host, 400},
      {"GET  /hello HTTP/1.1" + host, 400},
      {"GET /hello" + host, 400},
      {"GET /hello HTTP/1.0" + host, 505},
      {"GET /hello HTTP/1.2" + host, 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"\r\nGET /hello HTTP/1.1" + host, 400},
      {"GET /hello HTTP/1.1\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: user@localhost\r\n\r\n", 400},
      {"nonsense\n", 400},
  };
  for (const auto& [request, status] : cases) {
    Client client{port()};
    EXPECT_EQ(client.ask(request).status, status) << request;
    EXPECT_TRUE(client.ended()) << request;
  }
  EXPECT_TRUE(application.saw(WireFault::malformed_request));
}

TEST_F(HttpTest, refuses_heads_over_the_limits) {
  start();
  const std::string start_line = "GET /hello HTTP/1.1\r\nHost: localhost\r\n";
  std::string many = start_line;
  for (int i = 0; i < 64; ++i) many += "X-Header: 1\r\n";
  EXPECT_EQ(Client{port()}.ask(many + "\r\n").status, 431);
  EXPECT_EQ(Client{port()}.ask(start_line + "X-Large: " + std::string(20'000, 'x')).status, 431);
  EXPECT_EQ(Client{port()}.ask("GET /" + std::string(5000, 'x')).status, 414);
  EXPECT_EQ(Client{port()}
                .ask("GET /" + std::string(4096, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .status,
            414);
  EXPECT_EQ(Client{port()}
                .ask("GET /" + std::string(4095, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .status,
            200);
  EXPECT_TRUE(application.saw(WireFault::header_too_large));
}

TEST_F(HttpTest, survives_half_requests) {
  start();
  {
    Client head{port()};
    head.send("GET /hello HT");
    head.stop_sending();
    EXPECT_TRUE(head.ended());
  }
  {
    Client body{port()};
    body.send(post("Content-Length: 5\r\n", "he"));
    body.stop_sending();
    EXPECT_TRUE(body.ended());
  }
  EXPECT_EQ(Client{port()}.ask(kHello).status, 200);
}

TEST_F(HttpTest, attacker_cannot_hold_a_connection_with_a_slow_head) {
  start({.header_read = std::chrono::milliseconds{200}});
  Client client{port()};
  client.send("GET /hello HTTP/1.1\r\nHost: loc");
  EXPECT_EQ(client.answer().status, 408);
  EXPECT_TRUE(client.ended());
  EXPECT_TRUE(application.saw(WireFault::too_slow));
}

TEST_F(HttpTest, attacker_cannot_hold_a_connection_with_a_slow_body) {
  start({.body_bytes_per_second = 1'000'000, .body_grace = std::chrono::milliseconds{200}});
  Client client{port()};
  client.send(post("Content-Length: 500\r\n", "a little"));
  EXPECT_EQ(client.answer().status, 408);
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpTest, closes_idle_connections_without_a_word) {
  start({.idle = std::chrono::milliseconds{200}});
  Client client{port()};
  EXPECT_EQ(client.ask(kHello).status, 200);
  EXPECT_TRUE(client.ended());
}

TEST_F(HttpTest, closes_connections_that_do_not_take_their_answer) {
  start({.write = std::chrono::milliseconds{200}});
  Client lazy{port()};
  lazy.receive_little();
  std::string requests;
  for (int i = 0; i < 16; ++i) requests += "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
  lazy.send(requests);  // 16 MB, more than the sockets' buffers hold
  EXPECT_EQ(lazy.answer(false).status, 200);
  // The other client's requests are the clock. Taking leave may last two seconds more, since what
  // the slow one has sent is still unread.
  Client eager{port()};
  int rounds = 5'000'000;
  while (eager.ask(kHello).status == 200 && server->open_connections() > 1 && --rounds > 0) {
  }
  EXPECT_GT(rounds, 0);
  EXPECT_EQ(server->open_connections(), 1u);
}

TEST_F(HttpTest, a_header_value_cannot_split_the_answer) {
  start();
  Client client{port()};
  const Answer answer = client.ask("GET /split HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(answer.body, "split");
  EXPECT_FALSE(answer.headers.contains("set-cookie"));
  EXPECT_FALSE(answer.headers.contains("x-harmless"));
}

TEST_F(HttpTest, a_defect_in_a_handler_costs_one_connection) {
  start();
  Client unlucky{port()};
  unlucky.send("GET /throws HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(unlucky.ended());
  EXPECT_EQ(Client{port()}.ask(kHello).status, 200);
}

}  // namespace
}  // namespace gatehouse::net::testing
