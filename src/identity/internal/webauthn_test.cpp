#include "identity/webauthn.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "identity/internal/cbor_reader.h"
#include "identity/internal/webauthn_vectors.h"

namespace gatehouse::identity::webauthn {
namespace {

const RelyingParty kParty{"localhost", {"https://localhost:34503"}};

Bytes decoded(std::string_view text) { return *from_base64url(text); }

class Webauthn : public testing::TestWithParam<Vector> {
 protected:
  Bytes attestation = decoded(GetParam().attestation);
  Bytes client_data = decoded(GetParam().signed_in);
  Bytes data = decoded(GetParam().authenticator_data);
  Bytes signature = decoded(GetParam().signature);

  Credential credential() const {
    return *read_new_credential(decoded(GetParam().attestation), kParty);
  }
  Result<std::uint32_t> verify(const RelyingParty& party = kParty) const {
    const Credential known = credential();
    return verify_assertion({client_data, data, signature}, known.algorithm, known.public_key,
                            party);
  }
};

TEST_P(Webauthn, reads_a_new_credential) {
  const auto made = read_new_credential(attestation, kParty);
  ASSERT_TRUE(made.has_value()) << made.error().detail();
  EXPECT_EQ(made->algorithm, GetParam().algorithm);
  EXPECT_EQ(base64url(made->id), GetParam().credential);
  EXPECT_EQ(made->counter, 1U);
}

TEST_P(Webauthn, verifies_a_signature_and_tells_the_counter) {
  const auto counter = verify();
  ASSERT_TRUE(counter.has_value()) << counter.error().detail();
  EXPECT_EQ(*counter, 2U);
}

TEST_P(Webauthn, reads_what_the_browser_says_and_passes_over_what_it_adds) {
  const auto created = read_client_data(decoded(GetParam().created));
  ASSERT_TRUE(created.has_value());
  EXPECT_EQ(created->challenge, Bytes(kChallengeSize, 7));
  EXPECT_TRUE(check_client_data(*created, Ceremony::create, kParty));
  EXPECT_FALSE(check_client_data(*created, Ceremony::get, kParty));
  const auto signed_in = read_client_data(client_data);
  ASSERT_TRUE(signed_in.has_value());
  EXPECT_EQ(signed_in->challenge, Bytes(kChallengeSize, 9));
  EXPECT_TRUE(check_client_data(*signed_in, Ceremony::get, kParty));
}

TEST_P(Webauthn, attacker_cannot_change_a_bit_of_what_was_signed) {
  for (Bytes* part : {&client_data, &data, &signature}) {
    for (std::size_t at = 0; at < part->size(); at += 7) {
      (*part)[at] ^= 1;
      EXPECT_FALSE(verify()) << at;
      (*part)[at] ^= 1;
    }
  }
  EXPECT_TRUE(verify());
}

TEST_P(Webauthn, attacker_cannot_use_what_was_signed_for_another_party) {
  EXPECT_FALSE(verify({"evil.example", kParty.origins}));
  EXPECT_FALSE(read_new_credential(attestation, {"evil.example", kParty.origins}));
}

TEST_P(Webauthn, attacker_cannot_use_another_key) {
  for (const Vector& other : kVectors) {
    if (other.algorithm == GetParam().algorithm) continue;
    const Credential foreign = *read_new_credential(decoded(other.attestation), kParty);
    const Assertion given{client_data, data, signature};
    EXPECT_FALSE(verify_assertion(given, foreign.algorithm, foreign.public_key, kParty));
    EXPECT_FALSE(verify_assertion(given, foreign.algorithm, credential().public_key, kParty));
  }
}

TEST_P(Webauthn, refuses_what_is_cut_short_or_longer_than_it_says) {
  for (std::size_t size = 0; size < attestation.size(); ++size)
    EXPECT_FALSE(read_new_credential(BytesView{attestation}.first(size), kParty)) << size;
  attestation.push_back(0);
  EXPECT_FALSE(read_new_credential(attestation, kParty));
  for (std::size_t size = 0; size < data.size(); ++size) {
    Bytes shorter{data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size)};
    std::swap(data, shorter);
    EXPECT_FALSE(verify()) << size;
    std::swap(data, shorter);
  }
  data.push_back(0);
  EXPECT_FALSE(verify());
}

// Flags stand behind the hash of the party's id (6.1).
TEST_P(Webauthn, demands_that_the_user_was_there_and_was_verified) {
  const std::size_t flags = attestation.size() - read_attestation(attestation)->size() + 32;
  for (const int flag : {0x01, 0x04, 0x40}) {
    attestation[flags] = static_cast<std::uint8_t>(attestation[flags] ^ flag);
    EXPECT_FALSE(read_new_credential(attestation, kParty)) << flag;
    attestation[flags] = static_cast<std::uint8_t>(attestation[flags] ^ flag);
  }
  EXPECT_TRUE(read_new_credential(attestation, kParty));
}

INSTANTIATE_TEST_SUITE_P(of_chromium, Webauthn, testing::ValuesIn(kVectors),
                         [](const auto& one) { return std::string{name_of(one.param.algorithm)}; });

const std::string kChallenge(43, 'A');

Result<ClientData> client_data_of(std::string_view json) {
  return read_client_data(as_bytes(json));
}

TEST(WebauthnClientData, refuses_what_is_no_object_of_texts) {
  for (const std::string_view json :
       {"", "[]", "null", "{", R"({"type":"webauthn.get"})", R"({"challenge":7})",
        R"({"challenge":"not base64!"})", R"({"challenge":"AAAA"})"})
    EXPECT_FALSE(client_data_of(json)) << json;
  const std::string whole = R"({"challenge":")" + kChallenge + '"';
  EXPECT_TRUE(client_data_of(whole + "}"));
  EXPECT_FALSE(client_data_of(whole + "}{}"));
  EXPECT_FALSE(client_data_of(whole + R"(,"x":)" + std::string(1000, '[')));
  EXPECT_FALSE(client_data_of(whole + R"(,"x":")" + std::string(kLongestClientData, 'A') + "\"}"));
}

