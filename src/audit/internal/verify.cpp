#include "audit/internal/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/queries.h"
#include "base/control.h"

namespace gatehouse::audit::internal {

namespace {

constexpr int kPage = 1000;
constexpr int kMostCopied = 100'000;

struct Finding {
  std::int64_t entry;
  std::string verdict;
};
using Found = std::optional<Finding>;

class Walk {
 public:
  Walk(std::vector<CheckpointRow> checkpoints, TenantId tenant, BytesView public_key)
      : checkpoints_{std::move(checkpoints)}, tenant_{tenant}, public_key_{public_key} {}

  Found step(const EntryRow& row) {
    const std::int64_t expected = size();
    if (row.number != expected)
      return Finding{expected, fmt::format("Entry {} is missing.", expected)};
    const Digest leaf = leaf_of(row.content());
    if (enforced<"AUD-04"> && !std::ranges::equal(leaf, row.leaf))
      return Finding{expected, fmt::format("Entry {} was changed after it was written.", expected)};
    // The stored leaf: what the checkpoints were signed over.
    Digest stored{};
    std::ranges::copy_n(row.leaf.begin(), std::min(row.leaf.size(), stored.size()), stored.begin());
    tree_.append(stored);
    return check_checkpoint();
  }

  // After the last entry no checkpoint may be left over.
  Found end() const {
    if (next_ == checkpoints_.size()) return std::nullopt;
    return Finding{size(), fmt::format("Entries from {} on were removed; a checkpoint shows {}.",
                                       size(), checkpoints_[next_].size)};
  }

  std::int64_t size() const { return static_cast<std::int64_t>(tree_.size()); }

 private:
  Found check_checkpoint() {
    if (next_ == checkpoints_.size() || checkpoints_[next_].size > size()) return std::nullopt;
    const CheckpointRow& signed_head = checkpoints_[next_];
    const std::string body = checkpoint_body(tenant_, signed_head.size, signed_head.root);
    if (signed_head.size != size() ||
        !crypto::verify_ed25519(public_key_, as_bytes(body), signed_head.signature))
      return Finding{proven_,
                     fmt::format("The checkpoint at {} entries does not bear our signature.",
                                 signed_head.size)};
    if (!std::ranges::equal(tree_.root(), signed_head.root))
      return Finding{proven_, fmt::format("An entry from {} to {} is not the one that was written.",
                                          proven_, size() - 1)};
    proven_ = size();
    ++next_;
    return std::nullopt;
  }

  const std::vector<CheckpointRow> checkpoints_;
  const TenantId tenant_;
  const BytesView public_key_;
  CompactTree tree_;
  std::size_t next_ = 0;     // checkpoint
  std::int64_t proven_ = 0;  // entries below this agree with a checkpoint
};

Result<Found> walk_all(store::Reader& reader, Walk& walk) {
  while (true) {
    TRY(const auto page, reader.all<EntryRow>(queries::entries_from, walk.size(), kPage));
    for (const EntryRow& row : page)
      if (Found found = walk.step(row)) return found;
    if (page.size() < kPage) return walk.end();
  }
}

Verification outcome(std::int64_t entries, std::int64_t checkpoints, Found found) {
  if (found) return {entries, checkpoints, found->entry, std::move(found->verdict)};
  return {entries, checkpoints, std::nullopt,
          fmt::format("All {} entries stand as they were written; {} checkpoints agree.", entries,
                      checkpoints)};
}

void renumber(std::vector<EntryRow>& rows) {
  for (std::size_t at = 0; at < rows.size(); ++at) rows[at].number = static_cast<std::int64_t>(at);
}

// As somebody would who can write the file but not sign: numbers are mended, leaves are not.
void bend(std::vector<EntryRow>& rows, Tampering tampering) {
  const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
  switch (tampering) {
    case Tampering::none:
      return;
    case Tampering::edit:
      middle->outcome = middle->outcome == "done" ? "refused" : "done";
      break;
    case Tampering::drop:
      rows.erase(middle);
      break;
    case Tampering::swap:
      std::iter_swap(middle, middle - 1);
      break;
    case Tampering::insert:
      rows.insert(middle, EntryRow{*middle});
      break;
    case Tampering::truncate:
      rows.pop_back();
      break;
  }
  renumber(rows);
}

}  // namespace

Result<Verification> verify_log(store::Reader& reader, TenantId tenant, BytesView public_key) {
  TRY(const auto written, reader.one<std::int64_t>(queries::entries_written));
  TRY(auto checkpoints, reader.all<CheckpointRow>(queries::all_checkpoints));
  const auto count = static_cast<std::int64_t>(checkpoints.size());
  Walk walk{std::move(checkpoints), tenant, public_key};
  TRY(Found found, walk_all(reader, walk));
  return outcome(written, count, std::move(found));
}

Result<Verification> verify_copy(store::Reader& reader, TenantId tenant, BytesView public_key,
                                 Tampering tampering) {
  TRY(auto rows, reader.all<EntryRow>(queries::entries_from, std::int64_t{0}, kMostCopied));
  TRY(auto checkpoints, reader.all<CheckpointRow>(queries::all_checkpoints));
  const auto count = static_cast<std::int64_t>(checkpoints.size());
  if (rows.size() < 4 || checkpoints.empty())
    return fail(Error{kNotFound}.because("too short a log to bend"));
  // What stands after the newest checkpoint is not signed yet, so nothing is claimed of it.
  rows.resize(std::min(rows.size(), static_cast<std::size_t>(checkpoints.back().size)));
  bend(rows, tampering);
  Walk walk{std::move(checkpoints), tenant, public_key};
  Found found;
  for (std::size_t at = 0; at < rows.size() && !found; ++at) found = walk.step(rows[at]);
  if (!found) found = walk.end();
  return outcome(static_cast<std::int64_t>(rows.size()), count, std::move(found));
}

}  // namespace gatehouse::audit::internal
