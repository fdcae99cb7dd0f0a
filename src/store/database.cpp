#include "store/database.h"

#include <algorithm>
#include <thread>

#include "store/file.h"
#include "store/internal/answer.h"
#include "store/internal/migrate.h"
#include "store/internal/queue.h"
#include "store/internal/sqlite.h"
#include "store/internal/writer.h"
#include "store/queries.h"

namespace gatehouse::store {

namespace {

// Reads that share one snapshot; the first waits for the last of them.
constexpr std::size_t kLargestReading = 16;

void answer_reading(internal::SqliteConnection& connection,
                    std::vector<std::unique_ptr<internal::Job<Reader>>>& jobs) {
  Reader reader{connection};
  const Result<> begun = connection.run(queries::begin_read);
  for (auto& job : jobs) {
    if (begun)
      job->run(reader);
    else
      job->refuse(begun.error());
  }
  // Nothing was written, so how it ends does not matter to anyone.
  if (connection.in_transaction()) (void)connection.run(queries::commit);
  if (connection.in_transaction()) (void)connection.run(queries::roll_back);
}

}  // namespace

struct Database::Inside {
  Inside(std::filesystem::path path, const DatabaseOptions& options)
      : file{std::move(path)},
        write_queue{options.waiting_writes},
        read_queue{options.waiting_reads} {}

  void start(std::unique_ptr<internal::SqliteConnection> connection,
             std::vector<std::unique_ptr<internal::SqliteConnection>> read_connections);
  void read(internal::SqliteConnection& connection);

  const std::filesystem::path file;
  internal::Queue<internal::Job<Transaction>> write_queue;
  internal::Queue<internal::Job<Reader>> read_queue;
  // SQLite tidies up when its last connection closes, which has to be the writer's.
  std::unique_ptr<Writer> writer;
  std::vector<std::unique_ptr<internal::SqliteConnection>> readers;
  std::vector<std::thread> threads;
};

void Database::Inside::start(
    std::unique_ptr<internal::SqliteConnection> connection,
    std::vector<std::unique_ptr<internal::SqliteConnection>> read_connections) {
  writer = std::make_unique<Writer>(std::move(connection), write_queue);
  readers = std::move(read_connections);
  threads.emplace_back(&Writer::work, writer.get());
  for (auto& reader : readers) threads.emplace_back(&Inside::read, this, std::ref(*reader));
}

void Database::Inside::read(internal::SqliteConnection& connection) {
  std::vector<std::unique_ptr<internal::Job<Reader>>> jobs;
  internal::Answers answers;
  while (true) {
    read_queue.take(jobs, kLargestReading, readers.size());
    if (jobs.empty()) return;
    answer_reading(connection, jobs);
    for (auto& job : jobs) answers.add(std::move(job));
    jobs.clear();
    answers.send();
  }
}

namespace {

bool is_lost(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none || size == 0;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Secret key,
                                                 std::span<const Migration> migrations,
                                                 DatabaseOptions options) {
  CHECK(options.readers > 0);
  if (!options.create && is_lost(file))
    return fail(Error{kWrongKey}.because(file.string() + " is missing or empty; restore it"));
  TRY_VOID(make_private_folder(file.parent_path()));
  TRY_VOID(create_private_file(file, {}));
  TRY(auto writer, internal::SqliteConnection::open(file, key, internal::Access::write));
  TRY_VOID(internal::migrate(*writer, migrations));
  std::vector<std::unique_ptr<internal::SqliteConnection>> readers;
  for (int made = 0; made < options.readers; ++made) {
    TRY(auto reader, internal::SqliteConnection::open(file, key, internal::Access::read));
    readers.push_back(std::move(reader));
  }
  auto inside = std::make_unique<Inside>(file, options);
  inside->start(std::move(writer), std::move(readers));
  return std::unique_ptr<Database>{new Database{std::move(inside)}};
}

Database::Database(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}

Database::~Database() {
  CHECK(!on_own_thread());
  inside_->write_queue.close();
  inside_->read_queue.close();
  for (std::thread& thread : inside_->threads) thread.join();
}

const std::filesystem::path& Database::file() const { return inside_->file; }

bool Database::on_own_thread() const {
  return std::ranges::any_of(inside_->threads, [](const std::thread& thread) {
    return thread.get_id() == std::this_thread::get_id();
  });
}

namespace {

template <class Argument>
void put_or_refuse(internal::Queue<internal::Job<Argument>>& queue,
                   std::unique_ptr<internal::Job<Argument>> job) {
  if (queue.put(job)) return;
  job->refuse(Error{kBusy}.because("the database's queue is full"));
  internal::Answers refused;
  refused.add(std::move(job));
  refused.send();
}

}  // namespace

void Database::enqueue(std::unique_ptr<internal::Job<Transaction>> job) {
  put_or_refuse(inside_->write_queue, std::move(job));
}
void Database::enqueue(std::unique_ptr<internal::Job<Reader>> job) {
  put_or_refuse(inside_->read_queue, std::move(job));
}

Result<> Transaction::publish(std::string_view topic, BytesView body) {
  TRY_VOID(execute(queries::publish_event, topic, body));
  return {};
}

Result<std::vector<OutboxEvent>> take_events(Reader& reader, std::string_view topic, int most) {
  return reader.all<OutboxEvent>(queries::waiting_events, topic, most);
}

Result<> finish_event(Transaction& transaction, std::int64_t number) {
  TRY(const std::int64_t finished, transaction.execute(queries::finish_event, number));
  if (finished == 0) return fail(Error{kNotFound}.because("the event is finished already"));
  return {};
}

}  // namespace gatehouse::store
