// Signing in and out, renewing, and everything that ends a session.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "identity/challenge.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::AnyOf;
using testing::IsEmpty;
using testing::Not;

class SessionSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
  }
  static void TearDownTestSuite() {
    delete owner_;
    delete server_;
  }
  static const RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }
  static Member signed_in() {
    Member member{*server_};
    EXPECT_EQ(member.sign_in(kOwnerEmail, kOwnerPassword).status, 200);
    return member;
  }
  static std::string current_session(const Member& member) {
    for (const Json& entry : list_at(body_of(member.get("/api/v1/sessions")), "/items"))
      if (at(entry, "/current") == Json(true)) return text_at(entry, "/id");
    return {};
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(SessionSuite, a_renewal_replaces_both_tokens_and_the_old_refresh_token_is_spent) {
  Member member = signed_in();
  const Member before = member;
  EXPECT_EQ(member.renew().status, 200);
  EXPECT_NE(member.access, before.access);
  EXPECT_NE(member.refresh, before.refresh);
  EXPECT_EQ(member.csrf, before.csrf);  // the page goes on with the one it has
  EXPECT_EQ(member.get("/api/v1/session").status, 200);
  // At the same moment it can only be a second tab: it gets nothing, and nobody is signed out.
  Member second_tab = before;
  EXPECT_EQ(second_tab.renew().problem(), "identity.access_expired");
  EXPECT_THAT(second_tab.renew().header("set-cookie"), IsEmpty());
  EXPECT_EQ(member.get("/api/v1/session").status, 200);
}

TEST_F(SessionSuite, a_refresh_token_that_was_never_given_out_renews_nothing) {
  Member member = signed_in();
  member.refresh = "ghr_" + std::string(43, 'A');
  EXPECT_EQ(member.renew().problem(), "identity.signed_out");
  member.refresh.clear();
  EXPECT_EQ(member.renew().status, 401);
}

TEST_F(SessionSuite, signing_out_ends_tokens_and_socket_and_clears_the_cookies) {
  Member member = signed_in();
  LiveSocket inbox = member.listen();
  const Answer out = member.remove("/api/v1/session");
  EXPECT_EQ(out.status, 204) << out.body;
  for (const std::string_view cookie : out.all("set-cookie"))
    EXPECT_NE(cookie.find("Max-Age=0"), std::string_view::npos);
  EXPECT_EQ(out.all("set-cookie").size(), 2U);
  EXPECT_EQ(text_at(inbox.await("bye"), "/reason"), "signed_out");
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(member.get("/api/v1/session").problem(), "identity.signed_out");
  EXPECT_EQ(member.renew().problem(), "identity.signed_out");
  EXPECT_EQ(member.listen_answer("/api/v1/socket").status, 401);
  EXPECT_EQ(owner().get("/api/v1/session").status, 200);
}

TEST_F(SessionSuite, another_session_is_shown_and_can_be_ended_from_here) {
  const Member here = signed_in();
  const Member there = signed_in();
  const std::string id = current_session(there);
  ASSERT_THAT(id, Not(IsEmpty()));
  const Json shown = body_of(here.get("/api/v1/sessions"));
  EXPECT_EQ(at(with(list_at(shown, "/items"), "/id", id), "/current"), Json(false));
  LiveSocket inbox = there.listen();
  EXPECT_EQ(here.remove("/api/v1/sessions/" + id).status, 204);
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(there.get("/api/v1/session").status, 401);
  EXPECT_TRUE(with(list_at(body_of(here.get("/api/v1/sessions")), "/items"), "/id", id).is_null());
  EXPECT_EQ(here.remove("/api/v1/sessions/" + id).status, 404);
}

TEST_F(SessionSuite, a_new_password_ends_every_other_session) {
  Member rina = joined(owner(), "rina@example.com", "agent");
  Member elsewhere{server()};
  EXPECT_EQ(elsewhere.sign_in("rina@example.com", kMemberPassword).status, 200);
  LiveSocket inbox = elsewhere.listen();
  constexpr std::string_view kNew = "four brisk paper kites";
  const auto change = [&rina](std::string_view current, std::string_view password) {
    return rina.post("/api/v1/password", fmt::format(R"({{"current":{},"password":{}}})",
                                                     in_quotes(current), in_quotes(password)));
  };
  const Answer wrong = change("not my password at all", kNew);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.problem(), "identity.password_wrong");
  EXPECT_EQ(wrong.text_at("/field"), "/current");
  EXPECT_EQ(change(kMemberPassword, "password1234").problem(), "identity.password_refused");
  EXPECT_EQ(elsewhere.get("/api/v1/session").status, 200);

  const Answer changed = change(kMemberPassword, kNew);
  EXPECT_EQ(changed.status, 204) << changed.body;
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(elsewhere.get("/api/v1/session").status, 401);
  EXPECT_EQ(rina.get("/api/v1/session").status, 200);
  EXPECT_EQ(elsewhere.sign_in("rina@example.com", kMemberPassword).problem(),
            "identity.login_refused");
  EXPECT_EQ(elsewhere.sign_in("rina@example.com", kNew).status, 200);
}

