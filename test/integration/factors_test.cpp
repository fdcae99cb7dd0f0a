// Second factors as people use them: adding, signing in, losing, and what they open.
#include <gmock/gmock.h>

#include <liboath/oath.h>

#include <cstdlib>
#include <thread>

#include <fmt/format.h>

#include "base/clock.h"
#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

using testing::AnyOf;
using testing::IsEmpty;
using testing::Not;
using namespace std::chrono_literals;

// An authenticator app that was given a secret by typing it in.
class Phone {
 public:
  explicit Phone(const std::string& typed) {
    char* octets = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(oath_base32_decode(typed.data(), typed.size(), &octets, &size), OATH_OK);
    secret_.assign(octets, size);
    std::free(octets);
  }
  // What it shows now, or showed or will show some time from now.
  std::string code(std::chrono::seconds from_now = 0s) const {
    const auto at = std::chrono::floor<std::chrono::seconds>(SystemClock{}.now() + from_now);
    std::array<char, 7> code{};
    EXPECT_EQ(oath_totp_generate(secret_.data(), secret_.size(), at.time_since_epoch().count(), 30,
                                 0, 6, code.data()),
              OATH_OK);
    return code.data();
  }

 private:
  std::string secret_;
};

class FactorsSuite : public testing::Test {
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

  static std::string person_of(const Member& member) {
    return text_at(member.session, "/person/id");
  }
  static Answer prove(const Member& member, std::string_view way, std::string_view evidence) {
    return member.post("/api/v1/session/proof",
                       fmt::format(R"({{"{}":{}}})", way, in_quotes(evidence)));
  }
  static Phone with_app(const Member& member) {
    const Answer offer = member.post("/api/v1/factors/apps/secret", "");
    EXPECT_EQ(offer.status, 200) << offer.body;
    Phone phone{offer.text_at("/secret")};
    // The code of half a minute ago, so that the current one is left for signing in. It may run out
    // on the way, but not twice.
    Answer added = add_app(member, phone.code(-30s));
    if (added.status != 201) added = add_app(member, phone.code(-30s));
    EXPECT_EQ(added.status, 201) << added.body;
    return phone;
  }
  static Answer add_app(const Member& member, std::string_view code) {
    return member.post("/api/v1/factors/apps",
                       fmt::format(R"({{"name":"My phone","code":"{}"}})", code));
  }
  static std::vector<std::string> recovery_codes(const Member& member) {
    const Answer made = member.post("/api/v1/factors/recovery-codes", "");
    EXPECT_EQ(made.status, 201) << made.body;
    std::vector<std::string> codes;
    const Json body = body_of(made);
    for (const Json& code : list_at(body, "/codes")) codes.emplace_back(code.get_string());
    return codes;
  }
  static Member halfway(std::string_view email) {
    Member member{server()};
    EXPECT_EQ(member.sign_in_halfway(email, kMemberPassword).status, 200);
    return member;
  }
  static std::int64_t count_of(const Json& members, std::string_view email) {
    return at(with(list_at(members, "/items"), "/email", email), "/has_factor") == Json(true);
  }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
};

TEST(FactorsOfANewOwner, come_before_everything_else) {
  const RunningServer server;
  Member owner{server};
  const Answer made = owner.post("/api/v1/setup", setup_body(setup_token(server)));
  ASSERT_EQ(made.status, 201);
  owner.adopt(made);
  EXPECT_EQ(made.text_at("/stage"), "enrolling");
  for (const std::string path : {"/api/v1/members", "/api/v1/bots", "/api/v1/conversations",
                                 "/api/v1/workspace", "/api/v1/sessions", "/api/v1/audit"})
    EXPECT_EQ(owner.get(path).brief(), "403 identity.second_factor_needed") << path;
  EXPECT_EQ(owner.post("/api/v1/bots", R"({"name":"Mine"})").problem(),
            "identity.second_factor_needed");
  EXPECT_EQ(owner.listen_answer("/api/v1/socket").problem(), "identity.second_factor_needed");
  EXPECT_EQ(at(body_of(owner.get("/api/v1/factors")), "/required"), Json(true));
  EXPECT_EQ(owner.post("/api/v1/factors/recovery-codes", "").status, 403);

  ASSERT_EQ(owner.enrol().status, 201);
  EXPECT_EQ(owner.get("/api/v1/session").text_at("/stage"), "complete");
  EXPECT_EQ(owner.get("/api/v1/members").status, 200);
  EXPECT_EQ(owner.post("/api/v1/factors/recovery-codes", "").status, 201);
}

