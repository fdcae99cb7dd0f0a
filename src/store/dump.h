// Every value of a database file, read with its key alone: what a thief of the key and the file
// would see. For the verifier.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::store {

struct Cell {
  std::string table;
  std::string column;
  Bytes value;  // numbers as text
};

Result<std::vector<Cell>> dump(const std::filesystem::path& file, const Secret& key);

}  // namespace gatehouse::store
