// Tenants and their rooms: each has a database, keys and an audit log of its own, and a Caller
// enters only the one it belongs to.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "access/address_limits.h"
#include "access/caller.h"
#include "audit/audit.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::access {

// A tenant's room. Kept alive by whoever works in it, also while the tenant is being removed.
class TenantDb {
 public:
  TenantDb(TenantId tenant, std::unique_ptr<store::Database> database,
           std::shared_ptr<const vault::Keyring> keys, Clock& clock, Random& random);
  TenantId tenant() const { return tenant_; }
  store::Database& database() { return *database_; }
  const vault::Keyring& keys() const { return *keys_; }
  audit::Log& audit() { return audit_; }

 private:
  TenantId tenant_;
  std::shared_ptr<const vault::Keyring> keys_;
  std::unique_ptr<store::Database> database_;
  audit::Log audit_;
};

using Room = std::shared_ptr<TenantDb>;

struct Tenant {
  TenantId id;
  std::string name;
  bool probe;  // made by the verifier, removed with its run
  Instant created_at;
  static constexpr auto columns =
      std::tuple{&Tenant::id, &Tenant::name, &Tenant::probe, &Tenant::created_at};
};

class Tenants {
 public:
  struct Folders {
    std::filesystem::path databases;  // control.db and tenants/<id>.db
  };
  Tenants(store::Database& control, vault::Vault& vault, Folders folders,
          std::vector<store::Migration> tenant_migrations, Clock& clock, Random& random);

  // Opens the rooms of all tenants; says which one fails. Whoever serves also finishes what a crash
  // left half made or half removed; whoever only looks must not.
  enum class Opening : unsigned char { to_serve, to_look };
  Result<> open_all(Opening opening);
  Result<std::vector<Tenant>> list();  // blocking

  // The caller's own room: there is no argument by which another could be named.
  Result<Room> room(const Caller& caller) const;
  // For work the server does by itself (outbox, checkpoints): all open rooms.
  std::vector<Room> rooms() const;
  Result<Room> room_of(TenantId tenant) const;

  // Blocking (keys and a file are made); call from a pool.
  Result<Tenant> create(std::string name, bool probe);
  Result<> remove(TenantId tenant);  // destroys the key, deletes the file
  Task<Result<Tenant>> find(TenantId tenant);
  // Recorded in the tenant's own log.
  Task<Result<>> rename(Caller caller, std::string name);

  // From where each may be used.
  AddressLimits& addresses() { return addresses_; }
  const AddressLimits& addresses() const { return addresses_; }

 private:
  Result<Room> furnish(TenantId tenant);
  Result<Room> open(TenantId tenant, std::shared_ptr<const vault::Keyring> keys,
                    store::DatabaseOptions options);
  void admit(Room room);
  Result<> erase(TenantId tenant);
  Result<> erase_unfinished();
  std::filesystem::path file_of(TenantId tenant) const;

  store::Database& control_;
  vault::Vault& vault_;
  Folders folders_;
  std::vector<store::Migration> migrations_;
  Clock& clock_;
  Random& random_;
  mutable std::shared_mutex mutex_;
  std::map<TenantId, Room> rooms_;
  AddressLimits addresses_;
};

}  // namespace gatehouse::access
