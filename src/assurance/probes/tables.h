// The probes of each family.
#pragma once

#include <span>

#include "assurance/probe.h"

namespace gatehouse::assurance {

std::span<const Probe> wire_probes();      // EDGE-01 02 07 12 16
std::span<const Probe> browser_probes();   // EDGE-03 04 05 06 08 10
std::span<const Probe> limit_probes();     // EDGE-15 17
std::span<const Probe> identity_probes();  // IDN
std::span<const Probe> sign_on_probes();   // IDN-04
std::span<const Probe> access_probes();    // ACC
std::span<const Probe> store_probes();     // EDGE-09, VLT
std::span<const Probe> audit_probes();     // AUD
std::span<const Probe> product_probes();   // CNV, KNW

}  // namespace gatehouse::assurance
