// Brings a file's schema to what this program knows, or refuses it.
#pragma once

#include <span>

#include "store/internal/sqlite.h"
#include "store/migration.h"

namespace gatehouse::store::internal {

Result<> migrate(SqliteConnection& connection, std::span<const Migration> migrations);

}  // namespace gatehouse::store::internal
