#include "crypto/jwt.h"

#include <cjose/cjose.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <string>

#include "crypto/crypto.h"

namespace gatehouse::crypto {
namespace {

// A key made by `openssl genpkey` for this test only, and a token signed with it by
// `openssl dgst -sha256 -sign`. RS256 leaves nothing to chance, so ours must be the same.
constexpr std::string_view kTestKey =
    "MIIG/gIBADANBgkqhkiG9w0BAQEFAASCBugwggbkAgEAAoIBgQCuvxRg+zU2zYA5XWFcWku+Rn3kcH/RN65M87n/Q46k"
    "XmS6p1DQ2WnPv+2w9NnSomvohAbYexCe0W1hQnrjXd+D0B2myQvgjM6/e7bkmF4koO/rJuN0vtTN9IibgJFEnripJQjo"
    "326X7xWGB7pIYbkMheZ1/8IFwKuX/MuEy8oF94qikJPL72lmhB7MCPRcoNEFuAAeA7Yw5RloYldAHoqIfau1RYQXtKFw"
    "KQngwLetenwaNjOn4aE0VGXb0I/21ZkoK9buAz+5Nk8E3/Qs69Etdfz0banHC7EEHcTLT/GhVux5TYEu2ZtZXfHiC1i3"
    "XA1QlcwKZqryK1rD2Yfear+jhE/eBEDGqOgGsOvLkHnlJPhFG0QAFMy0+99/nGEvQzgQCNXGFTy9y0qcgRY68CS9Wjc9"
    "cxMqYKnTyi19weHmWO1EypgbIhFIfEOG73kQlQucEN4Db7lhD40yYHyjS1CwkxaAc5LFgRh4YMiDcB6lHVX94Twv078L"
    "uu4g3wW9IBkCAwEAAQKCAYACfPYekmOCogCKvVv+FP50/8TaBfymUmww+TU9Bfp7BMNBtOrg6mbICz2bnytJ0gyGY6wQ"
    "R+8a5jSWcnw69NkScKbRCBXn9UFNXZOjVusPC1tj+WptycWdObd6bvIPX54vMSr0Qktge1cOxAxNbKMv1mk+mJNr6KW/"
    "O1CviNJNBvMKcQbcG/U5fTVnpm0ws3NLQrOXudBNvmyMvX4fpT+uOIt2s4rXs134GASyVoDwn3WZNVip2FVzoAvQo/w+"
    "YYvi2vT/94YeHxf8YS3pINfz/JlNthyFAuApX2f8186sViJERnMtiz7xhHa8G0vRKf2sXki2MZqdY95q5FFPcmEaIlrJ"
    "HQof0V8cyuxr92vCS6zmPWsVzyMkd0tRcdQMndJXOrcPFTgfgJUrAeG0xcJ9HUFOpk3PXMK6k8IcRxSaPgFGmqIYJkx3"
    "JW1o3oifcGl7loN2JMH8p4fd2To8t6Ozj5RcrmEN+WUyPgAlUd4pjkIUOUTX75QxHV81or/rXO0CgcEA0+EQx3VtDOBD"
    "9KUoSMdLScaJLopLG8j6e3SIwPJCurcHKHfAIbReyrBzEtmu4mCVe6RJkUrwOj2IDJb8UmzkrZTwsQltA6JNvX4eFQOG"
    "pvqqua/ZXTWP72zr6rvusMsVKrfG2GMstXVXF9XEe/QNtQbgo9uPw3u+hgagGfW5jwUtScqksyKuM/qbwCf7kI0rDova"
    "IhnvwTtHWSkqhRaKipNEOMaiIGhLTai1tEsGPX3lqOMSVcgmU6rGv0i3NOhlAoHBANMihuikiuE5xUBUuWYKk1nl1Dpe"
    "YAxWRGUyonqnjvSrOaGtpRIFrWA3YLjvwrKzja4w37am8M5f3S3R4w6mESOY1vKJ3wj/TANQdKpKJDi81D28SPQZClHb"
    "/YsK6qt/EzsPVGtV2v8vWJn1Q4w9w4fan3obuoaoNdFXOA90SsO3d6l9tWH90bV9rQRs2cEYNUTVlr74AovkwUCMOBWn"
    "NarafcDFf1B2kKoqFB7St089+925aMUs9l3XvjKCCBsLpQKBwAT4FU2oOlt/8vgM24oBaombZ2I5ChPnvcAhdoeX5uq8"
    "GiXf0Ri5QzPbuYcqpchXXYodyz/mEwY6pTMuY1KHjUFo6dAtGWppZwtXptr1TzYhUNmz/xQJiouh8VJ6/9kTmjZ7QuWW"
    "RdknnFhJwibqDVw+ggw1vQRnpYs9IooZUjXBeFNvtjchTBaZ/QcfqO218dmQfBgqpY3RlxXHOmEOq0cetw3h0rGR4Jo8"
    "p65HyCivCDDSyn5KiGOT8L9RtEJAZQKBwQC0WwchTgVwtbfA517kQt5yabhsD9g+UablR2ayHdYpPObjLIEYrw7WZRfT"
    "gsQvgN/jT86aqWqE8DDxBhzOk5+KZ/IdhxamCec14ZF3MhRU/0DSZ7duBMHjAWhJUQ77ZnbX+ZVkhxem6xvlkDSeZNhV"
    "gbS/S1Z/1sr6Q2YZFX8URvIKL980kOyF+5BDenRc1UATx9yYzyTluYg3ilASdx6KD1BizpKd+lpDceR0HA4Iu+seEVbl"
    "MC5YJYZMgPVJnR0CgcEAwpbM8xCxxeSf4ps5y8rP/NwPk/DQXq6Wz5OZVVek0aUm4YI303PChWmdIBh7ihEpzjEzu9Ll"
    "PVw6+xhAV7ahbgnzYAITrMHLa1k9D+C1UTpqPDrDT7NQL9/fXcXsFx39PytsxgXNla0SrkbTkwZC2mnGKX/CpXI5emlS"
    "bJq2f0fmELUwiWMIf5lFJWVSmP+MVxVpj0rJNFYiB9kq3fE9J+UzZf7RmvHw3tS950JacnRaEl/rkDN4znSbzmVDkRjN";
constexpr std::string_view kThumbprint = "ZDpexigoAXlokRWNUAF9sAGsuZS2Bnuh_kHipOeASco";
constexpr std::string_view kToken =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6IlpEcGV4aWdvQVhsb2tSV05VQUY5c0FHc3VaUzJCbnVoX2tIaXBPZUFTY28ifQ.e"
    "yJpc3MiOiJqb2UifQ.A8hgHOfK-DUaV8XgVs8_Z-r0tk8ctSVtUcl8YR5WsppNNSj6Tjb8uZFr4KWHwkG69IzmMQ-sXt"
    "pm4Lc4pn0XbzjJ_X4FUFiS4J_sQg8NujO2qL8XMNXZsg8_yhse80WjYFBiZmMECEdBRdtn_33P5KzsRR-vOlfxHHsVIl"
    "xbZEVUoDOkCpqwajzTzwey0UYFrVHyMycAOml8ujij8eVJr7JTXZGbKhT7XjSnw4BZ-LDm2S4hAGSjXP3gynOLeyWV90"
    "wH6Oubc0Tl5HwilOrNeWU54eaWNYbZz_s0aKHUrT7F4QRqkEsQ2zhSap0DoP6EdGgutPvEIdIideICUtMpH9437kElsZ"
    "DoLXHBLvIDDRq8q2t-DHoWvbaqb6CjxgIwwdsOo2BV5rHcUiqC6gEKC2WcNEP9Q1FeDRiax3TPPC0vJH4HEbvLy2rnae"
    "EUrKsD-gAdXMbpYSREf6dMd1gWsdDZQPG_sFLKVSeaE8do45Mmnsh9GA86ZXXbZbVBOYIs";

JwtKey test_key() { return JwtKey::from_pkcs8(Secret::of(from_base64(kTestKey).value())).value(); }

class Tokens : public testing::Test {
 protected:
  static void SetUpTestSuite() { key_ = std::make_unique<JwtKey>(test_key()); }
  static void TearDownTestSuite() { key_.reset(); }

