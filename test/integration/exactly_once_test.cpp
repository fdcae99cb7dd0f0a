// A message that was acknowledged is there, once, whatever happened: repeated sending, sending at
// the same time, the process killed in the middle of it.
#include <gmock/gmock.h>

#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "test/integration/people.h"

namespace gatehouse::test {
namespace {

class ExactlyOnce : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer;
    owner_ = new Member{set_up(*server_)};
    bot_ = new NewBot{bot_of_a_shop(*owner_)};
  }
  static void TearDownTestSuite() {
    delete bot_;
    delete owner_;
    delete server_;
  }
  static RunningServer& server() { return *server_; }
  static const Member& owner() { return *owner_; }
  static const NewBot& bot() { return *bot_; }
  static Visitor new_visitor() { return {*server_, bot_->widget}; }

 private:
  inline static RunningServer* server_ = nullptr;
  inline static Member* owner_ = nullptr;
  inline static NewBot* bot_ = nullptr;
};

std::int64_t count(const Json& messages, std::string_view author) {
  std::int64_t found = 0;
  for (const Json& message : messages.get_array())
    if (text_at(message, "/author") == author && text_at(message, "/kind") == "text") ++found;
  return found;
}

TEST_F(ExactlyOnce, a_repeated_message_is_the_first_one) {
  const Visitor visitor = new_visitor();
  const std::string id = fresh_client_id();
  const Answer first = visitor.say("Good morning", id);
  ASSERT_EQ(first.status, 201) << first.body;
  const Answer again = visitor.say("Good morning", id);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(at(body_of(again), "/message"), at(body_of(first), "/message"));
  const Answer changed = visitor.say("Good evening", id);
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.text_at("/message/text"), "Good morning");
  EXPECT_EQ(count(at(visitor.view(), "/messages"), "visitor"), 1);
}

TEST_F(ExactlyOnce, eight_at_once_write_one_message_that_is_answered_once) {
  const Visitor visitor = new_visitor();
  LiveSocket widget = visitor.listen();
  const std::string id = fresh_client_id();
  std::array<Answer, 8> answers;
  {
    std::vector<std::jthread> threads;
    for (Answer& answer : answers)
      threads.emplace_back([&visitor, &id, &answer] { answer = visitor.say(kShopQuestion, id); });
  }
  std::set<std::string> messages;
  int created = 0;
  for (const Answer& answer : answers) {
    EXPECT_TRUE(answer.status == 200 || answer.status == 201) << answer.brief();
    created += answer.status == 201 ? 1 : 0;
    messages.insert(answer.text_at("/message/id"));
  }
  EXPECT_EQ(created, 1);
  EXPECT_EQ(messages.size(), 1U);
  widget.await_author("bot");
  // What a second answer would come before.
  EXPECT_EQ(visitor.say("Thank you").status, 201);
  widget.await_message("Thank you");
  widget.await_author("bot");
  const Json view = visitor.view();
  EXPECT_EQ(count(at(view, "/messages"), "visitor"), 2);
  EXPECT_EQ(count(at(view, "/messages"), "bot"), 2);
}

TEST_F(ExactlyOnce, an_agents_repeated_reply_is_one_reply) {
  const Visitor visitor = new_visitor();
  const std::string conversation = visitor.say("Hello").text_at("/conversation/id");
  const std::string path = fmt::format("/api/v1/conversations/{}", conversation);
  EXPECT_EQ(owner().post(path + "/take-over").status, 200);
  for (const std::string_view what : {"/messages", "/notes"}) {
    const std::string body =
        fmt::format(R"({{"client_id":"{}","text":"Just once"}})", fresh_client_id());
    const Answer first = owner().post(path + std::string{what}, body);
    EXPECT_EQ(first.status, 201) << first.body;
    const Answer again = owner().post(path + std::string{what}, body);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.text_at("/id"), first.text_at("/id"));
  }
  const Json kept = body_of(owner().get(path + "/messages"));
  EXPECT_EQ(count(at(kept, "/items"), "agent"), 1);
}

TEST_F(ExactlyOnce, the_same_client_id_of_two_visitors_is_two_messages) {
  const std::string id = fresh_client_id();
  const Answer one = new_visitor().say("I am one", id);
  const Answer other = new_visitor().say("I am another", id);
  EXPECT_EQ(one.status, 201);
  EXPECT_EQ(other.status, 201);
  EXPECT_EQ(other.text_at("/message/text"), "I am another");
}

// --- killed while they write
// -------------------------------------------------------------------------

constexpr std::size_t kVisitors = 20;
constexpr int kMostMessages = 18;  // below what one visitor may send in a minute

std::string long_text(std::string_view id) {
  std::string text = fmt::format("{} When is the shop open? ", id);
  while (text.size() < 4000) text += id;
  return text;
}

