#include "assurance/internal/evidence_log.h"

#include <algorithm>

#include <fmt/format.h>

#include "assurance/queries.h"
#include "base/control.h"

namespace gatehouse::assurance::internal {

namespace {

struct NewestRow {
  std::int64_t number;
  std::string digest;
  Instant finished_at;
  static constexpr auto columns =
      std::tuple{&NewestRow::number, &NewestRow::digest, &NewestRow::finished_at};
};

// A verifier takes minutes, and clocks differ a little.
constexpr std::chrono::minutes kOldest{60};
constexpr std::chrono::minutes kAhead{2};

Result<> check_times(const Statement& statement, const std::optional<NewestRow>& newest,
                     Instant now) {
  if (enforced<"ASR-02"> && newest && statement.finished_at < newest->finished_at)
    return fail(Error{kBackdated}.because("it ended before the newest evidence did"));
  if (enforced<"ASR-02"> && statement.started_at < now - kOldest)
    return fail(Error{kBackdated}.because("it began more than an hour ago"));
  if (enforced<"ASR-02"> && statement.finished_at > now + kAhead)
    return fail(Error{kBackdated}.because("it ends in the future"));
  return {};
}

Result<crypto::CompactTree> tree_of(const std::optional<HeadRow>& head, std::int64_t size) {
  if (!head && size == 0) return crypto::CompactTree{};
  auto tree =
      head ? crypto::CompactTree::from(static_cast<std::uint64_t>(head->size), head->frontier)
           : std::nullopt;
  if (!tree || head->size != size)
    return fail(Error{store::kDamaged}.because("the log of evidence does not fit its head"));
  return *std::move(tree);
}

}  // namespace

Result<EvidenceHead> read_head(store::Reader& reader) {
  TRY(const auto newest, reader.maybe<NewestRow>(queries::newest_evidence));
  if (!newest) return EvidenceHead{0, std::nullopt};
  return EvidenceHead{newest->number + 1, newest->digest};
}

Result<HeadRow> newest_head(store::Reader& reader) {
  return reader.one<HeadRow>(queries::newest_checkpoint);
}

Result<std::vector<crypto::Digest>> leaves(store::Reader& reader, std::int64_t size) {
  TRY(const auto rows, reader.all<Bytes>(queries::evidence_leaves, size));
  std::vector<crypto::Digest> digests(rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (rows[at].size() != sizeof(crypto::Digest)) return fail(store::kDamaged);
    std::ranges::copy(rows[at], digests[at].begin());
  }
  if (static_cast<std::int64_t>(digests.size()) != size)
    return fail(Error{store::kDamaged}.because("the log of evidence is shorter than its head"));
  return digests;
}

Result<> append(store::Transaction& transaction, const EvidenceKey& key, const Statement& statement,
                const DocumentRow& document, Instant now) {
  TRY(const auto newest, transaction.maybe<NewestRow>(queries::newest_evidence));
  const std::int64_t number = newest ? newest->number + 1 : 0;
  const auto previous = newest ? std::optional{newest->digest} : std::nullopt;
  if (enforced<"ASR-02"> && (statement.number != number || statement.previous != previous))
    return fail(Error{kBrokenChain}.because(
        fmt::format("signed for place {}, the next one is {}", statement.number, number)));
  TRY_VOID(check_times(statement, newest, now));

  TRY(const auto head, transaction.maybe<HeadRow>(queries::newest_checkpoint));
  TRY(auto tree, tree_of(head, number));
  const crypto::Digest leaf = leaf_of(document.statement);
  tree.append(leaf);
  TRY_VOID(transaction.execute(queries::insert_evidence, number, statement.run,
                               digest_of(document.statement), leaf, statement.finished_at));
  TRY_VOID(transaction.execute(queries::insert_document, number, document.statement,
                               document.signature));
  const std::string note = key.sign(crypto::TreeHead{number + 1, tree.root()});
  TRY_VOID(transaction.execute(queries::insert_checkpoint, number + 1, now, note, tree.frontier()));
  return {};
}

Result<LogPlace> place_of(store::Reader& reader, std::int64_t number) {
  TRY(const HeadRow head, newest_head(reader));
  if (number >= head.size) return fail(kNotFound);
  TRY(const auto all, leaves(reader, head.size));
  return LogPlace{number,
                  proof_text(crypto::inclusion_proof(all, static_cast<std::size_t>(number))),
                  head.note};
}

Result<Bundle> bundle_of(store::Reader& reader, RunId run, const crypto::VerifierKey& key) {
  TRY(const auto row, reader.one<EvidenceRow>(queries::evidence_of_run, run));
  TRY(const auto document, reader.one<DocumentRow>(queries::document, row.number));
  TRY(auto place, place_of(reader, row.number));
  return Bundle{std::string{kBundleFormat}, document.statement, document.signature, key.text(),
                std::move(place)};
}

Result<Consistency> consistency_with(store::Reader& reader, std::int64_t old_size) {
  TRY(const HeadRow head, newest_head(reader));
  if (old_size < 1 || old_size > head.size) return fail(kNotFound);
  TRY(const auto all, leaves(reader, head.size));
  return Consistency{old_size,
                     proof_text(crypto::consistency_proof(all, static_cast<std::size_t>(old_size))),
                     head.note};
}

}  // namespace gatehouse::assurance::internal
