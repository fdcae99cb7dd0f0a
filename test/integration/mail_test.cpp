// What is sent by mail: invitations, links for new passwords and new addresses, through a real mail
// server that asks for STARTTLS and AUTH; and what happens when it is down or refuses.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/mail_server.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kNewPassword = "eleven velvet harbours sing";

class MailSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    post_ = new MailServer;
    server_ = new RunningServer{{"--config", post_->configuration().string()}};
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
    delete post_;
  }
  static RunningServer& server() { return *server_; }
  static MailServer& post() { return *post_; }
  static Member& owner() { return *owner_; }

  static Answer invite(std::string_view email) {
    return owner().post("/api/v1/invitations",
                        fmt::format(R"({{"email":{},"role":"agent"}})", in_quotes(email)));
  }
  static Answer ask_for_reset(std::string_view email, std::string_view language = "en") {
    return Client{server()}.post(
        "/api/v1/password-reset",
        fmt::format(R"({{"email":{},"language":"{}"}})", in_quotes(email), language));
  }
  static Answer reset(std::string_view token, std::string_view password) {
    return Client{server()}.post(
        "/api/v1/password-reset/confirm",
        fmt::format(R"({{"token":"{}","password":{}}})", token, in_quotes(password)));
  }
  static Member join(std::string_view email) {
    EXPECT_EQ(invite(email).status, 201);
    Member member{server()};
    const Answer joined =
        member.post("/api/v1/invitations/accept",
                    fmt::format(R"({{"token":"{}","name":"Somebody","password":{}}})",
                                post().await(email).token(), in_quotes(kMemberPassword)));
    EXPECT_EQ(joined.status, 201) << joined.body;
    member.adopt(joined);
    return member;
  }
  // Until the workspace's log says so.
  static Json await_entry(std::string_view event) {
    for (;;) {
      const Json log = body_of(owner().get("/api/v1/audit?limit=50"));
      const Json& entry = with(list_at(log, "/items"), "/event", event);
      if (!entry.is_null()) return entry;
    }
  }

 private:
  inline static MailServer* post_ = nullptr;
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(MailSuite, an_invitation_goes_by_mail_and_is_shown_to_nobody) {
  const Answer invitation = invite("amir@books.example");
  ASSERT_EQ(invitation.status, 201) << invitation.body;
  EXPECT_TRUE(at(body_of(invitation), "/mailed").as_bool());
  EXPECT_TRUE(at(body_of(invitation), "/link").is_null());
  const ReceivedMail mail = post().await("amir@books.example");
  EXPECT_TRUE(mail.encrypted);
  EXPECT_EQ(mail.user, "gatehouse");
  EXPECT_THAT(mail.head, HasSubstr("Subject: You are invited to Harbour Books"));
  EXPECT_THAT(mail.text, HasSubstr(server().place().origin() + "/join#ghi_"));
  EXPECT_THAT(mail.html, Not(HasSubstr("<img")));

  const Json open = body_of(owner().get("/api/v1/invitations"));
  const Json& one = with(list_at(open, "/items"), "/email", "amir@books.example");
  const std::string path = "/api/v1/invitations/" + text_at(one, "/id");
  ASSERT_EQ(owner().post(path + "/resend").status, 201);
  const std::string newer = post().await("amir@books.example").token();
  const auto check = [&](std::string_view token) {
    return Client{server()}
        .post("/api/v1/invitations/check", fmt::format(R"({{"token":"{}"}})", token))
        .status;
  };
  EXPECT_EQ(check(mail.token()), 404) << "the older link ends";
  EXPECT_EQ(check(newer), 200);
  const Json again = body_of(owner().get("/api/v1/invitations"));
  const std::string id =
      text_at(with(list_at(again, "/items"), "/email", "amir@books.example"), "/id");
  EXPECT_EQ(owner().post("/api/v1/invitations/" + id + "/withdraw", "").status, 204);
  EXPECT_EQ(check(newer), 404) << "it was withdrawn";
}

TEST_F(MailSuite, a_lost_password_is_set_anew) {
  Member dana = join("dana@books.example");
  const Answer known = ask_for_reset("Dana@Books.example", "he");
  const Answer unknown = ask_for_reset("nobody@books.example", "he");
  EXPECT_EQ(known.status, 204);
  EXPECT_EQ(unknown.status, 204);
  const ReceivedMail mail = post().await("dana@books.example");
  EXPECT_THAT(mail.text, HasSubstr(server().place().origin() + "/reset#ghr_"));
  EXPECT_THAT(mail.html, HasSubstr("dir=\"rtl\""));
  EXPECT_THAT(mail.head, HasSubstr("Subject: =?UTF-8?B?"));

  const Json account = body_of(Client{server()}.post(
      "/api/v1/password-reset/check", fmt::format(R"({{"token":"{}"}})", mail.token())));
  EXPECT_EQ(text_at(account, "/email"), "dana@books.example");
  EXPECT_EQ(reset(mail.token(), "password1234").problem(), "identity.password_refused");
  const Answer done = reset(mail.token(), kNewPassword);
  ASSERT_EQ(done.status, 204) << done.body;
  EXPECT_TRUE(done.all("set-cookie").empty()) << "nobody is signed in by it";
  EXPECT_EQ(dana.get("/api/v1/session").status, 401);
  EXPECT_EQ(dana.sign_in("dana@books.example", kNewPassword).status, 200);
  EXPECT_EQ(reset(mail.token(), kMemberPassword).problem(), "identity.account_link_refused");
  EXPECT_THAT(post().await("dana@books.example").text, HasSubstr("earlier sessions were ended"));
}