  static std::string header() { return R"({"alg":"RS256","kid":")" + key_->id() + R"("})"; }
  static std::string unsigned_part(std::string_view header_json, std::string_view payload) {
    return base64url(as_bytes(header_json)) + "." + base64url(as_bytes(payload));
  }
  static std::string signature(std::string_view token) {
    return std::string{token.substr(token.rfind('.'))};
  }
  // Signed by our key whatever its header says.
  static std::string signed_with(std::string_view header_json) {
    const std::string part = unsigned_part(header_json, R"({"iss":"joe"})");
    return part + "." + base64url(rs256(part));
  }
  static Bytes rs256(std::string_view text) {
    const Secret der = key_->pkcs8();
    const std::uint8_t* at = der.reveal().data();
    EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    Bytes out(384);
    std::size_t size = out.size();
    EXPECT_EQ(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key), 1);
    EXPECT_EQ(EVP_DigestSign(context, out.data(), &size, as_bytes(text).data(), text.size()), 1);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return out;
  }
  static void expect_refused(std::string_view token) {
    const auto payload = key_->verify(token);
    ASSERT_FALSE(payload.has_value()) << token;
    EXPECT_TRUE(payload.error().is(kTokenRefused));
    EXPECT_EQ(ERR_peek_error(), 0u) << "the next TLS call of this thread would fail";
  }

