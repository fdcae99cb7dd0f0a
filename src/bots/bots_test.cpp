#include "bots/bots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <iterator>

#include "access/doorkeeper.h"
#include "access/migrations.h"
#include "audit/migrations.h"
#include "bots/migrations.h"
#include "knowledge/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::bots {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

std::vector<store::Migration> migrations() {
  std::vector all(std::begin(audit::kMigrations), std::end(audit::kMigrations));
  all.insert(all.end(), std::begin(knowledge::kMigrations), std::end(knowledge::kMigrations));
  all.insert(all.end(), std::begin(kMigrations), std::end(kMigrations));
  return all;
}

constexpr store::Statement kDeleteBot{"test.delete_bot", "DELETE FROM bot WHERE id = ?1"};
constexpr store::Statement kFill{
    "test.fill",
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 99) "
    "INSERT INTO bot SELECT randomblob(16), randomblob(16), 'B', '', 'en', '{\"origins\":[]}', 0 "
    "FROM number"};

class BotsOfTenant : public testing::Test {
 protected:
  void SetUp() override {
    auto provider = vault::sealed_file(folder.path() / "master.key", true, random);
    ASSERT_TRUE(provider.has_value()) << provider.error().detail();
    vault = *vault::Vault::open(folder.path() / "keys", *std::move(provider), random);
    control = *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)),
                                     access::kMigrations);
    tenants = std::make_unique<access::Tenants>(
        *control, *vault, access::Tenants::Folders{folder.path()}, migrations(), clock, random);
    tenant = tenants->create("Acme", false)->id;
    other_tenant = tenants->create("Other", false)->id;
    bots = std::make_unique<Bots>(*tenants, knowledge, clock, random);
    ASSERT_TRUE(bots->start().has_value());
  }
  access::Caller member(access::Role role = access::Role::owner) const {
    return access::Doorkeeper::member({}, tenant, PersonId::from_bits({1}), SessionId{}, role,
                                      "Anna");
  }
  access::Caller granted(BotId bot, access::Role role, access::Privileges privileges) const {
    access::Authority authority{role, access::privileges_of(role),
                                access::Reach::of({{bot, privileges}})};
    return access::Doorkeeper::member({}, tenant, PersonId::from_bits({3}), SessionId{},
                                      std::move(authority), "Ben");
  }
  access::Caller stranger() const {
    return access::Doorkeeper::member({}, other_tenant, PersonId::from_bits({2}), SessionId{},
                                      access::Role::owner, "Eve");
  }
  Bot create(NewBot bot) {
    Result<Bot> made = run(bots->create(member(), std::move(bot)));
    CHECK(made.has_value());
    return *std::move(made);
  }
  Bot create(std::string name) {
    return create(NewBot{std::move(name), "Hello", Language::en, {}});
  }
  Result<knowledge::Source> add(BotId bot, std::string text) {
    return run(bots->add_source(member(), bot,
                                {knowledge::SourceKind::text, "T", std::move(text), std::nullopt}));
  }
  access::Room room() { return *tenants->room_of(tenant); }
  std::vector<audit::Entry> entries() {
    auto entries = run(room()->audit().entries({}));
    CHECK(entries.has_value());
    return *std::move(entries);
  }
  std::vector<std::string> events() {
    std::vector<std::string> names;
    for (const audit::Entry& entry : entries()) names.emplace_back(name_of(entry.event));
    return names;
  }

  store::TemporaryFolder folder;
  SetClock clock{Instant{std::chrono::milliseconds{1'764'000'000'000}}};
  SystemRandom random;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<access::Tenants> tenants;
  knowledge::Knowledge knowledge{clock, random};
  std::unique_ptr<Bots> bots;
  TenantId tenant;
  TenantId other_tenant;
};

