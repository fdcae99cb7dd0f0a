// The one writer: whatever waits is one transaction, one durable commit and many answers.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "store/internal/answer.h"
#include "store/internal/queue.h"
#include "store/internal/sqlite.h"

namespace gatehouse::store {

class Database::Writer {
 public:
  using Job = internal::Job<Transaction>;

  Writer(std::unique_ptr<internal::SqliteConnection> connection, internal::Queue<Job>& queue)
      : connection_{std::move(connection)}, queue_{queue} {}
  // Until the queue is closed and drained.
  void work();

 private:
  struct Member {
    std::unique_ptr<Job> job;
    std::vector<std::move_only_function<void()>> actions;
    bool stands;  // its changes are part of the transaction
  };

  void run_group(std::vector<std::unique_ptr<Job>>& jobs);
  // False: the transaction is gone, and with it all that stood in it.
  bool run_one(std::unique_ptr<Job> job, bool alone);
  bool undo(bool alone);
  void lose_group(const Error& error);
  void commit();
  void answer();

  std::unique_ptr<internal::SqliteConnection> connection_;
  internal::Queue<Job>& queue_;
  std::vector<Member> group_;
  internal::Answers answers_;
};

}  // namespace gatehouse::store