TEST(WebauthnClientData, takes_only_our_own_pages) {
  const auto check = [](std::string_view rest) {
    std::string json = R"({"type":"webauthn.get","challenge":")" + kChallenge + "\",";
    const auto data = client_data_of((json += rest) += "}");
    return data && check_client_data(*data, Ceremony::get, kParty).has_value();
  };
  EXPECT_TRUE(check(R"("origin":"https://localhost:34503")"));
  EXPECT_TRUE(check(R"("origin":"https://localhost:34503","crossOrigin":false)"));
  EXPECT_FALSE(check(R"("origin":"https://localhost:34503","crossOrigin":true)"));
  EXPECT_FALSE(check(R"("origin":"https://localhost:34503","crossOrigin":"no")"));
  for (const std::string_view origin :
       {"https://localhost", "http://localhost:34503", "https://localhost:34503/",
        "https://localhost:34503.evil.example", "https://evil.example", "null", ""})
    EXPECT_FALSE(check(std::string{R"("origin":")"} + std::string{origin} + '"')) << origin;
}

TEST(WebauthnCounter, grows_or_is_always_nought) {
  EXPECT_TRUE(counter_grows(0, 0));
  EXPECT_TRUE(counter_grows(0, 1));
  EXPECT_TRUE(counter_grows(7, 8));
  EXPECT_FALSE(counter_grows(7, 7));
  EXPECT_FALSE(counter_grows(7, 0));
  EXPECT_TRUE(counter_grows(0xffff'fffe, 0xffff'ffff));
}

Result<> skipped(std::string_view hex_text) {
  const Bytes bytes = *from_hex(hex_text);
  CborReader reader{bytes};
  TRY_VOID(reader.skip());
  if (!reader.at_end()) return fail(kPasskeyRefused);
  return {};
}

// Examples of RFC 8949, appendix A.
TEST(WebauthnCbor, reads_the_examples_of_the_standard) {
  for (const std::string_view text :
       {"00", "1bffffffffffffffff", "3903e7", "f97e00", "fb3ff199999999999a", "f4", "f6",
        "c074323031332d30332d32315432303a30343a30305a", "4401020304", "6449455446", "83010203",
        "8301820203820405", "a201020304", "a26161016162820203"})
    EXPECT_TRUE(skipped(text)) << text;
}

TEST(WebauthnCbor, refuses_indefinite_lengths_depth_and_claims_that_do_not_fit) {
  for (const std::string_view text :
       {"5f42010243030405ff", "9fff", "bfff", "ff", "1c", "", "18", "61", "9bffffffffffffffff",
        "bbffffffffffffffff", "9a7fffffff00", "5b7fffffffffffffff00", "81818181818101",
        "a1a1a1a1a10101"})
    EXPECT_FALSE(skipped(text)) << text;
}

}  // namespace
}  // namespace gatehouse::identity::webauthn
