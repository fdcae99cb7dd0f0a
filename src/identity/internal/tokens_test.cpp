// Access tokens that are not ours, not for us or not now.
#include "identity/internal/tokens.h"

#include "base/json.h"
#include "identity/internal/test_installation.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

struct StoredKey {
  std::string id;
  Bytes box;
  static constexpr auto columns = std::tuple{&StoredKey::id, &StoredKey::box};
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  CHECK(at != text.npos);
  return text.replace(at, what.size(), by);
}

class IdentityTokens : public TestInstallation {
 protected:
  // The server's own key, as only a thief of master key and database could have it.
  crypto::JwtKey signing_key() {
    auto read = [](store::Reader& reader) {
      return reader.one<StoredKey>(queries::newest_token_key);
    };
    const StoredKey stored = *control->read_now(read);
    const Bytes der = *vault->installation().open(
        vault::Purpose::token_signing, {"token_key", "private", as_bytes(stored.id)}, stored.box);
    return *crypto::JwtKey::from_pkcs8(Secret::of(der));
  }
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

TEST_F(IdentityTokens, stay_good_over_a_restart) {
  const std::string before = identity->jwks();
  open();
  EXPECT_EQ(identity->jwks(), before);
  EXPECT_EQ(outcome(recognise(owner)), "done");
  EXPECT_TRUE(before.starts_with(R"({"keys":[{"kty":"RSA")")) << before;
}

}  // namespace
}  // namespace gatehouse::identity::internal
