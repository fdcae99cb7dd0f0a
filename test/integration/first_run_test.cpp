// From an empty folder to the first answer of the first bot.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FirstRun : public testing::Test {
 protected:
  RunningServer server;
};

std::string token_body(std::string_view token) {
  return fmt::format(R"({{"token":{}}})", in_quotes(token));
}

TEST_F(FirstRun, nobody_can_sign_in_before_there_is_an_owner) {
  for (const auto& [email, password] : {std::pair{"admin@localhost", "admin"},
                                        {"admin", "password"},
                                        {"root@example.com", ""},
                                        {"owner@example.com", "gatehouse"},
                                        {"admin@example.com", "changeme"}}) {
    // Each from elsewhere, or the third would be asked to solve a puzzle.
    const Answer answer = Client{server}.post(
        "/api/v1/session",
        fmt::format(R"({{"email":"{}","password":"{}"}})", email, *password ? password : "x"));
    EXPECT_EQ(answer.status, 401) << email;
    EXPECT_EQ(answer.problem(), "identity.login_refused");
    EXPECT_THAT(answer.header("set-cookie"), IsEmpty());
  }
}

TEST_F(FirstRun, a_set_up_link_makes_one_owner_and_then_no_other) {
  const std::string token = setup_token(server);
  Client stranger{server};
  EXPECT_EQ(stranger.post("/api/v1/setup/check", token_body(token)).status, 200);
  EXPECT_EQ(stranger.post("/api/v1/setup", setup_body(token)).status, 201);

  const Answer checked = stranger.post("/api/v1/setup/check", token_body(token));
  EXPECT_EQ(checked.status, 404);
  EXPECT_EQ(checked.text_at("/title"),
            "This link is used up, too old or not complete. Ask for a new one.");
  const Answer again = stranger.post("/api/v1/setup", setup_body(token));
  EXPECT_TRUE(again.status == 404 || again.status == 409) << again.brief();
  EXPECT_THAT(again.header("set-cookie"), IsEmpty());

  const Finished link = run_gatehouse({"admin", "setup-link", "--data", server.data().string()});
  EXPECT_NE(link.code, 0);
  EXPECT_THAT(link.output, IsEmpty());
  EXPECT_THAT(link.errors, HasSubstr("has an owner already"));
}

TEST_F(FirstRun, a_newer_link_ends_the_older_one) {
  const std::string older = setup_token(server);
  const std::string newer = setup_token(server);
  const Client stranger{server};
  EXPECT_EQ(stranger.post("/api/v1/setup/check", token_body(older)).problem(),
            "identity.link_refused");
  EXPECT_EQ(stranger.post("/api/v1/setup/check", token_body(newer)).status, 200);
}

TEST_F(FirstRun, a_link_that_was_changed_or_made_up_is_refused) {
  std::string token = setup_token(server);
  token[10] = token[10] == 'A' ? 'B' : 'A';
  const Client stranger{server};
  for (const std::string& wrong :
       {token, token.substr(0, 12), std::string{"ghs_"} + std::string(43, 'A')})
    EXPECT_EQ(stranger.post("/api/v1/setup", setup_body(wrong)).problem(), "identity.link_refused")
        << wrong;
}

TEST_F(FirstRun, a_guessable_password_is_refused_and_the_link_stays_good) {
  const std::string token = setup_token(server);
  const Client stranger{server};
  for (const std::string_view password :
       {"password1234", "short", "harbour books", "olga@example.com"}) {
    const Answer answer = stranger.post("/api/v1/setup", setup_body(token, password));
    EXPECT_EQ(answer.problem(), "identity.password_refused") << password;
    EXPECT_EQ(answer.text_at("/field"), "/password");
  }
  EXPECT_EQ(stranger.post("/api/v1/setup", setup_body(token)).status, 201);
}

TEST_F(FirstRun, the_server_says_that_it_is_ready_and_nothing_more) {
  EXPECT_EQ(Client{server}.get("/health").text_at("/status"), "ok");
  EXPECT_EQ(server.stop(), 0);
  EXPECT_THAT(server.further_output(), IsEmpty());
}

