// The evidence of verification runs, and what it is checked with.
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"
#include "assets/assets.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Query;
using edge::Reply;

Task<Result<assurance::Bundle>> bundle(Services& services, Call<Nothing> call) {
  CO_TRY(const auto run, call.path.id<RunId>("run"));
  co_return co_await services.records.bundle(run);
}

Task<Result<assurance::Consistency>> consistency(Services& services,
                                                 Call<Query<EvidenceLogQuery>> call) {
  co_return co_await services.records.consistency(call.input.old_size);
}

Task<Result<Reply>> key(Services& services, Call<Nothing>) {
  co_return Reply{.response = net::text_response(200, "text/plain; charset=utf-8",
                                                 services.records.key().text() + "\n")};
}

// One file without network, so that it can be saved and used from there.
Task<Result<Reply>> verifier_page(Services&, Call<Nothing>) {
  const assets::Asset* file = assets::find("/verifier/index.html");
  if (!file) co_return fail(Error{kNotFound}.because("no such file"));
  Reply reply;
  reply.page = edge::Page::demo;
  reply.response.content_type = file->content_type;
  reply.response.fixed_body = file->content;
  co_return reply;
}

using namespace edge;
using access::Privilege;

constexpr Route kEvidenceRoutes[] = {
    {
        .on = GET("/api/v1/security/evidence"),
        .who = members_with(Privilege::read_security),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = query_of<EvidenceLogQuery>(),
        .audit = not_audited("Read only; proves that the log of evidence only grew."),
        .run = handler<&consistency>(),
    },
    {
        .on = GET("/api/v1/security/evidence/{run}"),
        .who = members_with(Privilege::read_security),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; evidence is made to be shown."),
        .run = handler<&bundle>(),
    },
    {
        .on = GET("/.well-known/gatehouse-evidence-key"),
        .who = anyone("A public key, to check evidence with."),
        .limit = per_address(1200, per_minute, WhenUnsure::allow),
        .takes = nothing(),
        .audit = not_audited("Read only; holds no one's data."),
        .run = handler<&key>(),
    },
    {
        .on = GET("/evidence/verify"),
        .who = anyone("The page that checks evidence in the reader's own browser."),
        .limit = per_address(300, per_minute, WhenUnsure::allow),
        .takes = nothing(),
        .audit = not_audited("Read only; holds no one's data."),
        .run = handler<&verifier_page>(),
    },
};
static_assert(every_change_is_audited(kEvidenceRoutes));
static_assert(every_public_route_says_why(kEvidenceRoutes));
static_assert(inputs_agree(kEvidenceRoutes));

}  // namespace

std::span<const edge::Route> evidence_routes() { return kEvidenceRoutes; }

}  // namespace gatehouse::api
