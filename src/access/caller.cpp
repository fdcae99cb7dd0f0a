#include "access/caller.h"

#include "base/control.h"
#include "base/enum_names.h"

namespace gatehouse::access {

Result<> require(const Caller& caller, Privilege privilege) {
  if (enforced<"ACC-01"> && !caller.may(privilege))
    return fail(Error{kForbidden}.because(std::string{name_of(privilege)}));
  return {};
}

}  // namespace gatehouse::access
