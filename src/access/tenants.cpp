#include "access/tenants.h"

#include <fmt/format.h>

#include <utility>

#include "access/queries.h"
#include "base/log.h"
#include "store/file.h"

namespace gatehouse::access {

namespace {

Result<std::optional<Tenant>> find_ready(store::Reader& reader, TenantId tenant) {
  return reader.maybe<Tenant>(queries::find_tenant, tenant);
}

Result<> change_name(store::Transaction& transaction, TenantId tenant, const std::string& name) {
  TRY(const auto changed, transaction.execute(queries::rename_tenant, tenant, name));
  if (changed == 0) return fail(kNotFound);
  return {};
}

// A room's failure says which room; what people see stays the kind's own sentence.
Error of_tenant(const Error& error, TenantId tenant) {
  return Error{error.kind()}.because(fmt::format("{}: {}", tenant.text(), error.detail()));
}

}  // namespace

TenantDb::TenantDb(TenantId tenant, std::unique_ptr<store::Database> database,
                   std::shared_ptr<const vault::Keyring> keys, Clock& clock, Random& random)
    : tenant_{tenant},
      keys_{std::move(keys)},
      database_{std::move(database)},
      audit_{*database_, keys_, clock, random} {}

Tenants::Tenants(store::Database& control, vault::Vault& vault, Folders folders,
                 std::vector<store::Migration> tenant_migrations, Clock& clock, Random& random)
    : control_{control},
      vault_{vault},
      folders_{std::move(folders)},
      migrations_{std::move(tenant_migrations)},
      clock_{clock},
      random_{random},
      addresses_{*this, control, vault, clock} {}

Result<> Tenants::erase_unfinished() {
  TRY(const auto unfinished, control_.read_now([](store::Reader& reader) {
    return reader.all<TenantId>(queries::unfinished_tenants);
  }));
  for (const TenantId tenant : unfinished) {
    log::warning("tenant.unfinished_removed", {{"tenant", tenant.text()}});
    TRY_VOID(erase(tenant));
  }
  return {};
}

Result<std::vector<Tenant>> Tenants::list() {
  return control_.read_now(
      [](store::Reader& reader) { return reader.all<Tenant>(queries::ready_tenants); });
}

Result<> Tenants::open_all(Opening opening) {
  if (opening == Opening::to_serve) TRY_VOID(erase_unfinished());
  TRY(const auto tenants, list());
  for (const Tenant& tenant : tenants) {
    Result<std::shared_ptr<const vault::Keyring>> keys = vault_.tenant(tenant.id);
    if (!keys) return fail(of_tenant(keys.error(), tenant.id));
    Result<Room> room = open(tenant.id, *std::move(keys), {.create = false});
    if (!room) return fail(of_tenant(room.error(), tenant.id));
    admit(*std::move(room));
  }
  return addresses_.start();
}

Result<Room> Tenants::room(const Caller& caller) const {
  if (caller.tenant().is_nil()) return fail(Error{kForbidden}.because("a caller without a tenant"));
  return room_of(caller.tenant());
}

Result<Room> Tenants::room_of(TenantId tenant) const {
  const std::shared_lock lock{mutex_};
  const auto found = rooms_.find(tenant);
  if (found == rooms_.end()) return fail(Error{kNotFound}.because("no such tenant is open"));
  return found->second;
}

std::vector<Room> Tenants::rooms() const {
  const std::shared_lock lock{mutex_};
  std::vector<Room> rooms;
  rooms.reserve(rooms_.size());
  for (const auto& [tenant, room] : rooms_) rooms.push_back(room);
  return rooms;
}

Result<Tenant> Tenants::create(std::string name, bool probe) {
  const Tenant tenant{TenantId::make(clock_, random_), std::move(name), probe, clock_.now()};
  TRY_VOID(control_.write_now([&](store::Transaction& transaction) {
    return transaction.execute(queries::announce_tenant, tenant.id, tenant.name, tenant.probe,
                               tenant.created_at);
  }));
  Result<Room> room = furnish(tenant.id);
  if (!room) {
    // Left as it is when this fails too: the next start finishes the removal.
    if (const Result<> erased = erase(tenant.id); !erased)
      log::error("tenant.not_erased", erased.error());
    return fail(std::move(room).error());
  }
  admit(*std::move(room));
  return tenant;
}

Result<Room> Tenants::furnish(TenantId tenant) {
  TRY(auto keys, vault_.create_tenant(tenant));
  TRY(Room room, open(tenant, std::move(keys), {.create = true}));
  TRY_VOID(control_.write_now([tenant](store::Transaction& transaction) {
    return transaction.execute(queries::finish_tenant, tenant);
  }));
  return room;
}

Result<Room> Tenants::open(TenantId tenant, std::shared_ptr<const vault::Keyring> keys,
                           store::DatabaseOptions options) {
  TRY(auto database,
      store::Database::open(file_of(tenant), keys->derive(vault::Purpose::database, "file"),
                            migrations_, options));
  return std::make_shared<TenantDb>(tenant, std::move(database), std::move(keys), clock_, random_);
}

void Tenants::admit(Room room) {
  const std::unique_lock lock{mutex_};
  rooms_[room->tenant()] = std::move(room);
}

Result<> Tenants::remove(TenantId tenant) {
  TRY(const auto dismissed, control_.write_now([tenant](store::Transaction& transaction) {
    return transaction.execute(queries::dismiss_tenant, tenant);
  }));
  if (dismissed == 0) return fail(kNotFound);
  Room last;  // closes after the lock is gone, unless somebody still works in it
  {
    const std::unique_lock lock{mutex_};
    if (auto node = rooms_.extract(tenant)) last = std::move(node.mapped());
  }
  last.reset();
  return erase(tenant);
}

// The key first: without it the files are noise, whatever happens to them. The row last: while it
// is there a crash is repaired at the next start.
Result<> Tenants::erase(TenantId tenant) {
  TRY_VOID(vault_.destroy_tenant(tenant));
  for (const std::string_view part : {"", "-wal", "-shm"})
    TRY_VOID(store::remove_file(file_of(tenant) += part));
  TRY_VOID(control_.write_now([this, tenant](store::Transaction& transaction) -> Result<> {
    TRY_VOID(addresses_.forget(transaction, tenant));
    TRY_VOID(transaction.execute(queries::delete_tenant, tenant));
    return {};
  }));
  return {};
}

Task<Result<Tenant>> Tenants::find(TenantId tenant) {
  auto work = [tenant](store::Reader& reader) { return find_ready(reader, tenant); };
  CO_TRY(auto found, co_await control_.read(std::move(work)));
  if (!found) co_return fail(kNotFound);
  co_return *std::move(found);
}

// The name lies in the installation's database and the entry in the tenant's: it is recorded before
// it takes effect.
Task<Result<>> Tenants::rename(Caller caller, std::string name) {
  CO_TRY_VOID(require(caller, Privilege::manage_workspace));
  CO_TRY(const Room own, room(caller));
  CO_TRY(const Tenant before, co_await find(caller.tenant()));
  auto entry = [own, origin = caller.origin(),
                deed = audit::Deed{.event = audit::Event::workspace_changed,
                                   .object = caller.tenant().text(),
                                   .detail = fmt::format("name: {} -> {}", before.name, name)}](
                   store::Transaction& transaction) {
    return own->audit().record(transaction, origin, deed);
  };
  CO_TRY_VOID(co_await own->database().write(std::move(entry)));
  auto change = [tenant = caller.tenant(), name](store::Transaction& transaction) {
    return change_name(transaction, tenant, name);
  };
  co_return co_await control_.write(std::move(change));
}

std::filesystem::path Tenants::file_of(TenantId tenant) const {
  return folders_.databases / "tenants" / (tenant.text() + ".db");
}

}  // namespace gatehouse::access
