#include "assurance/trust/page.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

namespace gatehouse::assurance::trust {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const Instant kNow = parse_rfc3339("2026-11-25T12:00:00Z").value();

std::map<std::string, KeptResult> results(
    std::initializer_list<std::tuple<std::string, Verdict, std::chrono::minutes>> list) {
  std::map<std::string, KeptResult> all;
  for (const auto& [id, verdict, age] : list) all[id] = {id, verdict, "", kNow - age};
  return all;
}

Standing standing_of(const Facts& facts, std::string_view id) {
  for (const JudgedControl& one : facts.controls)
    if (one.control->id == id) return one.standing;
  ADD_FAILURE() << id << " is not judged";
  return Standing::failed;
}

std::string page_of(const Owner& owner, const Facts& facts, Language language) {
  return trust_page(owner, {facts, std::nullopt, false}, language, "");
}

TEST(TrustStanding, is_never_better_than_what_was_shown) {
  const Facts facts = judge(results({{"EDGE-01", Verdict::passed, 5min},
                                     {"EDGE-02", Verdict::passed, 49h},
                                     {"EDGE-03", Verdict::failed, 5min},
                                     {"EDGE-04", Verdict::not_claimed, 5min}}),
                            kNow);
  EXPECT_EQ(standing_of(facts, "EDGE-01"), Standing::proven);
  EXPECT_EQ(standing_of(facts, "EDGE-02"), Standing::stale);
  EXPECT_EQ(standing_of(facts, "EDGE-03"), Standing::failed);
  EXPECT_EQ(standing_of(facts, "EDGE-04"), Standing::not_run);
  EXPECT_EQ(standing_of(facts, "EDGE-05"), Standing::not_run);
  EXPECT_EQ(standing_of(facts, "PHY-01"), Standing::planned);  // nothing attacks it
  EXPECT_EQ(facts.count(Standing::proven), 1U);
}

TEST(TrustStanding, turns_stale_after_two_periods_and_not_before) {
  const auto at = [](std::chrono::minutes age) {
    return standing_of(judge(results({{"EDGE-01", Verdict::passed, age}}), kNow), "EDGE-01");
  };
  EXPECT_EQ(at(48h), Standing::proven);
  EXPECT_EQ(at(48h + 1min), Standing::stale);
}

TEST(TrustStanding, of_many_is_as_old_as_the_oldest) {
  const Facts facts =
      judge(results({{"EDGE-01", Verdict::passed, 5min}, {"EDGE-02", Verdict::passed, 3h}}), kNow);
  EXPECT_EQ(facts.oldest(Standing::proven), kNow - 3h);
  EXPECT_EQ(facts.oldest(Standing::failed), std::nullopt);
}

TEST(TrustBadge, says_what_was_proven_and_when) {
  const Owner owner{.path = "/trust", .name = "Harbour Books"};
  const auto badge = [&](const auto& list) {
    return trust_badge(owner, judge(results(list), kNow), Language::en);
  };
  using List = std::initializer_list<std::tuple<std::string, Verdict, std::chrono::minutes>>;
  const std::string good =
      badge(List{{"EDGE-01", Verdict::passed, 130min}, {"EDGE-02", Verdict::passed, 5min}});
  EXPECT_THAT(good, HasSubstr("2 controls proven, 2 h ago"));
  EXPECT_THAT(good, HasSubstr("#05773b"));
  const std::string failed =
      badge(List{{"EDGE-01", Verdict::passed, 5min}, {"EDGE-02", Verdict::failed, 5min}});
  EXPECT_THAT(failed, HasSubstr("1 of 2 controls failed"));
  EXPECT_THAT(failed, HasSubstr("#a04038"));
  EXPECT_THAT(failed, Not(HasSubstr("#05773b")));
  const std::string stale =
      badge(List{{"EDGE-01", Verdict::passed, 72h}, {"EDGE-02", Verdict::passed, 5min}});
  EXPECT_THAT(stale, HasSubstr("1 proofs are old, 3 d ago"));
  EXPECT_THAT(stale, Not(HasSubstr("#05773b")));
  const std::string nothing = badge(List{});
  EXPECT_THAT(nothing, HasSubstr("nothing proven yet"));
  EXPECT_THAT(nothing, Not(HasSubstr("#05773b")));
}

TEST(TrustPage, speaks_six_languages_in_their_direction) {
  const Owner owner{.path = "/trust", .name = "Gatehouse"};
  const Facts facts = judge({}, kNow);
  for (const auto& [language, name] : EnumNames<Language>::names) {
    const std::string page = page_of(owner, facts, language);
    EXPECT_THAT(page, HasSubstr(fmt::format("<html lang=\"{}\" dir=\"{}\"", name,
                                            is_right_to_left(language) ? "rtl" : "ltr")));
    EXPECT_THAT(page, HasSubstr(word(Word::roadmap_lead, language)));
    EXPECT_THAT(page, Not(HasSubstr("{"))) << "a place was not filled in " << name;
    EXPECT_THAT(page, Not(HasSubstr("class=\"proven\"")));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
  }
}

TEST(TrustPage, attacker_cannot_write_markup_into_it) {
  constexpr std::string_view kMarkup = "\"><script>alert(1)</script>'";
  const Owner owner{.path = "/trust/x",
                    .name = std::string{kMarkup},
                    .accent = "#fff}body{display:none",
                    .contact = std::string{kMarkup},
                    .processors = {{std::string{kMarkup}, std::string{kMarkup}, "FR"}}};
  const Facts facts = judge({}, kNow);
  EXPECT_THAT(page_of(owner, facts, Language::en), Not(HasSubstr("<script>")));
  EXPECT_THAT(page_of(owner, facts, Language::en), Not(HasSubstr("display:none")));
  EXPECT_THAT(trust_badge(owner, facts, Language::en), Not(HasSubstr("<script>")));
}

TEST(TrustPage, text_on_a_colour_can_be_read) {
  EXPECT_EQ(text_colour_on("#000000"), "#ffffff");
  EXPECT_EQ(text_colour_on("#ffff00"), "#000000");
  EXPECT_EQ(text_colour_on("#086f6d"), "#ffffff");
  EXPECT_TRUE(is_colour("#0aF9c3"));
  for (const std::string_view text : {"", "#123", "123456#", "#12345g", "red", "#1234567"})
    EXPECT_FALSE(is_colour(text)) << text;
}

TEST(TrustWords, follow_what_the_browser_prefers) {
  EXPECT_EQ(preferred_language("he-IL,he;q=0.9,en;q=0.8"), Language::he);
  EXPECT_EQ(preferred_language("de-DE, fr;q=0.7"), Language::fr);
  EXPECT_EQ(preferred_language("*"), Language::en);
  EXPECT_EQ(preferred_language(""), Language::en);
  EXPECT_EQ(preferred_language(",,;;,"), Language::en);
}

}  // namespace
}  // namespace gatehouse::assurance::trust
