#include "main/schedule.h"

#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "main/build_facts.h"

namespace gatehouse {

namespace {

using assurance::Scope;

constexpr int kNiceness = 10;
constexpr std::chrono::minutes kLongest{15};     // of a run; then it is killed
constexpr std::chrono::seconds kPause{60};       // after a run that could not be done
constexpr std::chrono::seconds kWatchPeriod{5};  // a silent verifier is seen within
constexpr std::chrono::hours kForgetPeriod{6};

// What the child must not inherit: our blocked signals, our output, our sockets.
class Launch {
 public:
  Launch() {
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_init(&actions_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }
  Launch(const Launch&) = delete;
  Launch& operator=(const Launch&) = delete;
  ~Launch() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  // -1 when it could not be started.
  pid_t start(std::vector<std::string> command) {
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = -1;
    const int wrong =
        ::posix_spawn(&child, "/proc/self/exe", &actions_, &attributes_, arguments.data(), environ);
    if (wrong != 0) return -1;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(child), kNiceness);
    return child;
  }

 private:
  posix_spawnattr_t attributes_;
  posix_spawn_file_actions_t actions_;
};

}  // namespace

void VerificationSchedule::start(Options options) {
  started_ = clock_.now();
  next_try_ = started_ + options.settings.settle;
  next_watch_ = started_;
  next_forget_ = started_ + kForgetPeriod;
  records_.schedule({options.settings.on, options.settings.core, options.settings.full, started_});
  const std::lock_guard lock{mutex_};
  options_ = std::move(options);
}

void VerificationSchedule::tick() {
  const std::lock_guard lock{mutex_};
  if (!options_) return;
  const Instant now = clock_.now();
  reap();
  if (now >= next_watch_) {
    next_watch_ = now + kWatchPeriod;
    if (const auto watched = records_.watch(); !watched)
      log::error("assurance.not_watched", watched.error());
  }
  if (now >= next_forget_) {
    next_forget_ = now + kForgetPeriod;
    if (const auto forgotten = records_.forget(); !forgotten)
      log::error("assurance.not_forgotten", forgotten.error());
  }
  if (!options_->settings.on || child_ > 0 || now < next_try_) return;
  if (const auto scope = due()) launch(*scope);
}

bool VerificationSchedule::is_due(const std::optional<assurance::KeptRun>& latest,
                                  std::chrono::seconds period) const {
  return !latest || clock_.now() - latest->started_at >= period;
}

// A full run covers the quick probes too. One of another program or configuration counts for
// nothing: what runs now was never attacked.
std::optional<Scope> VerificationSchedule::due() {
  const auto full = records_.latest_run_now(Scope::full);
  const auto core = records_.latest_run_now(Scope::core);
  if (!full || !core) return std::nullopt;
  const bool same = *full && (*full)->executable == this_build().executable &&
                    (*full)->configuration == options_->configuration;
  if (!same || is_due(*full, options_->settings.full)) return Scope::full;
  if (is_due(*core, options_->settings.core) && is_due(*full, options_->settings.core))
    return Scope::core;
  return std::nullopt;
}

void VerificationSchedule::launch(Scope scope) {
  std::vector<std::string> command = options_->command;
  command.insert(command.end(), {"--scheduled", "--quiet"});
  if (scope == Scope::core) command.emplace_back("--core");
  launched_ = clock_.now();
  next_try_ = launched_ + kPause;  // if it cannot be done
  child_ = Launch{}.start(std::move(command));
  if (child_ < 0) log::warning("assurance.verifier_not_started");
}

void VerificationSchedule::reap() {
  if (child_ <= 0) return;
  int status = 0;
  if (::waitpid(child_, &status, WNOHANG) == child_) {
    child_ = -1;
    // 1: a probe failed, which the records say.
    const bool done = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
    if (done) next_try_ = clock_.now();
    if (!done) log::warning("assurance.verifier_ended", {{"status", std::int64_t{status}}});
  } else if (clock_.now() - launched_ > kLongest) {
    ::kill(child_, SIGKILL);
  }
}

void VerificationSchedule::stop() {
  const std::lock_guard lock{mutex_};
  if (child_ <= 0) return;
  ::kill(child_, SIGTERM);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

}  // namespace gatehouse
