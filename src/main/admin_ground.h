// The installation that an admin verb works on, while a server may be running on it.
#pragma once

#include <memory>
#include <string>

#include "main/admin.h"
#include "main/installation.h"

namespace gatehouse {

struct AdminGround {
  DataFolder folder;
  std::unique_ptr<Installation> installation;
  std::string origin;  // where browsers find the server, as far as the configuration says
};

Result<AdminGround> open_existing(const AdminOptions& options, Clock& clock, Random& random);

}  // namespace gatehouse
