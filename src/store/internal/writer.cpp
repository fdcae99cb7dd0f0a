#include "store/internal/writer.h"

#include <algorithm>

#include "store/queries.h"

namespace gatehouse::store {

namespace {

// More would make the first wait long for the last; measured, larger groups gain nothing.
constexpr std::size_t kLargestGroup = 512;

}  // namespace

void Database::Writer::work() {
  std::vector<std::unique_ptr<Job>> jobs;
  while (true) {
    queue_.take(jobs, kLargestGroup, 1);
    if (jobs.empty()) return;
    run_group(jobs);
    jobs.clear();
  }
}

void Database::Writer::run_group(std::vector<std::unique_ptr<Job>>& jobs) {
  const bool alone = jobs.size() == 1;
  Result<> begun;
  for (std::unique_ptr<Job>& job : jobs) {
    if (begun && !connection_->in_transaction()) begun = connection_->run(queries::begin_write);
    if (!begun) {
      job->refuse(begun.error());
      group_.push_back({std::move(job), {}, false});
      continue;
    }
    if (!run_one(std::move(job), alone)) lose_group(connection_->last_error());
  }
  if (connection_->in_transaction()) commit();
  answer();
}

bool Database::Writer::run_one(std::unique_ptr<Job> job, bool alone) {
  if (!alone) {
    const Result<> opened = connection_->run(queries::open_savepoint);
    if (!opened) {
      job->refuse(opened.error());
      group_.push_back({std::move(job), {}, false});
      return connection_->in_transaction();
    }
  }
  Transaction transaction{*connection_};
  const bool succeeded = job->run(transaction);
  group_.push_back({std::move(job), std::move(transaction.actions_), succeeded});
  // A full disk and the like make SQLite give up the whole transaction, whatever the job says.
  if (!connection_->in_transaction()) return false;
  if (!succeeded) return undo(alone);
  return alone || connection_->run(queries::keep_savepoint).has_value();
}

bool Database::Writer::undo(bool alone) {
  if (alone) return connection_->run(queries::roll_back).has_value();
  return connection_->run(queries::undo_savepoint).has_value() &&
         connection_->run(queries::keep_savepoint).has_value();
}

void Database::Writer::lose_group(const Error& error) {
  for (Member& member : group_) {
    if (member.stands) member.job->refuse(error);
    member.stands = false;
  }
  if (!connection_->in_transaction()) return;
  const Result<> rolled_back = connection_->run(queries::roll_back);
  CHECK(rolled_back.has_value() || !connection_->in_transaction());
}

void Database::Writer::commit() {
  const Result<> committed = connection_->run(queries::commit);
  if (!committed) lose_group(committed.error());
}

void Database::Writer::answer() {
  for (Member& member : group_) {
    if (!member.stands) continue;
    for (std::move_only_function<void()>& action : member.actions) action();
  }
  for (Member& member : group_) answers_.add(std::move(member.job));
  group_.clear();  // the actions go before anyone learns the answer
  answers_.send();
}

}  // namespace gatehouse::store
