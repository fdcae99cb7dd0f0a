// Access tokens that are not ours, not for us or not now.
#include "identity/internal/tokens.h"

#include "base/json.h"
#include "identity/internal/test_installation.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  CHECK(at != text.npos);
  return text.replace(at, what.size(), by);
}

class IdentityTokens : public TestInstallation {
 protected:
  // The server's own key, as only a thief of master key and database could have it.
  crypto::JwtKey signing_key() { return *signing_token_key(*control, vault->installation()); }
  std::string payload() {
    const std::string_view token = owner.access.reveal_text();
    const auto first = token.find('.');
    const auto second = token.find('.', first + 1);
    const Bytes decoded = *from_base64url(token.substr(first + 1, second - first - 1));
    return std::string{as_text(decoded)};
  }
  std::string_view judged(const std::string& token) {
    return outcome(identity->recognise(from(), token, false));
  }
  std::string_view judged_payload(const std::string& json) {
    return judged(signing_key().sign(json));
  }
  std::string number(std::string_view name, std::chrono::seconds offset) {
    const auto now = std::chrono::floor<std::chrono::seconds>(clock.now() + offset);
    return '"' + std::string{name} + "\":" + std::to_string(now.time_since_epoch().count());
  }
  SignedIn owner = set_up();
};

TEST_F(IdentityTokens, name_person_session_workspace_and_life) {
  const access::Caller caller = *recognise(owner);
  EXPECT_EQ(caller.person(), owner.session.person.id);
  EXPECT_EQ(caller.session(), owner.session.id);
  EXPECT_EQ(caller.tenant(), owner.session.tenant);
  EXPECT_EQ(caller.name(), "Ada Owner");
  const std::string claims = payload();
  EXPECT_TRUE(claims.contains(R"("iss":"gatehouse","aud":"gatehouse-dashboard")")) << claims;
  EXPECT_TRUE(claims.contains(number("exp", 10min))) << claims;
}

TEST_F(IdentityTokens, are_good_for_ten_minutes_and_the_leeway_of_clocks) {
  clock.advance(10min + 29s);
  EXPECT_EQ(outcome(recognise(owner)), "done");
  clock.advance(1s);
  EXPECT_EQ(outcome(recognise(owner)), "identity.access_expired");
}

TEST_F(IdentityTokens, signed_by_us_with_the_claims_unchanged_are_good) {
  EXPECT_EQ(judged_payload(payload()), "done");
}

TEST_F(IdentityTokens, attacker_cannot_use_other_claims) {
  constexpr std::string_view kRefused = "crypto.token_refused";
  EXPECT_EQ(judged_payload(replaced(payload(), "gatehouse-dashboard", "other")), kRefused);
  EXPECT_EQ(judged_payload(replaced(payload(), "\"gatehouse\"", "\"gatehouse2\"")), kRefused);
  EXPECT_EQ(judged_payload(replaced(payload(), number("nbf", 0s), number("nbf", 31s))), kRefused);
  EXPECT_EQ(judged_payload(replaced(payload(), number("iat", 0s), number("iat", 31s))), kRefused);
  EXPECT_EQ(judged_payload(replaced(payload(), number("exp", 10min), number("exp", 11min))),
            kRefused);
  EXPECT_EQ(judged_payload(replaced(payload(), number("exp", 10min), number("exp", -30s))),
            "identity.access_expired");
  EXPECT_EQ(judged_payload(replaced(payload(), "\"rol\":\"owner\"", "\"rol\":\"agent\"")),
            kRefused);
  const std::string other = PersonId::make(clock, random).text();
  EXPECT_EQ(judged_payload(replaced(payload(), owner.session.person.id.text(), other)), kRefused);
  EXPECT_EQ(judged_payload(replaced(payload(), "{", R"({"admin":true,)")), kRefused);
  EXPECT_EQ(judged_payload("{}"), kRefused);
  const std::string session = SessionId::make(clock, random).text();
  EXPECT_EQ(judged_payload(replaced(payload(), owner.session.id.text(), session)),
            "identity.signed_out");
}

TEST_F(IdentityTokens, attacker_cannot_choose_algorithm_or_key) {
  constexpr std::string_view kRefused = "crypto.token_refused";
  const std::string token{owner.access.reveal_text()};
  const std::string body = base64url(as_bytes(payload()));
  const std::string none = base64url(as_bytes(R"({"alg":"none"})"));
  EXPECT_EQ(judged(none + '.' + body + '.'), kRefused);
  // RFC 8725 2.1: the public key taken for an HMAC key.
  const std::string hs256 =
      base64url(as_bytes(R"({"alg":"HS256","kid":")" + signing_key().id() + "\"}")) + '.' + body;
  const Secret public_key = Secret::of_text(signing_key().public_jwk());
  const auto mac = crypto::hmac_sha256(public_key, as_bytes(hs256));
  EXPECT_EQ(judged(hs256 + '.' + base64url(mac)), kRefused);
  EXPECT_EQ(judged(crypto::JwtKey::generate().sign(payload())), kRefused);
}

TEST_F(IdentityTokens, attacker_cannot_change_one_character) {
  const std::string token{owner.access.reveal_text()};
  ASSERT_EQ(judged(token), "done");
  for (std::size_t at = 0; at < token.size(); at += 37) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    if (changed != token) EXPECT_EQ(judged(changed), "crypto.token_refused") << at;
  }
}

