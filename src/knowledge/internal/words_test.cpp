#include "knowledge/internal/words.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/internal/unicode.h"

namespace gatehouse::knowledge::internal {
namespace {

// Would a question with these words find a text with those?
bool meet(std::string_view question, std::string_view text) {
  for (const Word& asked : asked_words_of(question))
    for (const Word& there : words_of(text))
      for (const Form& form : asked.forms)
        if (std::ranges::any_of(there.forms, [&](const Form& f) { return f.key == form.key; }))
          return true;
  return false;
}

TEST(Words, endings_accents_case_and_width_do_not_matter) {
  EXPECT_TRUE(meet("certificates", "Certificate"));
  EXPECT_TRUE(meet("expiring", "expires"));
  EXPECT_TRUE(meet("cafe", "CAFÉ"));
  EXPECT_TRUE(meet("ｆｕｌｌ", "full"));
  EXPECT_TRUE(meet("agent’s", "agent"));
  EXPECT_FALSE(meet("pizza", "certificate"));
}

TEST(Words, hyphens_and_spaces_join) {
  EXPECT_TRUE(meet("setup", "set-up"));
  EXPECT_TRUE(meet("set up", "setup"));
  EXPECT_TRUE(meet("log in", "login"));
  EXPECT_TRUE(meet("gatehouse", "gatehouse.toml"));
}

TEST(Words, hebrew_prefix_letters_do_not_matter) {
  EXPECT_TRUE(meet("הזמנה", "ההזמנה"));
  EXPECT_TRUE(meet("להזמנה", "הזמנה"));
  EXPECT_TRUE(meet("כשההזמנה", "שההזמנה"));
  EXPECT_TRUE(meet("סִיסְמָה", "סיסמה"));
  EXPECT_FALSE(meet("סיסמה", "הזמנה"));
}

TEST(Words, those_that_say_nothing_are_left_out) {
  EXPECT_TRUE(words_of("What is this, please?").empty());
  EXPECT_TRUE(words_of("מה זה?").empty());
  EXPECT_EQ(words_of("the capital of France").size(), 2u);
}

TEST(Words, a_slip_of_the_pen_is_still_alike) {
  const auto one = words_of("certificate");
  EXPECT_GT(likeness(one[0], words_of("certifcate")[0]), 0.55);
  EXPECT_LT(likeness(one[0], words_of("capital")[0]), 0.3);
}

TEST(Words, near_words_help_a_question_and_not_a_text) {
  EXPECT_TRUE(meet("remove", "delete"));
  EXPECT_EQ(words_of("remove")[0].forms.size(), 1u);
}

}  // namespace
}  // namespace gatehouse::knowledge::internal
