#include "base/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gatehouse {
namespace {

struct Spelling {
  std::string_view text, base64, hex;
};

// RFC 4648 section 10 (hex is written in upper case there).
constexpr Spelling kRfc4648[] = {
    {"", "", ""},
    {"f", "Zg==", "66"},
    {"fo", "Zm8=", "666f"},
    {"foo", "Zm9v", "666f6f"},
    {"foob", "Zm9vYg==", "666f6f62"},
    {"fooba", "Zm9vYmE=", "666f6f6261"},
    {"foobar", "Zm9vYmFy", "666f6f626172"},
};

TEST(Bytes, WritesTheVectorsOfRfc4648) {
  for (const auto& [text, in_base64, in_hex] : kRfc4648) {
    EXPECT_EQ(base64(as_bytes(text)), in_base64);
    EXPECT_EQ(hex(as_bytes(text)), in_hex);
  }
}

TEST(Bytes, ReadsTheVectorsOfRfc4648) {
  for (const auto& [text, in_base64, in_hex] : kRfc4648) {
    const auto from_first = from_base64(in_base64);
    const auto from_second = from_hex(in_hex);
    ASSERT_TRUE(from_first && from_second) << text;
    EXPECT_EQ(as_text(*from_first), text);
    EXPECT_EQ(as_text(*from_second), text);
  }
}

TEST(Bytes, ReadsHexInBothCases) { EXPECT_EQ(from_hex("fF00").value(), from_hex("Ff00").value()); }

TEST(Bytes, TheUrlAlphabetHasItsOwnTwoDigitsAndNoPadding) {
  constexpr std::string_view kText = "\xfb\xff\xfe";
  EXPECT_EQ(base64(as_bytes(kText)), "+//+");
  EXPECT_EQ(base64url(as_bytes(kText)), "-__-");
  EXPECT_EQ(base64url(as_bytes("f")), "Zg");
}

TEST(Bytes, RefusesSecondSpellingsOfOneValue) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z", "Zg==Zg==", "Zm 8", "====", "Zg=a", "-__-", "Zm9v\n"})
    EXPECT_FALSE(from_base64(text).has_value()) << text;
  for (const std::string_view text : {"Zg==", "Zh", "Zm9", "Z", "+//+", "Zm9v=", "Zm9v."})
    EXPECT_FALSE(from_base64url(text).has_value()) << text;
  for (const std::string_view text : {"0", "0g", "0x00", " 00", "00 "})
    EXPECT_FALSE(from_hex(text).has_value()) << text;
}

RC_GTEST_PROP(Bytes, WhatIsWrittenIsReadBack, (const Bytes& bytes)) {
  RC_ASSERT(from_hex(hex(bytes)).value() == bytes);
  RC_ASSERT(from_base64(base64(bytes)).value() == bytes);
  RC_ASSERT(from_base64url(base64url(bytes)).value() == bytes);
}

// Whatever is accepted is the one spelling of its value.
RC_GTEST_PROP(Bytes, WhatIsReadIsWrittenBack, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"ABCDwxyz0189-_+/="}));
  if (const auto bytes = from_base64url(text)) RC_ASSERT(base64url(*bytes) == text);
  if (const auto bytes = from_base64(text)) RC_ASSERT(base64(*bytes) == text);
}

}  // namespace
}  // namespace gatehouse
