#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace gatehouse {
namespace {

using namespace std::literals;

// Written as code points, so that what is invisible can be read here.
std::string utf8(std::u32string_view code_points) {
  std::string out;
  for (const char32_t c : code_points) {
    const auto tail = [&](unsigned shift) {
      out += static_cast<char>(0x80 | ((c >> shift) & 0x3f));
    };
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xc0 | (c >> 6));
      tail(0);
    } else if (c < 0x10000) {
      out += static_cast<char>(0xe0 | (c >> 12));
      tail(6);
      tail(0);
    } else {
      out += static_cast<char>(0xf0 | (c >> 18));
      tail(12);
      tail(6);
      tail(0);
    }
  }
  return out;
}

std::string cleaned_points(std::u32string_view text) { return cleaned(utf8(text)); }

TEST(Utf8, IsReadStrictly) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain text that is longer than eight octets"));
  EXPECT_TRUE(is_utf8(utf8(U"\u00e9 \u20ac \u05d0 \U0001f600 \U0010ffff")));
  // Table 3-7 of the Unicode standard: overlong, surrogate, too high, cut off, stray.
  for (const std::string_view text :
       {"\xc0\x80"sv, "\xc1\xbf"sv, "\xe0\x9f\xbf"sv, "\xf0\x8f\xbf\xbf"sv, "\xed\xa0\x80"sv,
        "\xed\xbf\xbf"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv, "\x80"sv,
        "\xe2\x82"sv, "\xc3"sv, "\xc3("sv, "longer than eight \xfe"sv})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, IsCountedAndCutByCodePoints) {
  const std::string text = utf8(U"a\u00e9\u20ac\U0001f600z");
  EXPECT_EQ(code_points(text), 5u);
  EXPECT_EQ(code_points(""), 0u);
  EXPECT_EQ(first_code_points(text, 0), "");
  EXPECT_EQ(first_code_points(text, 3), utf8(U"a\u00e9\u20ac"));
  EXPECT_EQ(first_code_points(text, 4), utf8(U"a\u00e9\u20ac\U0001f600"));
  EXPECT_EQ(first_code_points(text, 5), text);
  EXPECT_EQ(first_code_points(text, 99), text);
}

TEST(CleanedText, KeepsOrdinaryTextAsItIs) {
  for (const std::string& text :
       {"Hello, how can I help?"s, "two\nlines\tand a tab"s, "<b>markup & all</b>"s,
        utf8(U"\u05e9\u05dc\u05d5\u05dd"), utf8(U"\u0645\u0631\u062d\u0628\u0627"),
        utf8(U"sm\u00f8rrebr\u00f8d"), ""s})
    EXPECT_EQ(cleaned(text), text);
}

TEST(CleanedText, KeepsWhatShapesScriptsAndEmoji) {
  for (const std::u32string_view text :
       {U"\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"sv,          // Persian, ZWNJ
        U"\U0001f468\u200d\U0001f469\u200d\U0001f467"sv, U"\u2764\ufe0f"sv})  // emoji
    EXPECT_EQ(cleaned_points(text), utf8(text));
}

TEST(CleanedText, IsInNormalFormC) {
  EXPECT_EQ(cleaned_points(U"e\u0301"), utf8(U"\u00e9"));
  EXPECT_EQ(cleaned_points(U"\u212b"), utf8(U"\u00c5"));
  // A mark cannot be hidden between a letter and its accent.
  EXPECT_EQ(cleaned_points(U"e\u200b\u0301"), utf8(U"\u00e9"));
}

TEST(CleanedText, HasNothingInvisibleOrOverriding) {
  for (const char32_t c :
       {U'\u0000', U'\u0001', U'\u0008',     U'\u000b',    U'\u001b', U'\u007f', U'\u0085',
        U'\u009b', U'\u00ad', U'\u061c',     U'\u180e',    U'\u200b', U'\u200e', U'\u200f',
        U'\u202a', U'\u202b', U'\u202c',     U'\u202d',    U'\u202e', U'\u2060', U'\u2066',
        U'\u2067', U'\u2068', U'\u2069',     U'\u3164',    U'\ufeff', U'\ufff9', U'\ufffe',
        U'\uffff', U'\ufdd0', U'\U0001fffe', U'\U000e0041'})
    EXPECT_EQ(cleaned_points(std::u32string{U'a', c, U'b'}), "ab") << std::hex << +c;
}