TEST_F(FirstRun, its_certificate_holds_against_the_authority_in_the_data_folder) {
  assurance::TlsOffer offer;
  offer.authority_file = (server.data() / "tls" / "ca.crt").string();
  const auto trusted = Client{server}.attacker().tls(offer);
  EXPECT_TRUE(trusted.has_value()) << trusted.error().detail();
  offer.authority_file = "";  // the machine's own authorities, which have never heard of this one
  EXPECT_FALSE(Client{server}.attacker().tls(offer).has_value());
}

TEST_F(FirstRun, the_demo_page_waits_for_the_owner) {
  EXPECT_THAT(Client{server}.get("/demo").body, Not(HasSubstr("wgt_")));
}

// --- with an owner
// -----------------------------------------------------------------------------------

class FirstOwner : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static RunningServer& server() { return *server_; }
  static Member& owner() { return *owner_; }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(FirstOwner, is_signed_in_by_cookies_that_no_script_sees) {
  EXPECT_EQ(text_at(owner().session, "/role"), "owner");
  EXPECT_EQ(text_at(owner().session, "/person/email"), kOwnerEmail);
  EXPECT_EQ(text_at(owner().session, "/workspace/name"), "Harbour Books");
  EXPECT_EQ(list_at(owner().session, "/privileges").size(), 22U);
  Member again{server()};
  const Answer answer = again.sign_in(kOwnerEmail, kOwnerPassword);
  ASSERT_EQ(answer.status, 200) << answer.body;
  // Access, refresh, and that this browser is known.
  ASSERT_EQ(answer.all("set-cookie").size(), 3U);
  for (const std::string_view cookie : answer.all("set-cookie")) {
    EXPECT_TRUE(cookie.starts_with("__Host-gh_"));
    for (const std::string_view attribute :
         {"; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
      EXPECT_THAT(cookie, HasSubstr(attribute));
  }
  EXPECT_EQ(again.get("/api/v1/session").status, 200);
}

TEST_F(FirstOwner, finds_a_demo_bot_that_has_read_the_guide) {
  const NewBot bot = demo_bot(owner());
  ASSERT_FALSE(bot.id.empty());
  EXPECT_THAT(Client{server()}.get("/demo").body, HasSubstr(bot.widget));
  const Json sources = body_of(owner().get(fmt::format("/api/v1/bots/{}/sources", bot.id)));
  EXPECT_GE(list_at(sources, "/items").size(), 10U);
  EXPECT_FALSE(
      with(list_at(sources, "/items"), "/title", "Set-up link and owner account").is_null());
}

TEST_F(FirstOwner, sees_the_demo_bot_answer_from_the_guide_and_name_the_page) {
  const Visitor visitor{server(), demo_bot(owner()).widget};
  LiveSocket socket = visitor.listen();
  EXPECT_EQ(visitor.say("How long is the set-up link valid?").status, 201);
  const Json answer = at(socket.await_author("bot"), "/message");
  EXPECT_THAT(text_at(answer, "/text"), HasSubstr("15 minutes"));
  EXPECT_EQ(text_at(answer, "/citation/title"), "Set-up link and owner account");
  EXPECT_EQ(at(answer, "/offers_person"), Json(false));
}

TEST_F(FirstOwner, sees_the_demo_bot_offer_a_person_for_what_it_does_not_know) {
  const Visitor visitor{server(), demo_bot(owner()).widget};
  LiveSocket socket = visitor.listen();
  EXPECT_EQ(visitor.say("Which wine goes with grilled sardines?").status, 201);
  const Json answer = at(socket.await_author("bot"), "/message");
  EXPECT_EQ(at(answer, "/offers_person"), Json(true));
  EXPECT_TRUE(at(answer, "/citation").is_null());
  EXPECT_THAT(text_at(answer, "/text"), Not(IsEmpty()));
}

TEST_F(FirstOwner, is_told_while_typing_how_strong_a_password_is) {
  const auto strength = [](std::string_view password) {
    return body_of(Client{server()}.post(
        "/api/v1/password-strength",
        fmt::format(R"({{"password":{},"words":["Harbour Books"]}})", in_quotes(password))));
  };
  EXPECT_EQ(at(strength("password1234"), "/acceptable"), Json(false));
  EXPECT_EQ(at(strength(kOwnerPassword), "/acceptable"), Json(true));
  EXPECT_GE(number_at(strength(kOwnerPassword), "/score"), 3);
  EXPECT_EQ(list_at(strength("short"), "/advice").at(0), Json("too_short"));
}

}  // namespace
}  // namespace gatehouse::test
