// The bodies of store/database.h's templates.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "store/database.h"
#include "store/internal/job.h"

namespace gatehouse::store {

namespace internal {

// A statement in use; reset when it goes, so that it holds neither values nor locks afterwards.
class Use {
 public:
  explicit Use(Prepared& prepared) : prepared_{&prepared} {}
  Use(Use&& other) noexcept : prepared_{std::exchange(other.prepared_, nullptr)} {}
  Use& operator=(Use&&) = delete;
  ~Use() {
    if (prepared_ != nullptr) prepared_->reset();
  }
  Prepared* operator->() const { return prepared_; }
  Prepared& operator*() const { return *prepared_; }

 private:
  Prepared* prepared_;
};

template <class... Values>
Result<Use> use(Connection& connection, const Statement& statement, const Values&... values) {
  TRY(Prepared* const prepared, connection.prepare(statement));
  CHECK(prepared->parameters() == static_cast<int>(sizeof...(values)));
  Use started{*prepared};
  [[maybe_unused]] int index = 0;
  (bind(*prepared, ++index, values), ...);
  return started;
}

// Moves the function and the waiting coroutine's handler into the queue.
template <class Argument>
struct Start {
  template <class Handler, class Enqueue, class F>
  void operator()(Handler handler, Enqueue enqueue, F work) {
    enqueue(
        std::make_unique<CoroutineJob<Argument, F, Handler>>(std::move(work), std::move(handler)));
  }
};

}  // namespace internal

template <class R, class... Values>
Result<std::vector<R>> Reader::all(const Statement& statement, const Values&... values) {
  TRY(const internal::Use row, internal::use(connection_, statement, values...));
  std::vector<R> rows;
  while (true) {
    TRY(const bool there, row->step());
    if (!there) return rows;
    rows.push_back(fetch_row<R>(*row));
  }
}

template <class R, class... Values>
Result<std::optional<R>> Reader::maybe(const Statement& statement, const Values&... values) {
  TRY(const internal::Use row, internal::use(connection_, statement, values...));
  TRY(const bool there, row->step());
  std::optional<R> found;
  if (there) found.emplace(fetch_row<R>(*row));
  return found;
}

template <class R, class... Values>
Result<R> Reader::one(const Statement& statement, const Values&... values) {
  TRY(std::optional<R> found, maybe<R>(statement, values...));
  if (!found) return fail(Error{kNotFound}.because(std::string{statement.name}));
  return *std::move(found);
}

template <class... Values>
Result<std::int64_t> Transaction::execute(const Statement& statement, const Values&... values) {
  TRY(const internal::Use row, internal::use(connection_, statement, values...));
  while (true) {
    TRY(const bool there, row->step());
    if (!there) return connection_.changes();
  }
}

template <class F>
Task<std::invoke_result_t<F&, Transaction&>> Database::write(F work) {
  auto enqueue_write = [this](std::unique_ptr<internal::Job<Transaction>> job) {
    enqueue(std::move(job));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                     void(std::invoke_result_t<F&, Transaction&>)>(
      internal::Start<Transaction>{}, use_task, std::move(enqueue_write), std::move(work));
}

template <class F>
Task<std::invoke_result_t<F&, Reader&>> Database::read(F work) {
  auto enqueue_read = [this](std::unique_ptr<internal::Job<Reader>> job) {
    enqueue(std::move(job));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                     void(std::invoke_result_t<F&, Reader&>)>(
      internal::Start<Reader>{}, use_task, std::move(enqueue_read), std::move(work));
}

template <class F>
std::invoke_result_t<F&, Transaction&> Database::write_now(F work) {
  CHECK(!on_own_thread());
  auto job = std::make_unique<internal::ThreadJob<Transaction, F>>(std::move(work));
  auto answer = job->answer();
  enqueue(std::unique_ptr<internal::Job<Transaction>>{std::move(job)});
  return answer.get();
}

template <class F>
std::invoke_result_t<F&, Reader&> Database::read_now(F work) {
  CHECK(!on_own_thread());
  auto job = std::make_unique<internal::ThreadJob<Reader, F>>(std::move(work));
  auto answer = job->answer();
  enqueue(std::unique_ptr<internal::Job<Reader>>{std::move(job)});
  return answer.get();
}

}  // namespace gatehouse::store
