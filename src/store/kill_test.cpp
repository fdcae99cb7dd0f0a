// Power may fail at any moment. A child writes under load and tells what was acknowledged; it is
// killed in the middle; everything acknowledged must be there and nothing may be half there.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

#include "base/random.h"
#include "store/internal/test_database.h"

namespace gatehouse::store {
namespace {

constexpr int kRounds = 50;
constexpr int kWriters = 16;
constexpr std::string_view kChildFlag = "--write-until-killed";
constexpr Statement kHalves{"test.halves",
                            "SELECT COUNT(*) FROM note FULL JOIN shadow USING (number)"
                            " WHERE note.rowid IS NULL OR shadow.rowid IS NULL"};

// --- the child ---------------------------------------------------------------------------------

Result<> add_pair(Transaction& transaction, std::int64_t number) {
  TRY_VOID(add_note(transaction, number, std::to_string(number) + std::string(200, '.')));
  TRY_VOID(transaction.execute(kAddShadow, number));
  return {};
}

// On one thread, so that the numbers need no lock.
Task<> write_for_ever(Database& database, std::int64_t& next) {
  while (true) {
    const std::int64_t number = next++;
    auto work = [number](Transaction& transaction) { return add_pair(transaction, number); };
    const Result<> written = co_await database.write(std::move(work));
    CHECK(written.has_value());
    CHECK(::write(STDOUT_FILENO, &number, sizeof number) == sizeof number);
  }
}

int write_until_killed(const char* file, std::int64_t first) {
  auto database = open_test_database(file);
  CHECK(database.has_value());
  boost::asio::io_context context{1};
  std::int64_t next = first;
  for (int writer = 0; writer < kWriters; ++writer)
    boost::asio::co_spawn(context.get_executor(), write_for_ever(**database, next),
                          [](const std::exception_ptr&) {});
  context.run();
  return 1;
}

// --- the parent --------------------------------------------------------------------------------

struct Child {
  pid_t process;
  int acknowledged;
};

Child start_child(const std::filesystem::path& file, std::int64_t first) {
  int pipe[2];
  CHECK(::pipe2(pipe, O_CLOEXEC) == 0);
  const std::string number = std::to_string(first);
  const pid_t process = ::fork();
  CHECK(process >= 0);
  if (process == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::execl("/proc/self/exe", "store_test", kChildFlag.data(), file.c_str(), number.c_str(),
            nullptr);
    ::_exit(127);
  }
  ::close(pipe[1]);
  return {process, pipe[0]};
}

// Nothing at the end of the pipe. A number is written in one piece, so it is read in one.
std::optional<std::int64_t> next_acknowledged(const Child& child) {
  std::int64_t number = 0;
  const ssize_t got = ::read(child.acknowledged, &number, sizeof number);
  return got == sizeof number ? std::optional{number} : std::nullopt;
}

void write_and_kill(const std::filesystem::path& file, std::int64_t first, int after,
                    std::set<std::int64_t>& acknowledged) {
  const Child child = start_child(file, first);
  for (int seen = 0; seen < after; ++seen) {
    const auto number = next_acknowledged(child);
    ASSERT_TRUE(number.has_value()) << "the writer ended by itself";
    acknowledged.insert(*number);
  }
  ::kill(child.process, SIGKILL);
  while (const auto number = next_acknowledged(child)) acknowledged.insert(*number);
  ::close(child.acknowledged);
  int status = 0;
  ASSERT_EQ(::waitpid(child.process, &status, 0), child.process);
  ASSERT_TRUE(WIFSIGNALED(status));
}

void expect_nothing_lost(const std::filesystem::path& file,
                         const std::set<std::int64_t>& acknowledged) {
  auto opened = open_test_database(file);
  ASSERT_TRUE(opened.has_value()) << opened.error().detail();
  Database& database = **opened;
  const auto numbers =
      database.read_now([](Reader& reader) { return reader.all<std::int64_t>(kNumbers); });
  EXPECT_TRUE(std::ranges::includes(*numbers, acknowledged));
  const auto halves =
      database.read_now([](Reader& reader) { return reader.one<std::int64_t>(kHalves); });
  EXPECT_EQ(*halves, 0);
  const auto integrity =
      database.read_now([](Reader& reader) { return reader.one<std::string>(kIntegrity); });
  EXPECT_EQ(*integrity, "ok");
}

TEST(StoreKill, loses_nothing_acknowledged_and_keeps_nothing_half_when_killed) {
  SystemRandom system;
  std::uint32_t seed = 0;
  std::ranges::copy(system.bytes<4>(), reinterpret_cast<std::uint8_t*>(&seed));
  std::cout << "seed " << seed << '\n';
  std::mt19937 chance{seed};  // lint: the printed seed repeats the run
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "test.db";
  std::set<std::int64_t> acknowledged;
  for (int round = 0; round < kRounds; ++round) {
    // Also before the first acknowledgement, while the child still opens the file.
    const int after = std::uniform_int_distribution{0, 600}(chance);
    write_and_kill(file, round * 1'000'000, after, acknowledged);
    expect_nothing_lost(file, acknowledged);
    if (HasFailure()) return;
  }
  EXPECT_GT(acknowledged.size(), 1000U);
}

}  // namespace
}  // namespace gatehouse::store

int main(int argc, char** argv) {
  if (argc == 4 && gatehouse::store::kChildFlag == argv[1])
    return gatehouse::store::write_until_killed(argv[2], std::stoll(argv[3]));
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
