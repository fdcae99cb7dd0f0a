// What the port speaks: strong TLS, and a way to it for those who speak plain HTTP.
#include "net/internal/testing.h"

namespace gatehouse::net::testing {
namespace {

using TlsTest = ServerTest;

void only_12(SSL_CTX* context) { SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION); }
void only_11(SSL_CTX* context) {
  SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
}
void weak_first_12(SSL_CTX* context) {
  only_12(context);
  SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384");
}
void weak_first_13(SSL_CTX* context) {
  SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");
}
void only_block_chaining(SSL_CTX* context) {
  only_12(context);
  SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0");
}
void http2_only(SSL_CTX* context) {
  SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>("\x02h2"), 3);
}
void http1_too(SSL_CTX* context) {
  SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>("\x02h2\x08http/1.1"),
                          12);
}

TEST_F(TlsTest, speaks_the_newest_version_and_the_strongest_cipher) {
  start();
  Client newest{port()};
  EXPECT_EQ(SSL_version(newest.tls()), TLS1_3_VERSION);
  Client modern{port(), weak_first_13};
  EXPECT_STREQ(SSL_get_cipher_name(modern.tls()), "TLS_AES_256_GCM_SHA384");
  Client older{port(), weak_first_12};
  EXPECT_STREQ(SSL_get_cipher_name(older.tls()), "ECDHE-ECDSA-AES256-GCM-SHA384");
  EXPECT_EQ(older.ask(kHello).status, 200);
}

TEST_F(TlsTest, attacker_cannot_negotiate_something_weak) {
  start();
  EXPECT_FALSE((Client{port(), only_11}.shaken()));
  EXPECT_FALSE((Client{port(), only_block_chaining}.shaken()));
  EXPECT_TRUE((Client{port(), only_12}.shaken()));
  EXPECT_TRUE(application.saw(WireFault::handshake_failed));
}

TEST_F(TlsTest, offers_http_1_1_and_refuses_clients_that_speak_only_something_else) {
  start();
  EXPECT_FALSE((Client{port(), http2_only}.shaken()));
  Client client{port(), http1_too};
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(client.tls(), &chosen, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");
}

TEST_F(TlsTest, renegotiation_is_refused) {
  start();
  Client client{port(), only_12};
  SSL_renegotiate(client.tls());
  SSL_do_handshake(client.tls());
  client.send(kHello);
  EXPECT_EQ(client.answer().status, 0);
}

TEST_F(TlsTest, garbage_gets_an_end) {
  start();
  const std::string cases[] = {std::string{"\x16\x03\x01\xff\xff garbage"} + std::string(500, 'x'),
                               std::string(100, '\0'), "\x80\x2e\x01", "hello"};
  for (const std::string& bytes : cases) {
    Wire wire{port()};
    wire.send(bytes);
    ::shutdown(wire.descriptor(), SHUT_WR);
    const std::string reply = wire.read_to_end();
    EXPECT_FALSE(reply.contains("HTTP")) << reply;
  }
  EXPECT_TRUE(application.saw(WireFault::handshake_failed));
  EXPECT_EQ(Client{port()}.ask(kHello).status, 200);
}

TEST_F(TlsTest, a_client_that_never_shakes_hands_is_cut_off) {
  start({.handshake = std::chrono::milliseconds{200}});
  Wire silent{port()};
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_TRUE(application.saw(WireFault::too_slow));
  Wire halfway{port()};
  halfway.send("\x16\x03\x01\x02");
  EXPECT_EQ(halfway.read_to_end(), "");
}

TEST_F(TlsTest, plain_http_gets_a_redirect_and_nothing_else) {
  start();
  Wire wire{port()};
  wire.send(
      "POST /api/v1/session?a=b HTTP/1.1\r\nHost: localhost:8443\r\nCookie: s=1\r\n"
      "Content-Length: 5\r\n\r\nhello");
  EXPECT_EQ(wire.read_to_end(),
            "HTTP/1.1 308 Permanent Redirect\r\n"
            "Location: https://localhost:8443/api/v1/session?a=b\r\n"
            "Content-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(application.saw(WireFault::plain_http));
}

TEST_F(TlsTest, attacker_cannot_choose_where_the_redirect_leads) {
  start();
  const std::string requests[] = {
      "GET / HTTP/1.1\r\nHost: evil.example/x?\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a@evil.example\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: one\r\nHost: two\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET https://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n",
      "GET /\rX HTTP/1.1\r\nHost: localhost\r\n\r\n",
  };
  for (const std::string& request : requests) {
    Wire wire{port()};
    wire.send(request);
    EXPECT_TRUE(wire.read_to_end().starts_with("HTTP/1.1 400 ")) << request;
  }
}

TEST_F(TlsTest, plain_http_with_endless_headers_is_closed) {
  start();
  Wire wire{port()};
  wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + std::string(8000, 'x'));
  EXPECT_EQ(wire.read_to_end(), "");
}

TEST_F(TlsTest, a_new_certificate_serves_new_connections) {
  start();
  Client before{port()};
  const Pair pair = make_pair();
  ASSERT_TRUE(server->replace_certificate(pair.certificate, Secret::of_text(pair.key)));
  Client after{port()};
  const auto key_of = [](Client& client) { return SSL_get0_peer_certificate(client.tls()); };
  EXPECT_NE(X509_cmp(key_of(before), key_of(after)), 0);
  EXPECT_EQ(before.ask(kHello).status, 200);
  EXPECT_EQ(after.ask(kHello).status, 200);
}

TEST_F(TlsTest, a_certificate_that_cannot_be_used_is_refused) {
  start();
  const Pair one = make_pair();
  const Pair two = make_pair();
  const auto with = [&](std::string certificate, std::string_view key) {
    return server->replace_certificate(std::move(certificate), Secret::of_text(key));
  };
  EXPECT_TRUE(with("nonsense", one.key).error().is(kBadCertificate));
  EXPECT_TRUE(with(one.certificate, "nonsense").error().is(kBadCertificate));
  EXPECT_TRUE(with(one.certificate, two.key).error().is(kBadCertificate));
  EXPECT_EQ(Client{port()}.ask(kHello).status, 200);
}

}  // namespace
}  // namespace gatehouse::net::testing
