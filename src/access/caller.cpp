#include "access/caller.h"

#include "base/control.h"
#include "base/enum_names.h"

namespace gatehouse::access {

Result<> require(const Caller& caller, Privilege privilege) {
  const bool in_scope = !caller.key() || caller.key()->privileges.contains(privilege);
  if (enforced<"IDN-14"> && !in_scope)
    return fail(Error{kOutsideScope}.because(std::string{name_of(privilege)}));
  if (enforced<"ACC-01"> && !caller.may(privilege))
    return fail(Error{kForbidden}.because(std::string{name_of(privilege)}));
  return {};
}

Result<> require(const Caller& caller, Privilege privilege, BotId bot) {
  TRY_VOID(require(caller, privilege));
  const bool in_scope = !caller.key() || caller.key()->covers(bot);
  if (enforced<"IDN-14"> && !in_scope)
    return fail(Error{kNotFound}.because("the bot is not the key's").under("IDN-14"));
  if (enforced<"ACC-03"> && !caller.authority().sees(privilege, bot))
    return fail(Error{kNotFound}.because("the bot is not granted").under("ACC-03"));
  if (enforced<"ACC-03"> && !caller.reach().on(bot).contains(privilege))
    return fail(Error{kNotGranted}.because(std::string{name_of(privilege)}));
  return {};
}

Result<> require_stage(const Caller& caller, Proof wanted) {
  const bool reached = caller.proof().stage >= wanted.stage;
  if (enforced<"IDN-03"> && !reached) return fail(kSecondFactorNeeded);
  return {};
}

Result<> require_lately(const Caller& caller, Proof wanted) {
  const bool enough = caller.proof().lately || !wanted.lately;
  if (enforced<"IDN-03"> && !enough) return fail(kStepUpNeeded);
  return {};
}

}  // namespace gatehouse::access
