// What the parts of the directory stand on.
#pragma once

#include <string>

#include "access/roles.h"
#include "directory/directory.h"
#include "directory/internal/resources.h"
#include "identity/provisioning.h"

namespace gatehouse::directory::internal {

struct Ground {
  store::Database& control;
  const identity::Provisioning& members;
  const vault::Keyring& keys;
  audit::Log& log;
  Clock& clock;
  Random& random;
  std::string base;  // "https://chat.example.com/scim/v2"
};

struct UserRow {
  PersonId person;
  TenantId tenant;
  vault::Sealed<std::string> kept;
  std::optional<access::RoleKey> mapped_role;
  Instant created_at;
  Instant changed_at;
  static constexpr auto columns =
      std::tuple{&UserRow::person,      &UserRow::tenant,     &UserRow::kept,
                 &UserRow::mapped_role, &UserRow::created_at, &UserRow::changed_at};
};

struct GroupRow {
  DirectoryGroupId id;
  TenantId tenant;
  vault::Sealed<std::string> name;
  std::optional<vault::Sealed<std::string>> external_id;
  std::optional<access::RoleKey> role;
  Instant created_at;
  Instant changed_at;
  static constexpr auto columns = std::tuple{
      &GroupRow::id,   &GroupRow::tenant,     &GroupRow::name,      &GroupRow::external_id,
      &GroupRow::role, &GroupRow::created_at, &GroupRow::changed_at};
};

Result<std::string> opened_name(const vault::Keyring& keys, const GroupRow& row);

// From now on the directory keeps this member, who came by invitation.
Result<> adopt(store::Transaction& transaction, const Ground& ground, TenantId tenant,
               const identity::Account& account);

// One page of what was selected, as a ListResponse (RFC 7644 3.4.2).
Result<std::string> list_response(const ResourceType& type, std::vector<bj::object> resources,
                                  const Selection& selection);
// What of a resource was asked for, with its version.
Resource resource_of(const ResourceType& type, bj::object shown, const Selection& selection);
// kVersionMismatch when it is not the one that the change was made for.
Result<> require_version(const bj::object& shown, const IfMatch& wanted);

}  // namespace gatehouse::directory::internal