TEST(CleanedText, HasOneKindOfLineEnd) {
  EXPECT_EQ(cleaned("a\r\nb\rc\n\rd"), "a\nb\nc\n\nd");
  EXPECT_EQ(cleaned(utf8(U"\u05d0\r\n\u05d1")), utf8(U"\u05d0\n\u05d1"));
}

TEST(CleanedText, HasNoWhiteSpaceAtItsEnds) {
  EXPECT_EQ(cleaned(" \t\n a b \r\n"), "a b");
  EXPECT_EQ(cleaned_points(U"\u00a0\u3000\u05d0 \u05d1\u2003"), utf8(U"\u05d0 \u05d1"));
  EXPECT_EQ(cleaned_points(U" \u200d\u200c \u00a0"), "");
  EXPECT_EQ(cleaned_points(U"\ufe0f\u200b"), "");
}

TEST(CleanedText, ShowsWhereItWasBroken) {
  EXPECT_EQ(cleaned("a\xff"
                    "b\xe2\x82"),
            utf8(U"a\ufffdb\ufffd\ufffd"));
}

// Texts that are likely to meet every rule, and to join across what is taken out.
rc::Gen<std::string> nasty_text() {
  const std::vector<std::string> pieces{"a",
                                        "e",
                                        " ",
                                        "\n",
                                        "\r",
                                        "\t",
                                        "\x01",
                                        "<b>",
                                        utf8(U"\u0301"),
                                        utf8(U"\u0327"),
                                        utf8(U"\u00e9"),
                                        utf8(U"\u200b"),
                                        utf8(U"\u200d"),
                                        utf8(U"\u202e"),
                                        utf8(U"\ufeff"),
                                        utf8(U"\u00a0"),
                                        utf8(U"\u1100"),
                                        utf8(U"\u1161"),
                                        utf8(U"\u11a8"),
                                        utf8(U"\u05e9"),
                                        utf8(U"\u05bc"),
                                        utf8(U"\u05c1"),
                                        utf8(U"\ufb2c"),
                                        utf8(U"\u212b"),
                                        utf8(U"\U0001f600"),
                                        utf8(U"\ufe0f"),
                                        utf8(U"\U0001d15e"),
                                        utf8(U"\u0340"),
                                        utf8(U"\u2000"),
                                        utf8(U"\u034f"),
                                        "\xff",
                                        "\xe2\x82"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& chosen) {
                        std::string text;
                        for (const std::string& piece : chosen) text += piece;
                        return text;
                      });
}

RC_GTEST_PROP(CleanedText, CleaningTwiceChangesNothing, ()) {
  const std::string once = cleaned(*nasty_text());
  RC_ASSERT(is_utf8(once));
  RC_ASSERT(cleaned(once) == once);
}

RC_GTEST_PROP(CleanedText, CleaningTwiceChangesNothingForAnyOctets, (const std::string& octets)) {
  const std::string once = cleaned(octets);
  RC_ASSERT(is_utf8(once));
  RC_ASSERT(cleaned(once) == once);
}

RC_GTEST_PROP(CleanedText, CleaningTwiceChangesNothingForAnyCodePoints, ()) {
  const auto points = *rc::gen::container<std::u32string>(rc::gen::cast<char32_t>(
      rc::gen::oneOf(rc::gen::inRange(0, 0xd800), rc::gen::inRange(0xe000, 0x110000))));
  const std::string once = cleaned_points(points);
  RC_ASSERT(cleaned(once) == once);
}

TEST(PlainTexts, AreClean) {
  EXPECT_EQ(PlainText::of(" Dana\u202e ").text(), "Dana");
  EXPECT_TRUE(PlainText::of("\u200b").empty());
  EXPECT_EQ(PlainText::of("Dana"), PlainText::of("Dana\r\n"));
}

TEST(FoldedText, ComparesWithoutCaseAndForm) {
  EXPECT_EQ(folded("MiXed@Example.COM"), "mixed@example.com");
  EXPECT_EQ(folded(utf8(U"STRASSE")), folded(utf8(U"stra\u00dfe")));
  EXPECT_EQ(folded(utf8(U"\u00c9")), folded(utf8(U"e\u0301")));
  EXPECT_EQ(folded(utf8(U"\uff21\uff22")), "ab");
}

