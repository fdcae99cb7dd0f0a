// For tests: a workspace with two widgets, two agents and a bot that knows two
// answers, on a real store and vault.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access/doorkeeper.h"
#include "access/migrations.h"
#include "audit/migrations.h"
#include "conversations/conversations.h"
#include "conversations/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::conversations {

template <class T>
std::string_view outcome(const Result<T>& result) {
  return result ? std::string_view{"done"} : result.error().kind().code;
}

// Knows about keys, in two languages. `meanwhile` happens while it thinks.
class ScriptedAnswerer final : public Answerer {
 public:
  Task<Result<BotAnswer>> answer(access::Room, BotId bot, std::string question) override {
    asked.push_back(question);
    asked_bot = bot;
    if (meanwhile) meanwhile();
    if (dies) {
      dies->stop();
      co_await boost::asio::post(use_task);  // never comes back
    }
    if (fails) co_return fail(kUnavailable);
    if (!question.contains("key")) co_return BotAnswer{false, {}, std::nullopt};
    co_return BotAnswer{
        true, "The key is under the mat.",
        Citation{SourceId::from_bits({9}), "Guide", "Doors › Keys", "https://example.com/keys"}};
  }

  std::vector<std::string> asked;
  BotId asked_bot;
  std::function<void()> meanwhile;
  boost::asio::io_context* dies = nullptr;
  bool fails = false;
};

// The last event of its kind that sockets heard, and a line for each.
struct Heard {
  std::mutex mutex;
  std::vector<std::string> lines;
  std::optional<Conversation> conversation;
  std::optional<LiveTyping> typing;

  void add(const LiveEvent& event) {
    const std::lock_guard lock{mutex};
    std::string line = event.hearers == Hearers::agents ? "agents: " : "both: ";
    if (const auto* live = std::get_if<LiveMessage>(&event.what)) {
      const Message& message = live->message;
      line += message.event ? std::string{name_of(*message.event)}
                            : std::string{name_of(message.author)} + " " + message.text;
      conversation = live->conversation;
    } else if (const auto* changed = std::get_if<LiveConversation>(&event.what)) {
      line += "unread " + std::to_string(changed->conversation.unread);
      conversation = changed->conversation;
    } else {
      typing = std::get<LiveTyping>(event.what);
      line += std::string{name_of(typing->author)} + " types";
    }
    lines.push_back(std::move(line));
  }
};

class Workspace : public testing::Test {
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
    tenant = tenants->create("Acme", false)->id;
    other_tenant = tenants->create("Other", false)->id;
    restart();
  }
  void TearDown() override { conversations.reset(); }

  // As after the end of the process: nothing is remembered but what is on disk.
  void restart() {
    conversations.reset();
    conversations = std::make_unique<Conversations>(
        *tenants, answerer, clock, random, [this](const LiveEvent& event) { heard.add(event); });
  }
  void start() { conversations->start({context->get_executor()}); }

  // Runs until nothing is left to do, so also what the task sets off.
  template <class T>
  T run(Task<T> task) {
    std::optional<T> answer;
    boost::asio::co_spawn(context->get_executor(), keep(std::move(task), &answer),
                          [](const std::exception_ptr& failed) { CHECK(failed == nullptr); });
    run_rest();
    CHECK(answer.has_value());
    return *std::move(answer);
  }
  template <class T>
  static Task<> keep(Task<T> task, std::optional<T>* answer) {
    answer->emplace(co_await std::move(task));
  }
  void run_rest() {
    context->restart();
    context->run();
  }

  Entrance entrance() const { return {tenant, widget, bot, "Guide"}; }
  access::Caller recognised(Entrance at, const std::string& token) {
    auto caller = run(conversations->recognise({}, std::move(at), token));
    CHECK(caller.has_value());
    return *std::move(caller);
  }
  std::string new_token(Entrance at, std::optional<std::string> page = std::nullopt) {
    const auto token = run(conversations->admit_visitor({}, std::move(at), std::move(page)));
    CHECK(token.has_value());
    return std::string{token->reveal_text()};
  }
  access::Caller new_visitor(std::optional<std::string> page = std::nullopt) {
    return recognised(entrance(), new_token(entrance(), std::move(page)));
  }
  // Granted everything on the bot of `entrance()`, and nothing else.
  access::Caller agent(std::string name = "Anna") const {
    return agent_with(access::kOfBots, std::move(name));
  }
  access::Caller agent_with(access::Privileges granted, std::string name = "Anna") const {
    const std::uint8_t number = static_cast<std::uint8_t>(name.front());
    access::Authority authority{access::Role::agent, access::privileges_of(access::Role::agent),
                                access::Reach::of({{bot, granted}})};
    return access::Doorkeeper::member({}, tenant, PersonId::from_bits({number}), SessionId{},
                                      std::move(authority), std::move(name));
  }
  access::Caller stranger() const {
    return access::Doorkeeper::member({}, other_tenant, PersonId::from_bits({2}), SessionId{},
                                      access::Role::owner, "Eve");
  }
  NewMessage message(std::string text) {
    return {"client-" + std::to_string(++messages_made), text};
  }

  Result<Written> say(const access::Caller& visitor, NewMessage said) {
    return run(conversations->say(visitor, entrance(), std::move(said)));
  }
  Result<Written> say(const access::Caller& visitor, std::string text) {
    return say(visitor, message(std::move(text)));
  }
  ConversationId started(const access::Caller& visitor, std::string text = "Hello") {
    const auto written = say(visitor, std::move(text));
    CHECK(written.has_value());
    return written->conversation.id;
  }
  std::vector<std::string> texts(const std::vector<Message>& messages) const {
    std::vector<std::string> lines;
    for (const Message& one : messages)
      lines.push_back(one.event ? std::string{name_of(*one.event)} : one.text);
    return lines;
  }
  std::vector<std::string> all_texts(ConversationId id) {
    const auto found = run(conversations->messages(agent(), id, std::nullopt, std::nullopt, 100));
    CHECK(found.has_value());
    return texts(found->items);
  }
  std::vector<std::string> seen_texts(const access::Caller& visitor) {
    const auto view = run(conversations->view(visitor));
    CHECK(view.has_value());
    return texts(view->messages);
  }
  access::Room room() { return *tenants->room_of(tenant); }
  // Oldest first.
  std::vector<std::string> events() {
    const auto entries = run(room()->audit().entries({}));
    CHECK(entries.has_value());
    std::vector<std::string> names;
    for (const audit::Entry& entry : *entries)
      names.insert(names.begin(), std::string{name_of(entry.event)});
    return names;
  }

  store::TemporaryFolder folder;
  SetClock clock{Instant{std::chrono::milliseconds{1'764'000'000'000}}};
  SystemRandom random;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<store::Database> control;
  std::unique_ptr<access::Tenants> tenants;
  ScriptedAnswerer answerer;
  Heard heard;
  std::unique_ptr<boost::asio::io_context> context = std::make_unique<boost::asio::io_context>(1);
  std::unique_ptr<Conversations> conversations;
  TenantId tenant;
  TenantId other_tenant;
  const WidgetId widget = WidgetId::from_bits({1});
  const WidgetId other_widget = WidgetId::from_bits({2});
  const BotId bot = BotId::from_bits({3});
  int messages_made = 10'000;
};

}  // namespace gatehouse::conversations
