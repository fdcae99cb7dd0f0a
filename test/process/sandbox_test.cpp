#include "process/sandbox.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace gatehouse::process {
namespace {

using namespace std::chrono_literals;

class SandboxedChild : public testing::Test {
 protected:
  // What the child said, or the error's code.
  std::string ask(std::string_view question) {
    const Sandbox sandbox{HOSTILE_CHILD, bounds, clock};
    const Result<std::string> answer = sandbox.ask(question);
    return answer ? *answer : std::string{answer.error().kind().code};
  }

  SystemClock clock;
  Bounds bounds;
};

constexpr std::string_view kRefused = "Operation not permitted";

TEST_F(SandboxedChild, answers_a_question) {
  EXPECT_EQ(ask("hello"), "hello");
  EXPECT_EQ(ask(""), "");
  const std::string long_question(60'000, 'q');
  EXPECT_EQ(ask(long_question), long_question);
}

TEST_F(SandboxedChild, attacker_cannot_reach_files) {
  for (const std::string_view attempt : {"open", "create", "old open"})
    EXPECT_EQ(ask(attempt), kRefused) << attempt;
  EXPECT_FALSE(std::filesystem::exists("/tmp/gatehouse-hostile"));
}

TEST_F(SandboxedChild, attacker_cannot_reach_the_network) {
  EXPECT_EQ(ask("socket"), kRefused);
  EXPECT_EQ(ask("unix socket"), kRefused);
}

TEST_F(SandboxedChild, attacker_cannot_start_or_touch_processes) {
  for (const std::string_view attempt : {"fork", "clone", "exec", "trace", "kill"})
    EXPECT_EQ(ask(attempt), kRefused) << attempt;
}

TEST_F(SandboxedChild, attacker_cannot_make_code) { EXPECT_EQ(ask("code"), kRefused); }

TEST_F(SandboxedChild, inherits_neither_environment_nor_descriptors) {
  const int leaked = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  ASSERT_GE(leaked, 3);
  EXPECT_EQ(ask("variables"), "none");
  EXPECT_EQ(ask("descriptor"), "Bad file descriptor");
  ::close(leaked);
}

TEST_F(SandboxedChild, attacker_cannot_run_away_with_the_processor) {
  bounds.cpu = 1s;
  EXPECT_EQ(ask("spin"), "process.child_failed");
}

TEST_F(SandboxedChild, attacker_cannot_run_away_with_the_time) {
  bounds.time = 200ms;
  EXPECT_EQ(ask("wait"), "process.child_too_slow");
}

TEST_F(SandboxedChild, attacker_cannot_take_all_memory) {
  bounds.memory = std::size_t{256} << 20;
  EXPECT_EQ(ask("memory"), "process.child_failed");
}

TEST_F(SandboxedChild, attacker_cannot_fill_the_servers_memory) {
  EXPECT_EQ(ask("flood"), "process.child_failed");
}

TEST_F(SandboxedChild, a_child_that_dies_is_an_error) {
  EXPECT_EQ(ask("die"), "process.child_failed");
  EXPECT_EQ(ask("crash"), "process.child_failed");
  EXPECT_EQ(ask(std::string(100'000, 'q')), "process.child_failed");  // longer than it takes
}

TEST_F(SandboxedChild, an_executable_that_is_missing_or_says_something_else_is_an_error) {
  for (const char* executable : {"/nonexistent/child", "/bin/true", "/bin/ls"}) {
    const Sandbox sandbox{executable, bounds, clock};
    const auto answer = sandbox.ask("hello");
    ASSERT_FALSE(answer) << executable;
    EXPECT_TRUE(answer.error().is(kChildFailed)) << executable;
  }
}

TEST_F(SandboxedChild, many_at_once_do_not_disturb_each_other) {
  std::vector<std::jthread> threads;
  std::array<std::string, 8> answers;
  for (std::size_t at = 0; at < answers.size(); ++at)
    threads.emplace_back([this, &answers, at] { answers[at] = ask(std::string(at + 1, 'x')); });
  threads.clear();
  for (std::size_t at = 0; at < answers.size(); ++at) EXPECT_EQ(answers[at].size(), at + 1);
}

}  // namespace
}  // namespace gatehouse::process
