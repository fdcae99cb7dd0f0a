#include "identity/internal/role_desk.h"

#include <fmt/format.h>

#include "base/control.h"
#include "identity/internal/doors.h"
#include "identity/internal/elevation.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

using access::CustomRole;
using access::Privilege;
using access::RoleKey;

// A role holds for the whole workspace, whoever is given it: so only those decide about it who hold
// all of it for every bot.
Result<> require_held(const access::Caller& caller, const CustomRole& role) {
  const access::Authority given{RoleKey{role.id}, role.privileges, access::Reach::everything()};
  const bool held = access::may_grant(caller.authority(), given);
  if (enforced<"ACC-02"> && !held) return fail(Error{kCannotGrant}.at("/privileges"));
  return {};
}

Result<std::vector<MemberRow>> members_of(store::Reader& reader, TenantId tenant,
                                          const RoleKey& role) {
  return reader.all<MemberRow>(queries::members_of_role, tenant, role);
}

RoleEntry entry_of(const CustomRole& role, std::vector<Holder> holders) {
  return {RoleKey{role.id}, role.name, false, role.privileges, role.breadth, std::move(holders)};
}

}  // namespace

RoleDesk::RoleDesk(const Ground& ground, const People& people, const Sessions& sessions,
                   access::Approvals& approvals)
    : ground_{ground}, people_{people}, sessions_{sessions}, approvals_{approvals} {
  access::Approvals::Duty duty;
  duty.gainers = [](store::Reader& reader,
                    const access::Approval& approval) -> Result<std::vector<PersonId>> {
    TRY(const RoleKey role, RoleKey::parse(approval.object));
    TRY(const auto members, members_of(reader, approval.tenant, role));
    std::vector<PersonId> people;
    for (const MemberRow& member : members) people.push_back(member.person);
    return people;
  };
  duty.perform = [this](store::Transaction& transaction, const access::Approval& approval,
                        const audit::Origin& origin, const access::Caller* approver) {
    return widen_approved(transaction, approval, origin, approver);
  };
  approvals.join(access::Act::widen_role, std::move(duty));
}

Result<std::vector<Holder>> RoleDesk::holders(store::Reader& reader,
                                              const std::vector<MemberRow>& members) const {
  std::vector<Holder> list;
  for (const MemberRow& member : members) {
    TRY(Person person, people_.find(reader, member.person));
    list.push_back({person.id, std::move(person.name)});
  }
  return list;
}

Task<Result<std::vector<RoleEntry>>> RoleDesk::list(access::Caller caller) {
  CO_TRY_VOID(access::require(caller, Privilege::read_members));
  auto work = [this, tenant = caller.tenant()](store::Reader& reader) {
    return list_in(reader, tenant);
  };
  co_return co_await ground_.control.read(std::move(work));
}

Result<std::vector<RoleEntry>> RoleDesk::list_in(store::Reader& reader, TenantId tenant) const {
  std::vector<RoleEntry> list;
  for (const access::RoleRow& row : access::kRoles) {
    TRY(const auto members, members_of(reader, tenant, row.role));
    TRY(auto held_by, holders(reader, members));
    list.push_back(
        {row.role, std::string{row.name}, true, row.privileges, row.breadth, std::move(held_by)});
  }
  TRY(const auto custom, access::roles_of(reader, tenant));
  for (const CustomRole& role : custom) {
    TRY(const auto members, members_of(reader, tenant, RoleKey{role.id}));
    TRY(auto held_by, holders(reader, members));
    list.push_back(entry_of(role, std::move(held_by)));
  }
  return list;
}

