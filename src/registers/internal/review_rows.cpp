#include "registers/internal/review_rows.h"

#include <algorithm>

#include "registers/internal/schedule.h"
#include "registers/queries.h"
#include "registers/review_shapes.h"

namespace gatehouse::registers::internal {
namespace {

using vault::Purpose;
using SealedText = vault::Sealed<std::string>;

struct ReviewRow {
  ReviewId id;
  ReviewScope scope;
  Instant opened_at;
  bool scheduled;
  Instant due_at;
  std::optional<Instant> overdue_at;
  std::optional<Instant> closed_at;
  std::int64_t lines;
  std::int64_t decided;
  std::int64_t removed;
  static constexpr auto columns = std::tuple{
      &ReviewRow::id,      &ReviewRow::scope,      &ReviewRow::opened_at, &ReviewRow::scheduled,
      &ReviewRow::due_at,  &ReviewRow::overdue_at, &ReviewRow::closed_at, &ReviewRow::lines,
      &ReviewRow::decided, &ReviewRow::removed};

  Review shown(Instant now) const {
    return {id,        scope, opened_at, scheduled, due_at, !closed_at && due_at <= now,
            closed_at, lines, decided,   removed};
  }
};

struct LineRow {
  PersonId person;
  SealedText facts;
  std::optional<SealedText> verdict;
  static constexpr auto columns = std::tuple{&LineRow::person, &LineRow::facts, &LineRow::verdict};
};

struct EvidenceRow {
  SealedText document;
  std::array<std::uint8_t, 64> signature;
  static constexpr auto columns = std::tuple{&EvidenceRow::document, &EvidenceRow::signature};
};

// A line is known by its review and its person.
class LinePlace {
 public:
  LinePlace(const ReviewId& review, const PersonId& person) {
    std::ranges::copy(review.bits(), row_.begin());
    std::ranges::copy(person.bits(), row_.begin() + 16);
  }
  vault::Place of(std::string_view column) const { return {"review_line", column, row_}; }

 private:
  std::array<std::uint8_t, 32> row_{};
};

vault::Place document_place(const ReviewId& review) {
  return {"review", "document", review.bits()};
}

Result<Line> opened(const access::TenantDb& room, ReviewId review, const LineRow& row) {
  const LinePlace place{review, row.person};
  TRY(const std::string facts, row.facts.open(room.keys(), Purpose::contact, place.of("facts")));
  Line line{.person = row.person, .facts = {}, .verdict = std::nullopt};
  TRY(line.facts, json::read<LineFacts>(facts));
  if (row.verdict) {
    TRY(const std::string verdict,
        row.verdict->open(room.keys(), Purpose::contact, place.of("verdict")));
    TRY(line.verdict, json::read<Verdict>(verdict));
  }
  return line;
}

std::vector<access::Privilege> list_of(access::Privileges privileges) {
  std::vector<access::Privilege> list;
  for (const access::PrivilegeRow& row : access::kPrivileges)
    if (privileges.contains(row.privilege)) list.push_back(row.privilege);
  return list;
}

access::Privileges set_of(const std::vector<access::Privilege>& list) {
  access::Privileges set;
  for (const access::Privilege one : list) set = set | access::Privileges{one};
  return set;
}

}  // namespace

// Sorted by name: what is signed are these bytes.
struct Document {
  Instant closed_at;
  std::string closed_by;
  Instant due_at;
  std::string format;
  std::vector<Line> lines;
  Instant opened_at;
  ReviewId review;
  std::int64_t rights_removed;
  ReviewScope scope;
  bool scheduled;
  TenantId workspace;
};

}  // namespace gatehouse::registers::internal

