#include "store/file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "store/internal/test_database.h"

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
void put_content(const fs::path& file, const std::string& content) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << content;
}
mode_t mode_of(const fs::path& file) {
  struct stat found{};
  CHECK(::stat(file.c_str(), &found) == 0);
  return found.st_mode & 0777;
}

class StoreFile : public testing::Test {
 protected:
  // A database with 200 notes whose text holds a word to search for, closed again.
  void fill() {
    auto database = open_test_database(file);
    ASSERT_TRUE(database.has_value()) << database.error().detail();
    auto work = [](Transaction& transaction) -> Result<> {
      for (int number = 0; number < 200; ++number)
        TRY_VOID(add_note(transaction, number,
                          "canary" + std::string(400, 'x') + std::to_string(number)));
      return {};
    };
    ASSERT_TRUE((*database)->write_now(work).has_value());
    log_content = content_of(file.string() + "-wal");
  }
  // What happens to somebody who opens the file and reads everything.
  std::string_view outcome_of_reading() {
    auto database = open_test_database(file);
    if (!database) return outcome(database);
    return outcome(notes(**database));
  }

  TemporaryFolder folder;
  fs::path file = folder.path() / "made" / "test.db";
  std::string log_content;
};

TEST_F(StoreFile, neither_the_database_nor_its_log_shows_what_is_in_them) {
  fill();
  const std::string content = content_of(file);
  EXPECT_GT(content.size(), 50'000U);
  EXPECT_GT(log_content.size(), 50'000U);
  for (const std::string& bytes : {content, log_content}) {
    EXPECT_EQ(bytes.find("canary"), std::string::npos);
    EXPECT_EQ(bytes.find("CREATE TABLE"), std::string::npos);
    EXPECT_EQ(bytes.find("SQLite format"), std::string::npos);
  }
}

TEST_F(StoreFile, only_its_owner_may_read_it) {
  fill();
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(mode_of(file.parent_path()), 0700U);
}

TEST_F(StoreFile, does_not_open_with_another_key) {
  fill();
  EXPECT_EQ(outcome(open_test_database(file, {}, test_key(8))), "store.wrong_key");
  EXPECT_EQ(outcome_of_reading(), "done");
}

TEST_F(StoreFile, one_flipped_bit_is_noticed) {
  fill();
  std::string content = content_of(file);
  content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
  put_content(file, content);
  EXPECT_EQ(outcome_of_reading(), "store.damaged");
}

TEST_F(StoreFile, two_swapped_pages_are_noticed) {
  fill();
  std::string content = content_of(file);
  constexpr std::size_t kPage = 4096;
  ASSERT_GT(content.size(), 12 * kPage);
  std::swap_ranges(content.begin() + 10 * kPage, content.begin() + 11 * kPage,
                   content.begin() + 11 * kPage);
  put_content(file, content);
  EXPECT_EQ(outcome_of_reading(), "store.damaged");
}

TEST_F(StoreFile, a_truncated_file_is_noticed) {
  fill();
  fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_EQ(outcome_of_reading(), "store.damaged");
  fs::resize_file(file, 100);
  EXPECT_EQ(outcome_of_reading(), "store.wrong_key");
}

TEST_F(StoreFile, a_plain_sqlite_file_is_not_taken_for_ours) {
  fs::create_directories(file.parent_path());
  sqlite3* plain = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &plain), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(plain, "CREATE TABLE t(x)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(plain);
  const std::string before = content_of(file);
  EXPECT_EQ(outcome_of_reading(), "store.wrong_key");
  EXPECT_EQ(content_of(file), before);
}

TEST_F(StoreFile, a_file_of_another_program_with_our_key_is_not_taken_for_ours) {
  fill();
  {
    auto database = open_test_database(file);
    auto work = [](Transaction& transaction) -> Result<> {
      constexpr Statement kOther{"test.other", "PRAGMA application_id = 5"};
      TRY_VOID(transaction.execute(kOther));
      return {};
    };
    ASSERT_TRUE((*database)->write_now(work).has_value());
  }
  EXPECT_EQ(outcome_of_reading(), "store.wrong_key");
}

TEST_F(StoreFile, private_files_are_created_once_and_replaced_whole) {
  const fs::path key = folder.path() / "a" / "b" / "key";
  ASSERT_TRUE(make_private_folder(key.parent_path()).has_value());
  EXPECT_TRUE(*create_private_file(key, "first"));
  EXPECT_FALSE(*create_private_file(key, "second"));
  EXPECT_EQ(read_private_file(key)->content.reveal_text(), "first");
  EXPECT_TRUE(write_private_file(key, "third").has_value());
  EXPECT_EQ(read_private_file(key)->content.reveal_text(), "third");
  EXPECT_FALSE(read_private_file(key)->exposed);
  EXPECT_EQ(mode_of(key), 0600U);
  EXPECT_EQ(std::distance(fs::directory_iterator{key.parent_path()}, {}), 1);
  EXPECT_TRUE(remove_file(key).has_value());
  EXPECT_TRUE(remove_file(key).has_value());
  EXPECT_EQ(outcome(read_private_file(key)), "not_found");
}

TEST_F(StoreFile, a_file_others_may_read_and_a_link_are_called_exposed) {
  const fs::path key = folder.path() / "key";
  const fs::path link = folder.path() / "link";
  ASSERT_TRUE(create_private_file(key, "text").has_value());
  fs::create_symlink(key, link);
  EXPECT_TRUE(read_private_file(link)->exposed);
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  EXPECT_TRUE(read_private_file(key)->exposed);
}

}  // namespace
}  // namespace gatehouse::store