Task<Result<RoleEntry>> RoleDesk::add(access::Caller caller, RoleDraft draft) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_roles));
  auto work = [this, caller, draft = std::move(draft)](store::Transaction& transaction) {
    return add_in(transaction, caller, draft);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<RoleEntry> RoleDesk::add_in(store::Transaction& transaction, const access::Caller& caller,
                                   const RoleDraft& draft) const {
  TRY(std::string name, access::clean_role_name(draft.name));
  const CustomRole role{RoleId::make(ground_.clock, ground_.random), caller.tenant(),
                        std::move(name), access::with_reading(draft.privileges), draft.breadth};
  TRY_VOID(require_held(caller, role));
  TRY_VOID(access::insert(transaction, role, ground_.clock.now()));
  TRY_VOID(record(transaction, caller.origin(), audit::Event::role_created, role));
  return entry_of(role, {});
}

Task<Result<RoleEntry>> RoleDesk::edit(access::Caller caller, RoleId role, RoleEdit edit) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_roles));
  auto work = [this, caller, role, edit = std::move(edit)](store::Transaction& transaction) {
    return edit_in(transaction, caller, role, edit);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<RoleEntry> RoleDesk::edit_in(store::Transaction& transaction, const access::Caller& caller,
                                    RoleId id, const RoleEdit& edit) const {
  TRY(const CustomRole before, enter(transaction, caller, id));
  CustomRole role = before;
  if (edit.name) {
    TRY(role.name, access::clean_role_name(*edit.name));
  }
  if (edit.privileges) role.privileges = access::with_reading(*edit.privileges);
  role.breadth = edit.breadth.value_or(before.breadth);
  TRY_VOID(require_held(caller, before));
  TRY_VOID(require_held(caller, role));
  TRY(const auto members, members_of(transaction, role.tenant, RoleKey{id}));
  TRY(auto held_by, holders(transaction, members));
  // A role that nobody holds gives nobody anything: whoever is given it then is asked about.
  const bool elevates =
      !members.empty() && !before.privileges.contains_all(role.privileges & kDeciding);
  if (enforced<"ACC-04"> && elevates) {
    RoleEntry unchanged = entry_of(before, std::move(held_by));
    TRY(unchanged.approval, ask_to_widen(transaction, caller, before, role, edit.reason));
    return unchanged;
  }
  TRY_VOID(put(transaction, caller.origin(), role, members));
  return entry_of(role, std::move(held_by));
}

Result<> RoleDesk::put(store::Transaction& transaction, const audit::Origin& origin,
                       const CustomRole& role, const std::vector<MemberRow>& members) const {
  TRY_VOID(access::update(transaction, role));
  // What they offered to others rests on what they held.
  for (const MemberRow& member : members) {
    TRY_VOID(transaction.execute(queries::delete_invitations_by, member.person));
  }
  TRY_VOID(sessions_.change_rights(transaction, members));
  return record(transaction, origin, audit::Event::role_changed, role);
}

Result<ApprovalId> RoleDesk::ask_to_widen(store::Transaction& transaction,
                                          const access::Caller& caller, const CustomRole& before,
                                          const CustomRole& after,
                                          const std::string& reason) const {
  access::ActDetails details{.subject = before.name,
                             .role = std::string{RoleKey{before.id}.text()},
                             .role_name = before.name,
                             .gained = gained(before.privileges, after.privileges),
                             .rights = access::text_of(after.privileges),
                             .name = after.name,
                             .every_bot = after.breadth == access::Breadth::every_bot};
  TRY(const auto asked, approvals_.request(transaction, caller.origin(),
                                           {.act = access::Act::widen_role,
                                            .tenant = caller.tenant(),
                                            .object = before.id.text(),
                                            .details = std::move(details),
                                            .reason = reason,
                                            .requester = caller.person()}));
  return asked.id;
}

Result<> RoleDesk::widen_approved(store::Transaction& transaction, const access::Approval& approval,
                                  const audit::Origin& origin,
                                  const access::Caller* approver) const {
  TRY(const RoleId id, RoleId::parse(approval.object));
  TRY(CustomRole role, access::find_role(transaction, id));
  if (role.tenant != approval.tenant) return fail(kNotFound);
  const access::ActDetails& wanted = approval.details;
  role.name = wanted.name.value_or(role.name);
  role.privileges = access::privileges_in(wanted.rights.value_or(""));
  role.breadth =
      wanted.every_bot.value_or(false) ? access::Breadth::every_bot : access::Breadth::granted_bots;
  const access::Authority given{RoleKey{id}, role.privileges, access::Reach::everything()};
  TRY_VOID(still_grantable(transaction, approval, approver, given));
  TRY(const auto members, members_of(transaction, role.tenant, RoleKey{id}));
  return put(transaction, origin, role, members);
}

Task<Result<std::vector<Holder>>> RoleDesk::remove(access::Caller caller, RoleId role) {
  CO_TRY_VOID(access::require(caller, Privilege::manage_roles));
  auto work = [this, caller, role](store::Transaction& transaction) {
    return remove_in(transaction, caller, role);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<std::vector<Holder>> RoleDesk::remove_in(store::Transaction& transaction,
                                                const access::Caller& caller, RoleId id) const {
  TRY(const CustomRole role, enter(transaction, caller, id));
  TRY_VOID(require_held(caller, role));
  TRY(const auto members, members_of(transaction, role.tenant, RoleKey{id}));
  if (!members.empty()) return holders(transaction, members);
  TRY_VOID(transaction.execute(queries::delete_invitations_as, role.tenant, RoleKey{id}));
  TRY_VOID(transaction.execute(queries::stop_joining_as, role.tenant, RoleKey{id}));
  TRY_VOID(access::remove(transaction, id));
  TRY_VOID(record(transaction, caller.origin(), audit::Event::role_deleted, role));
  return std::vector<Holder>{};
}

Result<> RoleDesk::record(store::Transaction& transaction, const audit::Origin& origin,
                          audit::Event event, const CustomRole& role) const {
  const std::string_view bots =
      role.breadth == access::Breadth::every_bot ? "every bot" : "granted bots";
  const audit::Deed deed{
      .event = event,
      .object = role.id.text(),
      .detail = fmt::format("{}; {}; {}", role.name, bots, access::text_of(role.privileges))};
  return ground_.log.record(transaction, origin, deed);
}

}  // namespace gatehouse::identity::internal
