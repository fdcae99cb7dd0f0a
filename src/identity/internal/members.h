// The members of a workspace: who they are, who may come, what they may do, and their leaving.
#pragma once

#include <string>
#include <vector>

#include "access/approvals.h"
#include "identity/internal/leaving.h"
#include "identity/internal/links.h"
#include "identity/internal/post.h"
#include "identity/internal/sessions.h"

namespace gatehouse::identity::internal {

class Members {
 public:
  // Joins the acts change_role and invite_member to the approvals.
  Members(const Ground& ground, const People& people, const Links& links, const Sessions& sessions,
          const Leaving& leaving, const Post& post, access::Approvals& approvals);

  Task<Result<std::vector<Member>>> list(access::Caller caller);
  Task<Result<Link>> invite(access::Caller caller, EmailAddress email, access::RoleKey role,
                            egress::Language language, std::string reason);
  Task<Result<std::vector<OpenInvitation>>> invitations(access::Caller caller);
  Task<Result<>> withdraw(access::Caller caller, InvitationId invitation);
  // The older link ends.
  Task<Result<Link>> invite_again(access::Caller caller, InvitationId invitation,
                                  egress::Language language);
  // Refused without a reason (control ACC-09).
  Task<Result<Member>> change_role(access::Caller caller, PersonId person, access::RoleKey role,
                                   std::string reason);
  Task<Result<>> remove(access::Caller caller, PersonId person);
  Result<std::vector<MemberRights>> rights_in(store::Reader& reader, TenantId tenant) const;
  // The member whose password the caller may have set anew: nobody's with more rights than theirs,
  // and not their own, which takes the password that they have.
  Result<> enter_to_reset(store::Reader& reader, const access::Caller& caller,
                          PersonId person) const;
  // Factors and recovery codes; the sessions end.
  Task<Result<>> reset_factors(access::Caller caller, PersonId person);
  Result<> forget_factors_of(store::Transaction& transaction, const audit::Origin& origin,
                             PersonId person) const;
  Task<Result<>> end_sessions(access::Caller caller, PersonId person);
  // For those who work in a transaction of their own.
  Result<Member> change_in(store::Transaction& transaction, const access::Caller& caller,
                           PersonId person, access::RoleKey role, const std::string& reason) const;
  Result<> end_sessions_in(store::Transaction& transaction, const access::Caller& caller,
                           PersonId person) const;
  Result<> remove_in(store::Transaction& transaction, const access::Caller& caller,
                     PersonId person) const;
  // Of a workspace that is gone. Blocking.
  Result<> forget(TenantId tenant);

 private:
  Result<Member> shown(store::Reader& reader, const MemberRow& row) const;

  // What a mail says besides.
  struct Wording {
    egress::Language language;
    std::string workspace;
    std::string reason;
  };
  Result<Link> invite_in(store::Transaction& transaction, const access::Caller& caller,
                         const EmailAddress& email, access::RoleKey role,
                         const Wording& wording) const;
  Result<> put_role(store::Transaction& transaction, const audit::Origin& origin,
                    const MemberRow& member, const access::RoleKey& role,
                    const std::string& reason) const;
  // As they were asked for and approved.
  Result<> change_approved(store::Transaction& transaction, const access::Approval& approval,
                           const audit::Origin& origin, const access::Caller* approver) const;
  Result<> invite_approved(store::Transaction& transaction, const access::Approval& approval,
                           const audit::Origin& origin, const access::Caller* approver) const;
  Result<access::ActDetails> details_of(store::Reader& reader, std::string subject,
                                        const access::Authority& before,
                                        const access::Authority& after) const;

  const Ground& ground_;
  const People& people_;
  const Links& links_;
  const Sessions& sessions_;
  const Leaving& leaving_;
  const Post& post_;
  const access::Approvals& approvals_;
};

}  // namespace gatehouse::identity::internal