TEST_F(FactorsSuite, a_passkey_signs_in_by_itself_and_its_answer_counts_once) {
  const assurance::Passkey& passkey = server().passkeys().at(std::string{kOwnerEmail});
  const Client stranger{server()};
  const std::string question =
      stranger.post("/api/v1/session/passkey/challenge", "").text_at("/challenge");
  const std::string answer = passkey.answer(server().place(), question);
  Member again{server()};
  const Answer let_in = again.post("/api/v1/session/passkey", answer);
  ASSERT_EQ(let_in.status, 200) << let_in.body;
  again.adopt(let_in);
  EXPECT_EQ(text_at(again.session, "/stage"), "complete");
  EXPECT_EQ(text_at(again.session, "/person/email"), kOwnerEmail);
  EXPECT_EQ(again.get("/api/v1/members").status, 200);
  const Answer replayed = stranger.post("/api/v1/session/passkey", answer);
  EXPECT_EQ(replayed.brief(), "409 identity.challenge_over");
  EXPECT_THAT(replayed.header("set-cookie"), IsEmpty());
}

TEST_F(FactorsSuite, a_passkey_is_registered_once_and_only_for_the_question_that_was_asked) {
  const Member dov = joined(owner(), "dov@example.com", "agent");
  const Answer offer = dov.post("/api/v1/factors/passkeys/challenge", "");
  ASSERT_EQ(offer.status, 200) << offer.body;
  EXPECT_EQ(offer.text_at("/party"), "localhost");
  const assurance::Passkey passkey = assurance::Passkey::make();
  const std::string body = passkey.registration(server().place(), offer.text_at("/challenge"));
  EXPECT_EQ(owner().post("/api/v1/factors/passkeys", body).brief(), "409 identity.challenge_over");
  EXPECT_EQ(dov.post("/api/v1/factors/passkeys", body).status, 201);
  EXPECT_EQ(dov.post("/api/v1/factors/passkeys", body).brief(), "409 identity.challenge_over");
  const Answer second = dov.post("/api/v1/factors/passkeys/challenge", "");
  EXPECT_EQ(list_at(body_of(second), "/known").size(), 1U);
  const std::string again = passkey.registration(server().place(), second.text_at("/challenge"));
  EXPECT_EQ(dov.post("/api/v1/factors/passkeys", again).brief(), "409 identity.passkey_known");
}

TEST_F(FactorsSuite, an_app_is_added_by_its_first_right_code) {
  const Member amit = joined(owner(), "amit@example.com", "agent");
  const Answer offer = amit.post("/api/v1/factors/apps/secret", "");
  ASSERT_EQ(offer.status, 200) << offer.body;
  EXPECT_TRUE(offer.text_at("/address").starts_with("otpauth://totp/Gatehouse%20Harbour%20Books:"));
  EXPECT_TRUE(offer.text_at("/path").starts_with("M4,4h7v1h-7z"));
  const Phone phone{offer.text_at("/secret")};
  const Answer wrong = add_app(amit, phone.code(-10min));
  EXPECT_EQ(wrong.brief(), "403 identity.code_refused");
  EXPECT_EQ(wrong.text_at("/field"), "/code");
  EXPECT_EQ(add_app(amit, phone.code()).status, 201);
  EXPECT_EQ(add_app(amit, phone.code(30s)).brief(), "409 identity.offer_over");
  const Json own = body_of(amit.get("/api/v1/factors"));
  EXPECT_EQ(text_at(own, "/items/0/way"), "app");
  EXPECT_EQ(text_at(own, "/items/0/name"), "My phone");
  EXPECT_EQ(at(own, "/required"), Json(false));
}

TEST_F(FactorsSuite, the_password_is_half_a_sign_in_and_a_code_works_once) {
  const Phone phone = with_app(joined(owner(), "liat@example.com", "agent"));
  Member liat = halfway("liat@example.com");
  EXPECT_EQ(text_at(liat.session, "/stage"), "password");
  EXPECT_EQ(boost::json::serialize(at(liat.session, "/ways")), R"(["app"])");
  EXPECT_EQ(liat.get("/api/v1/conversations").brief(), "403 identity.second_factor_needed");
  // Neither a new factor nor the password again is a way around it.
  EXPECT_EQ(liat.post("/api/v1/factors/passkeys/challenge", "").problem(),
            "identity.second_factor_needed");
  EXPECT_EQ(liat.get("/api/v1/factors").problem(), "identity.second_factor_needed");
  EXPECT_EQ(prove(liat, "password", kMemberPassword).brief(), "400 identity.password_wrong");
  const std::string code = phone.code();
  const Answer proven = prove(liat, "code", code);
  ASSERT_EQ(proven.status, 200) << proven.body;
  EXPECT_EQ(proven.text_at("/stage"), "complete");
  EXPECT_EQ(liat.get("/api/v1/conversations").status, 200);
  EXPECT_EQ(prove(halfway("liat@example.com"), "code", code).brief(), "403 identity.code_refused");
  EXPECT_EQ(prove(halfway("liat@example.com"), "code", phone.code(30s)).status, 200);
}

