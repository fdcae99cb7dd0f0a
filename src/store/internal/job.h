// What waits in a database's queues: a function, its answer and whoever waits for it, in one piece.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <future>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "base/task.h"

namespace gatehouse::store::internal {

// Whoever waits, apart from what it waits for.
class Waiting {
 public:
  virtual ~Waiting() = default;
  // The answer becomes this error, whatever the function said.
  virtual void refuse(const Error& error) = 0;
  // Hands the answer over. Runs on `home` where there is one, else on the database's thread.
  virtual void finish() = 0;
  const std::optional<Executor>& home() const { return home_; }

 protected:
  std::optional<Executor> home_;
};

// Argument: Transaction or Reader.
template <class Argument>
class Job : public Waiting {
 public:
  virtual bool run(Argument& argument) = 0;  // false: the function failed
};

template <class Argument, class F>
class AnsweringJob : public Job<Argument> {
 public:
  using Answer = std::invoke_result_t<F&, Argument&>;

  explicit AnsweringJob(F work) : work_{std::move(work)} {}
  bool run(Argument& argument) override {
    answer_.emplace((*work_)(argument));
    return answer_->has_value();
  }
  void refuse(const Error& error) override { answer_.emplace(fail(error)); }

 protected:
  std::optional<F> work_;
  std::optional<Answer> answer_;
};

// A coroutine waits. It is resumed by its own io_context, where its frame belongs.
template <class Argument, class F, class Handler>
class CoroutineJob final : public AnsweringJob<Argument, F> {
 public:
  CoroutineJob(F work, Handler handler)
      : AnsweringJob<Argument, F>{std::move(work)}, handler_{std::move(handler)} {
    this->home_ = boost::asio::get_associated_executor(handler_);
  }
  void finish() override { std::move(handler_)(*std::move(this->answer_)); }

 private:
  Handler handler_;
};

// A thread waits.
template <class Argument, class F>
class ThreadJob final : public AnsweringJob<Argument, F> {
 public:
  using Answer = typename AnsweringJob<Argument, F>::Answer;

  explicit ThreadJob(F work) : AnsweringJob<Argument, F>{std::move(work)} {}
  std::future<Answer> answer() { return promise_.get_future(); }
  // The function goes first: it may hold the last but one hold on the database, which must not
  // become the last one here, on the database's own thread.
  void finish() override {
    this->work_.reset();
    promise_.set_value(*std::move(this->answer_));
  }

 private:
  std::promise<Answer> promise_;
};

}  // namespace gatehouse::store::internal
