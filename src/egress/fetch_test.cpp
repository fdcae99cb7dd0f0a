#include "egress/fetch.h"

#include <gmock/gmock.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <csignal>

#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/wait_for.h"
#include "crypto/certificate.h"
#include "egress/internal/testing.h"
#include "store/temporary_folder.h"

namespace gatehouse::egress {
namespace {

using namespace std::chrono_literals;
using internal::Peer;
using internal::say;
using internal::says;
using testing::HasSubstr;
using testing::Not;

std::string_view outcome(const Result<FetchAnswer>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

std::string answer(std::string_view body, std::string_view more = "") {
  return fmt::format("HTTP/1.1 200 OK\r\n{}Content-Length: {}\r\n\r\n{}", more, body.size(), body);
}
std::string redirect(std::string_view to, int status = 302) {
  return fmt::format("HTTP/1.1 {} Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", status, to);
}

class Fetching : public testing::Test {
 protected:
  // As a running server does: a peer that goes away while we write is an error, not our end.
  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); }

  Result<FetchAnswer> fetch(FetchRequest request, const std::vector<std::string>& allow = {}) {
    FetcherOptions options{.allow = *AllowList::parse(allow), .authorities = authorities};
    Fetcher fetcher{std::move(options), clock};
    return wait_for(fetcher.fetch(std::move(request)));
  }
  Result<FetchAnswer> fetch_open(std::string url) {
    return fetch({.url = std::move(url), .schemes = Schemes::https_and_http});
  }
  SystemClock clock;
  std::optional<std::filesystem::path> authorities;
};

TEST_F(Fetching, gives_status_headers_and_body) {
  const Peer peer{says(answer("hello", "X-Colour:  teal \r\n"))};
  const auto got = fetch({.method = Method::post,
                          .url = peer.url("/token?x=1"),
                          .headers = {{"Content-Type", "text/plain"}, {"Accept", "*/*"}},
                          .body = "grant"},
                         {peer.place()});
  ASSERT_EQ(outcome(got), "done") << got.error().detail();
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body, "hello");
  EXPECT_EQ(got->header("x-colour"), "teal");
  EXPECT_THAT(peer.last_request(), HasSubstr("POST /token?x=1 HTTP/1.1\r\n"));
  EXPECT_THAT(peer.last_request(), HasSubstr("Content-Type: text/plain\r\n"));
  EXPECT_THAT(peer.last_request(), HasSubstr("Content-Length: 5\r\n"));
  EXPECT_THAT(peer.last_request(), Not(HasSubstr("Expect")));
}

TEST_F(Fetching, attacker_cannot_use_another_scheme) {
  for (const std::string url :
       {"file:///etc/passwd", "FILE:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1/",
        "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "data:text/plain,x", "jar:http://x!/",
        "javascript:alert(1)", "smtp://127.0.0.1/", "http://example.com/",
        "https://example.com:22/", "https://example.com:80/"})
    EXPECT_THAT(outcome(fetch({.url = url})),
                testing::AnyOf("egress.scheme_refused", "egress.bad_request"))
        << url;
  EXPECT_EQ(outcome(fetch({.url = "gopher://127.0.0.1/"})), "egress.scheme_refused");
  EXPECT_EQ(outcome(fetch({.url = "file:///etc/passwd"})), "egress.scheme_refused");
}

TEST_F(Fetching, attacker_cannot_reach_inside_by_any_spelling) {
  for (const std::string host : {"127.0.0.1",
                                 "127.1",
                                 "0x7f000001",
                                 "0x7f.1",
                                 "0177.0.0.1",
                                 "2130706433",
                                 "017700000001",
                                 "localhost",
                                 "LOCALHOST",
                                 "0",
                                 "0.0.0.0",
                                 "[::1]",
                                 "[::]",
                                 "[::ffff:127.0.0.1]",
                                 "[::ffff:7f00:1]",
                                 "[0:0:0:0:0:ffff:127.0.0.1]",
                                 "[::127.0.0.1]",
                                 "[64:ff9b::7f00:1]",
                                 "[2002:7f00:1::]",
                                 "10.0.0.1",
                                 "172.16.0.1",
                                 "192.168.0.1",
                                 "169.254.169.254",
                                 "[fd00:ec2::254]",
                                 "[fe80::1]",
                                 "100.64.0.1",
                                 "224.0.0.1",
                                 "255.255.255.255",
                                 "0xa9fea9fe"})
    EXPECT_EQ(outcome(fetch_open("http://" + host + "/")), "egress.destination_refused") << host;
}

