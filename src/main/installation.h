// The modules of one installation, put together in their order. What needs no network needs only
// this: the command line, the verifier's look into the data.
#pragma once

#include <filesystem>
#include <memory>

#include "access/tenants.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/random.h"
#include "identity/identity.h"
#include "main/configuration.h"
#include "main/data_folder.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse {

// The schema of a tenant's database: of all modules that keep something there.
std::vector<store::Migration> tenant_migrations();

// Beside a running server, for the verifier. Blocking.
Result<std::unique_ptr<store::Database>> open_control_database(const DataFolder& folder,
                                                               const vault::Keyring& keys);

class Installation {
 public:
  // `create`: make keys and databases where there are none (the server), or refuse (everything
  // else).
  enum class Mode : unsigned char { create, existing };
  static Result<std::unique_ptr<Installation>> open(const DataFolder& folder,
                                                    const Configuration& configuration, Mode mode,
                                                    Clock& clock, Random& random);

  store::Database& control() { return *control_; }
  vault::Vault& vault() { return *vault_; }
  audit::Log& log() { return *log_; }
  access::Tenants& tenants() { return *tenants_; }

 private:
  Installation() = default;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<store::Database> control_;
  std::unique_ptr<audit::Log> log_;
  std::unique_ptr<access::Tenants> tenants_;
};

}  // namespace gatehouse
