#include "identity/internal/pool.h"

#include <algorithm>

namespace gatehouse::identity::internal {

Pool::Pool(unsigned threads, std::size_t most_waiting) : most_waiting_{most_waiting} {
  for (unsigned made = 0; made < std::max(1U, threads); ++made)
    threads_.emplace_back([this](std::stop_token stop) { work(std::move(stop)); });
}

Pool::~Pool() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
  for (const std::unique_ptr<Job>& job : jobs_) job->refuse();
}

void Pool::put(std::unique_ptr<Job> job) {
  {
    const std::lock_guard lock{mutex_};
    if (jobs_.size() < most_waiting_) {
      jobs_.push_back(std::move(job));
      waiting_.notify_one();
      return;
    }
  }
  job->refuse();
}

void Pool::work(std::stop_token stop) {
  while (true) {
    std::unique_ptr<Job> job;
    {
      std::unique_lock lock{mutex_};
      if (!waiting_.wait(lock, stop, [this] { return !jobs_.empty(); })) return;
      if (stop.stop_requested()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job->run();
  }
}

}  // namespace gatehouse::identity::internal
