// The server's own verification: the quick probes every quarter of an hour, all of them every day
// and after an upgrade or a changed configuration.
//
// A run is `gatehouse verify` as a child process of lower priority, against the port that everybody
// uses. It opens the data folder as a person's run would, so no secret passes between the two.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "assurance/records.h"
#include "main/configuration.h"

namespace gatehouse {

class VerificationSchedule {
 public:
  struct Options {
    Configuration::Verification settings;
    std::vector<std::string> command;  // up to "verify --url …"; the scope is added
    std::string configuration;         // its digest
  };
  VerificationSchedule(assurance::Records& records, Clock& clock)
      : records_{records}, clock_{clock} {}
  ~VerificationSchedule() { stop(); }

  void start(Options options);
  // By the housekeeping thread, twice a second: starts what is due, sees what has ended.
  void tick();
  void stop();  // ends a child that runs

 private:
  std::optional<assurance::Scope> due();
  bool is_due(const std::optional<assurance::KeptRun>& latest, std::chrono::seconds period) const;
  void launch(assurance::Scope scope);
  void reap();

  assurance::Records& records_;
  Clock& clock_;
  std::mutex mutex_;  // the housekeeping thread runs before the schedule is set
  std::optional<Options> options_;
  Instant started_{};
  Instant next_try_{};
  Instant launched_{};
  Instant next_watch_{};
  Instant next_forget_{};
  pid_t child_ = -1;
};

}  // namespace gatehouse
