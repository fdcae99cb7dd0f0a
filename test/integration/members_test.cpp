// Inviting, joining, roles and leaving.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;

class MembersSuite : public testing::Test {
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
  static std::string person_of(const Member& member) {
    return text_at(member.session, "/person/id");
  }
  static std::string path_of(const Member& member) {
    return "/api/v1/members/" + person_of(member);
  }
  static Answer invite(const Member& by, std::string_view email, std::string_view role) {
    return by.post("/api/v1/invitations",
                   fmt::format(R"({{"email":"{}","role":"{}"}})", email, role));
  }
  static std::string token_of(const Answer& invitation) {
    const std::string link = invitation.text_at("/link");
    return link.substr(link.find('#') + 1);
  }
  static Json member_list() { return body_of(owner().get("/api/v1/members")); }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(MembersSuite, an_invitation_brings_one_person_in_with_its_role) {
  const Answer invitation = invite(owner(), "amir@example.com", "agent");
  ASSERT_EQ(invitation.status, 201) << invitation.body;
  EXPECT_THAT(invitation.text_at("/link"), HasSubstr(server().place().origin() + "/join#"));
  const std::string token = in_quotes(token_of(invitation));
  Member amir{server()};
  const Json shown =
      body_of(amir.post("/api/v1/invitations/check", fmt::format(R"({{"token":{}}})", token)));
  EXPECT_EQ(text_at(shown, "/email"), "amir@example.com");
  EXPECT_EQ(text_at(shown, "/workspace"), "Harbour Books");
  EXPECT_EQ(text_at(shown, "/role"), "agent");

  const std::string accept = fmt::format(R"({{"token":{},"name":"Amir Agent","password":{}}})",
                                         token, in_quotes(kMemberPassword));
  const Answer joined = amir.post("/api/v1/invitations/accept", accept);
  ASSERT_EQ(joined.status, 201) << joined.body;
  amir.adopt(joined);
  EXPECT_EQ(amir.get("/api/v1/session").text_at("/person/name"), "Amir Agent");
  EXPECT_EQ(text_at(with(list_at(member_list(), "/items"), "/email", "amir@example.com"), "/role"),
            "agent");

  EXPECT_EQ(Client{server()}.post("/api/v1/invitations/accept", accept).problem(),
            "identity.link_refused");
  EXPECT_EQ(invite(owner(), "amir@example.com", "agent").problem(), "identity.already_member");
}

TEST_F(MembersSuite, a_guessable_password_is_refused_and_the_invitation_stays_good) {
  const Answer invitation = invite(owner(), "gil@example.com", "agent");
  const Client gil{server()};
  const auto accept = [&](std::string_view password) {
    return gil.post("/api/v1/invitations/accept",
                    fmt::format(R"({{"token":"{}","name":"Gil","password":{}}})",
                                token_of(invitation), in_quotes(password)));
  };
  EXPECT_EQ(accept("password1234").problem(), "identity.password_refused");
  EXPECT_EQ(accept(kMemberPassword).status, 201);
}

TEST_F(MembersSuite, a_new_role_counts_from_the_next_sign_in_and_the_old_sessions_end) {
  Member dana = joined(owner(), "dana@example.com", "agent");
  EXPECT_EQ(dana.post("/api/v1/bots", R"({"name":"Mine"})").status, 403);
  const Answer changed = owner().patch(path_of(dana), R"({"role":"builder","reason":"a test"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.text_at("/role"), "builder");
  EXPECT_EQ(dana.get("/api/v1/session").status, 401);
  EXPECT_EQ(dana.sign_in("dana@example.com", kMemberPassword).status, 200);
  EXPECT_EQ(dana.post("/api/v1/bots", R"({"name":"Mine"})").status, 201);
}

TEST_F(MembersSuite, who_is_removed_is_out_at_once_and_their_socket_closes) {
  Member noa = joined(owner(), "noa@example.com", "agent");
  LiveSocket inbox = noa.listen();
  EXPECT_EQ(owner().remove(path_of(noa)).status, 204);
  EXPECT_EQ(text_at(inbox.await("bye"), "/reason"), "signed_out");
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(noa.get("/api/v1/session").problem(), "identity.signed_out");
  EXPECT_EQ(noa.renew().status, 401);
  EXPECT_EQ(noa.sign_in("noa@example.com", kMemberPassword).problem(), "identity.login_refused");
  EXPECT_TRUE(with(list_at(member_list(), "/items"), "/email", "noa@example.com").is_null());
  EXPECT_EQ(owner().remove(path_of(noa)).status, 404);
}

TEST_F(MembersSuite, the_last_owner_stays) {
  const Answer lowered = owner().patch(path_of(owner()), R"({"role":"agent","reason":"a test"})");
  EXPECT_EQ(lowered.status, 409);
  EXPECT_EQ(lowered.problem(), "access.last_owner");
  EXPECT_EQ(owner().remove(path_of(owner())).problem(), "access.last_owner");
  EXPECT_EQ(owner().get("/api/v1/session").status, 200);
}

TEST_F(MembersSuite, administrators_do_not_make_or_remove_owners) {
  const Member ruth = joined(owner(), "ruth@example.com", "administrator");
  EXPECT_EQ(invite(ruth, "eve@example.com", "owner").problem(), "access.cannot_grant");
  EXPECT_EQ(ruth.patch(path_of(ruth), R"({"role":"owner","reason":"a test"})").problem(),
            "access.cannot_grant");
  EXPECT_EQ(ruth.remove(path_of(owner())).problem(), "access.cannot_grant");
  EXPECT_EQ(ruth.patch(path_of(owner()), R"({"role":"agent","reason":"a test"})").problem(),
            "access.cannot_grant");
  EXPECT_EQ(invite(ruth, "yael@example.com", "agent").status, 201);
}

TEST_F(MembersSuite, agents_work_in_the_inbox_and_manage_nothing) {
  const Member agent = joined(owner(), "tal@example.com", "agent");
  EXPECT_EQ(agent.get("/api/v1/conversations").status, 200);
  EXPECT_EQ(agent.get("/api/v1/members").status, 200);
  EXPECT_EQ(invite(agent, "friend@example.com", "agent").problem(), "access.forbidden");
  EXPECT_EQ(agent.patch(path_of(agent), R"({"role":"administrator","reason":"a test"})").problem(),
            "access.forbidden");
  EXPECT_EQ(agent.get("/api/v1/audit").problem(), "access.forbidden");
}

TEST_F(MembersSuite, the_workspace_has_the_name_that_was_given_last) {
  EXPECT_EQ(
      owner().patch("/api/v1/workspace", R"({"name":"Harbour Books & Maps"})").text_at("/name"),
      "Harbour Books & Maps");
  EXPECT_EQ(owner().get("/api/v1/workspace").text_at("/name"), "Harbour Books & Maps");
  EXPECT_EQ(owner().get("/api/v1/session").text_at("/workspace/name"), "Harbour Books & Maps");
  EXPECT_EQ(owner().patch("/api/v1/workspace", R"({"name":"Harbour Books"})").status, 200);
}

}  // namespace
}  // namespace gatehouse::test
