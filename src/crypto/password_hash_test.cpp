#include "crypto/password_hash.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::crypto {
namespace {

// Cheap, so that the tests are quick; the form is the same.
constexpr HashCost kCheap{.memory_kib = 64, .passes = 2};

class Passwords : public testing::Test {
 protected:
  Secret pepper_ = Secret::of_text("pepper");
  Secret password_ = Secret::of_text("correct horse battery staple");
};

TEST_F(Passwords, AreVerifiedAsTheReferenceProgramHashedThem) {
  // Made by Debian's argon2 program (the reference implementation of RFC 9106) from
  // HMAC-SHA256("pepper", "correct horse battery staple"):
  //   argon2 "sixteen bytes !!" -id -t 2 -k 64 -p 1 -l 32 -e
  constexpr std::string_view kPhc =
      "$argon2id$v=19$m=64,t=2,p=1$c2l4dGVlbiBieXRlcyAhIQ$"
      "jmii/goOnNgE2ajU2f9yQFIIROj5z0NWWBxw3vS5Vl0";
  EXPECT_TRUE(verify_password(password_, pepper_, kPhc));
  EXPECT_FALSE(needs_rehash(kPhc, kCheap));
}

TEST_F(Passwords, AreHashedWithArgon2idAtTheGivenCost) {
  const std::string phc = hash_password(password_, pepper_, kCheap);
  EXPECT_TRUE(phc.starts_with("$argon2id$v=19$m=64,t=2,p=1$")) << phc;
  EXPECT_TRUE(verify_password(password_, pepper_, phc));
  EXPECT_TRUE(hash_password(password_, pepper_, {}).starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
}

TEST_F(Passwords, AreSaltedEachTime) {
  EXPECT_NE(hash_password(password_, pepper_, kCheap), hash_password(password_, pepper_, kCheap));
}

TEST_F(Passwords, DoNotVerifyWithAnotherPasswordPepperOrHash) {
  const std::string phc = hash_password(password_, pepper_, kCheap);
  EXPECT_FALSE(verify_password(Secret::of_text("correct horse battery stapl"), pepper_, phc));
  EXPECT_FALSE(verify_password(Secret{}, pepper_, phc));
  EXPECT_FALSE(verify_password(password_, Secret::of_text("salt"), phc));
  EXPECT_FALSE(verify_password(password_, pepper_, phc.substr(0, phc.size() - 1)));
  for (const std::string_view other :
       {"", "$", "plain", "$argon2id$v=19$m=64,t=2,p=1$$", "$2y$10$abcdefghijklmnopqrstuv"})
    EXPECT_FALSE(verify_password(password_, pepper_, other)) << other;
  EXPECT_FALSE(verify_password(password_, pepper_, std::string(10'000, '$')));
}

TEST_F(Passwords, MayHoldAnyOctetsAtAnyLength) {
  const Secret zeros = Secret::of(Bytes(3));
  const std::string phc = hash_password(zeros, pepper_, kCheap);
  EXPECT_TRUE(verify_password(zeros, pepper_, phc));
  EXPECT_FALSE(verify_password(Secret::of(Bytes(4)), pepper_, phc));
}

TEST_F(Passwords, AreHashedAnewWhenTheCostChanges) {
  const std::string phc = hash_password(password_, pepper_, kCheap);
  EXPECT_FALSE(needs_rehash(phc, kCheap));
  EXPECT_TRUE(needs_rehash(phc, {.memory_kib = 128, .passes = 2}));
  EXPECT_TRUE(needs_rehash(phc, {.memory_kib = 64, .passes = 3}));
  EXPECT_TRUE(needs_rehash("$2y$10$abcdefghijklmnopqrstuv", kCheap));
  EXPECT_TRUE(needs_rehash("", kCheap));
}

}  // namespace
}  // namespace gatehouse::crypto
