// What the tenants of a verification run may reach: the verifier itself.
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "assurance/opening_protocol.h"

namespace gatehouse::api {

namespace {

using edge::Call;

// The address is the one that asks, never one that is named: a verifier can open nobody but itself,
// and only for a tenant that is a verifier's.
Task<Result<assurance::OpeningMade>> open_verifier(Services& services,
                                                   Call<assurance::OpeningInput> call) {
  CO_TRY(const auto id, call.path.id<TenantId>("tenant"));
  CO_TRY(const auto tenant, co_await services.tenants.find(id));
  if (!tenant.probe) co_return fail(Error{kNotFound}.because("not a verifier's"));
  const egress::Opening opening{.host = call.caller.origin().address,
                                .port = call.input.port,
                                .authority = std::move(call.input.authority),
                                .usual_port = call.input.usual_port};
  services.fetcher.openings().open(id, opening);
  co_return assurance::OpeningMade{opening.host.text()};
}

using namespace edge;

constexpr Route kOpeningRoutes[] = {
    {
        .on = POST("/verification/v1/tenants/{tenant}/opening"),
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