TEST_F(Fetching, attacker_cannot_confuse_the_parser) {
  for (const std::string url :
       {"", "example.com", "http://", "https://a b/", "https://user@example.com/",
        "https://example.com@127.0.0.1/", "https://example.com\\@127.0.0.1/",
        "https://exa\nmple.com/", "https://example.com/\r\nHost: x", "https://[fe80::1%25lo]/",
        "https://b\xc3\xbc"
        "cher.example/",
        "https://example.com:99999/"})
    EXPECT_EQ(outcome(fetch({.url = url})), "egress.bad_request") << url;
  EXPECT_EQ(outcome(fetch({.url = "https://example.com/" + std::string(2048, 'x')})),
            "egress.bad_request");
}

TEST_F(Fetching, attacker_cannot_write_headers) {
  const Peer peer{says(answer(""))};
  const Headers bad[] = {{{"X-A", "b\r\nX-C: d"}}, {{"X A", "b"}},      {{"", "b"}},
                         {{"Host", "other"}},      {{"cookie", "a=b"}}, {{"X-A", "b\n"}},
                         {{"Content-Length", "3"}}};
  for (const Headers& headers : bad)
    EXPECT_EQ(outcome(fetch({.url = peer.url(), .headers = headers}, {peer.place()})),
              "egress.bad_request");
  EXPECT_EQ(peer.visits(), 0);
}

TEST_F(Fetching, redirects_are_answers_unless_asked_for) {
  const Peer peer{says(redirect("/next"))};
  const auto got = fetch({.url = peer.url()}, {peer.place()});
  ASSERT_EQ(outcome(got), "done");
  EXPECT_EQ(got->status, 302);
  EXPECT_EQ(got->header("location"), "/next");
}

TEST_F(Fetching, redirects_are_followed_three_times_and_keep_no_credentials_for_others) {
  const Peer last{says(answer("there"))};
  const Peer peer{[&](int socket, const std::string& request) {
    say(socket, request.contains(" /3 ") ? answer("end")
                                         : redirect(request.contains(" /1 ") ? "/2" : "/3"));
  }};
  const auto got = fetch(
      {.method = Method::post, .url = peer.url("/1"), .body = "x", .redirects = 3}, {peer.place()});
  ASSERT_EQ(outcome(got), "done");
  EXPECT_EQ(got->body, "end");
  EXPECT_EQ(got->url, peer.url("/3"));
  EXPECT_THAT(peer.last_request(), HasSubstr("GET /3 "));

  const Peer loop{says(redirect("/"))};
  EXPECT_EQ(outcome(fetch({.url = loop.url(), .redirects = 9}, {loop.place()})),
            "egress.redirect_refused");
  EXPECT_EQ(loop.visits(), 4);
}

TEST_F(Fetching, attacker_cannot_redirect_inside) {
  const Peer trap{says(answer("secret"))};
  const std::string port = std::to_string(trap.port());
  for (const std::string& to :
       {trap.url(), "http://localhost:" + port + "/", "//127.0.0.1:" + port + "/",
        std::string{"http://127.0.0.1/"}, std::string{"http://[::ffff:127.0.0.1]/"},
        std::string{"http://169.254.169.254/latest/meta-data"}, std::string{"file:///etc/passwd"},
        std::string{"gopher://127.0.0.1/"}, std::string{"http://user@127.0.0.1/"}}) {
    const Peer peer{says(redirect(to))};
    const auto got = fetch({.url = peer.url(), .schemes = Schemes::https_and_http, .redirects = 3},
                           // That the trap may be asked by itself does not open it to others.
                           {peer.place(), trap.place()});
    EXPECT_THAT(outcome(got), testing::AnyOf("egress.scheme_refused", "egress.destination_refused",
                                             "egress.redirect_refused"))
        << to;
  }
  EXPECT_EQ(trap.visits(), 0);
}

