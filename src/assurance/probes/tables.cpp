#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

std::vector<std::span<const Probe>> all_probes() {
  return {wire_probes(),     browser_probes(), limit_probes(),  identity_probes(),
          password_probes(), session_probes(), token_probes(),  throttle_probes(),
          factor_probes(),   link_probes(),    access_probes(), role_probes(),
          grant_probes(),    store_probes(),   audit_probes(),  product_probes(),
          surface_probes()};
}

}  // namespace gatehouse::assurance