TEST_F(IdentityTokens, attacker_cannot_send_garbage_or_a_megabyte) {
  constexpr std::string_view kRefused = "crypto.token_refused";
  EXPECT_EQ(judged(""), kRefused);
  EXPECT_EQ(judged("..."), kRefused);
  EXPECT_EQ(judged(std::string(1 << 20, 'a')), kRefused);
  EXPECT_EQ(judged(std::string{owner.access.reveal_text()} + "."), kRefused);
}

TEST_F(IdentityTokens, attacker_with_our_key_cannot_choose_the_header) {
  const crypto::JwtKey key = signing_key();
  const std::string kid = key.id();
  const auto with = [&](std::string_view members) {
    return judged(
        key.forge(R"({"alg":"RS256","kid":")" + kid + '"' + std::string{members} + "}", payload()));
  };
  EXPECT_EQ(with(""), "done");
  EXPECT_EQ(with(R"(,"typ":"JWT")"), "done");
  for (const std::string_view more :
       {R"(,"typ":"at+jwt")", R"(,"jwk":{"kty":"RSA"})", R"(,"jku":"https://evil.example/keys")",
        R"(,"x5u":"https://evil.example/cert")", R"(,"crit":["exp"],"exp":1)", R"(,"alg":"RS256")",
        R"(,"kid":"another")", R"(,"cty":"JWT")", R"(,"zip":"DEF")", R"(,"b64":false)"})
    EXPECT_EQ(with(more), "crypto.token_refused") << more;
  for (const std::string_view false_kid :
       {"../../../../dev/null", "' OR 1=1 --", "", "/etc/passwd", "AAAA"})
    EXPECT_EQ(
        judged(key.forge(R"({"alg":"RS256","kid":")" + std::string{false_kid} + "\"}", payload())),
        "crypto.token_refused")
        << false_kid;
  for (const std::string_view alg : {"none", "None", "HS256", "RS384", "PS256", "ES256", "rs256"})
    EXPECT_EQ(judged(key.forge(R"({"alg":")" + std::string{alg} + R"(","kid":")" + kid + "\"}",
                               payload())),
              "crypto.token_refused")
        << alg;
}

TEST_F(IdentityTokens, attacker_cannot_name_a_claim_twice_or_nest) {
  constexpr std::string_view kRefused = "crypto.token_refused";
  EXPECT_EQ(judged_payload(replaced(payload(), "{", R"({"rol":"owner",)")), kRefused);
  std::string deep = payload();
  deep.insert(1, R"("x":)" + std::string(200, '[') + std::string(200, ']') + ",");
  EXPECT_EQ(judged_payload(deep), kRefused);
  EXPECT_EQ(judged_payload("[" + payload() + "]"), kRefused);
  EXPECT_EQ(judged_payload(signing_key().sign(payload())), kRefused);  // a token in a token
}

TEST_F(IdentityTokens, a_rotated_key_overlaps_and_then_ends) {
  const std::string before{owner.access.reveal_text()};
  const std::string old_id = signing_key().id();
  ASSERT_TRUE(rotate_token_key(*control, vault->installation(), *log, OldKeys::overlap, clock));
  EXPECT_EQ(judged(before), "done");
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_NE(signing_key().id(), old_id);
  EXPECT_EQ(judged(before), "done");
  EXPECT_TRUE(identity->jwks().contains(old_id));
  EXPECT_TRUE(identity->jwks().contains(signing_key().id()));
  EXPECT_EQ(judged(std::string{sign_in()->access.reveal_text()}), "done");
  EXPECT_TRUE(recorded(audit::Event::token_key_rotated));
  clock.advance(1h);
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_FALSE(identity->jwks().contains(old_id));
  EXPECT_EQ(judged(before), "crypto.token_refused");
}

TEST_F(IdentityTokens, a_stolen_key_is_ended_at_once_and_browsers_renew) {
  const crypto::JwtKey stolen = signing_key();
  ASSERT_EQ(judged(std::string{owner.access.reveal_text()}), "done");
  ASSERT_TRUE(rotate_token_key(*control, vault->installation(), *log, OldKeys::end_now, clock));
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_EQ(judged(std::string{owner.access.reveal_text()}), "crypto.token_refused");
  EXPECT_EQ(judged(stolen.sign(payload())), "crypto.token_refused");
  const auto renewed = refresh(owner);
  ASSERT_EQ(outcome(renewed), "done");
  EXPECT_EQ(judged(std::string{renewed->access.reveal_text()}), "done");
}

TEST_F(IdentityTokens, keys_are_rotated_every_thirty_days) {
  const std::string first = signing_key().id();
  clock.advance(std::chrono::days{30} - 1s);
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  EXPECT_EQ(signing_key().id(), first);
  clock.advance(1s);
  ASSERT_EQ(outcome(identity->keep_house()), "done");
  const std::string second = signing_key().id();
  EXPECT_NE(second, first);
  open();
  EXPECT_EQ(signing_key().id(), second);
  EXPECT_TRUE(identity->jwks().contains(first));
}

TEST_F(IdentityTokens, stay_good_over_a_restart) {
  const std::string before = identity->jwks();
  open();
  EXPECT_EQ(identity->jwks(), before);
  EXPECT_EQ(outcome(recognise(owner)), "done");
  EXPECT_TRUE(before.starts_with(R"({"keys":[{"kty":"RSA")")) << before;
}

}  // namespace
}  // namespace gatehouse::identity::internal
