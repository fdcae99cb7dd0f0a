// Users: members as a directory sees them.
#pragma once

#include <vector>

#include "directory/internal/ground.h"

namespace gatehouse::directory::internal {

class Users {
 public:
  explicit Users(const Ground& ground) : ground_{ground} {}

  Result<std::string> list(store::Reader& reader, const access::Caller& caller,
                           const Selection& selection) const;
  Result<bj::object> shown(store::Reader& reader, const access::Caller& caller,
                           PersonId person) const;
  Result<bj::object> add(store::Transaction& transaction, const access::Caller& caller,
                         const User& user) const;
  Result<bj::object> replace(store::Transaction& transaction, const access::Caller& caller,
                             PersonId person, const User& user, const IfMatch& version) const;
  Result<bj::object> patch(store::Transaction& transaction, const access::Caller& caller,
                           PersonId person, const bj::object& request,
                           const IfMatch& version) const;
  Result<> remove(store::Transaction& transaction, const access::Caller& caller, PersonId person,
                  const IfMatch& version) const;

 private:
  Result<bj::object> shown(store::Reader& reader, const identity::Account& account) const;
  Result<std::vector<identity::Account>> candidates(store::Reader& reader,
                                                    const access::Caller& caller,
                                                    const Selection& selection) const;
  Result<std::vector<PersonId>> named(store::Reader& reader, const access::Caller& caller,
                                      std::string_view user_name) const;
  // An account that a directory may change, in the version that it knows.
  Result<identity::Account> enter(store::Reader& reader, const access::Caller& caller,
                                  PersonId person, const IfMatch& version) const;
  Result<> require_free(store::Transaction& transaction, const access::Caller& caller,
                        const User& user, PersonId except) const;
  Result<> save(store::Transaction& transaction, TenantId tenant, PersonId person,
                const User& user) const;
  Result<bj::object> apply(store::Transaction& transaction, const access::Caller& caller,
                           const identity::Account& account, const User& user) const;

  const Ground& ground_;
};

}  // namespace gatehouse::directory::internal
