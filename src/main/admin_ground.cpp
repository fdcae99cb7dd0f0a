#include "main/admin_ground.h"

namespace gatehouse {

Result<AdminGround> open_existing(const AdminOptions& options, Clock& clock, Random& random) {
  Configuration configuration;
  if (options.config) {
    TRY(configuration, read_configuration(*options.config));
  }
  if (!std::filesystem::exists(options.data))
    return fail(Error{kDataUnusable}.because(options.data.string() +
                                             " does not exist; start the server once"));
  TRY(DataFolder folder, DataFolder::open(options.data, false));
  if (!folder.has_data())
    return fail(Error{kDataUnusable}.because(options.data.string() +
                                             " holds no installation; start the server once"));
  TRY(auto installation,
      Installation::open(folder, configuration, Installation::Mode::existing, clock, random));
  std::string origin = configuration.hosts.empty() ? "https://localhost:8443"
                                                   : "https://" + configuration.hosts.front();
  return AdminGround{std::move(folder), std::move(installation), std::move(origin)};
}

}  // namespace gatehouse
