// Stopping and starting again: nobody is cut off, nobody has to sign in again, nothing is lost.
#include <gmock/gmock.h>

#include <csignal>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using assurance::Ask;
using assurance::Wire;

class Restart : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
    bot_ = new NewBot{bot_of_a_shop(*owner_)};
  }
  static void TearDownTestSuite() {
    delete bot_;
    delete owner_;
    delete server_;
  }
  static RunningServer& server() { return *server_; }
  static Member& owner() { return *owner_; }
  static Visitor new_visitor() { return {*server_, bot_->widget}; }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static NewBot* bot_ = nullptr;
};

TEST_F(Restart, sessions_tokens_and_conversations_survive) {
  const Visitor visitor = new_visitor();
  LiveSocket widget = visitor.listen();
  EXPECT_EQ(visitor.say(kShopQuestion).status, 201);
  widget.await_author("bot");
  const Json before = visitor.view();
  EXPECT_EQ(server().stop(), 0);
  server().start();
  EXPECT_EQ(visitor.view(), before);
  EXPECT_EQ(owner().get("/api/v1/session").status, 200);
  EXPECT_EQ(owner().renew().status, 200);
  EXPECT_EQ(owner().patch("/api/v1/workspace", R"({"name":"Harbour Books"})").status, 200);
}

TEST_F(Restart, open_sockets_are_told_goodbye) {
  LiveSocket inbox = owner().listen();
  const Visitor visitor = new_visitor();
  LiveSocket widget = visitor.listen();
  server().process().send(SIGTERM);
  for (LiveSocket* socket : {&inbox, &widget}) {
    EXPECT_EQ(text_at(socket->await("bye"), "/reason"), "restarting");
    EXPECT_TRUE(socket->ends());
  }
  EXPECT_EQ(server().stop(), 0);
  server().start();
}

TEST_F(Restart, an_interrupt_from_the_keyboard_ends_it_the_same_way) {
  server().process().send(SIGINT);
  EXPECT_EQ(server().process().wait(), 0);
  EXPECT_EQ(server().stop(), 0);
  server().start();
}

// A request whose headers are in when the server is told to stop.
TEST_F(Restart, a_request_that_has_begun_is_finished) {
  const Visitor visitor = new_visitor();
  LiveSocket inbox = owner().listen();
  auto wire = visitor.attacker().tls();
  ASSERT_TRUE(wire.has_value());
  const std::string id = fresh_client_id();
  Ask ask{.method = "POST",
          .target = visitor.path("/messages"),
          .headers = {{"Authorization", "Bearer " + visitor.token}, {"Expect", "100-continue"}},
          .body = fmt::format(R"({{"client_id":"{}","text":"Am I too late?"}})", id)};
  const std::string text = assurance::request_text(server().place(), ask);
  const std::size_t head = text.find("\r\n\r\n") + 4;
  ASSERT_TRUE(wire->send(text.substr(0, head)).has_value());
  const auto go_on = wire->receive(kPatience);  // it has read the headers
  ASSERT_TRUE(go_on && go_on->starts_with("HTTP/1.1 100")) << go_on.value_or("nothing");
  server().process().send(SIGTERM);
  inbox.await("bye");  // it has begun to stop
  ASSERT_TRUE(wire->send(text.substr(head)).has_value());
  const auto answer = assurance::read_answer(*wire);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 201) << answer->body;
  EXPECT_TRUE(wire->closed_within(kPatience));
  EXPECT_EQ(server().stop(), 0);

  server().start();
  EXPECT_FALSE(with(list_at(visitor.view(), "/messages"), "/client_id", id).is_null());
}

TEST_F(Restart, failed_logins_are_not_forgotten) {
  Member mallory{server()};
  for (int attempt = 0; attempt < 3; ++attempt)
    EXPECT_EQ(mallory.sign_in("nobody@example.com", "a wrong guess at it").problem(),
              "identity.login_refused");
  server().kill();
  server().start();
  // Slowed down, or challenged once the second's pause is over.
  EXPECT_THAT(mallory.sign_in("nobody@example.com", "a wrong guess at it").problem(),
              testing::AnyOf("identity.login_locked", "identity.challenge_needed"));
}

}  // namespace
}  // namespace gatehouse::test
