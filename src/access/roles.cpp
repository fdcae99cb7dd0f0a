#include "access/roles.h"

#include "access/queries.h"
#include "base/text.h"

namespace gatehouse::access {

namespace {

constexpr std::int64_t kMostRoles = 50;
constexpr std::size_t kLongestName = 60;  // code points

struct CustomRow {
  RoleId id;
  TenantId tenant;
  std::string name;
  std::string privileges;
  bool every_bot;
  static constexpr auto columns = std::tuple{&CustomRow::id, &CustomRow::tenant, &CustomRow::name,
                                             &CustomRow::privileges, &CustomRow::every_bot};
};

struct GrantRow {
  BotId bot;
  std::string privileges;
  static constexpr auto columns = std::tuple{&GrantRow::bot, &GrantRow::privileges};
};

CustomRole role_of(CustomRow row) {
  return {row.id, row.tenant, std::move(row.name), privileges_in(row.privileges),
          row.every_bot ? Breadth::every_bot : Breadth::granted_bots};
}

Result<> name_is_free(store::Reader& reader, const CustomRole& role, const std::string& folded) {
  TRY(const auto namesake, reader.maybe<RoleId>(queries::role_of_name, role.tenant, folded));
  const bool built_in = named<Role>(folded).has_value();
  if (built_in || (namesake && *namesake != role.id))
    return fail(Error{kRoleNameTaken}.at("/name"));
  return {};
}

}  // namespace

Result<std::string> clean_role_name(std::string_view untrusted) {
  std::string name = PlainText::of(untrusted).text();
  if (name.empty() || code_points(name) > kLongestName || name.contains('\n'))
    return fail(Error{kBadRoleName}.at("/name"));
  return name;
}

Result<std::vector<CustomRole>> roles_of(store::Reader& reader, TenantId tenant) {
  TRY(auto rows, reader.all<CustomRow>(queries::roles_of_tenant, tenant));
  std::vector<CustomRole> roles;
  for (CustomRow& row : rows) roles.push_back(role_of(std::move(row)));
  return roles;
}

Result<CustomRole> find_role(store::Reader& reader, RoleId role) {
  TRY(auto row, reader.one<CustomRow>(queries::find_role, role));
  return role_of(std::move(row));
}

Result<std::string> name_of_role(store::Reader& reader, const RoleKey& role) {
  const auto custom = role.custom();
  if (!custom) return std::string{role.text()};
  TRY(CustomRole found, find_role(reader, *custom));
  return std::move(found.name);
}

Result<> insert(store::Transaction& transaction, const CustomRole& role, Instant now) {
  const std::string folded = gatehouse::folded(role.name);
  TRY_VOID(name_is_free(transaction, role, folded));
  TRY(const auto there, transaction.one<std::int64_t>(queries::count_roles, role.tenant));
  if (there >= kMostRoles) return fail(kTooManyRoles);
  TRY_VOID(transaction.execute(queries::insert_role, role.id, role.tenant, role.name, folded,
                               text_of(role.privileges), role.breadth == Breadth::every_bot, now));
  return {};
}

Result<> update(store::Transaction& transaction, const CustomRole& role) {
  const std::string folded = gatehouse::folded(role.name);
  TRY_VOID(name_is_free(transaction, role, folded));
  TRY_VOID(transaction.execute(queries::update_role, role.id, role.name, folded,
                               text_of(role.privileges), role.breadth == Breadth::every_bot));
  return {};
}

Result<> remove(store::Transaction& transaction, RoleId role) {
  TRY_VOID(transaction.execute(queries::delete_role, role));
  return {};
}

Result<std::vector<Grant>> grants_of(store::Reader& reader, PersonId person) {
  TRY(const auto rows, reader.all<GrantRow>(queries::grants_of_person, person));
  std::vector<Grant> grants;
  for (const GrantRow& row : rows)
    grants.push_back({row.bot, privileges_in(row.privileges) & kOfBots});
  return grants;
}

Result<> set_grant(store::Transaction& transaction, PersonId person, const Grant& grant) {
  if (grant.privileges.empty()) {
    TRY_VOID(transaction.execute(queries::delete_grant, person, grant.bot));
    return {};
  }
  TRY_VOID(transaction.execute(queries::set_grant, person, grant.bot, text_of(grant.privileges)));
  return {};
}

Result<Authority> authority_of(store::Reader& reader, PersonId person, const RoleKey& role) {
  Breadth breadth = Breadth::granted_bots;
  Privileges privileges;
  if (const auto built_in = role.built_in()) {
    breadth = row_of(*built_in).breadth;
    privileges = privileges_of(*built_in);
  } else {
    TRY(auto custom, reader.maybe<CustomRow>(queries::find_role, role.custom().value_or(RoleId{})));
    // A role that is gone grants nothing.
    if (!custom) return Authority{role, {}, {}};
    const CustomRole found = role_of(*std::move(custom));
    breadth = found.breadth;
    privileges = found.privileges;
  }
  if (breadth == Breadth::every_bot) return Authority{role, privileges, Reach::everything()};
  TRY(auto grants, grants_of(reader, person));
  return Authority{role, privileges, Reach::of(std::move(grants))};
}

Result<> forget_person(store::Transaction& transaction, PersonId person) {
  TRY_VOID(transaction.execute(queries::delete_grants_of_person, person));
  return {};
}

Result<> forget_tenant(store::Transaction& transaction, TenantId tenant) {
  TRY_VOID(transaction.execute(queries::delete_roles_of_tenant, tenant));
  TRY_VOID(transaction.execute(queries::tenant_is_granted, tenant));
  return {};
}

Result<std::vector<TenantId>> ungranted_tenants(store::Reader& reader) {
  return reader.all<TenantId>(queries::ungranted_tenants);
}

Result<> tenant_is_granted(store::Transaction& transaction, TenantId tenant) {
  TRY_VOID(transaction.execute(queries::tenant_is_granted, tenant));
  return {};
}

}  // namespace gatehouse::access
