#include "main/reference.h"

#include <fstream>

#include <fmt/format.h>

#include "api/tables.h"
#include "assurance/frameworks.h"
#include "assurance/reference.h"
#include "main/data_folder.h"

namespace gatehouse {

namespace {

Result<> write(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.flush();
  if (!out)
    return fail(Error{kDataUnusable}.because(fmt::format("{} cannot be written", file.string())));
  return {};
}

}  // namespace

Result<> write_reference(const ReferenceOptions& options) {
  std::error_code ignored;
  std::filesystem::create_directories(options.into, ignored);
  TRY_VOID(write(options.into / "controls.md", assurance::controls_reference()));
  TRY_VOID(write(options.into / "errors.md", assurance::errors_reference()));
  TRY_VOID(write(options.into / "events.md", assurance::events_reference()));
  TRY_VOID(write(options.into / "frameworks.md", assurance::frameworks_reference()));
  return write(options.into / "endpoints.md", api::endpoints_reference());
}

}  // namespace gatehouse
