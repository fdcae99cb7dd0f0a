// The tenants a verification run works in: made for it, removed with it, and never anybody's data.
#pragma once

#include "api/services.h"
#include "assurance/protocol.h"

namespace gatehouse::api {

// Three tenants with an owner, an agent who was granted the first of two bots, and an agent without
// any. Blocking parts run on the pool.
Task<Result<assurance::ProbeRun>> open_probe_tenants(Services& services, access::Whereabouts where,
                                                     assurance::Scope scope);
// One more member; kNotFound in a tenant that is not the verifier's.
Task<Result<assurance::ProbeMember>> add_probe_member(Services& services, TenantId tenant,
                                                      access::Role role);
Task<Result<>> close_probe_tenants(Services& services, RunId run);
// Blocking; what verifiers left behind that gave no sign of life for so long.
Result<> close_abandoned_runs(Services& services, std::chrono::seconds after);
// Blocking; at start: what a killed verifier left behind.
Result<> remove_left_probe_tenants(access::Tenants& tenants, directory::Directory& directory,
                                   identity::Identity& identity);

}  // namespace gatehouse::api
