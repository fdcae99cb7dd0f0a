#include "crypto/crypto.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace gatehouse::crypto {
namespace {

Bytes octets(std::string_view in_hex) { return from_hex(in_hex).value(); }

// Gives what it was given, for vectors with a nonce.
class SetRandom final : public Random {
 public:
  explicit SetRandom(Bytes bytes) : bytes_{std::move(bytes)} {}
  void fill(std::span<std::uint8_t> out) override {
    CHECK(out.size() == bytes_.size());
    std::ranges::copy(bytes_, out.begin());
  }

 private:
  Bytes bytes_;
};

TEST(Sha256, GivesTheExamplesOfFips180) {
  EXPECT_EQ(hex(sha256(as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256(as_bytes("a"), as_bytes(""), as_bytes("bc")), sha256(as_bytes("abc")));
}

TEST(Hmac, GivesTheVectorsOfRfc4231) {
  EXPECT_EQ(hex(hmac_sha256(Secret::of(Bytes(20, 0x0b)), as_bytes("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256(Secret::of_text("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(Secret::of(Bytes(131, 0xaa)),
                            as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hkdf, GivesTheVectorsOfRfc5869) {
  EXPECT_EQ(hex(hkdf_sha256(Secret::of(Bytes(22, 0x0b)), octets("000102030405060708090a0b0c"),
                            as_text(octets("f0f1f2f3f4f5f6f7f8f9")), 42)
                    .reveal()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(hex(hkdf_sha256(Secret::of(Bytes(22, 0x0b)), {}, "", 42).reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13, 14 and 16.
struct GcmVector {
  std::string_view key, nonce, context, plain, sealed, tag;
};
constexpr std::string_view kZeroKey =
    "0000000000000000000000000000000000000000000000000000000000000000";
constexpr GcmVector kGcm[] = {
    {kZeroKey, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {kZeroKey, "000000000000000000000000", "", "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(Aead, GivesTheVectorsOfGcm) {
  for (const GcmVector& vector : kGcm) {
    const AeadKey key{Secret::of(octets(vector.key))};
    SetRandom random{octets(vector.nonce)};
    const Bytes box = key.seal(octets(vector.plain), octets(vector.context), random);
    EXPECT_EQ(hex(box),
              std::string{vector.nonce} + std::string{vector.sealed} + std::string{vector.tag});
    EXPECT_EQ(hex(key.open(box, octets(vector.context)).value()), vector.plain);
  }
}

class Box : public testing::Test {
 protected:
  SystemRandom random_;
  AeadKey key_{Secret::random(random_, 32)};
  Bytes box_ = key_.seal(as_bytes("a visitor's message"), as_bytes("tenant 1"), random_);
};

TEST_F(Box, OpensWithItsKeyAndContext) {
  EXPECT_EQ(as_text(key_.open(box_, as_bytes("tenant 1")).value()), "a visitor's message");
}

TEST_F(Box, DoesNotOpenElsewhere) {
  EXPECT_FALSE(key_.open(box_, as_bytes("tenant 2")).has_value());
  EXPECT_FALSE(key_.open(box_, {}).has_value());
  EXPECT_FALSE(AeadKey{Secret::random(random_, 32)}.open(box_, as_bytes("tenant 1")).has_value());
}

TEST_F(Box, DoesNotOpenWhenAnyBitWasChanged) {
  for (std::size_t bit = 0; bit < box_.size() * 8; ++bit) {
    Bytes changed = box_;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
    EXPECT_FALSE(key_.open(changed, as_bytes("tenant 1")).has_value()) << bit;
  }
}

TEST_F(Box, DoesNotOpenCutShort) {
  for (std::size_t size = 0; size < box_.size(); ++size)
    EXPECT_FALSE(key_.open(BytesView{box_}.first(size), as_bytes("tenant 1")).has_value()) << size;
}

TEST_F(Box, IsNeverTheSameTwice) {
  EXPECT_NE(key_.seal(as_bytes("x"), {}, random_), key_.seal(as_bytes("x"), {}, random_));
}

TEST_F(Box, OpensAgainAfterAFailure) {
  EXPECT_FALSE(key_.open(box_, as_bytes("other")).has_value());
  EXPECT_TRUE(key_.open(box_, as_bytes("tenant 1")).has_value());
}

RC_GTEST_PROP(Aead, WhatIsSealedOpens, (const Bytes& plain, const Bytes& context)) {
  SystemRandom random;
  const AeadKey key{Secret::random(random, 32)};
  RC_ASSERT(key.open(key.seal(plain, context, random), context).value() == plain);
}

struct Ed25519Vector {
  std::string_view seed, public_key, message, signature;
};
// RFC 8032 7.1, tests 1 to 3.
constexpr Ed25519Vector kEd25519[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519, GivesTheVectorsOfRfc8032) {
  for (const Ed25519Vector& vector : kEd25519) {
    const auto key = SigningKey::from_seed(Secret::of(octets(vector.seed))).value();
    const Bytes message = octets(vector.message);
    EXPECT_EQ(hex(key.public_key()), vector.public_key);
    EXPECT_EQ(hex(key.sign(message)), vector.signature);
    EXPECT_EQ(hex(key.seed().reveal()), vector.seed);
    EXPECT_TRUE(verify_ed25519(octets(vector.public_key), message, octets(vector.signature)));
  }
}

TEST(Ed25519, RefusesEveryOtherSignature) {
  SystemRandom random;
  const auto key = SigningKey::generate(random);
  const auto other = SigningKey::generate(random);
  const auto signature = key.sign(as_bytes("checkpoint 7"));
  const auto public_key = key.public_key();
  EXPECT_TRUE(verify_ed25519(public_key, as_bytes("checkpoint 7"), signature));
  EXPECT_FALSE(verify_ed25519(public_key, as_bytes("checkpoint 8"), signature));
  EXPECT_FALSE(verify_ed25519(other.public_key(), as_bytes("checkpoint 7"), signature));
  EXPECT_FALSE(verify_ed25519(public_key, as_bytes("checkpoint 7"), {}));
  EXPECT_FALSE(verify_ed25519({}, as_bytes("checkpoint 7"), signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto changed = signature;
    changed[i] ^= 1;
    EXPECT_FALSE(verify_ed25519(public_key, as_bytes("checkpoint 7"), changed)) << i;
  }
  EXPECT_TRUE(SigningKey::from_seed(Secret::of(Bytes(31))).error().is(kBadKey));
}

}  // namespace
}  // namespace gatehouse::crypto
