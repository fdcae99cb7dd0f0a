// Threads for work that may block, with a bounded queue: a full one answers kUnavailable at once.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include "base/result.h"
#include "base/task.h"

namespace gatehouse {

class Pool {
 public:
  Pool(unsigned threads, std::size_t waiting);
  ~Pool();  // finishes what was accepted

  // F: Result<T>(). Resumes on the executor that asked.
  template <class F>
  Task<std::invoke_result_t<F&>> run(F work) {
    using Answer = std::invoke_result_t<F&>;
    const Executor executor = co_await boost::asio::this_coro::executor;
    auto answer = std::make_shared<std::optional<Answer>>();
    auto shared_work = std::make_shared<F>(std::move(work));
    const bool accepted = co_await boost::asio::async_initiate<decltype(use_task), void(bool)>(
        Start<F, Answer>{*this, executor, shared_work, answer}, use_task);
    if (!accepted) co_return fail(kUnavailable);
    co_return std::move(**answer);
  }

 private:
  // Begins the wait: queues the work, whose end resumes the coroutine where it came from.
  template <class F, class Answer>
  struct Start {
    Pool& pool;
    Executor executor;
    std::shared_ptr<F> work;
    std::shared_ptr<std::optional<Answer>> answer;

    template <class Handler>
    void operator()(Handler handler) {
      auto resume = std::make_shared<Handler>(std::move(handler));
      auto job = [executor = executor, work = work, answer = answer, resume] {
        answer->emplace((*work)());
        boost::asio::post(executor, [resume] { std::move (*resume)(true); });
      };
      if (!pool.offer(std::move(job)))
        boost::asio::post(executor, [resume] { std::move (*resume)(false); });
    }
  };

  bool offer(std::move_only_function<void()> job);
  void serve();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> queue_;
  std::size_t most_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace gatehouse
