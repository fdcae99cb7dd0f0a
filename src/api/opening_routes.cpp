// What the tenants of a verification run may reach: the verifier itself.
#include "api/probe_tenants.h"
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "assurance/opening_protocol.h"

namespace gatehouse::api {

namespace {

using edge::Call;

// The address is the one that asks, never one that is named: a verifier can open nobody but itself.
Task<Result<assurance::OpeningMade>> open_verifier(Services& services,
                                                   Call<assurance::OpeningInput> call) {
  CO_TRY(const auto run, call.path.id<RunId>("run"));
  CO_TRY(const auto tenants, co_await probe_tenants_of(services, run));
  if (tenants.empty()) co_return fail(Error{kNotFound}.because("no such run"));
  const egress::Opening opening{.host = call.caller.origin().address,
                                .port = call.input.port,
                                .authority = std::move(call.input.authority),
                                .usual_port = call.input.usual_port};
  for (const TenantId tenant : tenants) services.fetcher.openings().open(tenant, opening);
  co_return assurance::OpeningMade{opening.host.text()};
}

using namespace edge;

constexpr Route kOpeningRoutes[] = {
    {
        .on = POST("/verification/v1/runs/{run}/opening"),
        .who = verifier(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<assurance::OpeningInput>(12_KiB),
        .audit =
            not_audited("Of the run whose beginning is recorded, in memory, and gone with it."),
        .run = handler<&open_verifier, 201>(),
    },
};
static_assert(every_change_is_audited(kOpeningRoutes));
static_assert(inputs_agree(kOpeningRoutes));

}  // namespace

std::span<const edge::Route> opening_routes() { return kOpeningRoutes; }

}  // namespace gatehouse::api
