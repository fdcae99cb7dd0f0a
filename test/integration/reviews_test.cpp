// Reviews of access: rights looked at again by somebody else, with evidence that anybody can check.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "crypto/crypto.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::HasSubstr;

std::string person_of(const Member& member) { return text_at(member.session, "/person/id"); }

class ReviewsSuite : public testing::Test {
 protected:
  RunningServer server;
  Member owner = set_up(server);

  std::string opened(std::string_view scope = "everybody") {
    const Answer answer = owner.post("/api/v1/reviews", fmt::format(R"({{"scope":"{}"}})", scope));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return "/api/v1/reviews/" + answer.text_at("/review/id");
  }
  static Answer decide(const Member& by, const std::string& review, const std::string& person,
                       std::string_view body) {
    return by.post(fmt::format("{}/lines/{}", review, person), std::string{body});
  }
  // An owner beside the first one, so that each can review the other.
  Member second_owner() {
    Member other = joined(owner, "ora@example.com", "owner");
    EXPECT_EQ(other.enrol().status, 201);
    return other;
  }
};

constexpr std::string_view kKeep = R"({"decision":"keep"})";

TEST_F(ReviewsSuite, are_prefilled_decided_closed_and_signed) {
  Member other = second_owner();
  const Member amir = joined(owner, "amir@example.com", "agent");
  const Member dina = joined(owner, "dina@example.com", "supervisor");
  const std::string review = opened();

  const Json whole = body_of(owner.get(review));
  ASSERT_EQ(list_at(whole, "/lines").size(), 4u);
  const Json& line = with(list_at(whole, "/lines"), "/person", person_of(amir));
  EXPECT_EQ(text_at(line, "/facts/role"), "agent");
  EXPECT_FALSE(at(line, "/facts/dormant").as_bool());
  EXPECT_FALSE(at(line, "/facts/has_factor").as_bool());
  EXPECT_TRUE(at(line, "/verdict").is_null());

  EXPECT_EQ(owner.post(review + "/close").brief(), "409 registers.lines_open");
  EXPECT_EQ(owner.get(review + "/evidence").brief(), "409 registers.not_closed");
  EXPECT_EQ(decide(owner, review, person_of(other), kKeep).status, 200);
  EXPECT_EQ(decide(other, review, person_of(owner), kKeep).status, 200);
  const Answer reduced = decide(owner, review, person_of(dina),
                                R"({"decision":"reduce","role":"agent","reason":"Moved team"})");
  EXPECT_EQ(reduced.status, 200) << reduced.body;
  EXPECT_EQ(dina.get("/api/v1/session").status, 401) << "a new role ends the session";
  EXPECT_EQ(decide(owner, review, person_of(amir),
                   R"({"decision":"remove","reason":"Has left the company"})")
                .status,
            200);
  EXPECT_EQ(amir.get("/api/v1/session").status, 401);
  EXPECT_EQ(decide(owner, review, person_of(amir), kKeep).brief(), "409 registers.line_decided");

  const Answer closed = owner.post(review + "/close");
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_GT(number_at(body_of(closed), "/review/removed"), 0);
  EXPECT_EQ(owner.post(review + "/close").brief(), "409 registers.review_closed");

  const Json evidence = body_of(owner.get(review + "/evidence"));
  const std::string document = text_at(evidence, "/document");
  EXPECT_THAT(document, HasSubstr("Moved team"));
  const auto key = from_base64(text_at(evidence, "/public_key"));
  const auto signature = from_base64(text_at(evidence, "/signature"));
  ASSERT_TRUE(key && signature);
  EXPECT_TRUE(crypto::verify_ed25519(*key, as_bytes(document), *signature));
  EXPECT_FALSE(crypto::verify_ed25519(*key, as_bytes(document + " "), *signature));
  const Json audit = body_of(owner.get("/api/v1/audit"));
  EXPECT_EQ(text_at(audit, "/checkpoint/public_key"), text_at(evidence, "/public_key"));
  EXPECT_THAT(owner.get("/api/v1/audit").body, HasSubstr("review.closed"));
}

TEST_F(ReviewsSuite, nobody_decides_their_own_line_or_beyond_their_rights) {
  Member other = second_owner();
  Member admin = joined(owner, "ada@example.com", "administrator");
  EXPECT_EQ(admin.enrol().status, 201);
  const std::string review = opened("privileged");
  ASSERT_EQ(list_at(body_of(owner.get(review)), "/lines").size(), 3u);
  EXPECT_EQ(decide(owner, review, person_of(owner), kKeep).brief(), "403 registers.own_line");
  EXPECT_EQ(decide(admin, review, person_of(owner), kKeep).brief(), "403 access.cannot_grant");
  EXPECT_EQ(decide(admin, review, person_of(owner),
                   R"({"decision":"remove","reason":"I want to be alone"})")
                .brief(),
            "403 access.cannot_grant");
  EXPECT_EQ(other.get("/api/v1/session").status, 200);
  EXPECT_EQ(owner.post("/api/v1/reviews", R"({"scope":"privileged"})").brief(),
            "409 registers.review_open");
}

TEST_F(ReviewsSuite, what_is_wrong_with_a_decision_is_said) {
  const Member amir = joined(owner, "amir@example.com", "agent");
  const std::string review = opened();
  const std::string person = person_of(amir);
  EXPECT_EQ(decide(owner, review, person, R"({"decision":"remove"})").brief(),
            "400 registers.reason_needed");
  EXPECT_EQ(decide(owner, review, person,
                   R"({"decision":"reduce","role":"supervisor","reason":"A promotion"})")
                .brief(),
            "400 registers.not_reduced");
  EXPECT_EQ(decide(owner, review, person, R"({"decision":"reduce","reason":"To nothing"})").brief(),
            "400 registers.not_reduced");
  EXPECT_EQ(decide(owner, review, person, R"({"decision":"gone"})").status, 400);
  EXPECT_EQ(amir.get(review).status, 403);
  EXPECT_EQ(decide(owner, review, person, kKeep).status, 200);
}

TEST_F(ReviewsSuite, a_line_that_nobody_else_can_decide_does_not_stand_in_the_way) {
  EXPECT_EQ(owner.post("/api/v1/reviews", R"({"scope":"everybody"})").brief(),
            "409 registers.nobody_to_review");
  const Member amir = joined(owner, "amir@example.com", "agent");
  const std::string review = opened();
  EXPECT_EQ(decide(owner, review, person_of(amir), kKeep).status, 200);
  const Json closed = body_of(owner.post(review + "/close"));
  const Json& own = with(list_at(closed, "/lines"), "/person", person_of(owner));
  EXPECT_EQ(text_at(own, "/verdict/decision"), "nobody_else");
}

}  // namespace
}  // namespace gatehouse::test
