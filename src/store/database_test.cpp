#include "store/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "store/internal/test_database.h"

namespace gatehouse::store {
namespace {

using testing::ElementsAre;

class StoreDatabase : public testing::Test {
 protected:
  void open(DatabaseOptions options = {}) {
    database.reset();
    auto opened = open_test_database(file, options);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail();
    database = *std::move(opened);
  }

  // Keeps the writer busy until the returned promise is fulfilled, so that what comes is a group.
  std::promise<void> hold_writer() {
    std::promise<void> release;
    std::promise<void> held;
    std::future<void> released = release.get_future();
    std::future<void> is_held = held.get_future();
    holder = std::thread{[this, held = std::move(held), released = std::move(released)]() mutable {
      auto wait = [&](Transaction&) -> Result<> {
        held.set_value();
        released.wait();
        return {};
      };
      EXPECT_TRUE(database->write_now(wait).has_value());
    }};
    is_held.wait();
    return release;
  }
  void TearDown() override {
    if (holder.joinable()) holder.join();
  }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "databases" / "test.db";
  boost::asio::io_context context{1};  // outlives the database, whose threads post to it
  std::unique_ptr<Database> database;
  std::thread holder;
};

Result<> refuse_after_adding(Transaction& transaction) {
  TRY_VOID(add_note(transaction, 2, "two"));
  return fail(kRefusedByTest);
}

Task<Result<>> write_note(Database& database, std::int64_t number, std::string text) {
  auto work = [number, text = std::move(text)](Transaction& transaction) {
    return add_note(transaction, number, text);
  };
  return database.write(std::move(work));
}

TEST_F(StoreDatabase, keeps_what_was_written_when_it_is_opened_again) {
  open();
  auto work = [](Transaction& transaction) { return add_note(transaction, 1, "one"); };
  ASSERT_TRUE(database->write_now(work).has_value());
  open();
  EXPECT_THAT(*notes(*database), ElementsAre("one"));
}

TEST_F(StoreDatabase, undoes_a_function_that_fails_and_says_why) {
  open();
  EXPECT_EQ(outcome(database->write_now(&refuse_after_adding)), "test.refused");
  EXPECT_TRUE(notes(*database)->empty());
}

TEST_F(StoreDatabase, says_conflict_when_a_constraint_is_broken) {
  open();
  auto work = [](Transaction& transaction) { return add_note(transaction, 1, "one"); };
  EXPECT_EQ(outcome(database->write_now(work)), "done");
  EXPECT_EQ(outcome(database->write_now(work)), "store.constraint");
}

TEST_F(StoreDatabase, one_failing_function_of_a_group_leaves_the_others_standing) {
  open();
  std::optional<Result<>> first, second, third;
  std::promise<void> release = hold_writer();
  start(context, write_note(*database, 1, "one"), first);
  start(context, database->write(&refuse_after_adding), second);
  start(context, write_note(*database, 3, "three"), third);
  context.poll();
  release.set_value();
  context.run();
  EXPECT_EQ(outcome(*first), "done");
  EXPECT_EQ(outcome(*second), "test.refused");
  EXPECT_EQ(outcome(*third), "done");
  EXPECT_THAT(*notes(*database), ElementsAre("one", "three"));
}

Result<> note_with_action(Transaction& transaction, std::int64_t number, bool stands,
                          std::vector<std::int64_t>& seen) {
  transaction.after_commit([number, &seen] { seen.push_back(number); });
  TRY_VOID(add_note(transaction, number, std::to_string(number)));
  return stands ? Result<>{} : Result<>{fail(kRefusedByTest)};
}

TEST_F(StoreDatabase, runs_actions_in_order_after_the_commit_and_none_of_those_that_failed) {
  open();
  std::vector<std::int64_t> seen;
  std::array<std::optional<Result<>>, 3> answers;
  std::promise<void> release = hold_writer();
  for (const std::int64_t number : {0, 1, 2}) {
    auto work = [number, &seen](Transaction& transaction) {
      return note_with_action(transaction, number, number != 1, seen);
    };
    start(context, database->write(std::move(work)), answers[static_cast<std::size_t>(number)]);
  }
  context.poll();
  release.set_value();
  context.run();
  EXPECT_THAT(seen, ElementsAre(0, 2));
}

TEST_F(StoreDatabase, all_reads_of_one_function_see_the_same_state) {
  open();
  auto work = [this](Reader& reader) -> Result<bool> {
    TRY(const auto before, reader.one<std::int64_t>(kCountNotes));
    auto add = [](Transaction& transaction) { return add_note(transaction, 1, "one"); };
    std::thread other{[&] { EXPECT_TRUE(database->write_now(add).has_value()); }};
    other.join();
    TRY(const auto after, reader.one<std::int64_t>(kCountNotes));
    return before == after;
  };
  EXPECT_TRUE(*database->read_now(work));
  EXPECT_THAT(*notes(*database), ElementsAre("one"));
}

TEST_F(StoreDatabase, a_reader_cannot_write) {
  open();
  auto work = [](Reader& reader) { return reader.all<std::int64_t>(kAddShadow, 1); };
  EXPECT_FALSE(database->read_now(work).has_value());
}

TEST_F(StoreDatabase, a_full_queue_answers_busy_at_once) {
  open({.waiting_writes = 2});
  std::array<std::optional<Result<>>, 3> answers;
  std::promise<void> release = hold_writer();
  for (std::size_t number = 0; number < 3; ++number)
    start(context, write_note(*database, static_cast<std::int64_t>(number), std::to_string(number)),
          answers[number]);
  context.poll();
  ASSERT_TRUE(answers[2].has_value());  // while the others still wait
  EXPECT_EQ(outcome(*answers[2]), "store.busy");
  EXPECT_FALSE(answers[0].has_value());
  release.set_value();
  context.run();
  EXPECT_EQ(outcome(*answers[0]), "done");
  EXPECT_EQ(outcome(*answers[1]), "done");
}

Task<Result<>> note_thread(Database& database, std::int64_t number, std::thread::id& seen) {
  Result<> written = co_await write_note(database, number, std::to_string(number));
  seen = std::this_thread::get_id();
  co_return written;
}

TEST_F(StoreDatabase, each_coroutine_goes_on_in_the_io_context_it_came_from) {
  open();
  std::array<std::thread::id, 2> own, seen;
  std::array<std::thread, 2> threads;
  std::array<boost::asio::io_context, 2> contexts;
  std::promise<void> release = hold_writer();
  for (std::size_t index = 0; index < 2; ++index)
    threads[index] = std::thread{[&, index] {
      std::optional<Result<>> answer;
      own[index] = std::this_thread::get_id();
      start(contexts[index], note_thread(*database, static_cast<std::int64_t>(index), seen[index]),
            answer);
      contexts[index].run();
      EXPECT_EQ(outcome(*answer), "done");
    }};
  release.set_value();
  for (std::thread& thread : threads) thread.join();
  database.reset();
  EXPECT_EQ(own, seen);
}

TEST_F(StoreDatabase, commits_what_was_accepted_before_it_closes) {
  open();
  std::array<std::optional<Result<>>, 50> answers;
  for (std::size_t number = 0; number < answers.size(); ++number)
    start(context, write_note(*database, static_cast<std::int64_t>(number), std::to_string(number)),
          answers[number]);
  context.poll();
  database.reset();
  context.restart();
  context.run();
  open();
  EXPECT_EQ(notes(*database)->size(), answers.size());
}

constexpr Statement kSmallDisk{"test.small_disk", "PRAGMA max_page_count = 40"};
constexpr Statement kLargeDisk{"test.large_disk", "PRAGMA max_page_count = 4294967294"};

Result<> set_disk(Transaction& transaction, const Statement& statement) {
  TRY_VOID(transaction.execute(statement));
  return {};
}

TEST_F(StoreDatabase, a_full_disk_fails_the_group_and_later_writes_work_again) {
  open();
  std::array<std::optional<Result<>>, 3> answers;
  auto shrink = [](Transaction& transaction) { return set_disk(transaction, kSmallDisk); };
  ASSERT_EQ(outcome(database->write_now(shrink)), "done");
  std::promise<void> release = hold_writer();
  start(context, write_note(*database, 1, "small"), answers[0]);
  start(context, write_note(*database, 2, std::string(500'000, 'x')), answers[1]);
  start(context, write_note(*database, 3, "after"), answers[2]);
  context.poll();
  release.set_value();
  context.run();
  // SQLite gives the whole transaction up: the first was in it, the third is in the next one.
  EXPECT_EQ(outcome(*answers[0]), "store.disk_full");
  EXPECT_EQ(outcome(*answers[1]), "store.disk_full");
  EXPECT_EQ(outcome(*answers[2]), "done");
  EXPECT_THAT(*notes(*database), ElementsAre("after"));

  auto grow = [](Transaction& transaction) { return set_disk(transaction, kLargeDisk); };
  ASSERT_EQ(outcome(database->write_now(grow)), "done");
  auto again = [](Transaction& transaction) {
    return add_note(transaction, 2, std::string(500'000, 'x'));
  };
  EXPECT_EQ(outcome(database->write_now(again)), "done");
}

TEST_F(StoreDatabase, an_event_is_there_with_its_change_and_finished_once) {
  open();
  auto publish = [](Transaction& transaction) {
    return transaction.publish("greeting", as_bytes("hi"));
  };
  auto publish_and_fail = [](Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.publish("greeting", as_bytes("lost")));
    return fail(kRefusedByTest);
  };
  auto take = [](Reader& reader) { return take_events(reader, "greeting", 10); };
  EXPECT_EQ(outcome(database->write_now(publish)), "done");
  EXPECT_EQ(outcome(database->write_now(publish_and_fail)), "test.refused");
  const auto events = database->read_now(take);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(as_text(events->front().body), "hi");

  auto finish = [number = events->front().number](Transaction& transaction) {
    return finish_event(transaction, number);
  };
  EXPECT_EQ(outcome(database->write_now(finish)), "done");
  EXPECT_EQ(outcome(database->write_now(finish)), "not_found");
  EXPECT_TRUE(database->read_now(take)->empty());
}

}  // namespace
}  // namespace gatehouse::store
