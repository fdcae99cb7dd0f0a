#include "crypto/foreign_key.h"

#include <cjose/cjose.h>
#include <gtest/gtest.h>

#include <cstring>

#include "crypto/jwt.h"

namespace gatehouse::crypto {
namespace {

Bytes decoded(std::string_view text) { return from_base64url(text).value(); }

// RFC 7515 A.3.
constexpr std::string_view kX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view kY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view kText =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
constexpr std::string_view kSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

TEST(ForeignKey, verifies_the_es256_example_of_rfc_7515) {
  const auto key = ForeignKey::p256(decoded(kX), decoded(kY));
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(key->signed_it(kText, decoded(kSignature)));
  EXPECT_FALSE(key->signed_it("x" + std::string{kText}, decoded(kSignature)));
  Bytes bent = decoded(kSignature);
  bent.back() ^= 1;
  EXPECT_FALSE(key->signed_it(kText, bent));
  EXPECT_FALSE(key->signed_it(kText, Bytes(64, 0)));  // r = s = 0: CVE-2022-21449
  EXPECT_FALSE(key->signed_it(kText, {}));
}

TEST(ForeignKey, refuses_what_is_no_point_of_the_curve) {
  Bytes off = decoded(kY);
  off.back() ^= 1;
  EXPECT_FALSE(ForeignKey::p256(decoded(kX), off).has_value());
  EXPECT_FALSE(ForeignKey::p256(Bytes(32, 0), Bytes(32, 0)).has_value());
  EXPECT_FALSE(ForeignKey::p256(decoded(kX), Bytes(31, 1)).has_value());
}

// Signed by another implementation, whose key ours then is given as a JWK.
class Rsa : public testing::TestWithParam<const char*> {
 protected:
  static std::string member(cjose_jwk_t* jwk, std::string_view name) {
    cjose_err wrong;
    char* text = cjose_jwk_to_json(jwk, false, &wrong);
    const std::string json{text};
    cjose_get_dealloc()(text);
    const std::size_t at = json.find("\"" + std::string{name} + "\":\"") + name.size() + 4;
    return json.substr(at, json.find('"', at) - at);
  }
};

TEST_P(Rsa, verifies_what_another_library_signed) {
  const std::uint8_t exponent[] = {1, 0, 1};
  cjose_err wrong;
  cjose_jwk_t* jwk = cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, &wrong);
  cjose_header_t* header = cjose_header_new(&wrong);
  cjose_header_set(header, CJOSE_HDR_ALG, GetParam(), &wrong);
  const std::uint8_t payload[] = "{}";
  cjose_jws_t* jws = cjose_jws_sign(jwk, header, payload, 2, &wrong);
  ASSERT_NE(jws, nullptr);
  const char* compact = nullptr;
  cjose_jws_export(jws, &compact, &wrong);
  const std::string token{compact};
  const std::string text = token.substr(0, token.rfind('.'));
  const Bytes signature = decoded(token.substr(token.rfind('.') + 1));
  const auto of = [&](Algorithm algorithm) {
    return ForeignKey::rsa(decoded(member(jwk, "n")), decoded(member(jwk, "e")), algorithm).value();
  };
  const bool is_pss = std::strcmp(GetParam(), "PS256") == 0;
  EXPECT_TRUE(of(is_pss ? Algorithm::ps256 : Algorithm::rs256).signed_it(text, signature));
  // A key is good for one algorithm.
  EXPECT_FALSE(of(is_pss ? Algorithm::rs256 : Algorithm::ps256).signed_it(text, signature));
  cjose_jws_release(jws);
  cjose_header_release(header);
  cjose_jwk_release(jwk);
}

INSTANTIATE_TEST_SUITE_P(Algorithms, Rsa, testing::Values("RS256", "PS256"));

TEST(ForeignKey, refuses_weak_rsa) {
  const Bytes exponent{1, 0, 1};
  Bytes modulus(128, 0xff);  // 1024 bits
  EXPECT_FALSE(ForeignKey::rsa(modulus, exponent, Algorithm::rs256).has_value());
  modulus.assign(256, 0xff);
  EXPECT_FALSE(ForeignKey::rsa(modulus, exponent, Algorithm::es256).has_value());
  EXPECT_FALSE(ForeignKey::rsa(modulus, Bytes{1}, Algorithm::rs256).has_value());
  EXPECT_FALSE(ForeignKey::rsa(modulus, Bytes{2}, Algorithm::rs256).has_value());
  EXPECT_FALSE(ForeignKey::rsa(Bytes(2048, 0xff), exponent, Algorithm::rs256).has_value());
  modulus.back() = 0xfe;
  EXPECT_FALSE(ForeignKey::rsa(modulus, exponent, Algorithm::rs256).has_value());
}

}  // namespace
}  // namespace gatehouse::crypto
