// A bounded queue between those who ask and a database's threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace gatehouse::store::internal {

template <class Item>
class Queue {
 public:
  explicit Queue(std::size_t most) : most_{most} {}

  // False, and the item stays with the caller, when the queue is full or closed.
  bool put(std::unique_ptr<Item>& item) {
    {
      const std::lock_guard lock{mutex_};
      if (closed_ || items_.size() >= most_) return false;
      items_.push_back(std::move(item));
    }
    some_.notify_one();
    return true;
  }

  // Waits for items and takes a fair share of them: what is there divided by `takers`, at most
  // `most`. Empty only when the queue is closed and drained.
  void take(std::vector<std::unique_ptr<Item>>& into, std::size_t most, std::size_t takers) {
    std::unique_lock lock{mutex_};
    while (items_.empty() && !closed_) some_.wait(lock);
    const std::size_t share = (items_.size() + takers - 1) / takers;
    for (std::size_t left = std::min(share, most); left > 0; --left) {
      into.push_back(std::move(items_.front()));
      items_.pop_front();
    }
  }

  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    some_.notify_all();
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable some_;
  std::deque<std::unique_ptr<Item>> items_;
  bool closed_ = false;
};

}  // namespace gatehouse::store::internal
