#include "assurance/masking.h"

#include <gtest/gtest.h>

namespace gatehouse::assurance {
namespace {

TEST(Masking, leaves_of_a_secret_only_what_it_was) {
  EXPECT_EQ(masked("token ghr_AbCdEfGhIjKlMnOp."), "token ghr_…");
  EXPECT_EQ(masked("Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.c2ln, sent"), "Bearer eyJh…, sent");
  EXPECT_EQ(masked("password pw-0123456789abcdef"), "password pw-0…");
  EXPECT_EQ(masked("401 identity.token_expired"), "401 identity.token_expired");
  EXPECT_EQ(masked("gh"), "gh");
  EXPECT_EQ(masked(""), "");
}

TEST(Masking, shows_only_what_every_reader_can_show) {
  EXPECT_EQ(presentable("a\x01\x7f\xc2\x85z", 100), "a···z");
  EXPECT_EQ(presentable("\xff\xc0\xaf\xed\xa0\x80", 100), "······");
  EXPECT_EQ(presentable("שלום\n\tok", 100), "שלום\n\tok");
}

TEST(Masking, cuts_between_two_characters) {
  EXPECT_EQ(presentable("שלום", 3), "ש…");
  EXPECT_EQ(presentable(std::string(500, 'x'), 400).size(), 400 + std::string{"…"}.size());
  EXPECT_EQ(presentable("abc", 3), "abc");
}

}  // namespace
}  // namespace gatehouse::assurance
