#include "knowledge/internal/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/internal/index_cache.h"

namespace gatehouse::knowledge::internal {
namespace {

using testing::HasSubstr;
using testing::Not;

SourceId source_id(std::uint8_t number) { return SourceId::from_bits({number}); }

void add(Index& index, std::uint8_t number, NewSource source) {
  for (Passage& passage : passages_of(source)) {
    index.add({source_id(number), source.kind, source.title, source.url, std::move(passage)});
  }
}

TEST(KnowledgeIndex, that_is_empty_answers_nothing) {
  const Answer answer = Index{}.ask("What is the capital of France?");
  EXPECT_FALSE(answer.answered);
  EXPECT_EQ(answer.text, "");
  EXPECT_EQ(answer.confidence, 0);
  EXPECT_TRUE(answer.considered.empty());
}

TEST(KnowledgeIndex, with_one_source_tells_its_subject_from_others) {
  Index index;
  add(index, 1,
      {SourceKind::text, "Opening hours",
       "Our shop is open from nine to five. On Fridays we close at noon. You find us "
       "beside the station.",
       std::nullopt});
  const Answer answer = index.ask("When do you close on Friday?");
  EXPECT_TRUE(answer.answered) << answer.confidence;
  EXPECT_THAT(answer.text, HasSubstr("On Fridays we close at noon."));
  ASSERT_TRUE(answer.citation.has_value());
  EXPECT_EQ(answer.citation->source, source_id(1));
  EXPECT_FALSE(index.ask("Can I pay with bitcoin?").answered);
  EXPECT_FALSE(index.ask("who won the world cup?").answered);
  EXPECT_FALSE(index.ask("and what about it then?").answered);
}

TEST(KnowledgeIndex, gives_the_answer_of_a_question_as_it_was_written) {
  Index index;
  const std::string written = "Write to us first. Then wrap the thing well. We pay the postage.";
  add(index, 1, {SourceKind::question, "How do I return an order?", written, std::nullopt});
  const Answer answer = index.ask("how can i return my order");
  EXPECT_TRUE(answer.answered);
  EXPECT_EQ(answer.text, written);
}

TEST(KnowledgeIndex, brings_the_sentence_that_a_pronoun_leans_on) {
  Index index;
  add(index, 1,
      {SourceKind::text, "Keys",
       "The master key stands in a file. It must be copied to a second place every week. "
       "Nothing else is needed for it.",
       std::nullopt});
  EXPECT_EQ(index.ask("how often must it be copied to a second place").text,
            "The master key stands in a file. It must be copied to a second place every week.");
}

TEST(KnowledgeIndex, brings_the_list_that_a_colon_announces) {
  Index index;
  add(index, 1,
      {SourceKind::markdown, "Needs",
       "The requirements for installing are:\n\n- Debian 12\n- two cores\n\nMore follows.",
       std::nullopt});
  EXPECT_THAT(index.ask("requirements for installing").text, HasSubstr("Debian 12"));
}

// Instructions and links in a source are data (control KNW-02).
TEST(KnowledgeIndex, answers_with_no_active_link) {
  Index index;
  add(index, 1,
      {SourceKind::text, "Parcels",
       "Track your parcel at https://evil.example/?leak=1 or [here](https://evil.example/x)"
       " <img src=https://evil.example/p.png>.",
       std::nullopt});
  const Answer answer = index.ask("where can I track my parcel");
  EXPECT_TRUE(answer.answered);
  EXPECT_THAT(answer.text, HasSubstr("Track your parcel"));
  EXPECT_THAT(answer.text, Not(HasSubstr("https:")));
  EXPECT_THAT(answer.text, Not(HasSubstr("leak")));
  EXPECT_THAT(answer.text, Not(HasSubstr("<")));
}

TEST(KnowledgeIndex, uses_no_more_than_the_first_512_characters_of_a_question) {
  Index index;
  add(index, 1, {SourceKind::text, "Parcels", "A parcel takes two days.", std::nullopt});
  const std::string padding(600, '.');
  EXPECT_TRUE(index.ask("parcel" + padding).answered);
  EXPECT_FALSE(index.ask(padding + "parcel").answered);
}

TEST(KnowledgeIndex, considers_at_most_five_passages_the_best_first) {
  Index index;
  for (std::uint8_t i = 1; i <= 9; ++i)
    add(index, i,
        {SourceKind::text, "Parcels", "A parcel number " + std::to_string(i), std::nullopt});
  const Answer answer = index.ask("parcel");
  EXPECT_EQ(answer.considered.size(), 5u);
  for (std::size_t i = 1; i < answer.considered.size(); ++i)
    EXPECT_GE(answer.considered[i - 1].score, answer.considered[i].score);
  EXPECT_GE(answer.considered.back().score, 0);
  EXPECT_LE(answer.considered.front().score, 1);
}

struct HebrewCase {
  std::string_view question;
  std::uint8_t source;  // 0: not to be answered
};

class HebrewIndex : public testing::TestWithParam<HebrewCase> {};

TEST_P(HebrewIndex, answers_from_the_right_source_or_not_at_all) {
  Index index;
  add(index, 1,
      {SourceKind::text, "משלוחים",
       "המשלוח מגיע תוך שלושה ימי עסקים. משלוח לחו\"ל נמשך עד שבועיים. המשלוח חינם בהזמנה "
       "מעל מאתיים שקלים.",
       std::nullopt});
  add(index, 2,
      {SourceKind::text, "החזרות",
       "ניתן להחזיר מוצר תוך ארבעה עשר ימים מיום הקנייה. הזיכוי מתקבל בכרטיס האשראי שבו "
       "שילמתם. מוצרים פגומים מוחלפים ללא עלות.",
       std::nullopt});
  add(index, 3,
      {SourceKind::question, "איך מאפסים סיסמה?",
       "לחצו על שכחתי סיסמה במסך הכניסה, ונשלח אליכם קישור בדואר אלקטרוני.", std::nullopt});
  const auto [question, source] = GetParam();
  const Answer answer = index.ask(question);
  EXPECT_EQ(answer.answered, source != 0) << question << " " << answer.confidence;
  if (source != 0 && answer.citation) EXPECT_EQ(answer.citation->source, source_id(source));
}

INSTANTIATE_TEST_SUITE_P(
    Questions, HebrewIndex,
    testing::Values(HebrewCase{"תוך כמה ימים מגיע משלוח?", 1},
                    HebrewCase{"כמה זמן נמשך המשלוח לחו\"ל", 1},
                    HebrewCase{"מתי המשלוחים חינם?", 1}, HebrewCase{"איך אפשר להחזיר את המוצר?", 2},
                    HebrewCase{"מה עושים עם מוצרים פגומים?", 2},
                    HebrewCase{"איך אני מאפס את הסיסמה?", 3}, HebrewCase{"שכחתי את הסיסמה שלי", 3},
                    HebrewCase{"מהי בירת צרפת?", 0}, HebrewCase{"אפשר להזמין פיצה?", 0},
                    HebrewCase{"איזה מזג אוויר יהיה מחר?", 0}, HebrewCase{"ספר לי בדיחה", 0}));

std::shared_ptr<const Index> index_of(int passages) {
  auto index = std::make_shared<Index>();
  for (int i = 0; i < passages; ++i)
    index->add({source_id(1), SourceKind::text, "t", std::nullopt, {"", "text"}});
  return index;
}

class KnowledgeIndexCache : public testing::Test {
 protected:
  const TenantId tenant = TenantId::from_bits({1});
  const TenantId other_tenant = TenantId::from_bits({2});
  const BotId bot = BotId::from_bits({3});
  const BotId twin = BotId::from_bits({4});
  IndexCache cache{{.bots = 2, .passages = 10}};
};

TEST_F(KnowledgeIndexCache, keeps_one_index_for_each_tenant_and_bot) {
  cache.keep(tenant, bot, cache.look(tenant, bot).state, index_of(1));
  EXPECT_NE(cache.look(tenant, bot).index, nullptr);
  EXPECT_EQ(cache.look(tenant, twin).index, nullptr);
  EXPECT_EQ(cache.look(other_tenant, bot).index, nullptr);
}

TEST_F(KnowledgeIndexCache, does_not_keep_an_index_read_before_a_change) {
  const auto before = cache.look(tenant, bot);
  cache.forget(tenant, bot);
  cache.keep(tenant, bot, before.state, index_of(1));
  EXPECT_EQ(cache.look(tenant, bot).index, nullptr);
}

TEST_F(KnowledgeIndexCache, drops_the_one_used_longest_ago) {
  cache.keep(tenant, bot, 0, index_of(1));
  cache.keep(tenant, twin, 0, index_of(1));
  cache.look(tenant, bot);
  cache.keep(other_tenant, bot, 0, index_of(1));
  EXPECT_NE(cache.look(tenant, bot).index, nullptr);
  EXPECT_EQ(cache.look(tenant, twin).index, nullptr);
}

TEST_F(KnowledgeIndexCache, counts_passages_too_but_always_keeps_the_one_in_use) {
  cache.keep(tenant, bot, 0, index_of(8));
  cache.keep(tenant, twin, 0, index_of(20));
  EXPECT_EQ(cache.look(tenant, bot).index, nullptr);
  EXPECT_NE(cache.look(tenant, twin).index, nullptr);
}

}  // namespace
}  // namespace gatehouse::knowledge::internal
