// Where everything of an installation is kept, and who may use it: one process at a time.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"

namespace gatehouse {

inline constexpr ErrorKind kDataInUse{
    "main.data_in_use", Fault::internal,
    "Another Gatehouse uses this data folder. Stop it, or name another with --data."};
inline constexpr ErrorKind kDataUnusable{"main.data_unusable", Fault::internal,
                                         "The data folder cannot be used."};

class DataFolder {
 public:
  // Makes the folder (mode 0700) when it is absent, and takes its lock when `exclusive`.
  static Result<DataFolder> open(const std::filesystem::path& root, bool exclusive);
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path databases() const { return root_ / "db"; }
  std::filesystem::path control_database() const { return databases() / "control.db"; }
  std::filesystem::path wrapped_keys() const { return root_ / "keys"; }
  // Apart from the databases, so that a copy of those alone opens nothing.
  std::filesystem::path master_key() const { return root_ / "master.key"; }
  std::filesystem::path tls() const { return root_ / "tls"; }
  bool has_data() const { return std::filesystem::exists(control_database()); }
  // Somebody's workspace was here, whatever else may have been lost since.
  bool has_tenants() const;

 private:
  explicit DataFolder(std::filesystem::path root) : root_{std::move(root)} {}
  std::filesystem::path root_;
  int lock_ = -1;
};

}  // namespace gatehouse
