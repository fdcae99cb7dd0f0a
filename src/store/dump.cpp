#include "store/dump.h"

#include <fmt/format.h>

#include "store/internal/sqlite.h"

namespace gatehouse::store {

namespace {

constexpr Statement kTables{
    "store.tables",
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"};

}  // namespace

Result<std::vector<Cell>> dump(const std::filesystem::path& file, const Secret& key) {
  TRY(const auto connection, internal::SqliteConnection::open(file, key, internal::Access::read));
  Reader reader{*connection};
  TRY(const auto tables, reader.all<std::string>(kTables));
  std::vector<Cell> cells;
  for (const std::string& table : tables) TRY_VOID(connection->read_table(table, cells));
  return cells;
}

}  // namespace gatehouse::store
