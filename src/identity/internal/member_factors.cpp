// Somebody's factors are lost: whoever may manage them lets them begin anew.
#include "base/control.h"
#include "identity/internal/doors.h"
#include "identity/internal/elevation.h"
#include "identity/internal/members.h"
#include "identity/internal/sign_on_door.h"
#include "identity/internal/standing.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {

Task<Result<>> Members::reset_factors(access::Caller caller, PersonId person) {
  CO_TRY_VOID(access::require(caller, access::Privilege::manage_members));
  auto work = [this, caller, person](store::Transaction& transaction) -> Result<> {
    TRY(const MemberRow member, enter(transaction, caller, person));
    TRY(const access::Authority held, access::authority_of(transaction, person, member.role));
    const bool granted = access::may_grant(caller.authority(), held);
    if (enforced<"ACC-02"> && !granted) return fail(kCannotGrant);
    // One's own are removed one by one, and the last one stays.
    if (person == caller.person()) return fail(kLastFactor);
    TRY_VOID(require_not_break_glass(transaction, member.tenant, person));
    TRY_VOID(entrust(transaction, person, caller.person(), ground_.clock.now()));
    return forget_factors_of(transaction, caller.origin(), person);
  };
  co_return co_await ground_.control.write(std::move(work));
}

Result<> Members::forget_factors_of(store::Transaction& transaction, const audit::Origin& origin,
                                    PersonId person) const {
  TRY_VOID(forget_factors(transaction, person));
  TRY_VOID(sessions_.end_all_of(transaction, origin, person, "factors_reset"));
  const audit::Deed deed{.event = audit::Event::factors_reset, .object = person.text()};
  return ground_.log.record(transaction, origin, deed);
}

}  // namespace gatehouse::identity::internal