RC_GTEST_PROP(FoldedText, FoldingTwiceChangesNothing, ()) {
  const std::string once = folded(cleaned(*nasty_text()));
  RC_ASSERT(folded(once) == once);
}

TEST(EmailAddresses, AreReadAsTypedAndComparedFolded) {
  const auto typed = EmailAddress::parse("Dana.Cohen+desk@Mail.Example.COM").value();
  EXPECT_EQ(typed.text(), "Dana.Cohen+desk@Mail.Example.COM");
  EXPECT_EQ(typed.folded(), "dana.cohen+desk@mail.example.com");
  EXPECT_EQ(typed, EmailAddress::parse("dana.cohen+desk@mail.example.com").value());
}

TEST(EmailAddresses, OfAllFormsOfOneAddressAreOne) {
  const auto plain = EmailAddress::parse("dana@b\u00fccher.example").value();
  EXPECT_EQ(plain.folded(), "dana@xn--bcher-kva.example");
  EXPECT_EQ(plain.text(), plain.folded());
  for (const std::string& text :
       {"dana@xn--bcher-kva.example"s, "DANA@XN--BCHER-KVA.example"s,
        utf8(U"Dana@B\u00dcCHER.example"), utf8(U"dana@bu\u0308cher.example"),
        utf8(U"\uff44\uff41\uff4e\uff41@b\u00fccher\u3002example")})
    EXPECT_EQ(EmailAddress::parse(text).value(), plain) << text;
}
TEST(EmailAddresses, ThatLookAlikeHaveOneLikeness) {
  const std::string plain = EmailAddress::parse("paul@apple.com").value().likeness();
  for (const std::string& text :
       {"Paul@Apple.com"s, "paul+news@apple.com"s, "pau1@apple.com"s, "paul@app1e.com"s})
    EXPECT_EQ(EmailAddress::parse(text).value().likeness(), plain) << text;
  EXPECT_EQ(EmailAddress::parse(utf8(U"paul@\u0441\u043e\u0441\u043e.com")).value().likeness(),
            EmailAddress::parse("paul@coco.com").value().likeness());
  for (const std::string& text : {"paula@apple.com"s, "paul@apple.org"s, "pa.ul@apple.com"s})
    EXPECT_NE(EmailAddress::parse(text).value().likeness(), plain) << text;
}
TEST(EmailAddresses, MayBeAsLongAsTheyMayBe) {
  const std::string label(60, 'd');
  const std::string domain = label + "." + label + "." + label + ".com";
  EXPECT_TRUE(EmailAddress::parse(std::string(64, 'a') + "@" + domain).has_value());
  EXPECT_FALSE(EmailAddress::parse(std::string(65, 'a') + "@" + domain).has_value());
  EXPECT_FALSE(EmailAddress::parse("a@" + std::string(64, 'd') + ".com").has_value());
  EXPECT_FALSE(EmailAddress::parse("a@" + label + "." + domain + "." + label).has_value());
}

TEST(EmailAddresses, AreRefusedWhenMailCouldNotBeSentOrReadersMisled) {
  for (const std::string& text : {""s,
                                  "@"s,
                                  "a"s,
                                  "a@"s,
                                  "@b.com"s,
                                  "a@b"s,
                                  "a@b."s,
                                  "a@.com"s,
                                  "a@b..com"s,
                                  "a@@b.com"s,
                                  "a@b.com@c.com"s,
                                  ".a@b.com"s,
                                  "a.@b.com"s,
                                  "a..b@c.com"s,
                                  "a b@c.com"s,
                                  "a@b .com"s,
                                  " a@b.com"s,
                                  "a@b.com\n"s,
                                  "a@-b.com"s,
                                  "a@b-.com"s,
                                  "a@1.2.3.4"s,
                                  "a@[1.2.3.4]"s,
                                  "\"a\"@b.com"s,
                                  "a@b_c.com"s,
                                  "a@b.com,c@d.com"s,
                                  "Dana <a@b.com>"s,
                                  utf8(U"\u0430@b.com"),
                                  utf8(U"a@\u0435xample.com")})
    EXPECT_FALSE(EmailAddress::parse(text).has_value()) << text;
}

}  // namespace
}  // namespace gatehouse
