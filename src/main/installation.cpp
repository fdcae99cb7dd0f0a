#include "main/installation.h"

#include "access/migrations.h"
#include "api/migrations.h"
#include "assurance/migrations.h"
#include "audit/migrations.h"
#include "bots/migrations.h"
#include "conversations/migrations.h"
#include "directory/migrations.h"
#include "egress/migrations.h"
#include "identity/migrations.h"
#include "knowledge/migrations.h"
#include "registers/migrations.h"

namespace gatehouse {

namespace {

using Migrations = std::vector<store::Migration>;

void add(Migrations& to, std::span<const store::Migration> more) {
  to.insert(to.end(), more.begin(), more.end());
}

Migrations control_migrations() {
  Migrations list;
  add(list, audit::kMigrations);
  add(list, egress::kMigrations);
  add(list, access::kMigrations);
  add(list, identity::kMigrations);
  add(list, directory::kMigrations);
  add(list, assurance::kMigrations);
  add(list, api::kMigrations);
  return list;
}

// Not owned: the vault keeps the installation's keys as long as it lives, and so does everything
// here.
std::shared_ptr<const vault::Keyring> borrowed(const vault::Keyring& keys) {
  return {std::shared_ptr<const vault::Keyring>{}, &keys};
}

}  // namespace

std::vector<store::Migration> tenant_migrations() {
  Migrations list;
  add(list, audit::kMigrations);
  add(list, knowledge::kMigrations);
  add(list, bots::kMigrations);
  add(list, conversations::kMigrations);
  add(list, registers::kMigrations);
  return list;
}

Result<std::unique_ptr<store::Database>> open_control_database(const DataFolder& folder,
                                                               const vault::Keyring& keys) {
  return store::Database::open(folder.control_database(),
                               keys.derive(vault::Purpose::database, "file"), control_migrations(),
                               {.create = false});
}

Result<std::unique_ptr<Installation>> Installation::open(const DataFolder& folder,
                                                         const Configuration& configuration,
                                                         Mode mode, Clock& clock, Random& random) {
  const std::filesystem::path master = configuration.master_key.value_or(folder.master_key());
  // A new master key beside old data would lock that data away for ever.
  const bool may_create = mode == Mode::create && !folder.has_data() &&
                          !vault::Vault::holds_keys(folder.wrapped_keys());
  TRY(auto provider, vault::sealed_file(master, may_create, random));
  auto installation = std::unique_ptr<Installation>{new Installation};
  TRY(installation->vault_, vault::Vault::open(folder.wrapped_keys(), std::move(provider), random));
  const vault::Keyring& keys = installation->vault_->installation();
  const Migrations migrations = control_migrations();
  TRY(installation->control_,
      store::Database::open(folder.control_database(),
                            keys.derive(vault::Purpose::database, "file"), migrations,
                            {.create = mode == Mode::create && !folder.has_tenants()}));
  installation->log_ =
      std::make_unique<audit::Log>(*installation->control_, borrowed(keys), clock, random);
  installation->tenants_ = std::make_unique<access::Tenants>(
      *installation->control_, *installation->vault_, access::Tenants::Folders{folder.databases()},
      tenant_migrations(), clock, random);
  TRY_VOID(installation->tenants_->open_all(mode == Mode::create
                                                ? access::Tenants::Opening::to_serve
                                                : access::Tenants::Opening::to_look));
  return installation;
}

}  // namespace gatehouse