TEST_F(FactorsSuite, wrong_codes_count_like_wrong_passwords_and_lock_both) {
  (void)with_app(joined(owner(), "shai@example.com", "agent"));
  // Signed in beforehand: the right password in between wipes out nothing.
  std::vector<Member> sessions;
  for (int attempt = 0; attempt < 6; ++attempt) sessions.push_back(halfway("shai@example.com"));
  Answer answer;
  int wrong = 0;
  for (const Member& session : sessions) {
    answer = prove(session, "code", "123456");
    if (answer.status == 429) break;
    EXPECT_EQ(answer.problem(), "identity.code_refused");
    ++wrong;
  }
  // Pauses grow from the third on, and the fifth locks.
  EXPECT_GE(wrong, 3);
  EXPECT_EQ(answer.brief(), "429 identity.login_locked");
  EXPECT_THAT(answer.header("retry-after"), Not(IsEmpty()));
  const Answer password = Member{server()}.sign_in_halfway("shai@example.com", kMemberPassword);
  EXPECT_THAT(password.problem(), AnyOf("identity.login_locked", "identity.challenge_needed"));
}

TEST_F(FactorsSuite, a_recovery_code_opens_once_and_newer_ones_end_it) {
  const Member gil = joined(owner(), "gil@example.com", "agent");
  EXPECT_EQ(gil.post("/api/v1/factors/recovery-codes", "").brief(), "409 identity.no_factor");
  (void)with_app(gil);
  const auto older = recovery_codes(gil);
  const auto codes = recovery_codes(gil);
  ASSERT_EQ(codes.size(), 10U);
  const Member lost = halfway("gil@example.com");
  EXPECT_EQ(boost::json::serialize(at(lost.session, "/ways")), R"(["app","recovery_code"])");
  EXPECT_EQ(prove(lost, "recovery_code", older[0]).problem(), "identity.code_refused");
  EXPECT_EQ(prove(lost, "recovery_code", codes[3]).status, 200);
  EXPECT_EQ(number_at(body_of(lost.get("/api/v1/factors")), "/recovery_codes"), 9);
  EXPECT_EQ(prove(halfway("gil@example.com"), "recovery_code", codes[3]).problem(),
            "identity.code_refused");
}

TEST_F(FactorsSuite, two_with_the_last_recovery_code_at_once_are_one_too_many) {
  const Member mia = joined(owner(), "mia@example.com", "agent");
  (void)with_app(mia);
  const std::string code = recovery_codes(mia).back();
  const Member first = halfway("mia@example.com");
  const Member second = halfway("mia@example.com");
  Answer of_first;
  Answer of_second;
  std::jthread one{[&] { of_first = prove(first, "recovery_code", code); }};
  std::jthread two{[&] { of_second = prove(second, "recovery_code", code); }};
  one.join();
  two.join();
  EXPECT_EQ((of_first.status == 200) + (of_second.status == 200), 1)
      << of_first.brief() << " and " << of_second.brief();
  EXPECT_EQ((of_first.status == 403) + (of_second.status == 403), 1);
}

TEST_F(FactorsSuite, the_first_factor_ends_other_sessions_and_so_does_losing_one) {
  Member noa = joined(owner(), "noa@example.com", "agent");
  Member elsewhere{server()};
  EXPECT_EQ(elsewhere.sign_in("noa@example.com", kMemberPassword).status, 200);
  ASSERT_EQ(noa.enrol().status, 201);
  EXPECT_EQ(elsewhere.get("/api/v1/session").status, 401);
  EXPECT_EQ(elsewhere.sign_in("noa@example.com", kMemberPassword).status, 200);
  const std::string id = noa.get("/api/v1/factors").text_at("/items/0/id");
  EXPECT_EQ(owner().remove("/api/v1/factors/" + id).status, 404);
  EXPECT_EQ(noa.remove("/api/v1/factors/" + id).status, 204);
  EXPECT_EQ(elsewhere.get("/api/v1/session").status, 401);
  EXPECT_EQ(noa.get("/api/v1/session").status, 200);
}

