// Leaving a workspace, coming back, and reasons.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/clock.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

class Leaving : public testing::Test {
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
  static std::string path_of(const Member& member, std::string_view rest) {
    return fmt::format("/api/v1/members/{}{}", person_of(member), rest);
  }
  static Json departure_of(const Member& member) {
    return with(list_at(body_of(owner().get("/api/v1/departures")), "/items"), "/person",
                person_of(member));
  }
  static std::string conversation_of(const Visitor& visitor) {
    return text_at(visitor.view(), "/conversation/id");
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST_F(Leaving, says_what_will_end_and_ends_it) {
  Member amir = joined(owner(), "amir@example.com", "supervisor");
  const NewBot bot = bot_of_a_shop(owner());
  const Visitor visitor{server(), bot.widget};
  EXPECT_LT(visitor.say("Is somebody there?").status, 300);
  const std::string conversation = conversation_of(visitor);
  EXPECT_EQ(amir.post(fmt::format("/api/v1/conversations/{}/take-over", conversation)).status, 200);
  const Json before = body_of(owner().get(path_of(amir, "/leave")));
  EXPECT_GE(number_at(before, "/sessions"), 1);
  EXPECT_EQ(number_at(before, "/conversations"), 1);

  LiveSocket inbox = amir.listen();
  const Answer left = owner().post(path_of(amir, "/leave"), R"({"reason":"Left the company"})");
  ASSERT_EQ(left.status, 200) << left.body;
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(number_at(body_of(left), "/ended/conversations"), 1);
  EXPECT_EQ(text_at(body_of(owner().get("/api/v1/conversations/" + conversation)), "/handled_by"),
            "waiting");
  EXPECT_EQ(amir.sign_in("amir@example.com", kMemberPassword).problem(), "identity.suspended");
  EXPECT_EQ(owner().post(path_of(amir, "/leave"), R"({"reason":"Once more"})").problem(),
            "identity.suspended_already");
}

TEST_F(Leaving, conversations_go_to_the_heir_who_may_speak_there) {
  Member noa = joined(owner(), "noa@example.com", "supervisor");
  const Member ruth = joined(owner(), "ruth@example.com", "supervisor");
  const NewBot bot = bot_of_a_shop(owner());
  const Visitor visitor{server(), bot.widget};
  EXPECT_LT(visitor.say("Hello").status, 300);
  const std::string conversation = conversation_of(visitor);
  EXPECT_EQ(noa.post(fmt::format("/api/v1/conversations/{}/take-over", conversation)).status, 200);
  const Answer left =
      owner().post(path_of(noa, "/leave"),
                   fmt::format(R"({{"reason":"Parental leave","heir":"{}"}})", person_of(ruth)));
  EXPECT_EQ(left.status, 200) << left.body;
  EXPECT_EQ(text_at(body_of(owner().get("/api/v1/conversations/" + conversation)), "/assignee/id"),
            person_of(ruth));
  EXPECT_EQ(owner()
                .post(path_of(ruth, "/leave"),
                      fmt::format(R"({{"reason":"Leaves","heir":"{}"}})", person_of(noa)))
                .problem(),
            "identity.bad_heir");
}

TEST_F(Leaving, who_comes_back_signs_in_as_before_with_a_reason) {
  Member gil = joined(owner(), "gil@example.com", "agent");
  EXPECT_EQ(owner().post(path_of(gil, "/return"), R"({"reason":"Too early"})").problem(),
            "identity.not_suspended");
  EXPECT_EQ(owner().post(path_of(gil, "/leave"), R"({"reason":"Sabbatical"})").status, 200);
  EXPECT_EQ(owner().post(path_of(gil, "/return"), "{}").problem(), "identity.reason_needed");
  EXPECT_EQ(owner().post(path_of(gil, "/return"), R"({"reason":"Back again"})").status, 204);
  EXPECT_EQ(gil.sign_in("gil@example.com", kMemberPassword).status, 200);
}

TEST_F(Leaving, notice_is_given_a_day_ahead_and_withdrawn) {
  Member tal = joined(owner(), "tal@example.com", "agent");
  const auto in = [](std::chrono::hours hours) {
    return fmt::format(R"({{"reason":"Last day","at":"{}"}})",
                       rfc3339(SystemClock{}.now() + hours));
  };
  EXPECT_EQ(owner().post(path_of(tal, "/leave"), in(std::chrono::hours{30})).problem(),
            "identity.notice_too_long");
  EXPECT_EQ(owner().post(path_of(tal, "/leave"), in(std::chrono::hours{8})).status, 200);
  EXPECT_EQ(tal.get("/api/v1/session").status, 200);
  EXPECT_EQ(text_at(departure_of(tal), "/ended_at"), "");
  EXPECT_EQ(owner().remove(path_of(tal, "/leave")).status, 204);
  EXPECT_TRUE(departure_of(tal).is_null());
}

TEST_F(Leaving, keys_and_their_sockets_end_too_and_are_counted) {
  const Member eva = joined(owner(), "eva@example.com", "supervisor");
  const assurance::Attacker machine = machine_of(eva);
  EXPECT_EQ(machine.get("/api/v1/members").status, 200);
  auto socket = machine.socket("/api/v1/socket");
  ASSERT_TRUE(socket && socket->second) << "the machine listens";
  EXPECT_EQ(number_at(body_of(owner().get(path_of(eva, "/leave"))), "/keys"), 1);
  const Answer left = owner().post(path_of(eva, "/leave"), R"({"reason":"Left the company"})");
  EXPECT_EQ(number_at(body_of(left), "/ended/keys"), 1) << left.body;
  EXPECT_EQ(machine.get("/api/v1/members").brief(), "401 identity.key_refused");
  EXPECT_TRUE(LiveSocket{*std::move(socket->second)}.ends());
  // What ended with them does not come back with them.
  EXPECT_EQ(owner().post(path_of(eva, "/return"), R"({"reason":"Back again"})").status, 204);
  EXPECT_EQ(machine.get("/api/v1/members").brief(), "401 identity.key_refused");
}

TEST_F(Leaving, what_a_leaver_waited_for_lapses) {
  const Member ron = joined(owner(), "ron@example.com", "agent");
  EXPECT_EQ(owner()
                .patch(path_of(ron, ""), R"({"role":"administrator","reason":"Leads the team"})")
                .status,
            202);
  EXPECT_EQ(owner().post(path_of(ron, "/leave"), R"({"reason":"Left after all"})").status, 200);
  const Json requests = body_of(owner().get("/api/v1/approvals"));
  EXPECT_EQ(text_at(with(list_at(requests, "/items"), "/object", person_of(ron)), "/state"),
            "lapsed");
}

TEST_F(Leaving, the_last_owner_stays) {
  EXPECT_EQ(owner().post(path_of(owner(), "/leave"), R"({"reason":"I go"})").problem(),
            "access.last_owner");
}

TEST_F(Leaving, a_role_changes_with_a_reason_only) {
  const Member dana = joined(owner(), "dana@example.com", "agent");
  const std::string path = path_of(dana, "");
  EXPECT_EQ(owner().patch(path, R"({"role":"builder"})").problem(), "identity.reason_needed");
  EXPECT_EQ(owner().patch(path, R"({"role":"builder","reason":"x"})").problem(),
            "identity.reason_needed");
  EXPECT_EQ(owner().patch(path, R"({"role":"builder","reason":"Builds bots now"})").status, 200);
}

}  // namespace
}  // namespace gatehouse::test