TEST_F(MailSuite, a_new_address_is_confirmed_and_can_be_taken_back) {
  Member noa = join("noa@books.example");
  const auto ask = [&](std::string_view password) {
    return noa.post(
        "/api/v1/email",
        fmt::format(R"({{"email":"noa.new@books.example","current":{}}})", in_quotes(password)));
  };
  EXPECT_EQ(ask("not the password").problem(), "identity.password_wrong");
  EXPECT_EQ(ask(kMemberPassword).status, 204);
  const auto use = [&](std::string_view path, std::string_view token) {
    return Client{server()}.post(std::string{path}, fmt::format(R"({{"token":"{}"}})", token));
  };
  const std::string token = post().await("noa.new@books.example").token();
  const Answer confirmed = use("/api/v1/email/confirm", token);
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(confirmed.text_at("/email"), "noa.new@books.example");
  EXPECT_EQ(use("/api/v1/email/confirm", token).status, 404);
  EXPECT_EQ(noa.get("/api/v1/session").text_at("/person/email"), "noa.new@books.example");
  const std::string back = post().await("noa@books.example").token();
  EXPECT_EQ(use("/api/v1/email/undo", back).text_at("/email"), "noa@books.example");
  EXPECT_EQ(noa.get("/api/v1/session").status, 401);
  EXPECT_EQ(noa.sign_in("noa@books.example", kMemberPassword).status, 401);
  EXPECT_EQ(reset(post().await("noa@books.example").token(), kNewPassword).status, 204);
  EXPECT_EQ(noa.sign_in("noa@books.example", kNewPassword).status, 200);
}

TEST_F(MailSuite, whose_session_was_ended_for_suspicion_hears_of_it) {
  constexpr std::string_view kFirefox = "Mozilla/5.0 (X11; Linux x86_64) Firefox/142.0";
  constexpr std::string_view kChrome = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0";
  Member ron = join("ron@books.example");
  const auto in = [&ron](std::string_view browser, std::string method, std::string target,
                         std::string body = {}) {
    return ron.ask({.method = std::move(method),
                    .target = std::move(target),
                    .headers = {{"User-Agent", std::string{browser}}},
                    .body = std::move(body)});
  };
  const Answer session = in(
      kFirefox, "POST", "/api/v1/session",
      fmt::format(R"({{"email":"ron@books.example","password":{}}})", in_quotes(kMemberPassword)));
  ASSERT_EQ(session.status, 200) << session.body;
  ron.adopt(session);
  ASSERT_EQ(in(kFirefox, "GET", "/api/v1/bots").status, 200);
  ASSERT_EQ(in(kChrome, "GET", "/api/v1/bots").problem(), "identity.session_suspected");
  const ReceivedMail mail = post().await("ron@books.example");
  EXPECT_THAT(mail.head, HasSubstr("Subject: We ended one of your sessions"));
  EXPECT_THAT(mail.text, HasSubstr("Chrome/140.0"));
  EXPECT_THAT(mail.text, HasSubstr(server().place().origin() + "/login"));
}

TEST_F(MailSuite, attacker_cannot_write_headers_or_markup_into_a_mail) {
  EXPECT_EQ(owner().patch("/api/v1/workspace", R"({"name":"A\r\nBcc: eve@books.example"})").status,
            400);
  EXPECT_EQ(owner()
                .patch("/api/v1/workspace",
                       R"({"name":"<b>A</b>\u2028Bcc: eve@books.example =?UTF-8?B?QQ==?="})")
                .status,
            200);
  for (const std::string_view evil :
       {"eve@books.example\\r\\nBcc: x@books.example", "eve@books.example>,<x@books.example",
        "<eve@books.example>", "eve@books.example, x@books.example"})
    EXPECT_EQ(
        owner()
            .post("/api/v1/invitations", fmt::format(R"({{"email":"{}","role":"agent"}})", evil))
            .status,
        400)
        << evil;
  ASSERT_EQ(invite("gil@books.example").status, 201);
  const ReceivedMail mail = post().await("gil@books.example");
  EXPECT_THAT(mail.head, Not(HasSubstr("\nBcc")));
  EXPECT_THAT(mail.head, HasSubstr("To: <gil@books.example>\r\n"));
  EXPECT_THAT(mail.html, Not(HasSubstr("<b>")));
  EXPECT_EQ(owner().patch("/api/v1/workspace", R"({"name":"Harbour Books"})").status, 200);
}

TEST_F(MailSuite, a_mail_that_is_refused_for_good_is_given_up_visibly) {
  ASSERT_EQ(invite("rejected@books.example").status, 201);
  const Json entry = await_entry("mail.given_up");
  EXPECT_EQ(text_at(entry, "/outcome"), "refused");
}

TEST_F(MailSuite, a_mail_that_is_refused_for_now_is_sent_again) {
  ASSERT_EQ(invite("later@books.example").status, 201);
  EXPECT_THAT(post().await("later@books.example").token(), HasSubstr("ghi_"));
}

TEST_F(MailSuite, nothing_is_lost_when_the_mail_server_is_down_and_ours_is_killed) {
  post().stop();
  ASSERT_EQ(invite("tal@books.example").status, 201) << "inviting does not wait for the mail";
  server().kill();
  server().start();
  post().start();
  EXPECT_THAT(post().await("tal@books.example").token(), HasSubstr("ghi_"));
}

}  // namespace
}  // namespace gatehouse::test
