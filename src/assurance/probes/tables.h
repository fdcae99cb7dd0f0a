// The probes of each family.
#pragma once

#include <span>

#include "assurance/probe.h"

namespace gatehouse::assurance {

std::span<const Probe> wire_probes();      // EDGE-01 02 07 12 16
std::span<const Probe> browser_probes();   // EDGE-03 04 05 06 08 10
std::span<const Probe> surface_probes();   // what is served, and how exactly
std::span<const Probe> limit_probes();     // EDGE-15 17
std::span<const Probe> identity_probes();  // IDN
std::span<const Probe> password_probes();  // IDN-01 02
std::span<const Probe> session_probes();   // IDN-08 09 10 11
std::span<const Probe> token_probes();     // IDN-07
std::span<const Probe> throttle_probes();  // IDN-12
std::span<const Probe> factor_probes();    // IDN-03
std::span<const Probe> link_probes();      // IDN-06, IDN-13
std::span<const Probe> access_probes();    // ACC-01 05
std::span<const Probe> role_probes();      // ACC-01 02
std::span<const Probe> grant_probes();     // ACC-03 06
std::span<const Probe> store_probes();     // EDGE-09, VLT
std::span<const Probe> audit_probes();     // AUD
std::span<const Probe> product_probes();   // CNV, KNW

}  // namespace gatehouse::assurance
