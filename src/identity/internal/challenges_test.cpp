#include "identity/internal/challenges.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"
#include "identity/internal/test_installation.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

class ChallengesTest : public testing::Test {
 protected:
  SetClock clock{*parse_rfc3339("2026-11-23T21:42:10.123Z")};
  SystemRandom random;
  static constexpr crypto::PuzzleLimits kWork{.cost = 2, .least = 10, .most = 30};
  Challenges challenges{kWork, clock, random};
};

constexpr std::string_view kRefused = "identity.challenge_needed";

TEST_F(ChallengesTest, a_solution_is_good_once) {
  const Proof proof = solved(challenges.make());
  EXPECT_EQ(outcome(challenges.accept(proof)), "done");
  EXPECT_EQ(outcome(challenges.accept(proof)), kRefused);
}

TEST_F(ChallengesTest, attacker_cannot_send_a_wrong_or_foreign_or_old_one) {
  Proof proof = solved(challenges.make());
  proof.counter += 1;
  EXPECT_EQ(outcome(challenges.accept(proof)), kRefused);
  proof.counter -= 1;
  Challenges others{kWork, clock, random};
  EXPECT_EQ(outcome(others.accept(proof)), kRefused);
  clock.advance(10min);
  EXPECT_EQ(outcome(challenges.accept(proof)), kRefused);
}

TEST_F(ChallengesTest, attacker_cannot_make_the_work_easier) {
  const Proof honest = solved(challenges.make());
  Proof easier = honest;
  easier.challenge.parameters.cost = 1;
  EXPECT_EQ(outcome(challenges.accept(easier)), kRefused);
  Proof longer = honest;
  longer.challenge.parameters.expires_at += 3600;
  EXPECT_EQ(outcome(challenges.accept(longer)), kRefused);
  Proof renamed = honest;
  renamed.challenge.parameters.nonce[0] = renamed.challenge.parameters.nonce[0] == 'a' ? 'b' : 'a';
  EXPECT_EQ(outcome(challenges.accept(renamed)), kRefused);
  EXPECT_EQ(outcome(challenges.accept(honest)), "done");
}

// ALTCHA 2 signs JSON.stringify of the parameters with their names sorted.
TEST_F(ChallengesTest, the_signed_text_is_that_of_altcha) {
  const Challenge challenge = challenges.make();
  const std::string text = json::write(challenge.parameters);
  EXPECT_TRUE(text.starts_with(R"({"algorithm":"PBKDF2/SHA-256","cost":2,"expiresAt":)")) << text;
  EXPECT_LT(text.find("\"keyLength\""), text.find("\"keyPrefix\""));
  EXPECT_LT(text.find("\"nonce\""), text.find("\"salt\""));
}

}  // namespace
}  // namespace gatehouse::identity::internal
