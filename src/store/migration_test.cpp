#include "store/migration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/internal/test_database.h"

namespace gatehouse::store {
namespace {

constexpr Migration kFirst{"test", 1, "first", "CREATE TABLE first (x INTEGER) STRICT;"};
constexpr Migration kSecond{"test", 2, "second",
                            "INSERT INTO first VALUES (1); -- a comment at the end\n"};
constexpr Migration kOtherFirst{"test", 1, "first", "CREATE TABLE first (y INTEGER) STRICT;"};
constexpr Migration kHalfWrong{"test", 2, "half wrong",
                               "INSERT INTO first VALUES (7); INSERT INTO nowhere VALUES (1);"};
constexpr Statement kValues{"test.values", "SELECT x FROM first"};

class StoreMigration : public testing::Test {
 protected:
  std::string_view outcome_with(std::vector<Migration> migrations) {
    return outcome(open_test_database(file, {}, test_key(), migrations));
  }
  std::vector<std::int64_t> values(std::vector<Migration> migrations) {
    auto database = open_test_database(file, {}, test_key(), migrations);
    return *(*database)->read_now([](Reader& reader) { return reader.all<std::int64_t>(kValues); });
  }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "test.db";
};

TEST_F(StoreMigration, runs_each_step_once_also_when_steps_come_later) {
  EXPECT_EQ(outcome_with({kFirst}), "done");
  EXPECT_EQ(outcome_with({kFirst, kSecond}), "done");
  EXPECT_THAT(values({kFirst, kSecond}), testing::ElementsAre(1));
}

TEST_F(StoreMigration, refuses_a_file_whose_step_was_another) {
  EXPECT_EQ(outcome_with({kFirst}), "done");
  EXPECT_EQ(outcome_with({kOtherFirst}), "store.schema_unknown");
}

TEST_F(StoreMigration, refuses_a_file_of_a_newer_version) {
  EXPECT_EQ(outcome_with({kFirst, kSecond}), "done");
  EXPECT_EQ(outcome_with({kFirst}), "store.schema_unknown");
  EXPECT_EQ(outcome_with({kFirst, kSecond}), "done");
}

TEST_F(StoreMigration, a_step_that_fails_leaves_nothing_of_itself) {
  EXPECT_EQ(outcome_with({kFirst}), "done");
  EXPECT_EQ(outcome_with({kFirst, kHalfWrong}), "internal");
  EXPECT_TRUE(values({kFirst}).empty());
}

}  // namespace
}  // namespace gatehouse::store