TEST_F(SessionSuite, a_wrong_password_and_an_unknown_person_get_one_answer) {
  Member somebody{server()};
  const Json wrong = body_of(somebody.sign_in(kOwnerEmail, "not the password of hers"));
  const Json unknown = body_of(somebody.sign_in("nobody@example.com", "not the password of hers"));
  const Json impossible =
      body_of(somebody.sign_in("no address at all", "not the password of hers"));
  for (const std::string_view member : {"/code", "/title", "/status", "/detail", "/field"}) {
    EXPECT_EQ(at(wrong, member), at(unknown, member)) << member;
    EXPECT_EQ(at(wrong, member), at(impossible, member)) << member;
  }
  EXPECT_EQ(text_at(wrong, "/code"), "identity.login_refused");
}

TEST_F(SessionSuite, wrong_passwords_are_slowed_down_for_known_and_unknown_alike) {
  (void)joined(owner(), "lior@example.com", "agent");
  for (const std::string_view email : {"lior@example.com", "stranger@example.com"}) {
    Member guesser{server()};
    // A pause or a puzzle, whichever comes first: pauses of a second end while others work.
    int refused = 0;
    Answer answer = guesser.sign_in(email, "a guess at the password");
    for (; answer.problem() == "identity.login_refused" && refused < 6; ++refused)
      answer = guesser.sign_in(email, "a guess at the password");
    EXPECT_GE(refused, 2) << email;
    EXPECT_LE(refused, 5) << email;
    EXPECT_THAT(answer.problem(), AnyOf("identity.login_locked", "identity.challenge_needed"));
    EXPECT_NE(Member{server()}.sign_in(email, kMemberPassword).status, 200);  // from elsewhere too
  }
}

TEST_F(SessionSuite, a_network_that_fails_has_to_solve_a_puzzle_and_each_once) {
  Member guesser{server()};
  for (const std::string_view email : {"one@example.com", "two@example.com", "three@example.com"})
    EXPECT_EQ(guesser.sign_in(email, "a guess").problem(), "identity.login_refused");
  EXPECT_EQ(guesser.sign_in(kOwnerEmail, kOwnerPassword).problem(), "identity.challenge_needed");
  const Answer puzzle = guesser.get("/api/v1/session/challenge");
  ASSERT_EQ(puzzle.status, 200) << puzzle.body;
  const auto proof = identity::solved(*json::read<identity::Challenge>(puzzle.body));
  const std::string body =
      fmt::format(R"({{"email":{},"password":{},"proof":{}}})", in_quotes(kOwnerEmail),
                  in_quotes(kOwnerPassword), json::write(proof));
  EXPECT_EQ(guesser.post("/api/v1/session", body).status, 200);
  EXPECT_EQ(guesser.post("/api/v1/session", body).problem(), "identity.challenge_needed");
}

TEST_F(SessionSuite, a_change_needs_the_sessions_own_csrf_token) {
  Member member = signed_in();
  const std::string own = member.csrf;
  for (const std::string& token : {std::string{}, signed_in().csrf, own.substr(1)}) {
    member.csrf = token;
    EXPECT_EQ(member.patch("/api/v1/workspace", R"({"name":"Taken"})").problem(),
              "edge.bad_csrf_token");
    EXPECT_EQ(member.listen_answer("/api/v1/socket").status, 403);
  }
  member.csrf = own;
  EXPECT_EQ(member.patch("/api/v1/workspace", R"({"name":"Harbour Books"})").status, 200);
}

}  // namespace
}  // namespace gatehouse::test
