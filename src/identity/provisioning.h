// For a directory that keeps members (SCIM): everything here runs in the transaction of the
// directory's own rows, so that both stand or fall together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/caller.h"
#include "access/role.h"
#include "base/text.h"
#include "identity/leaving.h"
#include "store/database.h"

namespace gatehouse::identity {

// An account of the caller's workspace.
struct Account {
  PersonId person;
  std::string name;
  std::string email;
  access::RoleKey role;
  Instant since;
  bool active;
  bool from_directory;

  bool is_owner() const { return role == access::RoleKey{access::Role::owner}; }
};

class Provisioning {
 public:
  struct Inside;
  explicit Provisioning(const Inside& inside) : inside_{inside} {}

  // kNotFound when there is none in the caller's workspace.
  Result<Account> find(store::Reader& reader, const access::Caller& caller, PersonId person) const;
  Result<std::optional<Account>> find(store::Reader& reader, const access::Caller& caller,
                                      const EmailAddress& email) const;
  Result<std::vector<Account>> all(store::Reader& reader, const access::Caller& caller) const;

  // All of these refuse what the caller could not do by hand (control ACC-02).
  // Somebody without a password: they come in by single sign-on, or by a link that is made for
  // them. kAlreadyMember when the address or one like it is taken.
  Result<PersonId> add(store::Transaction& transaction, const access::Caller& caller,
                       const std::string& name, const EmailAddress& email,
                       const access::RoleKey& role) const;
  Result<> change(store::Transaction& transaction, const access::Caller& caller, PersonId person,
                  const std::string& name, const EmailAddress& email) const;
  // One that decides over others is asked for: the member keeps theirs until somebody approves
  // (control ACC-04).
  Result<> give_role(store::Transaction& transaction, const access::Caller& caller, PersonId person,
                     const access::RoleKey& role, const std::string& reason) const;
  Result<> let_leave(store::Transaction& transaction, const access::Caller& caller,
                     PersonId person) const;
  Result<> let_return(store::Transaction& transaction, const access::Caller& caller,
                      PersonId person) const;
  Result<> remove(store::Transaction& transaction, const access::Caller& caller,
                  PersonId person) const;
  Result<> keep(store::Transaction& transaction, PersonId person) const;  // marks it as kept
  // Whether the caller could give this role to somebody who holds nothing.
  Result<> require_grantable(store::Reader& reader, const access::Caller& caller,
                             const access::RoleKey& role) const;

  // Once the transaction in which somebody left or was removed stands.
  Task<Result<>> hand_over(TenantId tenant, PersonId person) const;

 private:
  const Inside& inside_;
};

}  // namespace gatehouse::identity
