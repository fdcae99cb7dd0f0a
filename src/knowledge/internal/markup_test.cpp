#include "knowledge/internal/markup.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gatehouse::knowledge::internal {
namespace {

TEST(WithoutLinks, plain_sentences_stay_as_they_are) {
  for (const std::string_view text :
       {"Open the page. Is it there? Yes: 8:30 #1, a < b [or not] (really).", "שלום, מה שלומך?",
        "Run ./dev run --port=8443 and wait.", "C#? F#!", "data: all of it"}) {
    EXPECT_EQ(without_links(text), text);
  }
}

TEST(WithoutLinks, nothing_that_a_program_would_follow_is_left) {
  EXPECT_EQ(without_links("See [here](https://evil.example/?q=secret)!"), "See here!");
  EXPECT_EQ(without_links("![x](https://evil.example/p.png) seen"), "x seen");
  EXPECT_EQ(without_links("Go to https://www.example.com/a?b=c#d now?"),
            "Go to www.example.com/a now?");
  EXPECT_EQ(without_links("<a href='javascript:alert(1)'>x</a>"), "x");
  EXPECT_EQ(without_links("javascript:alert(1)"), "alert(1)");
  EXPECT_EQ(without_links("mailto:a@example.com"), "a@example.com");
}

TEST(WithoutLinks, taking_one_away_uncovers_no_other) {
  EXPECT_EQ(without_links("https://https://evil.example"), "evil.example");
  EXPECT_EQ(without_links("x/https://evil.example"), "x/evil.example");
  EXPECT_EQ(without_links("<<b>a href=x>y"), "y");
  EXPECT_EQ(without_links("ht[tps](x)://evil.example"), "evil.example");
  EXPECT_EQ(without_links("[https://evil.example](https://evil.example)"), "evil.example");
}

RC_GTEST_PROP(WithoutLinksOfAnything, holds_no_address_and_no_tag, ()) {
  const auto part =
      rc::gen::element<std::string>("http://", "https:", "//", "<", ">", "a", "[", "](", ")", " ",
                                    "!", "?", "#", "ש", "/", "<b", "--");
  std::string text;
  for (const std::string& one : *rc::gen::container<std::vector<std::string>>(part)) text += one;
  const std::string plain = without_links(text);
  RC_ASSERT(plain.find(" http://") == std::string::npos);
  RC_ASSERT(plain.find("/http://") == std::string::npos);
  RC_ASSERT(!plain.starts_with("http://"));
  RC_ASSERT(plain.find("<b>") == std::string::npos);
  RC_ASSERT(without_links(plain) == plain);
}

TEST(TableRows, empty_cells_and_missing_headers_are_left_out) {
  const std::string table =
      std::string{"a| |c"} + kSoftBreak + "-|-|-" + kSoftBreak + "1|2|" + kSoftBreak + "||";
  EXPECT_EQ(table_rows(table), std::vector<std::string>{"a: 1; 2"});
}

}  // namespace
}  // namespace gatehouse::knowledge::internal
