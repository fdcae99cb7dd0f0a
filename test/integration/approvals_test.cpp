// What nobody does alone: asked for by one, approved by another, done once.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/pass_time.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ApprovalsSuite : public testing::Test {
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
  static const Member& owner() { return *owner_; }
  static std::string path_of(const Member& member) {
    return "/api/v1/members/" + text_at(member.session, "/person/id");
  }
  static std::string role_of(std::string_view email) {
    const Json members = body_of(owner().get("/api/v1/members"));
    return text_at(with(list_at(members, "/items"), "/email", email), "/role");
  }
  static Answer decide(const Member& by, const Answer& asked, std::string_view how) {
    const std::string body =
        how == "approve" ? fmt::format(R"({{"digest":"{}"}})", asked.text_at("/digest")) : "{}";
    return by.post(fmt::format("/api/v1/approvals/{}/{}", asked.text_at("/id"), how), body);
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(ApprovalsSuite, a_sole_owner_waits_for_a_day_and_is_told_when) {
  Member dana = joined(owner(), "dana@example.com", "agent");
  const Answer asked =
      owner().patch(path_of(dana), R"({"role":"administrator","reason":"She leads the team."})");
  ASSERT_EQ(asked.status, 202) << asked.body;
  EXPECT_EQ(asked.text_at("/state"), "waiting");
  EXPECT_EQ(asked.text_at("/reason"), "She leads the team.");
  EXPECT_THAT(asked.text_at("/due_at"), Not(testing::IsEmpty()));
  EXPECT_EQ(decide(owner(), asked, "approve").brief(), "403 access.own_request");
  EXPECT_EQ(role_of("dana@example.com"), "agent");
  LiveSocket inbox = dana.listen();
  let_a_day_pass_for_requests(server());
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(role_of("dana@example.com"), "administrator");
  EXPECT_THAT(owner().get("/api/v1/approvals").body, HasSubstr(R"("state":"done")"));
}

TEST_F(ApprovalsSuite, a_cancelled_request_comes_to_nothing) {
  const Member noa = joined(owner(), "noa@example.com", "agent");
  const Answer asked = owner().patch(path_of(noa), R"({"role":"owner","reason":"a test"})");
  ASSERT_EQ(asked.status, 202) << asked.body;
  EXPECT_EQ(decide(noa, asked, "withdraw").status, 404) << "somebody else's";
  EXPECT_EQ(decide(owner(), asked, "withdraw").status, 200);
  let_a_day_pass_for_requests(server());
  EXPECT_EQ(decide(owner(), asked, "withdraw").brief(), "409 access.request_over");
  EXPECT_EQ(role_of("noa@example.com"), "agent");
}

TEST_F(ApprovalsSuite, whoever_is_invited_to_decide_works_as_an_agent_meanwhile) {
  const Answer invitation =
      owner().post("/api/v1/invitations", R"({"email":"ruth@example.com","role":"administrator"})");
  ASSERT_EQ(invitation.status, 201) << invitation.body;
  EXPECT_THAT(invitation.text_at("/approval"), HasSubstr("apr_"));
  const std::string link = invitation.text_at("/link");
  Member ruth{server()};
  const Answer answer = ruth.post("/api/v1/invitations/accept",
                                  fmt::format(R"({{"token":"{}","name":"Ruth","password":"{}"}})",
                                              link.substr(link.find('#') + 1), kMemberPassword));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.text_at("/role"), "agent");
}

TEST_F(ApprovalsSuite, what_a_power_failure_interrupts_is_done_once_afterwards) {
  const Member eli = joined(owner(), "eli@example.com", "agent");
  ASSERT_EQ(owner().patch(path_of(eli), R"({"role":"administrator","reason":"a test"})").status,
            202);
  server().kill();
  let_a_day_pass_for_requests(server());
  server().start();
  EXPECT_EQ(role_of("eli@example.com"), "administrator");
  const Json requests = body_of(owner().get("/api/v1/approvals"));
  EXPECT_EQ(text_at(with(list_at(requests, "/items"), "/subject", "Member agent"), "/state"),
            "done");
}

}  // namespace
}  // namespace gatehouse::test