TEST_F(BotsOfTenant, a_bot_is_made_found_and_listed) {
  const Bot made = create({"Guide", "Hello!", Language::he, {"https://WWW.Example.com"}});
  const auto found = run(bots->find(member(), made.id));
  ASSERT_EQ(outcome(found), "done");
  EXPECT_EQ(found->name, "Guide");
  EXPECT_EQ(found->greeting, "Hello!");
  EXPECT_EQ(found->language, Language::he);
  EXPECT_THAT(found->domains, ElementsAre("https://www.example.com"));
  EXPECT_EQ(found->created_at, clock.now());
  ASSERT_EQ(outcome(add(made.id, "text")), "done");
  const auto listed = run(bots->list(member()));
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().sources, 1);
  EXPECT_THAT(events(), ElementsAre("source.added", "bot.created"));
}

TEST_F(BotsOfTenant, a_change_touches_only_what_it_names_and_is_recorded_with_old_and_new) {
  const Bot made = create({"Guide", "Hello!", Language::en, {"https://a.example"}});
  const auto changed = run(bots->change(member(), made.id, {.name = "Lotse"}));
  ASSERT_EQ(outcome(changed), "done");
  EXPECT_EQ(changed->name, "Lotse");
  EXPECT_EQ(changed->greeting, "Hello!");
  EXPECT_THAT(changed->domains, ElementsAre("https://a.example"));
  const audit::Entry entry = entries().front();
  EXPECT_EQ(entry.event, audit::Event::bot_changed);
  EXPECT_EQ(entry.object, made.id.text());
  EXPECT_THAT(*entry.detail, HasSubstr("name: Guide -> Lotse"));
}

TEST_F(BotsOfTenant, the_widget_shows_each_change_at_once_and_after_a_restart) {
  const Bot made = create("Guide");
  ASSERT_EQ(outcome(bots->widget(made.widget)), "done");
  EXPECT_EQ(bots->widget(made.widget)->tenant, tenant);
  ASSERT_EQ(outcome(run(bots->change(member(), made.id,
                                     {.domains = std::vector<std::string>{"https://a.example"}}))),
            "done");
  EXPECT_THAT(bots->widget(made.widget)->domains, ElementsAre("https://a.example"));

  bots = std::make_unique<Bots>(*tenants, knowledge, clock, random);
  EXPECT_EQ(outcome(bots->widget(made.widget)), "not_found");
  ASSERT_EQ(outcome(bots->start()), "done");
  EXPECT_THAT(bots->widget(made.widget)->domains, ElementsAre("https://a.example"));

  ASSERT_EQ(outcome(run(bots->remove(member(), made.id))), "done");
  EXPECT_EQ(outcome(bots->widget(made.widget)), "not_found");
}

TEST_F(BotsOfTenant, widgets_of_a_tenant_that_is_gone_are_forgotten) {
  const Bot made = create("Guide");
  const auto foreign = run(bots->create(stranger(), {"Foreign", "", Language::en, {}}));
  bots->forget_tenant(tenant);
  EXPECT_EQ(outcome(bots->widget(made.widget)), "not_found");
  EXPECT_EQ(outcome(bots->widget(foreign->widget)), "done");
}

TEST_F(BotsOfTenant, a_deleted_bot_takes_its_knowledge_along) {
  const Bot made = create("Guide");
  ASSERT_EQ(outcome(add(made.id, "The canary word is heliotrope.")), "done");
  ASSERT_TRUE(run(bots->answer(room(), made.id, "What is the canary word?"))->answered);
  ASSERT_EQ(outcome(run(bots->remove(member(), made.id))), "done");
  EXPECT_EQ(outcome(run(bots->find(member(), made.id))), "not_found");
  EXPECT_EQ(outcome(run(bots->sources(member(), made.id))), "not_found");
  EXPECT_EQ(outcome(add(made.id, "more")), "not_found");
  EXPECT_THAT(run(bots->answer(room(), made.id, "What is the canary word?"))->considered,
              IsEmpty());
  EXPECT_THAT(run(knowledge.sources(room(), made.id)).value(), IsEmpty());
  EXPECT_THAT(events(), ElementsAre("bot.deleted", "source.added", "bot.created"));
}