  static inline std::unique_ptr<JwtKey> key_;
};

TEST_F(Tokens, AreSignedAsOpensslSignsThem) {
  EXPECT_EQ(key_->id(), kThumbprint);
  EXPECT_EQ(key_->sign(R"({"iss":"joe"})"), kToken);
  EXPECT_EQ(key_->verify(kToken).value(), R"({"iss":"joe"})");
}

TEST_F(Tokens, AreAcceptedByAnotherImplementation) {
  const std::string jwk = key_->public_jwk();
  cjose_jwk_t* const key = cjose_jwk_import(jwk.data(), jwk.size(), nullptr);
  ASSERT_NE(key, nullptr);
  const std::string token = key_->sign(R"({"sub":"per_1"})");
  cjose_jws_t* const jws = cjose_jws_import(token.data(), token.size(), nullptr);
  ASSERT_NE(jws, nullptr);
  EXPECT_TRUE(cjose_jws_verify(jws, key, nullptr));
  std::uint8_t* payload = nullptr;
  std::size_t size = 0;
  EXPECT_TRUE(cjose_jws_get_plaintext(jws, &payload, &size, nullptr));
  EXPECT_EQ(as_text({payload, size}), R"({"sub":"per_1"})");
  EXPECT_STREQ(cjose_jwk_get_kid(key, nullptr), key_->id().c_str());
  cjose_jws_release(jws);
  cjose_jwk_release(key);
}

TEST_F(Tokens, OfAFreshKeyVerifyAndThoseOfAnotherDoNot) {
  const JwtKey fresh = JwtKey::generate();
  const JwtKey same = JwtKey::from_pkcs8(fresh.pkcs8()).value();
  const std::string token = fresh.sign("{}");
  EXPECT_EQ(fresh.verify(token).value(), "{}");
  EXPECT_EQ(same.verify(token).value(), "{}");
  EXPECT_EQ(same.id(), fresh.id());
  expect_refused(token);
  // With the other key's name in a header that we signed, too.
  expect_refused(signed_with(R"({"alg":"RS256","kid":")" + fresh.id() + R"("})"));
}

TEST_F(Tokens, MaySayThatTheyAreJwt) {
  EXPECT_TRUE(key_->verify(signed_with(header())).has_value());
  EXPECT_TRUE(
      key_->verify(signed_with(R"({"typ":"JWT","alg":"RS256","kid":")" + key_->id() + R"("})"))
          .has_value());
}

TEST_F(Tokens, WithAnotherHeaderAreRefusedThoughWeSignedThem) {
  const std::string kid = R"("kid":")" + key_->id() + R"(")";
  for (const std::string& other :
       {R"({"alg":"RS256"})" + std::string{}, "{" + kid + "}", R"({"alg":"none",)" + kid + "}",
        R"({"alg":"RS512",)" + kid + "}", R"({"alg":"PS256",)" + kid + "}",
        R"({"alg":"rs256",)" + kid + "}", R"({"alg":"RS256","alg":"RS256",)" + kid + "}",
        R"({"alg":"RS256","jwk":{},)" + kid + "}",
        R"({"alg":"RS256","jku":"https://x.y",)" + kid + "}",
        R"({"alg":"RS256","crit":["b64"],"b64":false,)" + kid + "}",
        R"({"alg":"RS256","kid":"../../dev/null"})" + std::string{},
        R"({"alg":"RS256","typ":"at+jwt",)" + kid + "}", std::string{"[]"}, std::string{}})
    expect_refused(signed_with(other));
}

TEST_F(Tokens, WithoutASignatureOfOursAreRefused) {
  const std::string none = R"({"alg":"none","kid":")" + key_->id() + R"("})";
  expect_refused(unsigned_part(none, "{}") + ".");
  expect_refused(unsigned_part(header(), "{}") + ".");
  expect_refused(unsigned_part(header(), R"({"iss":"eve"})") + signature(kToken));
  // HS256 with the public key as the shared secret.
  const std::string hs256 = R"({"alg":"HS256","kid":")" + key_->id() + R"("})";
  const std::string part = unsigned_part(hs256, "{}");
  const Secret public_text = Secret::of_text(key_->public_jwk());
  expect_refused(part + "." + base64url(hmac_sha256(public_text, as_bytes(part))));
}

TEST_F(Tokens, WithAnyCharacterChangedAreRefused) {
  for (std::size_t i = 0; i < kToken.size(); i += 5) {
    std::string changed{kToken};
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    expect_refused(changed);
  }
}

TEST_F(Tokens, InAnotherFormAreRefused) {
  const std::string token{kToken};
  const std::size_t payload = token.find('.') + 1;
  const std::size_t mark = token.rfind('.');
  for (const std::string& other :
       {std::string{}, std::string{"."}, std::string{".."}, std::string{"..."}, token + ".",
        token + "=", token + "\n", token.substr(0, mark) + ".e=", " " + token, token + ".AAAA",
        token.substr(0, mark), token.substr(payload), token.substr(0, payload) + signature(token),
        "." + token.substr(payload)})
    expect_refused(other);
}

TEST_F(Tokens, MayHaveFourKilobytesAndNoMore) {
  const auto with_payload = [](std::size_t size) { return key_->sign(std::string(size, ' ')); };
  std::size_t size = 2500;
  while (with_payload(size + 1).size() <= 4096) ++size;
  EXPECT_TRUE(key_->verify(with_payload(size)).has_value());
  expect_refused(with_payload(size + 1));
}

TEST_F(Tokens, ThePublicKeyHoldsNothingPrivate) {
  const std::string jwk = key_->public_jwk();
  EXPECT_EQ(jwk.find(R"("d":)"), std::string::npos);
  const std::size_t n = jwk.find(R"("n":")") + 5;
  const std::string modulus = jwk.substr(n, jwk.find('"', n) - n);
  EXPECT_EQ(from_base64url(modulus)->size() * 8, 3072u);
  // RFC 7638 3.1
  EXPECT_EQ(base64url(sha256(as_bytes(R"({"e":"AQAB","kty":"RSA","n":")" + modulus + R"("})"))),
            key_->id());
}

TEST_F(Tokens, AKeyOfAnotherFormIsRefused) {
  for (const std::string_view der : {std::string_view{}, std::string_view{"no key"}})
    EXPECT_TRUE(JwtKey::from_pkcs8(Secret::of_text(der)).error().is(kBadKey));
  Bytes cut = from_base64(kTestKey).value();
  cut.resize(cut.size() / 2);
  EXPECT_TRUE(JwtKey::from_pkcs8(Secret::of(cut)).error().is(kBadKey));
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace gatehouse::crypto
