// The members of a workspace: who they are, who may come, what they may do, and their leaving.
#pragma once

#include <vector>

#include "identity/internal/links.h"
#include "identity/internal/sessions.h"

namespace gatehouse::identity::internal {

class Members {
 public:
  Members(const Ground& ground, const People& people, const Links& links, const Sessions& sessions)
      : ground_{ground}, people_{people}, links_{links}, sessions_{sessions} {}

  Task<Result<std::vector<Member>>> list(access::Caller caller);
  Task<Result<Link>> invite(access::Caller caller, EmailAddress email, access::Role role);
  Task<Result<Member>> change_role(access::Caller caller, PersonId person, access::Role role);
  Task<Result<>> remove(access::Caller caller, PersonId person);
  Task<Result<>> end_sessions(access::Caller caller, PersonId person);
  // Of a workspace that is gone. Blocking.
  Result<> forget(TenantId tenant);

 private:
  // The door: the only way to another member. Looked up by person, so that the wall between
  // workspaces is this function's and not the query's.
  Result<MemberRow> enter(store::Reader& reader, const access::Caller& caller,
                          PersonId person) const;
  Result<> keep_an_owner(store::Reader& reader, const MemberRow& member) const;
  Result<Member> shown(store::Reader& reader, const MemberRow& row) const;

  Result<Link> invite_in(store::Transaction& transaction, const access::Caller& caller,
                         const EmailAddress& email, access::Role role) const;
  Result<Member> change_in(store::Transaction& transaction, const access::Caller& caller,
                           PersonId person, access::Role role) const;
  Result<> remove_in(store::Transaction& transaction, const access::Caller& caller,
                     PersonId person) const;

  const Ground& ground_;
  const People& people_;
  const Links& links_;
  const Sessions& sessions_;
};

}  // namespace gatehouse::identity::internal