// What one visitor sent, and what the server said about it.
struct Story {
  Visitor visitor;
  std::vector<std::string> sent = {};               // client ids
  std::map<std::string, std::string> kept_as = {};  // client id -> message id, as acknowledged
};

// Lets the killer wait until enough is acknowledged.
class Tally {
 public:
  void add() {
    const std::lock_guard lock{mutex_};
    ++count_;
    changed_.notify_all();
  }
  bool reaches(int wanted) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, kPatience, [&] { return count_ >= wanted; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

void write_until_the_end(Story& story, Tally& tally) {
  for (int number = 0; number < kMostMessages; ++number) {
    story.sent.push_back(fresh_client_id());
    const Answer answer = story.visitor.say(long_text(story.sent.back()), story.sent.back());
    if (answer.status == 0) return;
    EXPECT_EQ(answer.status, 201) << answer.body;
    story.kept_as.emplace(story.sent.back(), answer.text_at("/message/id"));
    tally.add();
  }
}

// Everything acknowledged once, nothing half, nothing that was never sent.
void expect_kept(const Story& story, const Json& view) {
  std::map<std::string, std::string> found;
  for (const Json& message : list_at(view, "/messages")) {
    if (text_at(message, "/author") != "visitor") continue;
    const std::string id = text_at(message, "/client_id");
    EXPECT_TRUE(found.emplace(id, text_at(message, "/id")).second) << "twice: " << id;
    EXPECT_THAT(story.sent, testing::Contains(id));
    EXPECT_EQ(text_at(message, "/text"), long_text(id));
  }
  for (const auto& [client, message] : story.kept_as)
    EXPECT_EQ(found[client], message) << "lost: " << client;
}

// Waits until each question has an answer; more answers than questions are a defect.
void expect_answered_once(const Visitor& visitor) {
  LiveSocket widget = visitor.listen();
  for (;;) {
    const Json view = visitor.view();
    const std::int64_t asked = count(at(view, "/messages"), "visitor");
    const std::int64_t answered = count(at(view, "/messages"), "bot");
    EXPECT_LE(answered, asked);
    if (answered >= asked || testing::Test::HasFailure()) return;
    widget.await_author("bot");
  }
}

enum class Ending : unsigned char { killed, stopped };

// Everybody writes until the server ends; it comes back, and each story is checked.
void survive(RunningServer& server, std::string_view widget, Ending ending, int acknowledged,
             std::vector<std::unique_ptr<Story>>& all) {
  const std::size_t first = all.size();
  for (std::size_t number = 0; number < kVisitors; ++number)
    all.push_back(std::make_unique<Story>(Story{Visitor{server, std::string{widget}}}));
  Tally tally;
  {
    std::vector<std::jthread> writers;
    for (std::size_t at = first; at < all.size(); ++at)
      writers.emplace_back([&story = *all[at], &tally] { write_until_the_end(story, tally); });
    ASSERT_TRUE(tally.reaches(acknowledged));
    if (ending == Ending::killed)
      server.kill();
    else
      EXPECT_EQ(server.stop(), 0);
  }
  // What it had to give up, it would have said here.
  EXPECT_EQ(server.errors(), "");
  server.start();
  for (std::size_t at = first; at < all.size(); ++at) {
    expect_kept(*all[at], all[at]->visitor.view());
    expect_answered_once(all[at]->visitor);
  }
}

// Answers that were given are not given again by a later start.
void expect_settled(RunningServer& server, const std::vector<std::unique_ptr<Story>>& all) {
  EXPECT_EQ(server.stop(), 0);
  server.start();
  for (const auto& story : all) {
    const Json view = story->visitor.view();
    expect_kept(*story, view);
    EXPECT_EQ(count(at(view, "/messages"), "visitor"), count(at(view, "/messages"), "bot"));
  }
}

TEST_F(ExactlyOnce, nothing_acknowledged_is_lost_when_the_server_is_killed) {
  std::vector<std::unique_ptr<Story>> all;
  for (const int acknowledged : {1, 5, 15, 30, 60, 90, 120, 160, 200, 240}) {
    SCOPED_TRACE(fmt::format("killed after {} acknowledged messages", acknowledged));
    survive(server(), bot().widget, Ending::killed, acknowledged, all);
    if (HasFailure()) return;
  }
  expect_settled(server(), all);
}

TEST_F(ExactlyOnce, nothing_acknowledged_is_lost_when_the_server_is_stopped_under_load) {
  std::vector<std::unique_ptr<Story>> all;
  for (const int acknowledged : {5, 60, 150}) {
    SCOPED_TRACE(fmt::format("stopped after {} acknowledged messages", acknowledged));
    survive(server(), bot().widget, Ending::stopped, acknowledged, all);
    if (HasFailure()) return;
  }
  expect_settled(server(), all);
}

}  // namespace
}  // namespace gatehouse::test
