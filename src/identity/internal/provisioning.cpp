#include "base/control.h"
#include "identity/internal/doors.h"
#include "identity/internal/provisioning_inside.h"
#include "identity/queries.h"

namespace gatehouse::identity {
namespace {

using internal::enter;
using internal::MemberRow;
using internal::People;

constexpr std::string_view kByDirectory = "The directory says so";

struct Kept {
  std::optional<Instant> suspended_at;
  bool from_directory;
  std::optional<Instant> leaves_at;
  static constexpr auto columns =
      std::tuple{&Kept::suspended_at, &Kept::from_directory, &Kept::leaves_at};
};

Result<Account> account_of(store::Reader& reader, const People& people, const MemberRow& member) {
  TRY(Person person, people.find(reader, member.person));
  TRY(const Kept kept, reader.one<Kept>(queries::standing_of_member, member.person));
  return Account{.person = member.person,
                 .name = std::move(person.name),
                 .email = std::move(person.email),
                 .role = member.role,
                 .since = member.since,
                 .active = !kept.suspended_at,
                 .from_directory = kept.from_directory};
}

}  // namespace

Result<Account> Provisioning::find(store::Reader& reader, const access::Caller& caller,
                                   PersonId person) const {
  TRY(const MemberRow member, enter(reader, caller, person));
  return account_of(reader, inside_.people, member);
}

Result<std::optional<Account>> Provisioning::find(store::Reader& reader,
                                                  const access::Caller& caller,
                                                  const EmailAddress& email) const {
  TRY(const auto member, reader.maybe<MemberRow>(queries::find_member_by_email, caller.tenant(),
                                                 inside_.people.index_of(email)));
  if (!member) return std::optional<Account>{};
  TRY(Account account, account_of(reader, inside_.people, *member));
  return std::optional{std::move(account)};
}

Result<std::vector<Account>> Provisioning::all(store::Reader& reader,
                                               const access::Caller& caller) const {
  TRY(const auto rows, reader.all<MemberRow>(queries::members_of_tenant, caller.tenant()));
  std::vector<Account> accounts;
  for (const MemberRow& row : rows) {
    TRY(Account account, account_of(reader, inside_.people, row));
    accounts.push_back(std::move(account));
  }
  return accounts;
}

Result<> Provisioning::require_grantable(store::Reader& reader, const access::Caller& caller,
                                         const access::RoleKey& role) const {
  TRY(const access::Authority given, internal::authority_in(reader, caller, role));
  const bool granted = access::may_grant(caller.authority(), given);
  if (enforced<"ACC-02"> && !granted) return fail(Error{kCannotGrant}.at("/role"));
  return {};
}

Result<PersonId> Provisioning::add(store::Transaction& transaction, const access::Caller& caller,
                                   const std::string& name, const EmailAddress& email,
                                   const access::RoleKey& role) const {
  TRY_VOID(access::require(caller, access::Privilege::manage_members));
  TRY_VOID(require_grantable(transaction, caller, role));
  TRY(std::string shown, internal::clean_name(name, "/displayName"));
  const People::NewPerson person{std::move(shown), email, inside_.passwords.of_nobody(),
                                 caller.tenant(), role};
  TRY(const internal::Who who, inside_.people.add(transaction, person));
  TRY_VOID(transaction.execute(queries::keep_by_directory, who.person.id, true));
  const audit::Deed deed{.event = audit::Event::member_provisioned,
                         .object = who.person.id.text(),
                         .detail = email.text() + " as " + std::string{role.text()}};
  TRY_VOID(inside_.ground.log.record(transaction, caller.origin(), deed));
  return who.person.id;
}

Result<> Provisioning::keep(store::Transaction& transaction, PersonId person) const {
  TRY_VOID(transaction.execute(queries::keep_by_directory, person, true));
  return {};
}

// Another address is another way in: what was made for the older one ends, as do the sessions of
// whoever held it.
Result<> Provisioning::change(store::Transaction& transaction, const access::Caller& caller,
                              PersonId person, const std::string& name,
                              const EmailAddress& email) const {
  TRY_VOID(access::require(caller, access::Privilege::manage_members));
  TRY(const MemberRow member, enter(transaction, caller, person));
  TRY(const access::Authority held, access::authority_of(transaction, person, member.role));
  const bool granted = access::may_grant(caller.authority(), held);
  if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
  TRY(const Account before, account_of(transaction, inside_.people, member));
  TRY(const std::string shown, internal::clean_name(name, "/displayName"));
  TRY_VOID(transaction.execute(queries::keep_by_directory, person, true));
  const bool moved = before.email != email.text();
  if (before.name == shown && !moved) return {};
  TRY_VOID(inside_.people.set_name(transaction, person, shown));
  if (moved) {
    TRY_VOID(inside_.people.set_email(transaction, member.tenant, person, email));
    TRY_VOID(inside_.links.end_all_of(transaction, person));
    TRY_VOID(inside_.members.end_sessions_in(transaction, caller, person));
  }
  const audit::Deed deed{.event = audit::Event::member_reprovisioned,
                         .object = person.text(),
                         .detail = moved ? before.email + " to " + email.text() : "name"};
  return inside_.ground.log.record(transaction, caller.origin(), deed);
}

Result<> Provisioning::give_role(store::Transaction& transaction, const access::Caller& caller,
                                 PersonId person, const access::RoleKey& role,
                                 const std::string& reason) const {
  TRY_VOID(access::require(caller, access::Privilege::manage_members));
  TRY(const auto asked, inside_.approvals.find_by_object(transaction, person.text()));
  const bool waits = asked && asked->state == access::ApprovalState::waiting;
  if (waits && asked->details.role == role.text()) return {};
  // The directory has changed its mind: what it wanted before must not be approved any more.
  if (waits) TRY_VOID(inside_.approvals.lapse(transaction, caller.origin(), person.text()));
  TRY(const MemberRow member, enter(transaction, caller, person));
  if (member.role == role) return {};
  TRY_VOID(inside_.members.change_in(transaction, caller, person, role, reason));
  return {};
}

Result<> Provisioning::let_leave(store::Transaction& transaction, const access::Caller& caller,
                                 PersonId person) const {
  TRY_VOID(access::require(caller, access::Privilege::manage_members));
  const LeaveWish wish{.reason = std::string{kByDirectory}, .cause = LeavingCause::directory};
  TRY_VOID(inside_.leaving.leave_in(transaction, caller, person, wish));
  return {};
}

Result<> Provisioning::let_return(store::Transaction& transaction, const access::Caller& caller,
                                  PersonId person) const {
  TRY_VOID(access::require(caller, access::Privilege::manage_members));
  return inside_.leaving.come_back_in(transaction, caller, person, std::string{kByDirectory});
}

Result<> Provisioning::remove(store::Transaction& transaction, const access::Caller& caller,
                              PersonId person) const {
  TRY_VOID(access::require(caller, access::Privilege::manage_members));
  return inside_.members.remove_in(transaction, caller, person);
}

Task<Result<>> Provisioning::hand_over(TenantId tenant, PersonId person) const {
  return inside_.leaving.hand_over(tenant, person);
}

}  // namespace gatehouse::identity
