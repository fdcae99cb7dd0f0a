#include "test/integration/process.h"

#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/result.h"

namespace gatehouse::test {

namespace {

constexpr int kPatienceMs = static_cast<int>(std::chrono::milliseconds{kPatience}.count());

bool readable(int descriptor) {
  pollfd poll{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&poll, 1, kPatienceMs) > 0;
}

// Between fork and exec only what is safe after a fork of many threads.
[[noreturn]] void become(char* const* arguments, int output, int errors) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& command) {
  int pipe[2];
  CHECK(::pipe2(pipe, O_CLOEXEC) == 0);
  output_ = pipe[0];
  // A file in memory never blocks who writes to it.
  errors_ = ::memfd_create("stderr", MFD_CLOEXEC);
  CHECK(errors_ >= 0);
  std::vector<char*> arguments;
  for (const std::string& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  id_ = ::fork();
  CHECK(id_ >= 0);
  if (id_ == 0) become(arguments.data(), pipe[1], errors_);
  ::close(pipe[1]);
}

Process::~Process() {
  if (!ended_) {
    send(SIGKILL);
    (void)wait();
  }
  ::close(output_);
  ::close(errors_);
}

bool Process::read_more() {
  char block[4096];
  if (!readable(output_)) return false;
  const ssize_t got = ::read(output_, block, sizeof block);
  if (got <= 0) return false;
  pending_.append(block, static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> Process::read_line() {
  while (!pending_.contains('\n'))
    if (!read_more()) return std::nullopt;
  const std::size_t end = pending_.find('\n');
  std::string line = pending_.substr(0, end);
  pending_.erase(0, end + 1);
  return line;
}

std::string Process::read_rest() {
  while (read_more()) {
  }
  return std::exchange(pending_, {});
}

std::string Process::errors() const {
  std::string text(1 << 20, '\0');
  const ssize_t got = ::pread(errors_, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

void Process::send(int signal) const {
  if (!ended_) ::kill(id_, signal);
}

std::optional<int> Process::wait() {
  if (ended_) return ended_;
  const int handle = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
  CHECK(handle >= 0);
  const bool over = readable(handle);
  ::close(handle);
  if (!over) return std::nullopt;
  int status = 0;
  CHECK(::waitpid(id_, &status, 0) == id_);
  ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended_;
}

std::string gatehouse_binary() { return GATEHOUSE_BINARY; }

Finished run_gatehouse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), gatehouse_binary());
  Process process{arguments};
  std::string output = process.read_rest();
  const auto code = process.wait();
  return {code.value_or(-1), std::move(output), process.errors()};
}

}  // namespace gatehouse::test