TEST_F(BotsOfTenant, a_source_cannot_outlive_a_bot_deleted_while_it_was_read) {
  const Bot made = create("Guide");
  auto vanish = [&](store::Transaction& transaction) {
    return transaction.execute(kDeleteBot, made.id);
  };
  ASSERT_TRUE(room()->database().write_now(vanish).has_value());
  // As if the bot had been there when the adding began.
  const auto late = run(knowledge.add(member(), room(), made.id,
                                      {knowledge::SourceKind::text, "T", "text", std::nullopt}));
  EXPECT_EQ(outcome(late), "store.constraint");
  EXPECT_THAT(run(knowledge.sources(room(), made.id)).value(), IsEmpty());
}

TEST_F(BotsOfTenant, attacker_cannot_reach_another_tenants_bot) {
  const Bot made = create("Guide");
  const auto source = add(made.id, "text");
  const access::Caller eve = stranger();
  EXPECT_EQ(outcome(run(bots->find(eve, made.id))), "not_found");
  EXPECT_EQ(outcome(run(bots->change(eve, made.id, {.name = "x"}))), "not_found");
  EXPECT_EQ(outcome(run(bots->remove(eve, made.id))), "not_found");
  EXPECT_EQ(outcome(run(bots->sources(eve, made.id))), "not_found");
  EXPECT_EQ(outcome(run(bots->source(eve, made.id, source->id))), "not_found");
  EXPECT_EQ(outcome(run(bots->remove_source(eve, made.id, source->id))), "not_found");
  EXPECT_EQ(outcome(run(bots->try_out(eve, made.id, "text"))), "not_found");
  EXPECT_THAT(run(bots->list(eve)).value(), IsEmpty());
}

TEST_F(BotsOfTenant, attacker_cannot_reach_a_twin_bots_source) {
  const Bot mine = create("Mine");
  const Bot twin = create("Twin");
  const auto source = add(twin.id, "The canary word is heliotrope.");
  EXPECT_EQ(outcome(run(bots->source(member(), mine.id, source->id))), "not_found");
  EXPECT_EQ(outcome(run(bots->remove_source(member(), mine.id, source->id))), "not_found");
  EXPECT_EQ(outcome(run(bots->source(member(), twin.id, source->id))), "done");
}

TEST_F(BotsOfTenant, every_door_asks_for_its_right) {
  const Bot made = create("Guide");
  const auto source = add(made.id, "text");
  const access::Caller agent = granted(made.id, access::Role::agent, access::kOfBots);
  EXPECT_EQ(outcome(run(bots->list(agent))), "done");
  EXPECT_EQ(outcome(run(bots->find(agent, made.id))), "done");
  EXPECT_EQ(outcome(run(bots->sources(agent, made.id))), "done");
  EXPECT_EQ(outcome(run(bots->source(agent, made.id, source->id))), "done");
  EXPECT_EQ(outcome(run(bots->try_out(agent, made.id, "text"))), "done");
  EXPECT_EQ(outcome(run(bots->create(agent, {"x", "", Language::en, {}}))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->change(agent, made.id, {.name = "x"}))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->remove(agent, made.id))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->add_source(agent, made.id, {}))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->remove_source(agent, made.id, source->id))), "access.forbidden");

  const access::Caller visitor =
      access::Doorkeeper::visitor({}, tenant, VisitorId::from_bits({3}), made.widget, made.id);
  EXPECT_EQ(outcome(run(bots->list(visitor))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->find(visitor, made.id))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->sources(visitor, made.id))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->source(visitor, made.id, source->id))), "access.forbidden");
  EXPECT_EQ(outcome(run(bots->try_out(visitor, made.id, "text"))), "access.forbidden");
}

TEST_F(BotsOfTenant, a_bot_that_is_not_granted_does_not_exist) {
  const Bot mine = create("Mine");
  const Bot hidden = create("Hidden");
  const auto source = add(hidden.id, "text");
  const access::Caller ben = granted(mine.id, access::Role::builder, access::kOfBots);
  const auto list = run(bots->list(ben));
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().id, mine.id);
  for (const BotId bot : {hidden.id, BotId::from_bits({9})}) {
    EXPECT_EQ(outcome(run(bots->check(ben, bot))), "not_found");
    EXPECT_EQ(outcome(run(bots->find(ben, bot))), "not_found");
    EXPECT_EQ(outcome(run(bots->change(ben, bot, {.name = "x"}))), "not_found");
    EXPECT_EQ(outcome(run(bots->remove(ben, bot))), "not_found");
    EXPECT_EQ(outcome(run(bots->sources(ben, bot))), "not_found");
    EXPECT_EQ(outcome(run(bots->add_source(ben, bot, {}))), "not_found");
    EXPECT_EQ(outcome(run(bots->source(ben, bot, source->id))), "not_found");
    EXPECT_EQ(outcome(run(bots->remove_source(ben, bot, source->id))), "not_found");
    EXPECT_EQ(outcome(run(bots->try_out(ben, bot, "text"))), "not_found");
  }
  EXPECT_EQ(run(bots->find(ben, hidden.id)).error().control(), "ACC-03");
}

