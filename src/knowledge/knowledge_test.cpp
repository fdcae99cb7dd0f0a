#include "knowledge/knowledge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <iterator>

#include "access/doorkeeper.h"
#include "access/migrations.h"
#include "audit/migrations.h"
#include "knowledge/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

template <class T>
T run(Task<T> task) {
  boost::asio::io_context context{1};
  std::optional<T> answer;
  boost::asio::co_spawn(context.get_executor(), std::move(task),
                        [&](const std::exception_ptr& failed, T value) {
                          CHECK(failed == nullptr);
                          answer.emplace(std::move(value));
                        });
  context.run();
  return *std::move(answer);
}

NewSource text_source(std::string title, std::string text) {
  return {SourceKind::text, std::move(title), std::move(text), std::nullopt};
}

constexpr store::Statement kMovePassages{"test.move", "UPDATE knowledge_passage SET bot = ?1"};
constexpr store::Statement kCountPassages{"test.count", "SELECT COUNT(*) FROM knowledge_passage"};
constexpr store::Statement kFill{
    "test.fill",
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 499) "
    "INSERT INTO knowledge_source (id, bot, kind, title, characters, passages, created_at) "
    "SELECT randomblob(16), ?1, 'text', x'00', 0, 0, 0 FROM number"};
constexpr store::Statement kTexts{"test.texts",
                                  "SELECT text FROM knowledge_passage UNION ALL "
                                  "SELECT heading FROM knowledge_passage UNION ALL "
                                  "SELECT title FROM knowledge_source"};

class KnowledgeOfBots : public testing::Test {
 protected:
  void SetUp() override {
    auto provider = vault::sealed_file(folder.path() / "master.key", true, random);
    ASSERT_TRUE(provider.has_value()) << provider.error().detail();
    vault = *vault::Vault::open(folder.path() / "keys", *std::move(provider), random);
    control = *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)),
                                     access::kMigrations);
    std::vector migrations(std::begin(audit::kMigrations), std::end(audit::kMigrations));
    migrations.insert(migrations.end(), std::begin(kMigrations), std::end(kMigrations));
    tenants =
        std::make_unique<access::Tenants>(*control, *vault, access::Tenants::Folders{folder.path()},
                                          std::move(migrations), clock, random);
    room = new_room("Acme");
  }
  access::Room new_room(std::string name) {
    const auto tenant = tenants->create(std::move(name), false);
    CHECK(tenant.has_value());
    return *tenants->room_of(tenant->id);
  }
  access::Caller caller() const {
    return access::Doorkeeper::member({}, room->tenant(), PersonId::from_bits({1}), SessionId{},
                                      access::Role::owner, "Anna");
  }
  Result<Source> add(BotId to, NewSource source) {
    return run(knowledge.add(caller(), room, to, std::move(source)));
  }
  Answer ask(access::Room where, BotId whom, std::string question) {
    Result<Answer> answer = run(knowledge.ask(std::move(where), whom, std::move(question)));
    CHECK(answer.has_value());
    return *std::move(answer);
  }
  Answer ask(BotId whom, std::string question) { return ask(room, whom, std::move(question)); }
  std::int64_t stored_passages() {
    return *room->database().read_now(
        [](store::Reader& reader) { return reader.one<std::int64_t>(kCountPassages); });
  }
  std::vector<std::string> events() {
    std::vector<std::string> names;
    const auto entries = run(room->audit().entries({}));
    CHECK(entries.has_value());
    for (const audit::Entry& entry : *entries) names.emplace_back(name_of(entry.event));
    return names;
  }

  store::TemporaryFolder folder;
  SetClock clock{Instant{std::chrono::milliseconds{1'764'000'000'000}}};
  SystemRandom random;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<access::Tenants> tenants;
  Knowledge knowledge{clock, random};
  access::Room room;
  const BotId bot = BotId::from_bits({1});
  const BotId twin = BotId::from_bits({2});
};

