// The provider's engineer, from the command line to the end of the hour.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class SupportSuite : public testing::Test {
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
  static const RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }
  static const NewBot& bot() { return *bot_; }

  static Finished admin(std::vector<std::string> rest) {
    std::vector<std::string> all{"admin", "support"};
    all.insert(all.end(), rest.begin(), rest.end());
    all.insert(all.end(), {"--data", server().data().string()});
    return run_gatehouse(std::move(all));
  }
  // The id of a grant that was asked for.
  static std::string asked(std::string_view scope) {
    const Finished done = admin({"request", "--workspace", "Harbour Books", "--scope",
                                 std::string{scope}, "--reason", "Ticket 4711: answers are late."});
    EXPECT_EQ(done.code, 0) << done.errors;
    return done.output.substr(0, done.output.find('\n'));
  }
  static Answer approve(std::string_view grant) {
    const Json all = body_of(owner().get("/api/v1/approvals"));
    const Json request = with(list_at(all, "/items"), "/object", grant);
    return owner().post(fmt::format("/api/v1/approvals/{}/approve", text_at(request, "/id")),
                        fmt::format(R"({{"digest":"{}"}})", text_at(request, "/digest")));
  }
  static Member engineer(const std::string& grant) {
    const Finished link = admin({"link", "--grant", grant});
    EXPECT_EQ(link.code, 0) << link.errors;
    EXPECT_THAT(link.output, HasSubstr("/support#ghs_"));
    const std::size_t hash = link.output.find('#');
    const std::string token = link.output.substr(hash + 1, link.output.find('\n') - hash - 1);
    Member support{server()};
    const Answer opened =
        support.post("/api/v1/support/session", fmt::format(R"({{"token":"{}"}})", token));
    EXPECT_EQ(opened.status, 201) << opened.body;
    support.adopt(opened);
    return support;
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static NewBot* bot_ = nullptr;
};

TEST_F(SupportSuite, asks_reads_what_was_approved_and_is_shown_the_door) {
  const Visitor visitor{server(), bot().widget};
  const std::string conversation = visitor.say("My parcel is late").text_at("/conversation/id");
  const std::string grant = asked("conversations");
  const Finished early = admin({"link", "--grant", grant});
  EXPECT_EQ(early.code, 2);
  EXPECT_THAT(early.errors, HasSubstr("has not approved"));

  ASSERT_EQ(approve(grant).status, 200);
  const Member support = engineer(grant);
  EXPECT_EQ(text_at(support.session, "/support/scope"), "conversations");
  const std::string path = fmt::format("/api/v1/conversations/{}/messages", conversation);
  EXPECT_THAT(support.get(path).body, HasSubstr("My parcel is late"));
  EXPECT_EQ(support.get("/api/v1/bots").problem(), "access.forbidden");
  EXPECT_EQ(support.get("/api/v1/approvals").problem(), "access.beyond_support");
  EXPECT_EQ(support.post(path, R"({"client_id":"support-writes","text":"Hello"})").problem(),
            "access.beyond_support");
  EXPECT_EQ(support.listen_answer("/api/v1/socket").problem(), "access.beyond_support");
  EXPECT_EQ(admin({"link", "--grant", grant}).code, 2) << "one session a grant";

  EXPECT_THAT(owner().get("/api/v1/audit?limit=200").body, HasSubstr("support.read"));
  EXPECT_THAT(owner().get("/api/v1/audit?limit=200").body, HasSubstr(grant));
  EXPECT_THAT(owner().get("/api/v1/support").body, HasSubstr(R"("is_live":true)"));
  EXPECT_EQ(owner().post(fmt::format("/api/v1/support/{}/end", grant)).status, 204);
  EXPECT_EQ(support.get(path).problem(), "access.support_over");
  EXPECT_THAT(owner().get("/api/v1/support").body, Not(HasSubstr(R"("is_live":true)")));
}

TEST_F(SupportSuite, ends_itself_or_is_ended_on_the_machine) {
  const std::string first = asked("bots");
  ASSERT_EQ(approve(first).status, 200);
  const Member leaving = engineer(first);
  EXPECT_EQ(leaving.get("/api/v1/bots").status, 200);
  EXPECT_EQ(leaving.remove("/api/v1/session").status, 204);
  EXPECT_EQ(leaving.get("/api/v1/bots").problem(), "access.support_over");

  const std::string second = asked("members");
  ASSERT_EQ(approve(second).status, 200);
  const Member ended = engineer(second);
  EXPECT_EQ(ended.get("/api/v1/members").status, 200);
  EXPECT_EQ(admin({"end", "--grant", second}).code, 0);
  EXPECT_EQ(ended.get("/api/v1/members").problem(), "access.support_over");
}

TEST_F(SupportSuite, says_what_is_wrong_with_a_request) {
  const auto request = [](std::string workspace, std::string scope, std::string reason) {
    return admin({"request", "--workspace", std::move(workspace), "--scope", std::move(scope),
                  "--reason", std::move(reason)});
  };
  EXPECT_THAT(request("Nowhere", "bots", "Ticket 4711: late.").errors,
              HasSubstr("no such workspace"));
  EXPECT_THAT(request("Harbour Books", "all", "Ticket 4711: late.").errors, HasSubstr("one of"));
  EXPECT_THAT(request("Harbour Books", "bots", "because").errors, HasSubstr("10 to 300"));
}

TEST_F(SupportSuite, attacker_cannot_use_a_declined_grant) {
  const std::string grant = asked("conversations");
  const Json all = body_of(owner().get("/api/v1/approvals"));
  const Json request = with(list_at(all, "/items"), "/object", grant);
  ASSERT_EQ(
      owner().post(fmt::format("/api/v1/approvals/{}/decline", text_at(request, "/id"))).status,
      200);
  EXPECT_EQ(admin({"link", "--grant", grant}).code, 2);
}

}  // namespace
}  // namespace gatehouse::test
