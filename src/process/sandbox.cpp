#include "process/sandbox.h"

#include <array>
#include <csignal>
#include <optional>
#include <span>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/control.h"
#include "process/internal/frame.h"

namespace gatehouse::process {

namespace {

using internal::FrameHead;

constexpr int kCannotStart = 71;  // EX_OSERR

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GATEHOUSE_SHADOW_MEMORY  // takes terabytes of address space
#endif
#endif

// --- between fork and exec: only what is safe after a fork of many threads
// ------------------------

void must(bool done) {
  if (!done) ::_exit(kCannotStart);
}

void bound(__rlimit_resource what, rlim_t most) {
  const rlimit value{most, most};
  must(::setrlimit(what, &value) == 0);
}

void take_limits(const Bounds& bounds) {
#ifndef GATEHOUSE_SHADOW_MEMORY
  bound(RLIMIT_AS, bounds.memory);
#endif
  bound(RLIMIT_CPU, static_cast<rlim_t>(bounds.cpu.count()));
  bound(RLIMIT_FSIZE, 0);
  bound(RLIMIT_CORE, 0);
  bound(RLIMIT_NOFILE, 16);  // for the loader; the child gives the rest up
}

void keep_only(int socket) {
  const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  must(nothing >= 0);
  must(::dup2(socket, STDIN_FILENO) >= 0 && ::dup2(socket, STDOUT_FILENO) >= 0);
  // What libraries say about a message may hold the message.
  must(::dup2(nothing, STDERR_FILENO) >= 0);
  must(::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0);
}

[[noreturn]] void become(const char* executable, char* const* environment, int socket,
                         const Bounds& bounds) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  must(::setsid() >= 0);
  sigset_t none;
  ::sigemptyset(&none);
  must(::sigprocmask(SIG_SETMASK, &none, nullptr) == 0);
  keep_only(socket);
  take_limits(bounds);
  must(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  char* const arguments[] = {const_cast<char*>(executable), nullptr};
  ::execve(executable, arguments, environment);
  ::_exit(kCannotStart);
}

// --- the server's side
// ------------------------------------------------------------------------------

// A running child and the socket to it. It never outlives this.
class Child {
 public:
  Child(pid_t id, int socket) : id_{id}, socket_{socket} {}
  Child(Child&& other) noexcept
      : id_{std::exchange(other.id_, -1)}, socket_{std::exchange(other.socket_, -1)} {}
  Child& operator=(Child&&) = delete;
  ~Child() { (void)end(); }

  int socket() const { return socket_; }

  // How it ended, for the log; ends it first if it still runs.
  std::string end() {
    if (id_ < 0) return {};
    ::close(socket_);
    ::kill(id_, SIGKILL);
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    if (WIFSIGNALED(status)) return fmt::format("the child ended by signal {}", WTERMSIG(status));
    return fmt::format("the child ended with {}", WEXITSTATUS(status));
  }

 private:
  pid_t id_;
  int socket_;
};

#ifdef GATEHOUSE_MUTANTS
// The experiment reaches the lines that refuse in children too.
std::string experiment() { return fmt::format("GATEHOUSE_MUTANT={}", switched_off_control()); }
#else
std::string experiment() { return {}; }
#endif

Result<Child> start(const std::filesystem::path& executable, const Bounds& bounds) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    return fail(Error{kChildFailed}.because("no socket"));
  // Prepared here, because nothing may be allocated after the fork.
  const std::string name = executable.string();
  std::string variable = experiment();
  char* const environment[] = {variable.empty() ? nullptr : variable.data(), nullptr};
  const pid_t id = ::fork();
  if (id == 0) become(name.c_str(), environment, pair[1], bounds);
  ::close(pair[1]);
  if (id < 0) {
    ::close(pair[0]);
    return fail(Error{kChildFailed}.because("no process"));
  }
  return Child{id, pair[0]};
}

class Conversation {
 public:
  Conversation(Child child, Clock& clock, std::chrono::milliseconds time)
      : child_{std::move(child)}, clock_{clock}, over_at_{clock.tick() + time} {}

  Result<> hear_that_it_is_locked() {
    std::array<char, internal::kLocked.size()> word;
    TRY_VOID(receive(word));
    if (std::string_view{word.data(), word.size()} != internal::kLocked)
      return broken("it said something else");
    return {};
  }
  Result<> say(std::string_view question) {
    const FrameHead head = internal::frame_head(question.size());
    TRY_VOID(send({head.data(), head.size()}));
    return send(question);
  }
  Result<std::string> hear(std::size_t most) {
    FrameHead head;
    TRY_VOID(receive(head));
    const std::size_t size = internal::frame_size(head);
    if (size > most) return broken("its answer is too long");
    std::string answer(size, '\0');
    TRY_VOID(receive(answer));
    return answer;
  }

 private:
  std::unexpected<Error> broken(std::string_view why) {
    return fail(Error{kChildFailed}.because(fmt::format("{}; {}", why, child_.end())));
  }

  Result<> wait(short events) {
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(over_at_ - clock_.tick());
      if (left.count() <= 0) return fail(Error{kChildTooSlow});
      pollfd poll{.fd = child_.socket(), .events = events, .revents = 0};
      if (::poll(&poll, 1, static_cast<int>(left.count())) > 0) return {};
    }
  }
  Result<> send(std::string_view bytes) {
    while (!bytes.empty()) {
      TRY_VOID(wait(POLLOUT));
      const ssize_t put =
          ::send(child_.socket(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (put < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (put <= 0) return broken("it does not listen");
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
  }
  Result<> receive(std::span<char> into) {
    while (!into.empty()) {
      TRY_VOID(wait(POLLIN));
      const ssize_t got = ::recv(child_.socket(), into.data(), into.size(), MSG_DONTWAIT);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (got <= 0) return broken("it said nothing more");
      into = into.subspan(static_cast<std::size_t>(got));
    }
    return {};
  }

  Child child_;
  Clock& clock_;
  Tick over_at_;
};

}  // namespace

Result<std::string> Sandbox::ask(std::string_view question) const {
  TRY(Child child, start(executable_, bounds_));
  Conversation conversation{std::move(child), clock_, bounds_.time};
  TRY_VOID(conversation.hear_that_it_is_locked());
  TRY_VOID(conversation.say(question));
  return conversation.hear(bounds_.answer);
}

std::filesystem::path beside_us(std::string_view name) {
  std::error_code none;
  return std::filesystem::read_symlink("/proc/self/exe", none).parent_path() / name;
}

}  // namespace gatehouse::process
