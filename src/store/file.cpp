#include "store/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/bytes.h"
#include "store/database.h"
#include "store/internal/descriptor.h"

namespace gatehouse::store {

using internal::Descriptor;

namespace {

constexpr std::size_t kLargestPrivateFile = 65536;

Error file_error(std::string_view doing, const std::filesystem::path& file) {
  const int number = errno;
  const ErrorKind& kind = number == ENOSPC || number == EDQUOT ? kDiskFull : kFileFailed;
  return Error{kind}.because(fmt::format("cannot {} {}: {}", doing, file.string(),
                                         std::generic_category().message(number)));
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
}

std::filesystem::path unfinished(const std::filesystem::path& file) {
  std::filesystem::path name = file;
  name += ".new";
  return name;
}

// Content on disk under a name that nobody reads.
Result<> write_unfinished(const std::filesystem::path& file, std::string_view content) {
  const Descriptor made{
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!made) return fail(file_error("create", file));
  while (!content.empty()) {
    const ssize_t written = ::write(made.number(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(file_error("write", file));
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(made.number()) != 0) return fail(file_error("sync", file));
  return {};
}

Result<Secret> read_all(const Descriptor& from, const std::filesystem::path& file) {
  Bytes buffer(kLargestPrivateFile);
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const ssize_t got = ::read(from.number(), buffer.data() + filled, buffer.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(file_error("read", file));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  Secret content = Secret::of(BytesView{buffer}.first(filled));
  wipe(buffer);
  return content;
}

}  // namespace

Result<> make_private_folder(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return {};
  TRY_VOID(make_private_folder(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(file_error("create the folder", folder));
  return sync_folder(folder_of(folder));
}

Result<> sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!opened) return fail(file_error("open the folder", folder));
  if (::fsync(opened.number()) != 0) return fail(file_error("sync the folder", folder));
  return {};
}

Result<PrivateFile> read_private_file(const std::filesystem::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!opened && errno == ENOENT) return fail(kNotFound);
  if (!opened) return fail(file_error("open", file));
  struct stat name{};
  struct stat found{};
  if (::lstat(file.c_str(), &name) != 0 || ::fstat(opened.number(), &found) != 0)
    return fail(file_error("look at", file));
  TRY(Secret content, read_all(opened, file));
  const bool exposed =
      S_ISLNK(name.st_mode) || (found.st_mode & 077) != 0 || found.st_uid != ::geteuid();
  return PrivateFile{std::move(content), exposed};
}

Result<bool> create_private_file(const std::filesystem::path& file, std::string_view content) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return false;
  TRY_VOID(write_unfinished(unfinished(file), content));
  // Unlike a renamed file, a link never replaces what somebody else made meanwhile.
  const bool linked = ::link(unfinished(file).c_str(), file.c_str()) == 0;
  if (!linked && errno != EEXIST) return fail(file_error("create", file));
  TRY_VOID(remove_file(unfinished(file)));
  return linked;
}

Result<> write_private_file(const std::filesystem::path& file, std::string_view content) {
  TRY_VOID(write_unfinished(unfinished(file), content));
  if (::rename(unfinished(file).c_str(), file.c_str()) != 0)
    return fail(file_error("replace", file));
  return sync_folder(folder_of(file));
}

Result<> remove_file(const std::filesystem::path& file) {
  if (::unlink(file.c_str()) != 0)
    return errno == ENOENT ? Result<>{} : Result<>{fail(file_error("remove", file))};
  return sync_folder(folder_of(file));
}

}  // namespace gatehouse::store
