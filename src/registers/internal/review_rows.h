// Reviews as rows of a tenant's database.
#pragma once

#include <vector>

#include "registers/reviews.h"

namespace gatehouse::registers::internal {

access::Authority authority_in(const LineFacts& facts);
LineFacts facts_of(const identity::MemberRights& rights, Instant now);

Result<std::vector<Review>> all(store::Reader& reader, Instant now);
Result<Review> find(store::Reader& reader, ReviewId review, Instant now);
Result<WholeReview> whole(store::Reader& reader, const access::TenantDb& room, ReviewId review,
                          Instant now);
// kReviewClosed, kLineDecided.
Result<Line> undecided(store::Reader& reader, const access::TenantDb& room, ReviewId review,
                       PersonId person, Instant now);

Result<> insert(store::Transaction& transaction, const Review& review);
Result<> insert(store::Transaction& transaction, const access::TenantDb& room, ReviewId review,
                PersonId person, const LineFacts& facts);
// kLineDecided.
Result<> decide(store::Transaction& transaction, const access::TenantDb& room, ReviewId review,
                PersonId person, const Verdict& verdict);

// Writes the evidence of a review whose lines are all decided, signs and keeps it.
Result<> seal_and_close(store::Transaction& transaction, const access::TenantDb& room,
                        const access::Caller& closer, WholeReview review, Instant now);
// kNotClosed.
Result<SignedReview> evidence(store::Reader& reader, access::TenantDb& room, ReviewId review);

}  // namespace gatehouse::registers::internal
