// Folders and small files that hold secrets: for our user only, and on disk when we say so.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace gatehouse::store {

inline constexpr ErrorKind kFileFailed{
    "store.file_failed", Fault::internal,
    "A file of the data folder cannot be read or written. Check its owner and the disk."};

struct PrivateFile {
  Secret content;
  bool exposed;  // others may read or change it, it belongs to another user, or it is a link
};

// With all its parents; what is made here has mode 0700.
Result<> make_private_folder(const std::filesystem::path& folder);
// A new or renamed entry of a folder is durable only after this.
Result<> sync_folder(const std::filesystem::path& folder);

// At most 64 KiB. kNotFound when there is none.
Result<PrivateFile> read_private_file(const std::filesystem::path& file);
// Mode 0600, whole or not at all, durable when they return. The first leaves a file that is there
// already as it is and answers false; the second replaces it.
Result<bool> create_private_file(const std::filesystem::path& file, std::string_view content);
Result<> write_private_file(const std::filesystem::path& file, std::string_view content);
// Durable when this returns. Nothing to remove is no error.
Result<> remove_file(const std::filesystem::path& file);

}  // namespace gatehouse::store
