// SQLite behind store's faces: one encrypted file, one connection, one thread at a time.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/secret.h"
#include "store/database.h"
#include "store/dump.h"

namespace gatehouse::store::internal {

class SqliteConnection;

struct CloseSqlite {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeSqlite {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, FinalizeSqlite>;

class SqlitePrepared final : public Prepared {
 public:
  SqlitePrepared(SqliteConnection& connection, SqliteStatement statement, std::string_view name)
      : connection_{connection}, statement_{std::move(statement)}, name_{name} {}
  void bind_null(int index) override;
  void bind_whole(int index, std::int64_t value) override;
  void bind_real(int index, double value) override;
  void bind_text(int index, std::string_view value) override;
  void bind_bytes(int index, BytesView value) override;
  Result<bool> step() override;
  void reset() override;
  int parameters() const override { return sqlite3_bind_parameter_count(statement_.get()); }
  int columns() const override { return sqlite3_column_count(statement_.get()); }
  bool is_null(int column) const override;
  std::int64_t whole(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  BytesView bytes(int column) const override;

 private:
  SqliteConnection& connection_;
  SqliteStatement statement_;
  std::string_view name_;
#ifdef GATEHOUSE_MUTANTS
  std::string spliced_;  // text values as they would stand in a query put together at run time
#endif
};

enum class Access : unsigned char { write, read };

class SqliteConnection final : public Connection {
 public:
  static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file,
                                                        const Secret& key, Access access);
  Result<Prepared*> prepare(const Statement& statement) override;
  std::int64_t changes() const override { return sqlite3_changes64(handle_.get()); }

  // One without parameters and rows.
  Result<> run(const Statement& statement);
  // Several statements in a row, as in a migration.
  Result<> run_script(std::string_view sql, std::string_view name);
  // Every value of a table that the schema itself has named.
  Result<> read_table(const std::string& table, std::vector<Cell>& cells);
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  // What SQLite's last answer means to our callers. Remembered: it may have cost the transaction.
  Error error(int code, std::string_view doing);
  Error error(int code, std::string_view doing, std::string_view what);
  const Error& last_error() const { return last_error_; }
#ifdef GATEHOUSE_MUTANTS
  // The hole of docs/adr/0006: whether a query with this value spliced in would still be one.
  bool survives_splicing(std::string_view value);
#endif

 private:
  explicit SqliteConnection(SqliteHandle handle) : handle_{std::move(handle)} {}
  Result<> apply_key(const Secret& key);
  Result<> configure(Access access);
  Result<SqliteStatement> compile(std::string_view sql, unsigned flags, std::string_view name,
                                  const char** rest);

  SqliteHandle handle_;
  // By the text's address: a Statement's text is a constant of the program.
  std::unordered_map<const char*, std::unique_ptr<SqlitePrepared>> prepared_;
  Error last_error_{kInternal};
};

}  // namespace gatehouse::store::internal
