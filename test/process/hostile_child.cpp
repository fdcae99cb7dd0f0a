// A child that was taken over: it tries what its question names and answers what became of it.
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "process/child.h"

namespace {

std::string outcome(long result) { return result < 0 ? std::strerror(errno) : "done"; }

std::string variables() {
  std::string text;
  for (char** one = environ; *one != nullptr; ++one) text += *one;
  return text.empty() ? "none" : text;
}

[[noreturn]] void take_memory() {
  std::vector<std::string> hoard;
  for (;;) hoard.emplace_back(std::size_t{16} << 20, 'x');
}

std::string answer(std::string_view question) {
  if (question == "open") return outcome(::open("/etc/passwd", O_RDONLY));
  if (question == "create")
    return outcome(::open("/tmp/gatehouse-hostile", O_CREAT | O_WRONLY, 0600));
  if (question == "old open") return outcome(::syscall(SYS_open, "/etc/passwd", O_RDONLY));
  if (question == "socket") return outcome(::socket(AF_INET, SOCK_STREAM, 0));
  if (question == "unix socket") return outcome(::socket(AF_UNIX, SOCK_STREAM, 0));
  if (question == "fork") return outcome(::syscall(SYS_fork));
  if (question == "clone") return outcome(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  if (question == "exec") return outcome(::execl("/bin/true", "true", nullptr));
  if (question == "trace") return outcome(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr));
  if (question == "kill") return outcome(::kill(::getppid(), SIGKILL));
  if (question == "code") {
    void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return outcome(memory == MAP_FAILED ? -1 : 0);
  }
  if (question == "descriptor") return outcome(::lseek(3, 0, SEEK_CUR));
  if (question == "variables") return variables();
  if (question == "memory") take_memory();
  if (question == "flood") return std::string(std::size_t{3} << 20, 'x');
  if (question == "die") ::_exit(3);
  if (question == "crash") __builtin_trap();
  if (question == "spin")
    for (volatile unsigned long turns = 0;; turns = turns + 1) {
    }
  if (question == "wait") {
    char one = 0;
    (void)!::read(0, &one, 1);
  }
  return std::string{question};
}

}  // namespace

int main() {
  gatehouse::process::serve_one({.prepare = nullptr, .answer = &answer, .most = 1 << 16});
}
