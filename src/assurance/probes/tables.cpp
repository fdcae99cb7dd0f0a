#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

std::vector<std::span<const Probe>> all_probes() {
  return {
      wire_probes(),    browser_probes(), limit_probes(),    identity_probes(), password_probes(),
      session_probes(), token_probes(),   throttle_probes(), factor_probes(),   sign_on_probes(),
      openid_probes(),  link_probes(),    key_probes(),      access_probes(),   approval_probes(),
      role_probes(),    grant_probes(),   support_probes(),  range_probes(),    leave_probes(),
      egress_probes(),  store_probes(),   audit_probes(),    product_probes(),  evidence_probes()};
}

}  // namespace gatehouse::assurance
