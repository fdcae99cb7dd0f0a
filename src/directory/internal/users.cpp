#include "directory/internal/users.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/control.h"
#include "directory/internal/filter.h"
#include "directory/internal/patch.h"
#include "directory/queries.h"

namespace gatehouse::directory::internal {
namespace {

using identity::Account;
using Text = vault::Sealed<std::string>;

constexpr auto kPurpose = vault::Purpose::contact;
// Of those whom no group gives another one; without a bot that is granted it opens nothing.
constexpr access::Role kFirstRole = access::Role::agent;

vault::Place kept_of(const PersonId& person) { return {"directory_user", "kept", person.bits()}; }

// To a directory a name that is taken is a conflict of its own, whatever we call it.
Error as_uniqueness(Error error) {
  if (!error.is(identity::kAlreadyMember)) return error;
  return Error{kUniqueness};
}

Result<bj::object> opened_kept(const vault::Keyring& keys, const UserRow& row) {
  TRY(const std::string text, row.kept.open(keys, kPurpose, kept_of(row.person)));
  bj::error_code code;
  bj::value value = bj::parse(text, code);
  if (code || !value.is_object()) return fail(store::kDamaged);
  return std::move(value.get_object());
}

Result<> write(store::Transaction& transaction, const Ground& ground, TenantId tenant,
               PersonId person, const User& user) {
  const auto name = ground.keys.blind_index("directory_user.name", user.sign_in_name);
  std::optional<std::array<std::uint8_t, 16>> external;
  if (user.external_id)
    external = ground.keys.blind_index("directory_user.external_id", *user.external_id);
  const auto kept = Text::of(ground.keys, kPurpose, kept_of(person), bj::serialize(user.kept));
  TRY_VOID(transaction.execute(queries::save_user, person, tenant, name, external, kept,
                               ground.clock.now()));
  return {};
}

}  // namespace

Result<> adopt(store::Transaction& transaction, const Ground& ground, TenantId tenant,
               const Account& account) {
  TRY(const User user, read_user({{"userName", account.email}, {"displayName", account.name}}));
  TRY_VOID(write(transaction, ground, tenant, account.person, user));
  return ground.members.keep(transaction, account.person);
}

// --- reading -----------------------------------------------------------------------------------

Result<bj::object> Users::shown(store::Reader& reader, const Account& account) const {
  UserFacts facts{.person = account.person,
                  .active = account.active,
                  .name = account.name,
                  .email = account.email,
                  .groups = {},
                  .created_at = account.since,
                  .changed_at = account.since};
  bj::object kept;
  TRY(const auto row, reader.maybe<UserRow>(queries::find_user, account.person));
  if (row) {
    TRY(kept, opened_kept(ground_.keys, *row));
    facts.created_at = row->created_at;
    facts.changed_at = row->changed_at;
  }
  TRY(const auto groups, reader.all<GroupRow>(queries::groups_of_person, account.person));
  for (const GroupRow& group : groups) {
    TRY(std::string name, opened_name(ground_.keys, group));
    facts.groups.push_back({group.id, std::move(name)});
  }
  return shown_user(kept, facts, ground_.base);
}

Result<bj::object> Users::shown(store::Reader& reader, const access::Caller& caller,
                                PersonId person) const {
  TRY(const Account account, ground_.members.find(reader, caller, person));
  return shown(reader, account);
}

Result<std::vector<PersonId>> Users::named(store::Reader& reader, const access::Caller& caller,
                                           std::string_view user_name) const {
  std::vector<PersonId> found;
  const auto name = comparable_name(user_name);
  if (!name) return found;
  const auto index = ground_.keys.blind_index("directory_user.name", *name);
  TRY(found, reader.all<PersonId>(queries::user_of_name, caller.tenant(), index));
  const auto email = EmailAddress::parse(user_name);
  if (!found.empty() || !email) return found;
  TRY(const auto account, ground_.members.find(reader, caller, *email));
  if (account) found.push_back(account->person);
  return found;
}

// Directories look for one user before they do anything about them: that is an index, not a walk.
Result<std::vector<Account>> Users::candidates(store::Reader& reader, const access::Caller& caller,
                                               const Selection& selection) const {
  if (!selection.filter) return ground_.members.all(reader, caller);
  TRY(const Filter filter, parse_filter(kUserType, *selection.filter));
  std::vector<PersonId> people;
  if (const auto name = sought_value(filter, "userName")) {
    TRY(people, named(reader, caller, *name));
  } else if (const auto external = sought_value(filter, "externalId")) {
    const auto index = ground_.keys.blind_index("directory_user.external_id", *external);
    TRY(people, reader.all<PersonId>(queries::users_of_external_id, caller.tenant(), index));
  } else {
    return ground_.members.all(reader, caller);
  }
  std::vector<Account> accounts;
  for (const PersonId person : people) {
    auto account = ground_.members.find(reader, caller, person);
    if (account) accounts.push_back(*std::move(account));
  }
  return accounts;
}

Result<std::string> Users::list(store::Reader& reader, const access::Caller& caller,
                                const Selection& selection) const {
  TRY(const auto accounts, candidates(reader, caller, selection));
  std::vector<bj::object> resources;
  for (const Account& account : accounts) {
    TRY(bj::object one, shown(reader, account));
    resources.push_back(std::move(one));
  }
  return list_response(kUserType, std::move(resources), selection);
}

// --- changing ----------------------------------------------------------------------------------

Result<Account> Users::enter(store::Reader& reader, const access::Caller& caller, PersonId person,
                             const IfMatch& version) const {
  TRY(Account account, ground_.members.find(reader, caller, person));
  if (enforced<"ACC-02"> && account.is_owner()) return fail(kOwnersByHand);
  TRY(const bj::object now, shown(reader, account));
  TRY_VOID(require_version(now, version));
  return account;
}

Result<> Users::require_free(store::Transaction& transaction, const access::Caller& caller,
                             const User& user, PersonId except) const {
  const auto index = ground_.keys.blind_index("directory_user.name", user.sign_in_name);
  TRY(const auto person,
      transaction.maybe<PersonId>(queries::user_of_name, caller.tenant(), index));
  if (!person || *person == except) return {};
  // Who was removed by hand does not keep the name.
  const auto account = ground_.members.find(transaction, caller, *person);
  if (account) return fail(Error{kUniqueness}.at("/userName"));
  TRY_VOID(transaction.execute(queries::delete_memberships_of_person, *person));
  TRY_VOID(transaction.execute(queries::delete_user, *person));
  return {};
}

Result<> Users::save(store::Transaction& transaction, TenantId tenant, PersonId person,
                     const User& user) const {
  return write(transaction, ground_, tenant, person, user);
}

Result<bj::object> Users::add(store::Transaction& transaction, const access::Caller& caller,
                              const User& user) const {
  TRY_VOID(require_free(transaction, caller, user, {}));
  auto added = ground_.members.add(transaction, caller, user.name, user.email, kFirstRole);
  if (!added) return fail(as_uniqueness(std::move(added).error()));
  TRY_VOID(save(transaction, caller.tenant(), *added, user));
  if (!user.active) TRY_VOID(ground_.members.let_leave(transaction, caller, *added));
  return shown(transaction, caller, *added);
}

Result<bj::object> Users::apply(store::Transaction& transaction, const access::Caller& caller,
                                const Account& account, const User& user) const {
  const PersonId person = account.person;
  TRY_VOID(require_free(transaction, caller, user, person));
  const auto changed = ground_.members.change(transaction, caller, person, user.name, user.email);
  if (!changed) return fail(as_uniqueness(changed.error()));
  TRY_VOID(save(transaction, caller.tenant(), person, user));
  if (account.active && !user.active)
    TRY_VOID(ground_.members.let_leave(transaction, caller, person));
  if (!account.active && user.active)
    TRY_VOID(ground_.members.let_return(transaction, caller, person));
  return shown(transaction, caller, person);
}

Result<bj::object> Users::replace(store::Transaction& transaction, const access::Caller& caller,
                                  PersonId person, const User& user, const IfMatch& version) const {
  TRY(const Account account, enter(transaction, caller, person, version));
  return apply(transaction, caller, account, user);
}

Result<bj::object> Users::patch(store::Transaction& transaction, const access::Caller& caller,
                                PersonId person, const bj::object& request,
                                const IfMatch& version) const {
  TRY(const Account account, enter(transaction, caller, person, version));
  TRY(bj::object document, shown(transaction, account));
  TRY_VOID(apply_patch(kUserType, document, request));
  TRY(const User user, read_user(document));
  return apply(transaction, caller, account, user);
}

Result<> Users::remove(store::Transaction& transaction, const access::Caller& caller,
                       PersonId person, const IfMatch& version) const {
  TRY_VOID(enter(transaction, caller, person, version));
  TRY_VOID(ground_.members.remove(transaction, caller, person));
  TRY_VOID(transaction.execute(queries::delete_memberships_of_person, person));
  TRY_VOID(transaction.execute(queries::delete_user, person));
  return {};
}

}  // namespace gatehouse::directory::internal
