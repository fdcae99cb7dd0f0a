// Reviews of access.
#include "api/review_shapes.h"
#include "api/services.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using registers::Decision;
using registers::WholeReview;

Task<Result<Items<registers::Review>>> reviews(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.reviews.list(call.caller));
  co_return Items<registers::Review>{std::move(list)};
}

Task<Result<WholeReview>> review(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ReviewId>("review"));
  co_return co_await services.reviews.find(call.caller, id);
}

Task<Result<WholeReview>> open_review(Services& services, Call<ReviewWish> call) {
  co_return co_await services.reviews.open(call.caller, call.input.scope);
}

Task<Result<registers::Line>> decide_line(Services& services, Call<LineDecision> call) {
  CO_TRY(const auto id, call.path.id<ReviewId>("review"));
  CO_TRY(const auto person, call.path.id<PersonId>("person"));
  // The others are the server's own.
  if (call.input.decision == Decision::gone || call.input.decision == Decision::nobody_else)
    co_return fail(Error{json::kOutOfRange}.at("/decision"));
  registers::Wish wish{call.input.decision, call.input.role,
                       std::move(call.input.reason).value_or("")};
  co_return co_await services.reviews.decide(call.caller, id, person, std::move(wish));
}

Task<Result<WholeReview>> close_review(Services& services, Call<Empty> call) {
  CO_TRY(const auto id, call.path.id<ReviewId>("review"));
  co_return co_await services.reviews.close(call.caller, id);
}

Task<Result<ReviewEvidence>> review_evidence(Services& services, Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ReviewId>("review"));
  CO_TRY(auto evidence, co_await services.reviews.evidence(call.caller, id));
  co_return ReviewEvidence{std::move(evidence.document), base64(evidence.signature),
                           base64(evidence.public_key)};
}

using namespace edge;
using access::Privilege;

constexpr Route kReviewRoutes[] = {
    {
        .on = GET("/api/v1/reviews"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; which reviews there are."),
        .run = handler<&reviews>(),
    },
    {
        .on = POST("/api/v1/reviews"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<ReviewWish>(1_KiB),
        .audit = records(audit::Event::review_opened),
        .run = handler<&open_review, 201>(),
    },
    {
        .on = GET("/api/v1/reviews/{review}"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; what members may do, as their list says too."),
        .run = handler<&review>(),
    },
    {
        .on = POST("/api/v1/reviews/{review}/lines/{person}"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<LineDecision>(4_KiB),
        .audit = records(audit::Event::review_decided),
        .run = handler<&decide_line>(),
    },
    {
        .on = POST("/api/v1/reviews/{review}/close"),
        .who = members_with(Privilege::manage_members).proven_lately(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::review_closed),
        .run = handler<&close_review>(),
    },
    {
        .on = GET("/api/v1/reviews/{review}/evidence"),
        .who = members_with(Privilege::manage_members),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; the signed document of a closed review."),
        .run = handler<&review_evidence>(),
    },
};
static_assert(every_change_is_audited(kReviewRoutes));
static_assert(every_public_route_says_why(kReviewRoutes));
static_assert(inputs_agree(kReviewRoutes));

}  // namespace

std::span<const edge::Route> review_routes() { return kReviewRoutes; }

}  // namespace gatehouse::api
