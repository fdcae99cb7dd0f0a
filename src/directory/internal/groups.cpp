#include "directory/internal/groups.h"

#include <algorithm>

#include "base/control.h"
#include "directory/internal/patch.h"
#include "directory/queries.h"

namespace gatehouse::directory::internal {
namespace {

using access::RoleKey;
using Text = vault::Sealed<std::string>;

constexpr auto kPurpose = vault::Purpose::contact;
constexpr std::int64_t kMostGroups = 1000;
constexpr access::Role kWithoutGroup = access::Role::agent;

vault::Place name_of_group(const DirectoryGroupId& id) {
  return {"directory_group", "name", id.bits()};
}
vault::Place external_id_of(const DirectoryGroupId& id) {
  return {"directory_group", "external_id", id.bits()};
}

}  // namespace

Result<std::string> opened_name(const vault::Keyring& keys, const GroupRow& row) {
  return row.name.open(keys, kPurpose, name_of_group(row.id));
}

// --- reading -----------------------------------------------------------------------------------

Result<GroupRow> Groups::enter(store::Reader& reader, const access::Caller& caller,
                               DirectoryGroupId id) const {
  TRY(const GroupRow row, reader.one<GroupRow>(queries::find_group, id));
  const bool is_foreign = row.tenant != caller.tenant();
  if (enforced<"ACC-05"> && is_foreign)
    return fail(Error{kNotFound}.because("another tenant").under("ACC-05"));
  return row;
}

Result<bj::object> Groups::shown(store::Reader& reader, const access::Caller& caller,
                                 const GroupRow& row) const {
  GroupFacts facts{.id = row.id,
                   .name = {},
                   .external_id = std::nullopt,
                   .members = {},
                   .created_at = row.created_at,
                   .changed_at = row.changed_at};
  TRY(facts.name, opened_name(ground_.keys, row));
  if (row.external_id) {
    TRY(facts.external_id, row.external_id->open(ground_.keys, kPurpose, external_id_of(row.id)));
  }
  TRY(const auto members, reader.all<PersonId>(queries::members_of_group, row.id));
  for (const PersonId person : members) {
    // Who was removed by hand is no member of anything.
    auto account = ground_.members.find(reader, caller, person);
    if (account) facts.members.emplace_back(person, std::move(account->name));
  }
  return shown_group(facts, ground_.base);
}

Result<bj::object> Groups::shown(store::Reader& reader, const access::Caller& caller,
                                 DirectoryGroupId id) const {
  TRY(const GroupRow row, enter(reader, caller, id));
  return shown(reader, caller, row);
}

Result<std::string> Groups::list(store::Reader& reader, const access::Caller& caller,
                                 const Selection& selection) const {
  TRY(const auto rows, reader.all<GroupRow>(queries::groups_of_tenant, caller.tenant()));
  std::vector<bj::object> resources;
  for (const GroupRow& row : rows) {
    TRY(bj::object one, shown(reader, caller, row));
    resources.push_back(std::move(one));
  }
  return list_response(kGroupType, std::move(resources), selection);
}

// --- changing ----------------------------------------------------------------------------------

Result<bj::object> Groups::add(store::Transaction& transaction, const access::Caller& caller,
                               const Group& group) const {
  TRY(const auto groups, transaction.one<std::int64_t>(queries::count_groups, caller.tenant()));
  if (groups >= kMostGroups) return fail(kTooMany);
  const auto index = ground_.keys.blind_index("directory_group.name", group.name);
  TRY(const auto taken,
      transaction.maybe<DirectoryGroupId>(queries::group_of_name, caller.tenant(), index));
  if (taken) return fail(Error{kUniqueness}.at("/displayName"));
  const auto id = DirectoryGroupId::make(ground_.clock, ground_.random);
  TRY_VOID(transaction.execute(queries::insert_group, id, caller.tenant(), index,
                               Text::of(ground_.keys, kPurpose, name_of_group(id), group.name),
                               std::optional<Text>{}, ground_.clock.now()));
  TRY_VOID(save(transaction, id, group));
  TRY_VOID(set_members(transaction, caller, id, group.members));
  TRY_VOID(record(transaction, caller, audit::Event::directory_group_changed, id, group.name));
  return shown(transaction, caller, id);
}

Result<> Groups::save(store::Transaction& transaction, DirectoryGroupId id,
                      const Group& group) const {
  const auto index = ground_.keys.blind_index("directory_group.name", group.name);
  const auto name = Text::of(ground_.keys, kPurpose, name_of_group(id), group.name);
  std::optional<Text> external;
  if (group.external_id)
    external = Text::of(ground_.keys, kPurpose, external_id_of(id), *group.external_id);
  TRY_VOID(
      transaction.execute(queries::update_group, id, index, name, external, ground_.clock.now()));
  return {};
}

Result<bj::object> Groups::apply(store::Transaction& transaction, const access::Caller& caller,
                                 const GroupRow& row, const Group& group) const {
  const auto index = ground_.keys.blind_index("directory_group.name", group.name);
  TRY(const auto taken,
      transaction.maybe<DirectoryGroupId>(queries::group_of_name, caller.tenant(), index));
  if (taken && *taken != row.id) return fail(Error{kUniqueness}.at("/displayName"));
  TRY_VOID(save(transaction, row.id, group));
  TRY_VOID(set_members(transaction, caller, row.id, group.members));
  TRY_VOID(record(transaction, caller, audit::Event::directory_group_changed, row.id, group.name));
  return shown(transaction, caller, row.id);
}

Result<bj::object> Groups::replace(store::Transaction& transaction, const access::Caller& caller,
                                   DirectoryGroupId id, const Group& group,
                                   const IfMatch& version) const {
  TRY(const GroupRow row, enter(transaction, caller, id));
  TRY(const bj::object now, shown(transaction, caller, row));
  TRY_VOID(require_version(now, version));
  return apply(transaction, caller, row, group);
}

Result<bj::object> Groups::patch(store::Transaction& transaction, const access::Caller& caller,
                                 DirectoryGroupId id, const bj::object& request,
                                 const IfMatch& version) const {
  TRY(const GroupRow row, enter(transaction, caller, id));
  TRY(bj::object document, shown(transaction, caller, row));
  TRY_VOID(require_version(document, version));
  TRY_VOID(apply_patch(kGroupType, document, request));
  TRY(const Group group, read_group(document));
  return apply(transaction, caller, row, group);
}

Result<> Groups::remove(store::Transaction& transaction, const access::Caller& caller,
                        DirectoryGroupId id, const IfMatch& version) const {
  TRY(const GroupRow row, enter(transaction, caller, id));
  TRY(const bj::object now, shown(transaction, caller, row));
  TRY_VOID(require_version(now, version));
  TRY_VOID(set_members(transaction, caller, id, {}));
  TRY_VOID(transaction.execute(queries::delete_memberships_of_group, id));
  TRY_VOID(transaction.execute(queries::delete_group, id));
  return record(transaction, caller, audit::Event::directory_group_removed, id, {});
}

Result<> Groups::set_members(store::Transaction& transaction, const access::Caller& caller,
                             DirectoryGroupId id, const std::vector<PersonId>& members) const {
  TRY(const auto before, transaction.all<PersonId>(queries::members_of_group, id));
  std::vector<PersonId> wanted = members;
  std::ranges::sort(wanted);
  std::vector<PersonId> came;
  std::vector<PersonId> left;
  std::ranges::set_difference(wanted, before, std::back_inserter(came));
  std::ranges::set_difference(before, wanted, std::back_inserter(left));
  for (const PersonId person : came) {
    const auto account = ground_.members.find(transaction, caller, person);
    if (!account) return fail(Error{kInvalidValue}.at("/members").because("nobody of this id"));
    TRY_VOID(transaction.execute(queries::add_membership, id, person));
    TRY_VOID(settle(transaction, caller, person));
  }
  for (const PersonId person : left) {
    TRY_VOID(transaction.execute(queries::delete_membership, id, person));
    const auto account = ground_.members.find(transaction, caller, person);
    if (account) TRY_VOID(settle(transaction, caller, person));
  }
  return {};
}

// --- roles -------------------------------------------------------------------------------------

// Of several groups the role with the most rights counts; of equals that of the older group.
Result<std::optional<RoleKey>> Groups::role_of(store::Reader& reader, PersonId person) const {
  TRY(const auto groups, reader.all<GroupRow>(queries::groups_of_person, person));
  std::optional<RoleKey> best;
  int most = -1;
  for (const GroupRow& group : groups) {
    if (!group.role) continue;
    // A role that was deleted since gives nothing.
    const auto authority = access::authority_of(reader, person, *group.role);
    if (!authority || authority->privileges.size() <= most) continue;
    best = group.role;
    most = authority->privileges.size();
  }
  return best;
}

Result<> Groups::settle(store::Transaction& transaction, const access::Caller& caller,
                        PersonId person) const {
  TRY(const identity::Account account, ground_.members.find(transaction, caller, person));
  if (account.is_owner()) return {};
  TRY(const auto row, transaction.maybe<UserRow>(queries::find_user, person));
  TRY(const std::optional<RoleKey> role, role_of(transaction, person));
  const bool was_given = row && row->mapped_role;
  // Otherwise the role is one that a person gave, and stays.
  if (!role && !was_given) return {};
  if (!row) TRY_VOID(adopt(transaction, ground_, caller.tenant(), account));
  const RoleKey wanted = role.value_or(RoleKey{kWithoutGroup});
  // Also when it is theirs already: something else may still wait for approval.
  TRY_VOID(
      ground_.members.give_role(transaction, caller, person, wanted, "Groups of the directory"));
  TRY_VOID(transaction.execute(queries::user_got_role, person, role));
  return {};
}

Result<GroupEntry> Groups::entry_of(store::Reader& reader, const GroupRow& row) const {
  TRY(std::string name, opened_name(ground_.keys, row));
  TRY(const auto members, reader.all<PersonId>(queries::members_of_group, row.id));
  return GroupEntry{row.id, std::move(name), row.role, std::ssize(members)};
}

Result<std::vector<GroupEntry>> Groups::entries(store::Reader& reader, TenantId tenant) const {
  TRY(const auto rows, reader.all<GroupRow>(queries::groups_of_tenant, tenant));
  std::vector<GroupEntry> entries;
  for (const GroupRow& row : rows) {
    TRY(GroupEntry entry, entry_of(reader, row));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<GroupEntry> Groups::map(store::Transaction& transaction, const access::Caller& caller,
                               DirectoryGroupId id, const std::optional<RoleKey>& role) const {
  TRY(const GroupRow row, enter(transaction, caller, id));
  if (role == RoleKey{access::Role::owner}) return fail(Error{kOwnersByHand}.at("/role"));
  if (role) TRY_VOID(ground_.members.require_grantable(transaction, caller, *role));
  TRY_VOID(transaction.execute(queries::map_group, id, role));
  const std::string given = role ? std::string{role->text()} : "nothing";
  TRY_VOID(record(transaction, caller, audit::Event::directory_mapping_changed, id, given));
  TRY(const auto members, transaction.all<PersonId>(queries::members_of_group, id));
  for (const PersonId person : members) {
    const auto account = ground_.members.find(transaction, caller, person);
    if (account) TRY_VOID(settle(transaction, caller, person));
  }
  TRY(const GroupRow mapped, enter(transaction, caller, id));
  return entry_of(transaction, mapped);
}

Result<> Groups::record(store::Transaction& transaction, const access::Caller& caller,
                        audit::Event event, DirectoryGroupId id, std::string detail) const {
  const audit::Deed deed{.event = event, .object = id.text(), .detail = std::move(detail)};
  return ground_.log.record(transaction, caller.origin(), deed);
}

}  // namespace gatehouse::directory::internal
