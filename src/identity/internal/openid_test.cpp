#include "identity/openid.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "crypto/crypto.h"
#include "crypto/jwt.h"

namespace gatehouse::identity::openid {
namespace {

constexpr std::string_view kIssuer = "https://idp.example";
constexpr std::string_view kClient = "gatehouse";
constexpr std::int64_t kNow = 1'800'000'000;

using Claims = std::map<std::string, std::string>;

class Judging : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    key_ = std::make_unique<crypto::JwtKey>(crypto::JwtKey::generate());
    keys_ =
        std::make_unique<KeySet>(KeySet::read(R"({"keys":[)" + key_->public_jwk() + "]}").value());
  }
  static void TearDownTestSuite() {
    keys_.reset();
    key_.reset();
  }

  static Claims honest() {
    return {{"iss", R"("https://idp.example")"}, {"sub", R"("248289761001")"},
            {"aud", R"("gatehouse")"},           {"nonce", R"("n-0S6_WzA2Mj")"},
            {"iat", std::to_string(kNow)},       {"exp", std::to_string(kNow + 300)}};
  }
  static std::string json(const Claims& claims) {
    std::string text;
    for (const auto& [name, value] : claims)
      text += fmt::format("{}\"{}\":{}", text.empty() ? "{" : ",", name, value);
    return text + "}";
  }
  static std::string outcome(const Claims& claims, std::string_view access_token = "") {
    return outcome_of(key_->sign(json(claims)), access_token);
  }
  static std::string outcome_of(std::string_view token, std::string_view access_token = "") {
    const Expected expected{.issuer = kIssuer,
                            .client = kClient,
                            .now = Instant{std::chrono::seconds{kNow}},
                            .nonce = "n-0S6_WzA2Mj",
                            .access_token = access_token};
    const auto judged = judge_id_token(token, *keys_, expected);
    return judged ? "good" : judged.error().detail();
  }
  static std::string with(const std::string& name, std::string value) {
    Claims claims = honest();
    claims[name] = std::move(value);
    return outcome(claims);
  }
  static std::string without(const std::string& name) {
    Claims claims = honest();
    claims.erase(name);
    return outcome(claims);
  }

  static std::unique_ptr<crypto::JwtKey> key_;
  static std::unique_ptr<KeySet> keys_;
};
std::unique_ptr<crypto::JwtKey> Judging::key_;
std::unique_ptr<KeySet> Judging::keys_;

TEST_F(Judging, an_honest_token_is_good) {
  EXPECT_EQ(outcome(honest()), "good");
  EXPECT_EQ(with("aud", R"(["gatehouse"])"), "good");
  EXPECT_EQ(with("azp", R"("gatehouse")"), "good");
  Claims several = honest();
  several["aud"] = R"(["gatehouse","another"])";
  EXPECT_EQ(outcome(several), "audience");
  several["azp"] = R"("gatehouse")";
  EXPECT_EQ(outcome(several), "good");
}

TEST_F(Judging, attacker_cannot_bend_a_claim) {
  EXPECT_EQ(with("iss", R"("https://idp.example/")"), "issuer");
  EXPECT_EQ(with("aud", R"("another")"), "audience");
  EXPECT_EQ(with("aud", "null"), "audience");
  EXPECT_EQ(with("azp", R"("another")"), "audience");
  EXPECT_EQ(with("nonce", R"("another")"), "nonce");
  EXPECT_EQ(without("nonce"), "nonce");
  EXPECT_EQ(without("exp"), "expired");
  EXPECT_EQ(without("iat"), "issued_in_the_future");
  EXPECT_EQ(without("sub"), "subject");
  EXPECT_EQ(with("sub", "\"" + std::string(256, 'x') + "\""), "subject");
  EXPECT_EQ(with("sub", "\"" + std::string(255, 'x') + "\""), "good");
  EXPECT_EQ(with("sub", R"("a\nb")"), "subject");
}

TEST_F(Judging, thirty_seconds_of_another_clock_are_forgiven) {
  EXPECT_EQ(with("exp", std::to_string(kNow - 29)), "good");
  EXPECT_EQ(with("exp", std::to_string(kNow - 30)), "expired");
  EXPECT_EQ(with("iat", std::to_string(kNow + 30)), "good");
  EXPECT_EQ(with("iat", std::to_string(kNow + 31)), "issued_in_the_future");
  EXPECT_EQ(with("nbf", std::to_string(kNow + 30)), "good");
  EXPECT_EQ(with("nbf", std::to_string(kNow + 31)), "not_yet_valid");
  EXPECT_EQ(with("nbf", R"("soon")"), "not_yet_valid");
  EXPECT_EQ(with("exp", "1e300"), "expired");
}

// The example of Core 1.0, A.3: a token and the hash that the specification gives for it.
TEST_F(Judging, the_hash_of_the_access_token_must_fit) {
  Claims claims = honest();
  claims["at_hash"] = R"("77QmUPtjPfzWtF2AnpK9RQ")";
  EXPECT_EQ(outcome(claims, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "good");
  EXPECT_EQ(outcome(claims, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Z"), "at_hash");
  EXPECT_EQ(outcome(claims), "good");  // nothing came that it could be of
}

TEST_F(Judging, attacker_cannot_choose_the_algorithm) {
  const auto header = [](std::string_view text) { return key_->forge(text, json(honest())); };
  EXPECT_EQ(outcome_of(header(R"({"alg":"PS256"})")), "signature");
  EXPECT_EQ(outcome_of(header(R"({"alg":"HS256"})")), "signature");
  EXPECT_EQ(outcome_of(header(R"({"alg":"none"})")), "signature");
  EXPECT_EQ(outcome_of(header(R"({})")), "signature");
  EXPECT_EQ(outcome_of(header(R"({"alg":"RS256","kid":"another"})")), "signature");
  EXPECT_EQ(outcome_of(header(R"({"alg":"RS256","crit":["b64"],"b64":false})")), "signature");
  EXPECT_EQ(outcome_of(header(R"({"alg":"RS256"})")), "good");  // the only key
  EXPECT_EQ(outcome_of("a.b"), "token_not_three_parts");
  EXPECT_EQ(outcome_of("a.b.c.d"), "token_not_three_parts");
  EXPECT_EQ(outcome_of("e30.W10.AAAA"), "token_unreadable");
}

TEST_F(Judging, a_logout_token_is_of_its_own_kind) {
  const auto judged = [](Claims claims) {
    const auto read = judge_logout_token(
        key_->sign(json(claims)), *keys_,
        {.issuer = kIssuer, .client = kClient, .now = Instant{std::chrono::seconds{kNow}}});
    return read ? std::string{"good"} : read.error().detail();
  };
  Claims claims = honest();
  claims.erase("nonce");
  claims["jti"] = R"("1")";
  claims["events"] = R"({"http://schemas.openid.net/event/backchannel-logout":{}})";
  EXPECT_EQ(judged(claims), "good");
  EXPECT_EQ(judged(honest()), "events");
  const auto bent = [&](const std::string& name, std::string value) {
    Claims copy = claims;
    copy[name] = std::move(value);
    return judged(copy);
  };
  EXPECT_EQ(bent("nonce", R"("x")"), "nonce");
  EXPECT_EQ(bent("events", "{}"), "events");
  EXPECT_EQ(bent("events", R"(["http://schemas.openid.net/event/backchannel-logout"])"), "events");
  EXPECT_EQ(bent("jti", "1"), "jti");
  EXPECT_EQ(bent("iat", std::to_string(kNow - 400)), "expired");
  EXPECT_EQ(bent("exp", std::to_string(kNow - 31)), "expired");
  claims.erase("sub");
  claims["sid"] = R"("s")";
  EXPECT_EQ(judged(claims), "subject");
  // And no ID token.
  EXPECT_EQ(outcome(claims), "nonce");
}

TEST(OpenIdDocuments, a_description_is_of_the_issuer_that_was_asked) {
  const auto described = [](std::string_view issuer, std::string_view more = "") {
    return fmt::format(
        R"({{"issuer":"{0}","authorization_endpoint":"{0}/a","token_endpoint":"{0}/t",)"
        R"("jwks_uri":"{0}/k","response_types_supported":["code"]{1}}})",
        issuer, more);
  };
  const std::string issuer{kIssuer};
  EXPECT_TRUE(read_description(described(issuer), issuer).has_value());
  EXPECT_FALSE(read_description(described(issuer), issuer + "/").has_value());
  EXPECT_FALSE(read_description(described("http://idp.example"), "http://idp.example"));
  EXPECT_FALSE(read_description(
      described(issuer, R"(,"code_challenge_methods_supported":["plain"])"), issuer));
  EXPECT_FALSE(read_description("[]", issuer).has_value());
  EXPECT_FALSE(read_description(described(issuer, R"(,"jwks_uri":"javascript:x")"), issuer));
  EXPECT_EQ(description_address("https://idp.example/a/"),
            "https://idp.example/a/.well-known/openid-configuration");
}

TEST(OpenIdDocuments, keys_that_cannot_be_relied_on_are_left_out) {
  const auto first = crypto::JwtKey::generate();
  const auto second = crypto::JwtKey::generate();
  const std::string secret = R"({"kty":"oct","kid":"s","alg":"HS256","k":"AAAA"})";
  const auto set = [](const std::string& list) {
    return KeySet::read(R"({"keys":[)" + list + "]}");
  };
  const auto known = set(first.public_jwk() + "," + secret);
  ASSERT_TRUE(known.has_value());
  EXPECT_NE(known->find(first.id()), nullptr);
  EXPECT_EQ(known->find("s"), nullptr);
  EXPECT_FALSE(known->json().contains("AAAA"));
  EXPECT_FALSE(set(secret).has_value());
  EXPECT_FALSE(set("").has_value());
  EXPECT_FALSE(set(first.public_jwk() + "," + first.public_jwk()).has_value());
  const auto both = set(first.public_jwk() + "," + second.public_jwk());
  EXPECT_EQ(both->find(""), nullptr);  // which one?
  EXPECT_FALSE(both->contradicts(*known));
  EXPECT_FALSE(both->same_as(*known));
  std::string swapped = second.public_jwk();
  swapped.replace(swapped.find(second.id()), second.id().size(), first.id());
  EXPECT_TRUE(set(swapped)->contradicts(*known));
}

}  // namespace
}  // namespace gatehouse::identity::openid