TEST_F(KnowledgeOfBots, what_is_added_is_listed_read_and_answered_from) {
  const auto added = add(
      bot, {SourceKind::markdown, "Guide", "# Doors\n\nThe blue door is opened with a copper key.",
            "https://www.example.com/doors"});
  ASSERT_EQ(outcome(added), "done");
  EXPECT_EQ(added->passages, 1);
  EXPECT_EQ(added->characters, 51);
  EXPECT_EQ(added->created_at, clock.now());

  const auto listed = run(knowledge.sources(room, bot));
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().title, "Guide");
  const auto read = run(knowledge.source(room, bot, added->id));
  ASSERT_EQ(outcome(read), "done");
  EXPECT_EQ(read->source.url, "https://www.example.com/doors");
  ASSERT_EQ(read->passages.size(), 1u);
  EXPECT_EQ(read->passages[0].heading, "Doors");

  const Answer answer = ask(bot, "Which key opens the blue door?");
  EXPECT_TRUE(answer.answered);
  EXPECT_EQ(answer.text, "The blue door is opened with a copper key.");
  ASSERT_TRUE(answer.citation.has_value());
  EXPECT_EQ(answer.citation->source, added->id);
  EXPECT_EQ(answer.citation->url, "https://www.example.com/doors");
}

TEST_F(KnowledgeOfBots, what_is_new_is_answered_from_at_once) {
  ASSERT_EQ(outcome(add(bot, text_source("A", "The cellar holds apples."))), "done");
  EXPECT_FALSE(ask(bot, "Where are the bananas stored?").answered);
  ASSERT_EQ(outcome(add(bot, text_source("B", "Bananas are stored in the attic."))), "done");
  EXPECT_TRUE(ask(bot, "Where are the bananas stored?").answered);
}

TEST_F(KnowledgeOfBots, attacker_cannot_reach_a_twin_bots_source) {
  const auto secret = add(twin, text_source("Plan", "The canary word is heliotrope."));
  ASSERT_EQ(outcome(secret), "done");
  ASSERT_EQ(outcome(add(bot, text_source("Birds", "Sparrows eat seeds."))), "done");

  const auto read = run(knowledge.source(room, bot, secret->id));
  ASSERT_EQ(outcome(read), "not_found");
  EXPECT_EQ(read.error().control(), "KNW-01");
  const auto removed = run(knowledge.remove(caller(), room, bot, secret->id));
  ASSERT_EQ(outcome(removed), "not_found");
  EXPECT_EQ(removed.error().control(), "KNW-01");
  EXPECT_EQ(outcome(run(knowledge.source(room, twin, secret->id))), "done");
  EXPECT_EQ(run(knowledge.sources(room, bot))->size(), 1u);

  EXPECT_TRUE(ask(twin, "What is the canary word?").answered);
  const Answer answer = ask(bot, "What is the canary word?");
  EXPECT_FALSE(answer.answered);
  for (const Considered& one : answer.considered)
    EXPECT_THAT(one.text, Not(HasSubstr("heliotrope")));
}

TEST_F(KnowledgeOfBots, attacker_cannot_reach_another_tenants_bot_of_the_same_id) {
  ASSERT_EQ(outcome(add(bot, text_source("Plan", "The canary word is heliotrope."))), "done");
  ASSERT_TRUE(ask(bot, "What is the canary word?").answered);
  EXPECT_THAT(ask(new_room("Other"), bot, "What is the canary word?").considered, IsEmpty());
}

// Sealed values are bound to their bot, so a wrong filter shows nothing.
TEST_F(KnowledgeOfBots, attacker_cannot_read_passages_that_were_moved_to_another_bot) {
  ASSERT_EQ(outcome(add(twin, text_source("Plan", "The canary word is heliotrope."))), "done");
  ASSERT_EQ(outcome(add(bot, text_source("Birds", "Sparrows eat seeds."))), "done");
  auto move = [&](store::Transaction& transaction) {
    return transaction.execute(kMovePassages, bot);
  };
  ASSERT_TRUE(room->database().write_now(move).has_value());
  const auto answer = run(knowledge.ask(room, bot, "What is the canary word?"));
  if (answer) {
    for (const Considered& one : answer->considered)
      EXPECT_THAT(one.text, Not(HasSubstr("heliotrope")));
  }
}

TEST_F(KnowledgeOfBots, a_deleted_source_is_neither_stored_nor_answered_from) {
  const auto source = add(bot, text_source("Plan", "The canary word is heliotrope."));
  ASSERT_TRUE(ask(bot, "What is the canary word?").answered);
  ASSERT_EQ(outcome(run(knowledge.remove(caller(), room, bot, source->id))), "done");
  EXPECT_THAT(ask(bot, "What is the canary word?").considered, IsEmpty());
  EXPECT_EQ(outcome(run(knowledge.source(room, bot, source->id))), "not_found");
  EXPECT_EQ(stored_passages(), 0);
  EXPECT_THAT(events(), ElementsAre("source.deleted", "source.added"));
}

