#include "identity/internal/authenticator_app.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/bytes.h"
#include "identity/internal/recovery_codes.h"

namespace gatehouse::identity::internal {
namespace {

using namespace std::chrono_literals;

// RFC 6238, appendix B: SHA-1, of whose eight digits apps show the last six.
TEST(AuthenticatorApp, makes_the_codes_of_the_standard) {
  const Secret secret = Secret::of_text("12345678901234567890");
  const std::pair<std::int64_t, std::string_view> kCodes[] = {{59, "287082"},
                                                              {1'111'111'109, "081804"},
                                                              {1'111'111'111, "050471"},
                                                              {1'234'567'890, "005924"},
                                                              {2'000'000'000, "279037"},
                                                              {20'000'000'000, "353130"}};
  for (const auto& [seconds, code] : kCodes)
    EXPECT_EQ(code_at(secret, Instant{std::chrono::seconds{seconds}}), code) << seconds;
}

class AuthenticatorAppCodes : public testing::Test {
 protected:
  SystemRandom random;
  Secret secret = new_app_secret(random);
  Instant now = *parse_rfc3339("2026-11-23T21:42:10.123Z");
  std::optional<std::int64_t> judge(std::string_view code, std::int64_t last_used = 0) {
    return step_of_code(secret, code, now, last_used);
  }
};

TEST_F(AuthenticatorAppCodes, are_good_one_step_early_or_late) {
  EXPECT_TRUE(judge(code_at(secret, now)));
  EXPECT_TRUE(judge(code_at(secret, now - 30s)));
  EXPECT_TRUE(judge(code_at(secret, now + 30s)));
  EXPECT_FALSE(judge(code_at(secret, now - 60s)));
  EXPECT_FALSE(judge(code_at(secret, now + 60s)));
}

TEST_F(AuthenticatorAppCodes, work_once_and_so_do_those_before_them) {
  const auto step = judge(code_at(secret, now));
  ASSERT_TRUE(step.has_value());
  EXPECT_FALSE(judge(code_at(secret, now), *step));
  EXPECT_FALSE(judge(code_at(secret, now - 30s), *step));
  EXPECT_EQ(judge(code_at(secret, now + 30s), *step), *step + 1);
}

TEST_F(AuthenticatorAppCodes, are_six_digits_and_nothing_else) {
  const std::string code = code_at(secret, now);
  for (const std::string& wrong : {std::string{}, code + "0", code.substr(1), " " + code.substr(1)})
    EXPECT_FALSE(judge(wrong)) << wrong;
}

TEST(AuthenticatorAppAddress, names_the_account_and_escapes_what_must_be) {
  const Secret secret = Secret::of_text("12345678901234567890");
  EXPECT_EQ(app_address(secret, "Harbour & Söhne", "ada@example.com"),
            "otpauth://totp/Gatehouse%20Harbour%20%26%20S%C3%B6hne:ada%40example.com?secret="
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gatehouse%20Harbour%20%26%20S%C3%B6hne");
  EXPECT_EQ(shown_app_secret(secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}

// Version 1 has 21 modules; its finder pattern begins with a row of seven.
TEST(AuthenticatorAppQrCode, draws_a_quiet_zone_and_the_dark_modules) {
  const QrCode code = qr_code("gatehouse");
  EXPECT_EQ(code.size, 21 + 8);
  EXPECT_TRUE(code.path.starts_with("M4,4h7v1h-7z")) << code.path.substr(0, 40);
  EXPECT_EQ(code.path.find_first_not_of("M,hvz-0123456789"), std::string::npos);
}

TEST(RecoveryCodes, are_ten_different_ones_that_can_be_typed) {
  SystemRandom random;
  const auto codes = new_recovery_codes(random);
  EXPECT_EQ(codes.size(), kRecoveryCodes);
  for (const std::string& code : codes) {
    EXPECT_EQ(code.size(), 14U) << code;
    EXPECT_EQ(std::ranges::count(codes, code), 1) << code;
    EXPECT_TRUE(normalised_recovery_code(code)) << code;
  }
}

TEST(RecoveryCodes, are_read_as_people_type_them) {
  EXPECT_EQ(normalised_recovery_code(" K7M2 9XQP4TTZ "), "k7m29xqp4ttz");
  EXPECT_EQ(normalised_recovery_code("oOiI-lL00-1111"), "001111001111");
  for (const std::string_view wrong :
       {"", "k7m2-9xqp-4tt", "k7m2-9xqp-4ttzz", "k7m2-9xqp-4tt!", "k7m2-9xqp-4ttu", "123456"})
    EXPECT_FALSE(normalised_recovery_code(wrong)) << wrong;
}

TEST(RecoveryCodes, are_hashed_for_one_person_and_by_one_key) {
  SystemRandom random;
  SystemClock clock;
  const Secret key = Secret::random(random, 32);
  const auto person = PersonId::make(clock, random);
  const auto hash = hash_of_recovery_code(key, person, "k7m29xqp4ttz");
  EXPECT_EQ(hash, hash_of_recovery_code(key, person, "k7m29xqp4ttz"));
  EXPECT_NE(hash, hash_of_recovery_code(key, PersonId::make(clock, random), "k7m29xqp4ttz"));
  EXPECT_NE(hash, hash_of_recovery_code(Secret::random(random, 32), person, "k7m29xqp4ttz"));
}

}  // namespace
}  // namespace gatehouse::identity::internal
