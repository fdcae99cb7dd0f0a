#include "knowledge/internal/passages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "knowledge/internal/unicode.h"

namespace gatehouse::knowledge::internal {
namespace {

NewSource text_source(std::string text) {
  return {SourceKind::text, "Title", std::move(text), std::nullopt};
}

std::string without_space(std::string_view text) {
  std::string out{text};
  std::erase_if(out, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
  return out;
}

std::string prose(int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i)
    text += "Sentence number " + std::to_string(i) + " says something of its own. ";
  return text;
}

TEST(Passages, of_a_long_text_have_600_to_900_characters_and_end_with_a_sentence) {
  const auto passages = passages_of(text_source(prose(200)));
  ASSERT_GT(passages.size(), 5u);
  for (std::size_t i = 0; i < passages.size(); ++i) {
    EXPECT_LE(code_points(passages[i].text), 900u);
    if (i + 1 < passages.size()) EXPECT_GE(code_points(passages[i].text), 600u);
    EXPECT_TRUE(passages[i].text.ends_with("own.")) << passages[i].text;
  }
}

TEST(Passages, are_cut_between_paragraphs_where_that_is_possible) {
  const std::string paragraph = prose(14);  // about 680 characters
  const auto passages = passages_of(text_source(paragraph + "\n\n" + paragraph));
  ASSERT_EQ(passages.size(), 2u);
  EXPECT_EQ(passages[0].text, passages[1].text);
}

TEST(Passages, a_short_rest_joins_the_passage_before_it) {
  const auto passages = passages_of(text_source(prose(14) + "\n\nThe end."));
  ASSERT_EQ(passages.size(), 1u);
  EXPECT_TRUE(passages[0].text.ends_with("\n\nThe end."));
}

TEST(Passages, never_mix_two_headings) {
  const auto passages =
      passages_of(NewSource{SourceKind::markdown, "T", "# A\nfirst\n# B\nsecond\n", std::nullopt});
  ASSERT_EQ(passages.size(), 2u);
  EXPECT_EQ(passages[0].heading, "A");
  EXPECT_EQ(passages[1].text, "second");
}

TEST(Passages, a_question_is_the_heading_of_its_whole_answer) {
  const auto passages =
      passages_of(NewSource{SourceKind::question, "When?", prose(30), std::nullopt});
  ASSERT_EQ(passages.size(), 1u);
  EXPECT_EQ(passages[0].heading, "When?");
}

TEST(Passages, a_word_without_end_is_cut_too) {
  std::string word;
  for (int i = 0; i < 4000; ++i) word += "ש";
  for (const Passage& passage : passages_of(text_source(word)))
    EXPECT_LE(code_points(passage.text), 900u);
}

TEST(Sentences, numbers_of_items_and_abbreviations_end_none) {
  EXPECT_EQ(sentences_of("1. Open the page. Then wait.").size(), 2u);
  EXPECT_EQ(sentences_of("Use a server, e.g. Debian. It works.").size(), 2u);
  EXPECT_EQ(sentences_of("האם זה עובד? כן. בהחלט!").size(), 3u);
}

RC_GTEST_PROP(PassagesOfAnything, lose_nothing_and_stay_short, ()) {
  const auto part = rc::gen::element<std::string>(
      "word ", "Sentence. ", "\n", "\n\n", "שלום ",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1. ", "Why? ", "😀");
  const auto some = *rc::gen::container<std::vector<std::string>>(part);
  const int times = *rc::gen::inRange(1, 40);
  std::string text;
  for (int i = 0; i < times; ++i)
    for (const std::string& one : some) text += one;
  std::string back;
  for (const Passage& passage : passages_of(text_source(text))) {
    RC_ASSERT(is_utf8(passage.text));
    RC_ASSERT(code_points(passage.text) <= 900u);
    back += passage.text;
  }
  RC_ASSERT(without_space(back) == without_space(text));
}

}  // namespace
}  // namespace gatehouse::knowledge::internal
