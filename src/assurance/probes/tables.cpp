#include "assurance/probes/tables.h"

namespace gatehouse::assurance {

std::vector<std::span<const Probe>> all_probes() {
  return {wire_probes(),   browser_probes(), limit_probes(), identity_probes(), sign_on_probes(),
          access_probes(), store_probes(),   audit_probes(), product_probes()};
}

}  // namespace gatehouse::assurance
