// How mail servers can be wrong. With a right one, mails are sent in
// test/integration/mail_test.cpp.
#include <gmock/gmock.h>

#include <mutex>

#include "base/wait_for.h"
#include "egress/internal/testing.h"
#include "egress/mailer.h"

namespace gatehouse::egress {
namespace {

using namespace std::chrono_literals;
using internal::Peer;
using internal::say;
using testing::HasSubstr;
using testing::Not;

// Speaks SMTP in the clear: offers what it is told to, answers RCPT with `answer`, notes what it
// hears.
class PlainServer {
 public:
  PlainServer(std::string offers, std::string answer)
      : offers_{std::move(offers)},
        answer_{std::move(answer)},
        peer_{[this](int socket, const std::string&) { talk(socket); }, Peer::Begins::peer} {}

  std::uint16_t port() const { return peer_.port(); }
  std::string heard() {
    const std::lock_guard lock{mutex_};
    return heard_;
  }

 private:
  std::string reply_to(std::string_view line) const {
    if (line.starts_with("EHLO")) return "250-test\r\n" + offers_ + "250 OK\r\n";
    if (line.starts_with("RCPT")) return answer_ + "\r\n";
    if (line.starts_with("DATA")) return "354 go on\r\n";
    return "250 OK\r\n";
  }
  void talk(int socket) {
    say(socket, "220 test\r\n");
    std::string text;
    bool data = false;
    char part[4096];
    for (ssize_t size; (size = ::recv(socket, part, sizeof part, 0)) > 0;) {
      text.append(part, static_cast<std::size_t>(size));
      for (auto end = text.find("\r\n"); end != text.npos; end = text.find("\r\n")) {
        const std::string line = text.substr(0, end);
        text.erase(0, end + 2);
        {
          const std::lock_guard lock{mutex_};
          heard_ += line + "\n";
        }
        if (data && line != ".") continue;
        say(socket, data ? "250 OK\r\n" : reply_to(line));
        data = line.starts_with("DATA");
        if (line.starts_with("QUIT")) return;
      }
    }
  }

  const std::string offers_;
  const std::string answer_;
  std::mutex mutex_;
  std::string heard_;
  Peer peer_;  // last: its thread uses the rest
};

class Mailing : public testing::Test {
 protected:
  Result<> send(std::uint16_t port, MailSecurity security, std::string host = "127.0.0.1") {
    SmtpOptions options{.host = std::move(host),
                        .port = port,
                        .from = *EmailAddress::parse("gatehouse@books.example"),
                        .security = security,
                        .username = security == MailSecurity::none ? "" : "gatehouse",
                        .password = Secret::of_text("open sesame"),
                        .deadline = 2s};
    const auto mailer = smtp_mailer(std::move(options), clock);
    return wait_for(mailer->send({.to = *EmailAddress::parse("ann@books.example"),
                                  .subject = HeaderText::of("Hello"),
                                  .text = ".\r\na line that is a full stop\r\n.\r\n",
                                  .id = "mail_1"}));
  }
  static std::string_view outcome(const Result<>& result) {
    return result ? std::string_view{"done"} : result.error().kind().code;
  }
  SystemClock clock;
};

TEST_F(Mailing, to_this_machine_may_be_in_the_clear) {
  PlainServer server{"", "250 OK"};
  EXPECT_EQ(outcome(send(server.port(), MailSecurity::none)), "done");
  EXPECT_THAT(server.heard(), HasSubstr("MAIL FROM:<gatehouse@books.example>\n"));
  EXPECT_THAT(server.heard(), HasSubstr("RCPT TO:<ann@books.example>\n"));
}

TEST_F(Mailing, attacker_cannot_take_encryption_away) {
  PlainServer server{"250-AUTH PLAIN LOGIN\r\n", "250 OK"};
  EXPECT_EQ(outcome(send(server.port(), MailSecurity::starttls)), "egress.mail_not_sent");
  EXPECT_THAT(server.heard(), Not(HasSubstr("AUTH")));
  EXPECT_THAT(server.heard(), Not(HasSubstr("MAIL")));
  EXPECT_EQ(outcome(send(server.port(), MailSecurity::tls)), "egress.mail_not_sent");
}

TEST_F(Mailing, without_encryption_goes_to_this_machine_only) {
  // TEST-NET-1, RFC 5737: nothing is sent there at all.
  const auto sent = send(25, MailSecurity::none, "192.0.2.1");
  EXPECT_EQ(outcome(sent), "egress.mail_not_sent");
  EXPECT_THAT(sent.error().detail(), HasSubstr("not on this machine"));
}

TEST_F(Mailing, knows_never_from_not_now) {
  PlainServer never{"", "550 no such mailbox"};
  EXPECT_EQ(outcome(send(never.port(), MailSecurity::none)), "egress.mail_rejected");
  PlainServer later{"", "451 come back later"};
  EXPECT_EQ(outcome(send(later.port(), MailSecurity::none)), "egress.mail_not_sent");
}

TEST_F(Mailing, gives_a_silent_server_up) {
  const Peer silent{[](int socket, const std::string&) {
                      char one;
                      (void)::recv(socket, &one, 1, 0);
                    },
                    Peer::Begins::peer};
  EXPECT_EQ(outcome(send(silent.port(), MailSecurity::none)), "egress.mail_not_sent");
}

TEST_F(Mailing, nobody_listens) {
  EXPECT_EQ(outcome(send(1, MailSecurity::none)), "egress.mail_not_sent");
}

}  // namespace
}  // namespace gatehouse::egress
