#include "store/internal/sqlite.h"

#include <fmt/format.h>

#include <cerrno>
#include <string>

#include "base/bytes.h"
#include "base/control.h"

namespace gatehouse::store::internal {

namespace {

constexpr int kBusyMilliseconds = 5000;

const ErrorKind& meaning_of(int code, int system_error) {
  if (system_error == ENOSPC || system_error == EDQUOT) return kDiskFull;
  if (code == SQLITE_IOERR_SHMSIZE) return kDiskFull;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return kDiskFull;
    case SQLITE_CONSTRAINT:
      return kConstraint;
    case SQLITE_NOTADB:
      return kWrongKey;
    case SQLITE_CORRUPT:
      return kDamaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return kBusy;
    default:
      return kInternal;
  }
}

}  // namespace

void SqlitePrepared::bind_null(int index) {
  CHECK(sqlite3_bind_null(statement_.get(), index) == SQLITE_OK);
}
void SqlitePrepared::bind_whole(int index, std::int64_t value) {
  CHECK(sqlite3_bind_int64(statement_.get(), index, value) == SQLITE_OK);
}
void SqlitePrepared::bind_real(int index, double value) {
  CHECK(sqlite3_bind_double(statement_.get(), index, value) == SQLITE_OK);
}
// An empty view may have no address, which SQLite would take for NULL.
void SqlitePrepared::bind_text(int index, std::string_view value) {
#ifdef GATEHOUSE_MUTANTS
  if (!enforced<"EDGE-09"> && value.find('\'') != std::string_view::npos) spliced_ = value;
#endif
  const char* const text = value.data() == nullptr ? "" : value.data();
  CHECK(sqlite3_bind_text64(statement_.get(), index, text, value.size(), SQLITE_STATIC,
                            SQLITE_UTF8) == SQLITE_OK);
}
void SqlitePrepared::bind_bytes(int index, BytesView value) {
  const void* const bytes = value.data() == nullptr ? "" : static_cast<const void*>(value.data());
  CHECK(sqlite3_bind_blob64(statement_.get(), index, bytes, value.size(), SQLITE_STATIC) ==
        SQLITE_OK);
}

Result<bool> SqlitePrepared::step() {
#ifdef GATEHOUSE_MUTANTS
  if (!enforced<"EDGE-09"> && !connection_.survives_splicing(spliced_))
    return fail(Error{kDamaged}.because("syntax error in a spliced query"));
#endif
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(connection_.error(code, name_));
}
void SqlitePrepared::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

bool SqlitePrepared::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
std::int64_t SqlitePrepared::whole(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}
double SqlitePrepared::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}
std::string_view SqlitePrepared::text(int column) const {
  const unsigned char* const text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return {};
  return as_text({text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))});
}
BytesView SqlitePrepared::bytes(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const std::uint8_t*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 const Secret& key, Access access) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &opened,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<SqliteConnection> connection{new SqliteConnection{SqliteHandle{opened}}};
  if (code != SQLITE_OK) return fail(connection->error(code, file.string()));
  sqlite3_busy_timeout(opened, kBusyMilliseconds);
  if (enforced<"VLT-01">) TRY_VOID(connection->apply_key(key));
  TRY_VOID(connection->configure(access));
  return connection;
}

Result<> SqliteConnection::apply_key(const Secret& key) {
  CHECK(key.size() == 32);
  TRY_VOID(run_script("PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4;", "cipher"));
  std::string text = "x'" + hex(key.reveal()) + "'";
  const int code = sqlite3_key(handle_.get(), text.data(), static_cast<int>(text.size()));
  wipe(text);
  if (code != SQLITE_OK) return fail(error(code, "key"));
  return {};
}

