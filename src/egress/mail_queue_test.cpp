#include "egress/mail_queue.h"

#include <gmock/gmock.h>

#include <deque>

#include "audit/migrations.h"
#include "base/wait_for.h"
#include "egress/migrations.h"
#include "store/temporary_folder.h"

namespace gatehouse::egress {
namespace {

using namespace std::chrono_literals;

// A mail server: the outside.
class ScriptedMailer final : public Mailer {
 public:
  struct Post {
    std::vector<Mail> sent;
    std::deque<const ErrorKind*> failures;  // of the next attempts
  };
  explicit ScriptedMailer(Post& post) : post_{post} {}
  Task<Result<>> send(Mail mail) override {
    if (!post_.failures.empty()) {
      const ErrorKind* why = post_.failures.front();
      post_.failures.pop_front();
      co_return fail(Error{*why});
    }
    post_.sent.push_back(std::move(mail));
    co_return Result<>{};
  }

 private:
  Post& post_;
};

class Queueing : public testing::Test {
 protected:
  Queueing() {
    std::vector<store::Migration> steps{std::begin(audit::kMigrations),
                                        std::end(audit::kMigrations)};
    steps.insert(steps.end(), std::begin(kMigrations), std::end(kMigrations));
    control = *store::Database::open(folder.path() / "control.db", Secret::of(Bytes(32, 1)), steps);
    log = std::make_unique<audit::Log>(
        *control, std::shared_ptr<const vault::Keyring>{std::shared_ptr<void>{}, &keys}, clock,
        random);
    open();
  }
  void open() {
    queue.reset();
    queue = std::make_unique<MailQueue>(
        *control, keys, *log, std::make_unique<ScriptedMailer>(post), clock, random,
        [this](const MailQueue::Lost& lost) { lost_about.push_back(lost.about); });
  }
  Result<> add(std::string_view about, std::chrono::milliseconds life = 15min) {
    Mail mail{.to = *EmailAddress::parse("ann@books.example"),
              .subject = HeaderText::of("Hello"),
              .text = "secret-link",
              .html = "<p>secret-link</p>"};
    OutgoingMail outgoing{std::move(mail), clock.now() + life, {}, std::string{about}};
    return control->write_now(
        [&](store::Transaction& transaction) { return queue->add(transaction, outgoing); });
  }
  std::optional<Instant> round() { return *queue->send_due(); }
  std::vector<audit::Entry> recorded(audit::Event event) {
    audit::Filter filter;
    filter.event = event;
    return *wait_for(log->entries(filter));
  }

  store::TemporaryFolder folder;
  SetClock clock{*parse_rfc3339("2026-11-25T08:00:00.000Z")};
  SystemRandom random;
  vault::Keyring keys{{}, Secret::of(Bytes(32, 7)), random};
  std::unique_ptr<store::Database> control;
  std::unique_ptr<audit::Log> log;
  ScriptedMailer::Post post;
  std::vector<std::string> lost_about;
  std::unique_ptr<MailQueue> queue;
};

TEST_F(Queueing, what_is_sent_is_gone_and_recorded) {
  ASSERT_TRUE(add("per_1"));
  EXPECT_EQ(round(), std::nullopt);
  ASSERT_EQ(post.sent.size(), 1u);
  EXPECT_EQ(post.sent[0].to.text(), "ann@books.example");
  EXPECT_EQ(post.sent[0].text, "secret-link");
  EXPECT_EQ(recorded(audit::Event::mail_sent).at(0).object, "per_1");
  EXPECT_EQ(round(), std::nullopt);
  EXPECT_EQ(post.sent.size(), 1u);
}

TEST_F(Queueing, a_change_that_fails_sends_nothing) {
  const auto done = control->write_now([&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(
        queue->add(transaction, {{.to = *EmailAddress::parse("a@b.example")}, clock.now() + 1h}));
    return fail(kInternal);
  });
  EXPECT_FALSE(done);
  EXPECT_EQ(round(), std::nullopt);
  EXPECT_TRUE(post.sent.empty());
}

TEST_F(Queueing, what_fails_is_tried_again_with_a_growing_delay_and_the_same_id) {
  post.failures = {&kMailNotSent, &kMailNotSent, &kMailNotSent};
  ASSERT_TRUE(add("per_1"));
  for (const auto delay : {1s, 4s, 16s}) {
    EXPECT_EQ(round(), clock.now() + delay);
    clock.advance(delay - 1ms);
    EXPECT_EQ(round(), clock.now() + 1ms) << "too early";
    clock.advance(1ms);
  }
  EXPECT_EQ(round(), std::nullopt);
  EXPECT_EQ(post.sent.size(), 1u);
}

TEST_F(Queueing, a_restart_sends_what_was_left_with_the_same_id) {
  post.failures = {&kMailNotSent};
  ASSERT_TRUE(add("per_1"));
  EXPECT_NE(round(), std::nullopt);
  open();
  clock.advance(1s);
  EXPECT_EQ(round(), std::nullopt);
  ASSERT_EQ(post.sent.size(), 1u);
  EXPECT_THAT(post.sent[0].id, testing::StartsWith("mail_"));
}

TEST_F(Queueing, what_is_of_no_use_any_more_is_given_up_visibly) {
  post.failures.assign(100, &kMailNotSent);
  ASSERT_TRUE(add("per_1", 1min));
  for (auto next = round(); next; next = round()) clock.advance(*next - clock.now());
  EXPECT_EQ(clock.now(), *parse_rfc3339("2026-11-25T08:01:00.000Z"));
  const auto entries = recorded(audit::Event::mail_given_up);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].reason, "egress.mail_not_sent");
  EXPECT_EQ(lost_about, std::vector<std::string>{"per_1"});
}

TEST_F(Queueing, what_the_server_refuses_for_good_is_given_up_at_once_and_holds_nobody_up) {
  post.failures = {&kMailRejected};
  ASSERT_TRUE(add("per_1"));
  clock.advance(1ms);
  ASSERT_TRUE(add("per_2"));
  EXPECT_EQ(round(), std::nullopt);
  EXPECT_EQ(recorded(audit::Event::mail_given_up).at(0).object, "per_1");
  EXPECT_EQ(recorded(audit::Event::mail_sent).at(0).object, "per_2");
}

TEST_F(Queueing, what_is_damaged_holds_nobody_up) {
  ASSERT_TRUE(add("per_1"));
  static constexpr store::Statement kDamage{"test.damage", "UPDATE mail SET body = x'00'"};
  ASSERT_TRUE(control->write_now([](store::Transaction& t) { return t.execute(kDamage); }));
  clock.advance(1ms);
  ASSERT_TRUE(add("per_2"));
  EXPECT_EQ(round(), std::nullopt);
  EXPECT_EQ(lost_about, std::vector<std::string>{"per_1"});
  EXPECT_EQ(post.sent.size(), 1u);
}

TEST_F(Queueing, the_thread_sends_what_is_added) {
  queue->start();
  ASSERT_TRUE(add("per_1"));
  while (recorded(audit::Event::mail_sent).empty()) std::this_thread::yield();
  queue->stop();
  EXPECT_EQ(post.sent.size(), 1u);
}

TEST_F(Queueing, without_a_mail_server_nothing_is_kept) {
  queue = std::make_unique<MailQueue>(*control, keys, *log, nullptr, clock, random);
  EXPECT_FALSE(queue->can_send());
  ASSERT_TRUE(add("per_1"));
  open();
  EXPECT_EQ(round(), std::nullopt);
  EXPECT_TRUE(post.sent.empty());
}

}  // namespace
}  // namespace gatehouse::egress