TEST_F(KnowledgeOfBots, nothing_is_stored_in_the_clear) {
  ASSERT_EQ(outcome(add(bot, {SourceKind::question, "Heliotrope question?", "Heliotrope answer.",
                              std::nullopt})),
            "done");
  const auto boxes =
      room->database().read_now([](store::Reader& reader) { return reader.all<Bytes>(kTexts); });
  ASSERT_TRUE(boxes.has_value());
  ASSERT_EQ(boxes->size(), 3u);
  for (const Bytes& box : *boxes)
    EXPECT_THAT(std::string{as_text(box)}, Not(HasSubstr("eliotrope")));
}

TEST_F(KnowledgeOfBots, what_cannot_be_a_source_is_refused_with_its_place) {
  const auto refused = [&](NewSource source) {
    const auto added = add(bot, std::move(source));
    return added ? std::string{"done"}
                 : std::string{added.error().kind().code} + added.error().field();
  };
  const auto with_url = [](std::string url) {
    return NewSource{SourceKind::text, "T", "text", std::move(url)};
  };
  EXPECT_EQ(refused(text_source("T", " \n\t")), "knowledge.empty_source/text");
  EXPECT_EQ(refused({SourceKind::question, "Q?", "", std::nullopt}),
            "knowledge.empty_source/answer");
  EXPECT_EQ(refused({SourceKind::markdown, "T", "[a]: /b\n", std::nullopt}),
            "knowledge.empty_source");
  EXPECT_EQ(refused(text_source("\u200b", "text")), "knowledge.bad_title/title");
  EXPECT_EQ(refused(text_source(std::string(301, 'x'), "text")), "knowledge.bad_title/title");
  EXPECT_EQ(refused(text_source("T", std::string(900'001, 'x'))), "knowledge.source_too_long/text");
  for (const char* url : {"javascript:alert(1)", "https://", "https://a@example.com/",
                          "https://example.com/\"x", "//example.com"})
    EXPECT_EQ(refused(with_url(url)), "knowledge.bad_url/url") << url;
  EXPECT_EQ(refused(with_url("")), "done");
  EXPECT_EQ(run(knowledge.sources(room, bot))->size(), 1u);
}

TEST_F(KnowledgeOfBots, the_longest_source_fits_and_the_bots_limit_holds) {
  std::string text;
  while (text.size() < 899'990) text += "A sentence. ";
  text.resize(899'999);
  const auto first = add(bot, text_source("long", text));
  ASSERT_EQ(outcome(first), "done");
  EXPECT_GE(first->passages, 1000);
  int added = 1;
  Result<Source> next = first;
  while (next && added < 10) {
    next = add(bot, text_source("long", text));
    if (next) ++added;
  }
  EXPECT_EQ(outcome(next), "knowledge.too_much");
  EXPECT_LE(stored_passages(), 5000);
  EXPECT_EQ(outcome(add(twin, text_source("short", "text"))), "done");
}

TEST_F(KnowledgeOfBots, a_bot_has_at_most_500_sources) {
  auto fill = [&](store::Transaction& transaction) { return transaction.execute(kFill, bot); };
  ASSERT_EQ(*room->database().write_now(fill), 499);
  ASSERT_EQ(outcome(add(bot, text_source("T", "text"))), "done");
  EXPECT_EQ(outcome(add(bot, text_source("T", "text"))), "knowledge.too_many_sources");
  EXPECT_EQ(outcome(add(twin, text_source("T", "text"))), "done");
}

TEST_F(KnowledgeOfBots, all_of_a_bot_goes_in_one_transaction) {
  ASSERT_EQ(outcome(add(bot, text_source("Plan", "The canary word is heliotrope."))), "done");
  ASSERT_EQ(outcome(add(twin, text_source("Plan", "The canary word is marigold."))), "done");
  ASSERT_TRUE(ask(bot, "What is the canary word?").answered);
  auto remove = [&](store::Transaction& transaction) {
    return knowledge.remove_all(transaction, bot);
  };
  ASSERT_TRUE(room->database().write_now(remove).has_value());
  knowledge.forget(room->tenant(), bot);
  EXPECT_FALSE(ask(bot, "What is the canary word?").answered);
  EXPECT_THAT(ask(twin, "What is the canary word?").text, HasSubstr("marigold"));
}

}  // namespace
}  // namespace gatehouse::knowledge
