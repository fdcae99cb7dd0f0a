// The tenants a verification run works in: made for it, removed with it, and never anybody's data.
#pragma once

#include "api/services.h"
#include "assurance/protocol.h"

namespace gatehouse::api {

// Three tenants with an owner, an agent and two bots each. Blocking parts run on the pool.
Task<Result<assurance::ProbeRun>> open_probe_tenants(Services& services, access::Whereabouts where);
Task<Result<>> close_probe_tenants(Services& services, RunId run);
// Blocking; at start: what a killed verifier left behind.
Result<> remove_left_probe_tenants(access::Tenants& tenants, identity::Identity& identity);

}  // namespace gatehouse::api