TEST_F(FactorsSuite, an_owner_keeps_at_least_one) {
  const std::string first = owner().get("/api/v1/factors").text_at("/items/0/id");
  EXPECT_EQ(owner().remove("/api/v1/factors/" + first).brief(), "409 identity.last_factor");
  EXPECT_EQ(owner().remove("/api/v1/members/" + person_of(owner()) + "/factors").brief(),
            "409 identity.last_factor");
  (void)with_app(owner());
  const Json own = body_of(owner().get("/api/v1/factors"));
  const Json app = with(list_at(own, "/items"), "/way", "app");
  EXPECT_EQ(owner().remove("/api/v1/factors/" + text_at(app, "/id")).status, 204);
}

TEST_F(FactorsSuite, whoever_manages_members_lets_them_begin_anew_but_nobody_above_them) {
  Member ruth = joined(owner(), "ruth@example.com", "administrator");
  Member tom = joined(owner(), "tom@example.com", "agent");
  ASSERT_EQ(tom.enrol().status, 201);
  const std::string path = "/api/v1/members/" + person_of(tom) + "/factors";
  EXPECT_EQ(tom.remove(path).problem(), "access.forbidden");
  EXPECT_EQ(ruth.remove("/api/v1/members/" + person_of(owner()) + "/factors").problem(),
            "access.cannot_grant");
  EXPECT_EQ(count_of(body_of(ruth.get("/api/v1/members")), "tom@example.com"), 1);
  EXPECT_EQ(ruth.remove(path).status, 204);
  EXPECT_EQ(count_of(body_of(ruth.get("/api/v1/members")), "tom@example.com"), 0);
  EXPECT_EQ(tom.get("/api/v1/session").status, 401);
  EXPECT_EQ(text_at(halfway("tom@example.com").session, "/stage"), "complete");
  EXPECT_EQ(owner().remove("/api/v1/members/" + person_of(ruth) + "/factors").status, 204);
  EXPECT_EQ(text_at(halfway("ruth@example.com").session, "/stage"), "enrolling");
}

TEST_F(FactorsSuite, a_workspace_can_demand_one_of_everybody) {
  const Member ella = joined(owner(), "ella@example.com", "agent");
  LiveSocket inbox = ella.listen();
  const Json before = body_of(owner().get("/api/v1/workspace/second-factor"));
  EXPECT_EQ(at(before, "/for_all"), Json(false));
  EXPECT_GT(number_at(before, "/members"), number_at(before, "/covered"));
  const auto demand = [](bool for_all) {
    return owner().patch("/api/v1/workspace/second-factor",
                         fmt::format(R"({{"for_all":{}}})", for_all));
  };
  EXPECT_EQ(at(body_of(demand(true)), "/for_all"), Json(true));
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(ella.get("/api/v1/session").status, 401);
  Member again = halfway("ella@example.com");
  EXPECT_EQ(text_at(again.session, "/stage"), "enrolling");
  EXPECT_EQ(again.get("/api/v1/conversations").problem(), "identity.second_factor_needed");
  EXPECT_EQ(again.enrol().status, 201);
  EXPECT_EQ(again.get("/api/v1/conversations").status, 200);
  EXPECT_EQ(at(body_of(demand(false)), "/for_all"), Json(false));
}

TEST(FactorsOfASoleOwner, are_reset_at_the_machine_while_the_server_runs) {
  RunningServer server;
  Member owner = set_up(server);
  LiveSocket inbox = owner.listen();
  const Finished reset = run_gatehouse({"admin", "reset-factors", "--data", server.data().string(),
                                        "--email", std::string{kOwnerEmail}});
  ASSERT_EQ(reset.code, 0) << reset.errors;
  EXPECT_TRUE(inbox.ends());
  EXPECT_EQ(owner.get("/api/v1/session").status, 401);
  Member again{server};
  EXPECT_EQ(again.sign_in_halfway(kOwnerEmail, kOwnerPassword).text_at("/stage"), "enrolling");
  const Finished nobody = run_gatehouse(
      {"admin", "reset-factors", "--data", server.data().string(), "--email", "eve@example.com"});
  EXPECT_NE(nobody.code, 0);
}

TEST(FactorsOverARestart, are_still_asked_for) {
  RunningServer server;
  Member owner = set_up(server);
  Member half{server};
  EXPECT_EQ(half.sign_in_halfway(kOwnerEmail, kOwnerPassword).text_at("/stage"), "password");
  ASSERT_EQ(server.stop(), 0);
  server.start();
  EXPECT_EQ(half.get("/api/v1/members").problem(), "identity.second_factor_needed");
  EXPECT_EQ(owner.get("/api/v1/members").status, 200);
  EXPECT_EQ(half.prove().status, 200);
  EXPECT_EQ(half.get("/api/v1/members").status, 200);
}

}  // namespace
}  // namespace gatehouse::test
