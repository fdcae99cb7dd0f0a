#include "process/internal/lock.h"

#include <cerrno>
#include <initializer_list>

#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace gatehouse::process::internal {

namespace {

constexpr int kCannotLock = 70;  // EX_SOFTWARE

void require(bool done) {
  if (!done) ::_exit(kCannotLock);
}

void limit(__rlimit_resource what, rlim_t most) {
  const rlimit value{most, most};
  require(::setrlimit(what, &value) == 0);
}

// A second wall; containers often forbid it, and seccomp holds without it.
void leave_namespaces() {
  constexpr int kRooms = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  if (::unshare(CLONE_NEWUSER | kRooms) != 0) (void)::unshare(kRooms);
}

// A ruleset without rules: no path can be opened. Older kernels have no landlock at all.
void lose_files() {
  const auto abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 0) return require(errno == ENOSYS || errno == EOPNOTSUPP);
  landlock_ruleset_attr everything{};
  everything.handled_access_fs = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1;  // all of the first version
  const auto rules =
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &everything, sizeof everything, 0));
  require(rules >= 0);
  require(::syscall(SYS_landlock_restrict_self, rules, 0) == 0);
  require(::close(rules) == 0);
}

class Filter {
 public:
  // Calls that are not on the list fail; those of another architecture end the process.
  Filter() : context_{::seccomp_init(SCMP_ACT_ERRNO(EPERM))} { require(context_ != nullptr); }
  Filter(const Filter&) = delete;
  ~Filter() { ::seccomp_release(context_); }

  void allow(std::initializer_list<int> calls) {
    for (const int call : calls)
      require(::seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 0) == 0);
  }
  // mmap and mprotect, but nothing that could be run.
  void allow_without_exec(int call) {
    const scmp_arg_cmp no_exec{
        .arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
    require(::seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, 1, no_exec) == 0);
  }
  void load() { require(::seccomp_load(context_) == 0); }

 private:
  scmp_filter_ctx context_;
};

void lose_calls() {
  Filter filter;
  filter.allow({SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close), SCMP_SYS(lseek)});
  filter.allow({SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk)});
  filter.allow_without_exec(SCMP_SYS(mmap));
  filter.allow_without_exec(SCMP_SYS(mprotect));
  filter.allow({SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall)});
  filter.allow(
      {SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom)});
  filter.allow({SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
                SCMP_SYS(sigaltstack)});
  filter.allow({SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(exit), SCMP_SYS(exit_group)});
  filter.load();
}

}  // namespace

void lock_process() {
  require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  require(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
  leave_namespaces();
  lose_files();
  limit(RLIMIT_NPROC, 0);
  limit(RLIMIT_NOFILE, 0);
  lose_calls();
}

}  // namespace gatehouse::process::internal