TEST_F(Fetching, attacker_cannot_send_more_than_was_asked_for) {
  const Peer declared{says("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nx")};
  EXPECT_EQ(outcome(fetch({.url = declared.url(), .most_bytes = 1000}, {declared.place()})),
            "egress.answer_too_large");
  const Peer endless{[](int socket, const std::string&) {
    say(socket, "HTTP/1.1 200 OK\r\n\r\n");
    const std::string part(1000, 'x');
    while (::send(socket, part.data(), part.size(), MSG_NOSIGNAL) > 0) {
    }
  }};
  EXPECT_EQ(outcome(fetch({.url = endless.url(), .most_bytes = 100'000}, {endless.place()})),
            "egress.answer_too_large");
  const Peer headers{[](int socket, const std::string&) {
    say(socket, "HTTP/1.1 200 OK\r\n");
    const std::string line = "X-More: " + std::string(1000, 'x') + "\r\n";
    while (::send(socket, line.data(), line.size(), MSG_NOSIGNAL) > 0) {
    }
  }};
  EXPECT_EQ(outcome(fetch({.url = headers.url()}, {headers.place()})), "egress.answer_too_large");
}

TEST_F(Fetching, attacker_cannot_hold_us_longer_than_the_deadline) {
  const Peer silent{[](int socket, const std::string&) {
    char one;
    (void)::recv(socket, &one, 1, 0);  // until the other side leaves
  }};
  EXPECT_EQ(outcome(fetch({.url = silent.url(), .deadline = 200ms}, {silent.place()})),
            "egress.answer_too_slow");
}

TEST_F(Fetching, ending_gives_up_what_runs) {
  std::atomic<bool> asked = false;
  const Peer silent{[&](int socket, const std::string&) {
    asked = true;
    char one;
    (void)::recv(socket, &one, 1, 0);
  }};
  auto fetcher = std::make_unique<Fetcher>(
      FetcherOptions{.allow = *AllowList::parse({silent.place()})}, clock);
  Result<FetchAnswer> got = fail(kInternal);
  std::thread asking{
      [&] { got = wait_for(fetcher->fetch({.url = silent.url(), .deadline = 60s})); }};
  while (!asked) std::this_thread::yield();
  const Tick before = clock.tick();
  fetcher.reset();
  asking.join();
  EXPECT_EQ(outcome(got), "egress.fetch_failed");
  EXPECT_LT(clock.tick() - before, 30s);
}

TEST_F(Fetching, nonsense_is_no_answer) {
  for (const std::string text :
       {"", "hello\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"}) {
    const Peer peer{says(text)};
    EXPECT_EQ(outcome(fetch({.url = peer.url()}, {peer.place()})), "egress.fetch_failed") << text;
  }
}

TEST_F(Fetching, an_allowance_opens_what_it_says_and_nothing_else) {
  const Peer peer{says(answer("open"))};
  EXPECT_EQ(outcome(fetch({.url = peer.url()}, {peer.place()})), "done");
  EXPECT_EQ(outcome(fetch({.url = peer.url()}, {})), "egress.scheme_refused");
  EXPECT_EQ(outcome(fetch({.url = peer.url()}, {"127.0.0.1:1"})), "egress.scheme_refused");
  // A name may have been bent to loopback by whoever owns it.
  const std::string named = fmt::format("localhost:{}", peer.port());
  EXPECT_EQ(outcome(fetch({.url = "http://" + named}, {named})), "egress.destination_refused");
  EXPECT_EQ(peer.visits(), 1);
  for (const std::string entry :
       {"127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/0", "::/0", "8.8.8.0/24", "10.0.0.1/8",
        "example.com", "example.com:", "example.com:0", "example.com:70000", "exa mple.com:443",
        ":443", "[::1]", "x/8"})
    EXPECT_FALSE(AllowList::parse({entry}).has_value()) << entry;
  const AllowList list = *AllowList::parse({"10.20.0.0/16", "IdP.internal:8443", "[::1]:9000"});
  EXPECT_TRUE(list.opens("any.example", 443, *IpAddress::parse("10.20.3.4")));
  EXPECT_FALSE(list.opens("any.example", 443, *IpAddress::parse("10.21.3.4")));
  EXPECT_TRUE(list.opens("idp.internal", 8443, *IpAddress::parse("192.168.9.9")));
  EXPECT_FALSE(list.opens("idp.internal", 8443, *IpAddress::parse("127.0.0.1")));
  EXPECT_FALSE(list.opens("idp.internal", 8443, *IpAddress::parse("169.254.169.254")));
  EXPECT_TRUE(list.opens("::1", 9000, *IpAddress::parse("::1")));
}

// --- certificates
// ----------------------------------------------------------------------------------

// Finishes the handshake with this certificate and answers.
Peer::Talk says_over_tls(const crypto::CertificatePair& pair, std::string text) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  BIO* certificate = BIO_new_mem_buf(pair.certificate_pem.data(), -1);
  BIO* key = BIO_new_mem_buf(pair.key_pem.reveal().data(), static_cast<int>(pair.key_pem.size()));
  X509* leaf = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
  EVP_PKEY* secret = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context, leaf);
  SSL_CTX_use_PrivateKey(context, secret);
  X509_free(leaf);
  EVP_PKEY_free(secret);
  BIO_free(certificate);
  BIO_free(key);
  const std::shared_ptr<SSL_CTX> kept{context, &SSL_CTX_free};
  return [kept, text = std::move(text)](int socket, const std::string&) {
    SSL* tls = SSL_new(kept.get());
    SSL_set_fd(tls, socket);
    char part[4096];
    if (SSL_accept(tls) == 1 && SSL_read(tls, part, sizeof part) > 0) {
      SSL_write(tls, text.data(), static_cast<int>(text.size()));
      SSL_shutdown(tls);
    }
    SSL_free(tls);
  };
}

TEST_F(Fetching, only_a_server_that_proves_its_name_is_believed) {
  const store::TemporaryFolder folder;
  const auto authority = *crypto::make_authority("Test authority", clock);
  authorities = folder.path() / "ca.pem";
  std::ofstream{*authorities} << authority.certificate_pem;
  const auto ours = *crypto::make_server_certificate(authority, {"127.0.0.1"}, clock);
  const auto foreign = *crypto::make_server_certificate(authority, {"other.example"}, clock);
  const auto fetch_tls = [&](const crypto::CertificatePair& pair) {
    const Peer peer{says_over_tls(pair, answer("private"))};
    return fetch({.url = fmt::format("https://{}/", peer.place())}, {peer.place()});
  };
  EXPECT_EQ(outcome(fetch_tls(ours)), "done");
  EXPECT_EQ(outcome(fetch_tls(foreign)), "egress.certificate_refused");
  authorities.reset();
  EXPECT_EQ(outcome(fetch_tls(ours)), "egress.certificate_refused");
}

// --- what a verification run opens (ADR 9)

TEST_F(Fetching, an_opening_is_for_one_tenant_and_one_place) {
  const auto authority = *crypto::make_authority("Run authority", clock);
  const auto pair = *crypto::make_server_certificate(authority, {"127.0.0.1"}, clock);
  const Peer peer{says_over_tls(pair, answer("open"))};
  const Peer trap{says(answer("secret"))};
  SystemRandom random;
  const auto tenant = TenantId::make(clock, random);
  Fetcher fetcher{{}, clock};
  fetcher.openings().open(tenant, {.host = *IpAddress::parse("127.0.0.1"),
                                   .port = peer.port(),
                                   .authority = authority.certificate_pem,
                                   .usual_port = trap.port()});
  const auto come = [&](const std::string& host, std::uint16_t port, TenantId who) {
    return outcome(wait_for(
        fetcher.fetch({.url = fmt::format("https://{}:{}/", host, port), .on_behalf_of = who})));
  };
  EXPECT_EQ(come("127.0.0.1", peer.port(), tenant), "done");
  EXPECT_EQ(come("127.0.0.1", peer.port(), TenantId::make(clock, random)), "egress.scheme_refused");
  EXPECT_EQ(come("localhost", peer.port(), tenant), "egress.scheme_refused");
  EXPECT_EQ(come("127.0.0.2", peer.port(), tenant), "egress.scheme_refused");
  for (const std::string host : {"127.0.0.1", "localhost", "127.0.0.2", "10.0.0.1", "[::1]"})
    EXPECT_EQ(come(host, trap.port(), tenant), "egress.destination_refused") << host;
  EXPECT_EQ(trap.visits(), 0);
  fetcher.openings().close(tenant);
  EXPECT_EQ(come("127.0.0.1", peer.port(), tenant), "egress.scheme_refused");
}

TEST_F(Fetching, an_opening_ends_by_itself) {
  SetClock later{clock.now()};
  SystemRandom random;
  const auto tenant = TenantId::make(clock, random);
  Openings openings{later};
  openings.open(tenant, {.host = {}, .port = 1, .authority = "", .usual_port = 1});
  EXPECT_EQ(openings.of(tenant).size(), 1U);
  later.advance(std::chrono::minutes{61});
  EXPECT_TRUE(openings.of(tenant).empty());
}

}  // namespace
}  // namespace gatehouse::egress