TEST_F(BotsOfTenant, reading_editing_publishing_and_managing_are_granted_apart) {
  using enum access::Privilege;
  const Bot made = create("Guide");
  const BotChange name{.name = "Renamed"};
  const BotChange domains{.domains = std::vector<std::string>{"https://www.example.com"}};
  const auto as = [&](access::Privileges privileges) {
    return granted(made.id, access::Role::builder, privileges);
  };
  EXPECT_EQ(outcome(run(bots->find(as({read_bots}), made.id))), "done");
  EXPECT_EQ(outcome(run(bots->change(as({read_bots}), made.id, name))), "access.not_granted");
  EXPECT_EQ(outcome(run(bots->change(as({read_bots, edit_bots}), made.id, name))), "done");
  EXPECT_EQ(outcome(run(bots->change(as({read_bots, edit_bots}), made.id, domains))),
            "access.not_granted");
  EXPECT_EQ(outcome(run(bots->change(as({read_bots, edit_bots, publish_bots}), made.id, domains))),
            "done");
  EXPECT_EQ(outcome(run(bots->remove(as({read_bots, edit_bots, publish_bots}), made.id))),
            "access.not_granted");
  EXPECT_EQ(outcome(run(bots->remove(as({read_bots, manage_bots}), made.id))), "done");
}

TEST_F(BotsOfTenant, a_try_is_recorded_without_the_question) {
  const Bot made = create("Guide");
  ASSERT_EQ(outcome(run(bots->try_out(member(), made.id, "heliotrope"))), "done");
  const audit::Entry entry = entries().front();
  EXPECT_EQ(entry.event, audit::Event::bot_tried);
  EXPECT_EQ(entry.object, made.id.text());
  EXPECT_EQ(entry.detail, "not answered, confidence 0.00");
}

TEST_F(BotsOfTenant, names_are_cleaned_and_refused_when_nothing_is_left) {
  const Bot made = create({" G\u202euide\u200b ", "Hi\r\nthere", Language::en, {}});
  EXPECT_EQ(made.name, "Guide");
  EXPECT_EQ(made.greeting, "Hi\nthere");
  const auto refused = [&](NewBot bot) {
    const auto result = run(bots->create(member(), std::move(bot)));
    return result ? std::string{"done"}
                  : std::string{result.error().kind().code} + result.error().field();
  };
  EXPECT_EQ(refused({"\u200b", "", Language::en, {}}), "bots.bad_name/name");
  EXPECT_EQ(refused({"a\nb", "", Language::en, {}}), "bots.bad_name/name");
  EXPECT_EQ(refused({std::string(81, 'x'), "", Language::en, {}}), "bots.bad_name/name");
  EXPECT_EQ(refused({"x", std::string(501, 'x'), Language::en, {}}), "bots.bad_greeting/greeting");
  EXPECT_EQ(refused({"x", "", Language::en, {"https://a.example", "*"}}),
            "bots.bad_domain/domains/1");
  EXPECT_EQ(run(bots->list(member()))->size(), 1u);
}

TEST_F(BotsOfTenant, there_are_at_most_100) {
  auto fill = [](store::Transaction& transaction) { return transaction.execute(kFill); };
  ASSERT_EQ(*room()->database().write_now(fill), 99);
  create("the hundredth");
  EXPECT_EQ(outcome(run(bots->create(member(), {"x", "", Language::en, {}}))), "bots.too_many");
}

}  // namespace
}  // namespace gatehouse::bots
