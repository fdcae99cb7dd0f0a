// What the server does by itself: refusals are written, audit logs are signed.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "audit/audit.h"
#include "main/installation.h"

namespace gatehouse {

class Housekeeping {
 public:
  Housekeeping(Installation& installation, audit::Refusals& refusals);
  ~Housekeeping();
  // `more` runs with it, for modules that have such work of their own.
  void start(std::function<void()> more);
  void stop();  // once more, then no more

  // Those noted so far, each in the log it belongs to.
  void write_refusals();

 private:
  void run();
  void sign_logs();

  Installation& installation_;
  audit::Refusals& refusals_;
  std::mutex writing_;  // one writer of refusals at a time, so that "so far" means it
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::function<void()> more_;
  std::thread thread_;
};

}  // namespace gatehouse