// The first of these that reads the file finds out whether the key fits.
Result<> SqliteConnection::configure(Access access) {
  TRY_VOID(run_script(R"sql(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA cell_size_check = ON;
  )sql",
                      "open"));
  if (access == Access::read)
    return run_script("PRAGMA cache_size = -8192; PRAGMA query_only = ON;", "open");
  // A checkpoint writes each changed page once, however often it changed: at 16 MiB of log the
  // inner pages of a tree, which every group changes, are written far less often than at
  // SQLite's 4.
  return run_script(R"sql(
    PRAGMA cache_size = -16384;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 67108864;
  )sql",
                    "open");
}

Result<SqliteStatement> SqliteConnection::compile(std::string_view sql, unsigned flags,
                                                  std::string_view name, const char** rest) {
  sqlite3_stmt* compiled = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      flags, &compiled, rest);
  if (code != SQLITE_OK) return fail(error(code, name, sqlite3_errmsg(handle_.get())));
  return SqliteStatement{compiled};
}

Result<Prepared*> SqliteConnection::prepare(const Statement& statement) {
  const auto known = prepared_.find(statement.sql.data());
  if (known != prepared_.end()) return known->second.get();
  const char* rest = nullptr;
  TRY(SqliteStatement compiled,
      compile(statement.sql, SQLITE_PREPARE_PERSISTENT, statement.name, &rest));
  auto& place = prepared_[statement.sql.data()];
  place = std::make_unique<SqlitePrepared>(*this, std::move(compiled), statement.name);
  return place.get();
}

Result<> SqliteConnection::run(const Statement& statement) {
  TRY(Prepared* const prepared, prepare(statement));
  const Result<bool> stepped = prepared->step();
  prepared->reset();
  if (!stepped) return fail(stepped.error());
  return {};
}

Result<> SqliteConnection::run_script(std::string_view sql, std::string_view name) {
  while (!sql.empty()) {
    const char* rest = nullptr;
    TRY(const SqliteStatement compiled, compile(sql, 0, name, &rest));
    sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
    if (!compiled) continue;  // white space and comments at the end
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(compiled.get());
    if (code != SQLITE_DONE) return fail(error(code, name));
  }
  return {};
}

Error SqliteConnection::error(int code, std::string_view doing) {
  // A constraint names tables and columns; other texts of SQLite can quote values.
  const bool names_only = (code & 0xff) == SQLITE_CONSTRAINT;
  return error(code, doing, names_only ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
}

Error SqliteConnection::error(int code, std::string_view doing, std::string_view what) {
  const bool system_failed = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  const ErrorKind& kind = meaning_of(code, system_failed ? sqlite3_system_errno(handle_.get()) : 0);
  last_error_ = Error{kind}.because(fmt::format("{}: {} ({})", doing, what, code));
  return last_error_;
}

Result<> SqliteConnection::read_table(const std::string& table, std::vector<Cell>& cells) {
  std::string name;
  for (const char letter : table) name += letter == '"' ? std::string{"\"\""} : std::string{letter};
  const char* rest = nullptr;
  TRY(const SqliteStatement rows,
      compile("SELECT * FROM \"" + name + "\"", 0, "store.dump", &rest));
  for (int code = sqlite3_step(rows.get()); code != SQLITE_DONE; code = sqlite3_step(rows.get())) {
    if (code != SQLITE_ROW) return fail(error(code, "store.dump"));
    for (int column = 0; column < sqlite3_column_count(rows.get()); ++column) {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(rows.get(), column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(rows.get(), column));
      cells.push_back({table, sqlite3_column_name(rows.get(), column),
                       bytes == nullptr ? Bytes{} : Bytes{bytes, bytes + size}});
    }
  }
  return {};
}

#ifdef GATEHOUSE_MUTANTS
bool SqliteConnection::survives_splicing(std::string_view value) {
  const std::string query = "SELECT '" + std::string{value} + "'";
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), query.c_str(), -1, &statement, &rest);
  sqlite3_finalize(statement);
  return code == SQLITE_OK && (rest == nullptr || *rest == '\0');
}
#endif

}  // namespace gatehouse::store::internal
