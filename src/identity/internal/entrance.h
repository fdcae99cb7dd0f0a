// The ways in: the first owner's link, an invitation, a password; and changing that password.
#pragma once

#include <optional>
#include <string>

#include "access/approvals.h"
#include "identity/internal/challenges.h"
#include "identity/internal/devices.h"
#include "identity/internal/links.h"
#include "identity/internal/passwords.h"
#include "identity/internal/sessions.h"
#include "identity/internal/throttle.h"
#include "identity/internal/workspace_policies.h"

namespace gatehouse::identity::internal {

// What stands before a password (control IDN-12).
struct Guard {
  Throttle& throttle;
  Challenges& challenges;
  const Devices& devices;
};

class Entrance {
 public:
  Entrance(const Ground& ground, Pool& pool, Passwords& passwords, Guard guard,
           const People& people, const Links& links, const WorkspacePolicies& policies,
           Sessions& sessions, const access::Approvals& approvals)
      : ground_{ground},
        pool_{pool},
        passwords_{passwords},
        throttle_{guard.throttle},
        challenges_{guard.challenges},
        devices_{guard.devices},
        people_{people},
        links_{links},
        policies_{policies},
        sessions_{sessions},
        approvals_{approvals} {}

  Result<bool> has_owner(store::Reader& reader) const;
  Result<Link> make_setup_link(store::Transaction& transaction) const;
  Task<Result<Instant>> check_setup_link(std::string token);
  Task<Result<Invited>> check_invitation(access::Whereabouts where, std::string token);
  Task<Result<Invitation>> find_invitation(std::string token);

  Task<Result<SignedIn>> set_up(access::Whereabouts where, std::string agent, NewOwner owner);
  Task<Result<SignedIn>> join(access::Whereabouts where, std::string agent, NewMember member);
  Task<Result<SignedIn>> sign_in(access::Whereabouts where, std::string agent, EmailAddress email,
                                 Secret password, Approach approach);
  Task<Result<>> change_password(access::Caller caller, Secret current, Secret password);
  // kPasswordWrong at /current; counted like a login.
  Task<Result<>> check_current(access::Caller caller, PersonRow row, EmailAddress email,
                               Secret current);

  // In workspaces of the verifier only, kNotFound elsewhere. Blocking.
  Result<Person> add_probe_member(TenantId tenant, EmailAddress email, Secret password,
                                  access::RoleKey role, std::optional<crypto::HashCost> imported);
  // Removes workspaces whose set-up was cut off before it had an owner. Blocking.
  Result<> clear_unfinished();

 private:
  // Somebody who has just been let in.
  struct Entered {
    Who who;
    Sessions::Begun begun;
  };
  struct Arrival {
    access::Whereabouts where;
    std::string agent;
  };

  using Entering = Result<Entered> (Entrance::*)(store::Transaction&, const Arrival&,
                                                 const std::string& token,
                                                 const People::NewPerson&);
  Task<Result<Entered>> enter(Entering entering, Arrival arrival, std::string token,
                              People::NewPerson person);
  Result<Entered> become_owner(store::Transaction& transaction, const Arrival& arrival,
                               const std::string& token, const People::NewPerson& person);
  Result<Entered> become_member(store::Transaction& transaction, const Arrival& arrival,
                                const std::string& token, const People::NewPerson& person);
  Task<Result<access::Tenant>> make_workspace(std::string name);
  Task<Result<>> remove_workspace(TenantId tenant);

  Task<Result<>> meet_challenge(std::optional<Proof> proof);
  Task<Result<>> record_failure(audit::Origin origin, Throttle::Attempt attempt, PersonId meant,
                                std::string_view reason);
  Task<Result<>> record_failure(audit::Origin origin, Throttle::Attempt attempt, audit::Deed deed);
  // Of somebody who may not come from there (control ACC-07).
  Task<Result<>> record_outside(access::Whereabouts where, Throttle::Attempt attempt,
                                MemberRow member);
  Task<Result<Entered>> let_in(Arrival arrival, Throttle::Attempt attempt, PersonRow person,
                               std::optional<std::string> new_hash);
  Result<Entered> let_in_now(store::Transaction& transaction, const Arrival& arrival,
                             const Throttle::Attempt& attempt, const PersonRow& row,
                             const std::optional<std::string>& new_hash);
  Task<Result<>> replace_password(access::Caller caller, PersonRow row, std::string hash);

  const Ground& ground_;
  Pool& pool_;
  Passwords& passwords_;
  Throttle& throttle_;
  Challenges& challenges_;
  const Devices& devices_;
  const People& people_;
  const Links& links_;
  const WorkspacePolicies& policies_;
  Sessions& sessions_;
  const access::Approvals& approvals_;
};

}  // namespace gatehouse::identity::internal
