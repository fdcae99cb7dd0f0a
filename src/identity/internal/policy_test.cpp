// Which passwords are refused.
#include "identity/internal/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/internal/common_passwords.h"

namespace gatehouse::identity::internal {
namespace {

using testing::Contains;
using testing::ElementsAre;

const std::vector<std::string> kWords{"Alexandria Montgomery", "alex.m@wonderland.example",
                                      "Looking Glass"};

Strength judged(std::string_view password) {
  return strength_of(Secret::of_text(password), kWords);
}

TEST(IdentityPolicy, accepts_long_and_unlikely_passwords) {
  for (const char* good : {"blue-lamp-under-the-river", "correct horse battery staple",
                           "xK9#mQ2$vL7@", "der Hund frisst 14 Tulpen"}) {
    EXPECT_TRUE(judged(good).acceptable) << good;
    EXPECT_THAT(judged(good).advice, ElementsAre()) << good;
  }
}

TEST(IdentityPolicy, counts_code_points_not_octets) {
  EXPECT_THAT(judged("xK9#mQ2$vL7").advice, Contains(Advice::too_short));
  EXPECT_FALSE(judged("xK9#mQ2$vL7").acceptable);
  EXPECT_THAT(judged("éàüñöçéàüñö").advice, Contains(Advice::too_short));
  EXPECT_TRUE(judged("vR3!" + std::string(124, 'q')).acceptable);
  EXPECT_THAT(judged("vR3!" + std::string(125, 'q')).advice, ElementsAre(Advice::too_long));
}

TEST(IdentityPolicy, refuses_common_passwords_however_they_are_written) {
  for (const char* common : {"1qaz2wsx3edc", "QWERTYUIOP123", "123456789012", "Passw0rd1234",
                             "unbelievable", "ｐａｓｓｗｏｒｄ１２３４"})
    EXPECT_FALSE(judged(common).acceptable) << common;
  EXPECT_TRUE(is_common_password("1qaz2wsx3edc"));
  EXPECT_TRUE(is_common_password("password"));
  EXPECT_FALSE(is_common_password("blue-lamp-under-the-river"));
}

TEST(IdentityPolicy, refuses_what_is_known_of_the_person) {
  for (const char* personal :
       {"alexandria montgomery", "AlexandriaMontgomery", "montgomery-alexandria1",
        "alex.m@wonderland.example", "LookingGlass2026", "gatehouse-gatehouse"}) {
    EXPECT_FALSE(judged(personal).acceptable) << personal;
    EXPECT_THAT(judged(personal).advice, Contains(Advice::contains_personal_words)) << personal;
  }
}

TEST(IdentityPolicy, refuses_repeats_and_runs) {
  for (const char* lazy : {"aaaaaaaaaaaaaaaaaaaaaaaa", "abcdefghijklmnop", "passwordpassword",
                           "qwertyuiopasdfghjkl", "121212121212"})
    EXPECT_FALSE(judged(lazy).acceptable) << lazy;
}

TEST(IdentityPolicy, does_not_take_other_scripts_for_random_octets) {
  for (const char* guessable :
       {"שלום עולם טוב", "אבגדהוזחטיכלמנ", "אאאאאאאאאאאאאאאאאא", "пароль пароль", "абвгдеёжзийклм"})
    EXPECT_FALSE(judged(guessable).acceptable) << guessable;
  for (const char* good : {"הכלב הכחול אוכל שקדים ביום שלישי", "семь тихих выдр рисуют мост"})
    EXPECT_TRUE(judged(good).acceptable) << good;
  const std::vector<std::string> words{"רבקה אברמוביץ"};
  EXPECT_FALSE(strength_of(Secret::of_text("רבקה אברמוביץ"), words).acceptable);
}

TEST(IdentityPolicy, refuses_a_megabyte_and_bad_text_without_looking_at_it) {
  EXPECT_THAT(judged(std::string(1 << 20, 'x')).advice, ElementsAre(Advice::too_long));
  EXPECT_FALSE(judged("\xff\xfe\xfd valid otherwise").acceptable);
  EXPECT_FALSE(judged("").acceptable);
  const auto refused = require_strong(Secret::of_text("short"), kWords, {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(refused.error().is(kPasswordRefused));
  EXPECT_EQ(refused.error().control(), "IDN-02");
}

}  // namespace
}  // namespace gatehouse::identity::internal
