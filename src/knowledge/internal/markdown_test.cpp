#include "knowledge/internal/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gatehouse::knowledge::internal {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

std::vector<std::string> texts(const std::vector<Section>& sections) {
  std::vector<std::string> texts;
  for (const Section& section : sections)
    for (const Block& block : section.blocks) texts.push_back(block.text);
  return texts;
}

std::vector<std::string> texts(std::string_view markdown) {
  return texts(sections_of_markdown(markdown, ""));
}

std::vector<std::string> headings(std::string_view markdown, std::string_view title) {
  std::vector<std::string> headings;
  for (const Section& section : sections_of_markdown(markdown, title))
    headings.push_back(section.heading);
  return headings;
}

TEST(Markdown, headings_become_a_path) {
  EXPECT_THAT(headings("start\n# A\na\n## B *b*\nb\n### C\nc\n## D\nd\n", ""),
              ElementsAre("", "A", "A › B b", "A › B b › C", "A › D"));
}

TEST(Markdown, a_heading_that_repeats_the_title_is_left_out) {
  EXPECT_THAT(headings("# Set-up\nx\n## Keys\ny\n", "SET-UP"), ElementsAre("", "Keys"));
}

TEST(Markdown, a_wrapped_paragraph_is_one_line_and_a_hard_break_two) {
  EXPECT_THAT(texts("one\ntwo\n\nthree  \nfour\n"), ElementsAre("one two", "three\nfour"));
}

TEST(Markdown, links_and_images_become_their_text) {
  EXPECT_THAT(
      texts(
          "See [the *guide*](https://evil.example/?q=1), ![a picture](/x.png).\n\n[r]\n\n[r]: /y"),
      ElementsAre("See the guide, a picture.", "r"));
}

TEST(Markdown, lists_keep_their_markers) {
  EXPECT_THAT(texts("- a\n- b\n  1. c\n  2. d\n\nend\n"),
              ElementsAre("- a", "- b", "1. c", "2. d", "end"));
}

TEST(Markdown, code_is_kept_as_it_stands) {
  EXPECT_THAT(texts("Run `x --y`:\n\n```sh\n  a | b\n\n\tc\n```\n"),
              ElementsAre("Run x --y:", "  a | b\n\n\tc"));
}

TEST(Markdown, a_table_is_read_row_by_row) {
  const auto sections = sections_of_markdown(
      "| Port | Use |\n|------|:---:|\n| 8443 | `https` |\n| 8080 | |\n| 1 | 2 | 3 |\n", "");
  EXPECT_THAT(texts(sections),
              ElementsAre("Port: 8443; Use: https", "Port: 8080", "Port: 1; Use: 2; 3"));
  EXPECT_THAT(sections.front().blocks, testing::Each(Field(&Block::kind, Block::Kind::row)));
}

TEST(Markdown, a_bar_alone_makes_no_table) {
  EXPECT_THAT(texts("a | b\nc | d\n"), ElementsAre("a | b c | d"));
}

TEST(Markdown, html_becomes_its_text) {
  EXPECT_THAT(texts("<div><b>bold</b></div>\n\n<script>alert(1)</script>\n\nx <i>y</i> < z\n"),
              ElementsAre("bold", "x y < z"));
}

TEST(Markdown, a_long_text_is_read_in_pieces_without_losing_any) {
  std::string markdown = "# Top\n\n";
  for (int i = 0; i < 9000; ++i) markdown += "word" + std::to_string(i) + " and more.\n\n";
  const auto sections = sections_of_markdown(markdown, "");
  ASSERT_EQ(sections.size(), 1u);
  EXPECT_EQ(sections[0].heading, "Top");
  EXPECT_EQ(sections[0].blocks.size(), 9000u);
  EXPECT_EQ(sections[0].blocks.back().text, "word8999 and more.");
}

TEST(Markdown, a_line_without_end_is_cut_at_a_character) {
  std::string markdown;
  while (markdown.size() < 200'000) markdown += "ש";
  std::string back;
  for (const std::string& text : texts(markdown)) back += text;
  EXPECT_EQ(back, markdown);
}

// Each of these takes minutes, or gigabytes, in a parser that is quadratic in it.
TEST(Markdown, hostile_texts_stay_cheap) {
  const auto repeated = [](std::string_view unit, std::size_t size) {
    std::string text;
    while (text.size() < size) text += unit;
    return text;
  };
  constexpr std::size_t kSize = 300'000;
  const std::string wide = repeated("|a", 20'000) + "\n" + repeated("|-", 20'000) + "\n";
  for (const std::string& text :
       {repeated(">", kSize), repeated("- ", kSize), repeated("[", kSize), repeated("![a](", kSize),
        repeated("*a _b ", kSize), repeated("`a``b", kSize), repeated("<!--", kSize),
        repeated("|a", kSize) + "\n" + repeated("|-", kSize), wide + repeated("a\n", kSize)}) {
    std::size_t length = 0;
    for (const std::string& one : texts(text)) length += one.size();
    EXPECT_LE(length, 4 * text.size());
  }
}

TEST(Text, paragraphs_stand_apart_and_wrapped_lines_are_joined) {
  const auto sections = sections_of_text(
      "This line is long enough that it was surely wrapped by\nsomebody's "
      "program.\nshort\nlines\n\n"
      "Second.\n");
  EXPECT_THAT(texts(sections),
              ElementsAre("This line is long enough that it was surely wrapped by somebody's "
                          "program.\nshort\nlines",
                          "Second."));
}

TEST(Text, nothing_has_no_sections) {
  EXPECT_THAT(sections_of_text(" \n\n"), IsEmpty());
  EXPECT_THAT(sections_of_markdown("\n# Only a heading\n", ""), IsEmpty());
}

}  // namespace
}  // namespace gatehouse::knowledge::internal
