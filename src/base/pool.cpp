#include "base/pool.h"

namespace gatehouse {

Pool::Pool(unsigned threads, std::size_t waiting) : most_{waiting} {
  for (unsigned at = 0; at < threads; ++at) threads_.emplace_back(&Pool::serve, this);
}

Pool::~Pool() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Pool::offer(std::move_only_function<void()> job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() >= most_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Pool::serve() {
  for (;;) {
    std::move_only_function<void()> job;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    job();
  }
}

}  // namespace gatehouse
