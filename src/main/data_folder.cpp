#include "main/data_folder.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "store/file.h"

namespace gatehouse {

Result<DataFolder> DataFolder::open(const std::filesystem::path& root, bool exclusive) {
  DataFolder folder{std::filesystem::absolute(root)};
  for (const auto& part : {folder.root(), folder.databases(), folder.wrapped_keys(), folder.tls()})
    TRY_VOID(store::make_private_folder(part));
  if (!exclusive) return folder;
  const std::filesystem::path lock_file = folder.root() / "lock";
  folder.lock_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (folder.lock_ < 0)
    return fail(Error{kDataUnusable}.because(
        fmt::format("{}: {}", lock_file.string(), std::strerror(errno))));
  if (::flock(folder.lock_, LOCK_EX | LOCK_NB) != 0)
    return fail(Error{kDataInUse}.because(folder.root().string()));
  return folder;
}

bool DataFolder::has_tenants() const {
  std::error_code none;
  for (const auto& key : std::filesystem::directory_iterator{wrapped_keys(), none})
    if (key.path().filename().string().starts_with("ten_")) return true;
  return false;
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : root_{std::move(other.root_)}, lock_{std::exchange(other.lock_, -1)} {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace gatehouse