template <>
struct gatehouse::json::Shape<gatehouse::registers::internal::Document> {
  using Document = gatehouse::registers::internal::Document;
  static constexpr std::string_view name = "ReviewDocument";
  static constexpr auto members = std::tuple{
      json::member("closed_at", &Document::closed_at),
      json::member("closed_by", &Document::closed_by, json::text(0, 500)),
      json::member("due_at", &Document::due_at),
      json::member("format", &Document::format, json::line(1, 60)),
      json::member("lines", &Document::lines, json::up_to(100'000)),
      json::member("opened_at", &Document::opened_at),
      json::member("review", &Document::review),
      json::member("rights_removed", &Document::rights_removed, json::whole(0, 100'000'000)),
      json::member("scheduled", &Document::scheduled),
      json::member("scope", &Document::scope),
      json::member("workspace", &Document::workspace)};
};

namespace gatehouse::registers::internal {

access::Authority authority_in(const LineFacts& facts) {
  std::vector<access::Grant> grants;
  for (const GrantFact& one : facts.grants) grants.push_back({one.bot, set_of(one.privileges)});
  return {facts.role, set_of(facts.privileges),
          facts.every_bot ? access::Reach::everything() : access::Reach::of(std::move(grants))};
}

LineFacts facts_of(const identity::MemberRights& rights, Instant now) {
  LineFacts facts{.name = rights.member.name,
                  .email = rights.member.email,
                  .role = rights.member.role,
                  .role_name = rights.role_name,
                  .privileges = list_of(rights.authority.privileges),
                  .every_bot = rights.authority.reach.is_everything(),
                  .grants = {},
                  .last_seen = rights.member.last_seen,
                  .has_factor = rights.member.has_factor,
                  .dormant = is_dormant(rights.member, now)};
  for (const access::Grant& grant : rights.authority.reach.grants())
    facts.grants.push_back({grant.bot, list_of(grant.privileges)});
  return facts;
}

Result<std::vector<Review>> all(store::Reader& reader, Instant now) {
  TRY(const auto rows, reader.all<ReviewRow>(queries::all_reviews));
  std::vector<Review> reviews;
  for (const ReviewRow& row : rows) reviews.push_back(row.shown(now));
  return reviews;
}

Result<Review> find(store::Reader& reader, ReviewId review, Instant now) {
  TRY(const ReviewRow row, reader.one<ReviewRow>(queries::find_review, review));
  return row.shown(now);
}

Result<WholeReview> whole(store::Reader& reader, const access::TenantDb& room, ReviewId review,
                          Instant now) {
  WholeReview found{};
  TRY(found.review, find(reader, review, now));
  TRY(const auto rows, reader.all<LineRow>(queries::lines_of_review, review));
  for (const LineRow& row : rows) {
    TRY(Line line, opened(room, review, row));
    found.lines.push_back(std::move(line));
  }
  return found;
}

Result<Line> undecided(store::Reader& reader, const access::TenantDb& room, ReviewId review,
                       PersonId person, Instant now) {
  TRY(const Review found, find(reader, review, now));
  if (found.closed_at) return fail(kReviewClosed);
  TRY(const LineRow row, reader.one<LineRow>(queries::find_line, review, person));
  if (row.verdict) return fail(kLineDecided);
  return opened(room, review, row);
}

Result<> insert(store::Transaction& transaction, const Review& review) {
  TRY_VOID(transaction.execute(queries::insert_review, review.id, review.scope, review.opened_at,
                               review.scheduled, review.due_at));
  return {};
}

Result<> insert(store::Transaction& transaction, const access::TenantDb& room, ReviewId review,
                PersonId person, const LineFacts& facts) {
  const LinePlace place{review, person};
  const auto sealed =
      SealedText::of(room.keys(), Purpose::contact, place.of("facts"), json::write(facts));
  TRY_VOID(transaction.execute(queries::insert_line, review, person, sealed));
  return {};
}

Result<> decide(store::Transaction& transaction, const access::TenantDb& room, ReviewId review,
                PersonId person, const Verdict& verdict) {
  const LinePlace place{review, person};
  const auto sealed =
      SealedText::of(room.keys(), Purpose::contact, place.of("verdict"), json::write(verdict));
  TRY(const std::int64_t changed,
      transaction.execute(queries::decide_line, review, person, sealed, verdict.removed));
  if (changed != 1) return fail(kLineDecided);
  return {};
}

Result<> seal_and_close(store::Transaction& transaction, const access::TenantDb& room,
                        const access::Caller& closer, WholeReview review, Instant now) {
  const ReviewId id = review.review.id;
  const Document document{.closed_at = now,
                          .closed_by = closer.name(),
                          .due_at = review.review.due_at,
                          .format = "gatehouse-access-review-1",
                          .lines = std::move(review.lines),
                          .opened_at = review.review.opened_at,
                          .review = id,
                          .rights_removed = review.review.removed,
                          .scope = review.review.scope,
                          .scheduled = review.review.scheduled,
                          .workspace = room.tenant()};
  const std::string text = json::write(document);
  TRY(const auto key,
      crypto::SigningKey::from_seed(room.keys().derive(Purpose::audit_signing, "checkpoint")));
  const auto signature = key.sign(as_bytes(text));
  const auto sealed = SealedText::of(room.keys(), Purpose::contact, document_place(id), text);
  TRY_VOID(transaction.execute(queries::close_review, id, now, sealed, signature));
  return {};
}

Result<SignedReview> evidence(store::Reader& reader, access::TenantDb& room, ReviewId review) {
  TRY_VOID(find(reader, review, Instant{}));
  TRY(const auto row, reader.maybe<EvidenceRow>(queries::document_of_review, review));
  if (!row) return fail(kNotClosed);
  TRY(std::string text, row->document.open(room.keys(), Purpose::contact, document_place(review)));
  return SignedReview{std::move(text), row->signature, room.audit().public_key()};
}

}  // namespace gatehouse::registers::internal
