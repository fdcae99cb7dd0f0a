// A few threads for what computes long or blocks, behind a queue that never grows past its bound.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/task.h"

namespace gatehouse::identity::internal {

class Pool {
 public:
  class Job {
   public:
    virtual ~Job() = default;
    virtual void run() = 0;
    virtual void refuse() = 0;  // there is no room, or no time left
  };

  Pool(unsigned threads, std::size_t most_waiting);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();  // what still waits is answered kUnavailable

  // F: Result<T>(). The coroutine goes on where it was; a full queue answers kUnavailable at once.
  template <class F>
  Task<std::invoke_result_t<F&>> run(F work);

 private:
  void put(std::unique_ptr<Job> job);
  void work(std::stop_token stop);

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable_any waiting_;
  std::deque<std::unique_ptr<Job>> jobs_;
  std::vector<std::jthread> threads_;
};

namespace pool {

template <class F, class Handler>
class CoroutineJob final : public Pool::Job {
 public:
  using Answer = std::invoke_result_t<F&>;

  CoroutineJob(F work, Handler handler)
      : work_{std::move(work)},
        handler_{std::move(handler)},
        home_{boost::asio::get_associated_executor(handler_)} {}
  void run() override { finish(work_()); }
  void refuse() override { finish(fail(kUnavailable)); }

 private:
  void finish(Answer answer) {
    auto resume = [handler = std::move(handler_), answer = std::move(answer)]() mutable {
      std::move(handler)(std::move(answer));
    };
    boost::asio::post(home_.get_executor(), std::move(resume));
  }

  F work_;
  Handler handler_;
  boost::asio::executor_work_guard<Executor> home_;
};

struct Start {
  template <class Handler, class Put, class F>
  void operator()(Handler handler, Put put, F work) {
    put(std::make_unique<CoroutineJob<F, Handler>>(std::move(work), std::move(handler)));
  }
};

}  // namespace pool

template <class F>
Task<std::invoke_result_t<F&>> Pool::run(F work) {
  auto put_here = [this](std::unique_ptr<Job> job) { put(std::move(job)); };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                     void(std::invoke_result_t<F&>)>(
      pool::Start{}, use_task, std::move(put_here), std::move(work));
}

}  // namespace gatehouse::identity::internal
