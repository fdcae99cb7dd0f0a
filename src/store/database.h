// One encrypted database: one writer that commits in groups, a few readers, durable always.
//
// A write is a function handed to the writer. Waiting functions run in one transaction with a
// savepoint each; the transaction is committed with full durability and only then are all answered.
// So nothing is acknowledged before it is on disk, and one fsync serves many.
//
// Both kinds of function run on a thread of the database, not on a network thread: they may block,
// and they must not touch what belongs to a connection.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "base/task.h"
#include "store/migration.h"
#include "store/row.h"
#include "store/statement.h"

namespace gatehouse::store {

inline constexpr ErrorKind kWrongKey{
    "store.wrong_key", Fault::internal,
    "A database cannot be opened: the key does not fit, or the file is damaged or not ours."};
inline constexpr ErrorKind kDamaged{"store.damaged", Fault::internal,
                                    "Stored data is damaged. Restore it from a backup."};
inline constexpr ErrorKind kDiskFull{
    "store.disk_full", Fault::unavailable,
    "The server's disk is full. Nothing was saved. Try again later."};
inline constexpr ErrorKind kConstraint{"store.constraint", Fault::conflict, "This already exists."};
inline constexpr ErrorKind kSchemaUnknown{
    "store.schema_unknown", Fault::internal,
    "The database was written by another version of Gatehouse. Start that version or a newer one."};
inline constexpr ErrorKind kBusy{"store.busy", Fault::unavailable,
                                 "The server is busy. Try again in a moment."};

// An engine's connection; not thread-safe.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Result<Prepared*> prepare(const Statement& statement) = 0;  // cached by the statement
  virtual std::int64_t changes() const = 0;
};

// Consistent reading: all of one function's reads see the same state.
class Reader {
 public:
  explicit Reader(Connection& connection) : connection_{connection} {}

  template <class R, class... Values>
  Result<std::vector<R>> all(const Statement& statement, const Values&... values);
  template <class R, class... Values>
  Result<std::optional<R>> maybe(const Statement& statement, const Values&... values);
  // kNotFound when there is none.
  template <class R, class... Values>
  Result<R> one(const Statement& statement, const Values&... values);

 protected:
  Connection& connection_;
};

namespace internal {
template <class Argument>
class Job;
}  // namespace internal

class Transaction : public Reader {
 public:
  using Reader::Reader;

  // The number of rows changed.
  template <class... Values>
  Result<std::int64_t> execute(const Statement& statement, const Values&... values);

  // Runs on the database's thread once the group is on disk; not at all when this function fails or
  // the commit does. Keep it short: post to whom it concerns.
  void after_commit(std::move_only_function<void()> action) {
    actions_.push_back(std::move(action));
  }

  // Events for others, in the same transaction (the outbox). A consumer takes them with take_events
  // and deletes each in the transaction that finishes its work, so each is done exactly once.
  Result<> publish(std::string_view topic, BytesView body);

 private:
  friend class Database;
  std::vector<std::move_only_function<void()>> actions_;
};

struct OutboxEvent {
  std::int64_t number;
  std::string topic;
  Bytes body;
  static constexpr auto columns =
      std::tuple{&OutboxEvent::number, &OutboxEvent::topic, &OutboxEvent::body};
};
// The oldest waiting events of a topic; finish_event deletes one.
Result<std::vector<OutboxEvent>> take_events(Reader& reader, std::string_view topic, int most);
Result<> finish_event(Transaction& transaction, std::int64_t number);

struct DatabaseOptions {
  bool create = true;  // false: a file that is missing or empty was lost, and is not replaced
  int readers = 2;
  std::size_t waiting_writes = 4096;  // a longer queue answers kBusy at once
  std::size_t waiting_reads = 4096;
};

class Database {
 public:
  // Creates the file when it is absent. The key is 32 bytes, used as it is (SQLCipher 4 format).
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Secret key,
                                                std::span<const Migration> migrations,
                                                DatabaseOptions options = {});
  // Commits what was accepted, then closes. Not on a thread of its own. An io_context whose
  // coroutines use a database must outlive it: the database's threads post to it.
  ~Database();

  // F: Result<T>(Transaction&). When it fails, its savepoint is rolled back and the others stand.
  template <class F>
  Task<std::invoke_result_t<F&, Transaction&>> write(F work);
  // F: Result<T>(Reader&).
  template <class F>
  Task<std::invoke_result_t<F&, Reader&>> read(F work);

  // The same for threads that may wait: start, command line, pools.
  template <class F>
  std::invoke_result_t<F&, Transaction&> write_now(F work);
  template <class F>
  std::invoke_result_t<F&, Reader&> read_now(F work);

  const std::filesystem::path& file() const;

 private:
  class Writer;
  struct Inside;
  explicit Database(std::unique_ptr<Inside> inside);
  // Takes the job over; one that finds the queue full is refused and finished at once.
  void enqueue(std::unique_ptr<internal::Job<Transaction>> job);
  void enqueue(std::unique_ptr<internal::Job<Reader>> job);
  // A database's own thread would wait for itself.
  bool on_own_thread() const;

  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::store

#include "store/internal/database_templates.h"
