#include "audit/audit.h"

#include <algorithm>
#include <utility>

#include "audit/internal/entry.h"
#include "audit/internal/verify.h"
#include "audit/queries.h"
#include "base/control.h"

namespace gatehouse::audit {

namespace {

constexpr std::size_t kLongestDetail = 2048;
constexpr std::int64_t kEntriesPerCheckpoint = 1000;
constexpr std::chrono::seconds kCheckpointPeriod{60};
constexpr int kLeavesAtOnce = 5000;
constexpr int kMostEntries = 1000;

crypto::SigningKey signer_of(const vault::Keyring& keys) {
  auto signer =
      crypto::SigningKey::from_seed(keys.derive(vault::Purpose::audit_signing, "checkpoint"));
  CHECK(signer.has_value());
  return *std::move(signer);
}

std::optional<std::string_view> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

// At most 2 KiB, cut between two characters of UTF-8.
std::string_view shortened(std::string_view text) {
  if (text.size() <= kLongestDetail) return text;
  std::size_t end = kLongestDetail;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

struct LeafRow {
  std::int64_t number;
  Bytes leaf;
  static constexpr auto columns = std::tuple{&LeafRow::number, &LeafRow::leaf};
};

struct State {
  std::int64_t written;
  std::optional<internal::CheckpointRow> newest;
};

Result<State> read_state(store::Reader& reader) {
  TRY(const auto written, reader.one<std::int64_t>(queries::entries_written));
  TRY(auto newest, reader.maybe<internal::CheckpointRow>(queries::newest_checkpoint));
  if (newest && newest->size > written)
    return fail(Error{kTampered}.because("there are fewer entries than were signed"));
  return State{written, std::move(newest)};
}

// The tree of the newest checkpoint, which only has to be extended.
Result<internal::CompactTree> tree_at(const std::optional<internal::CheckpointRow>& checkpoint) {
  if (!checkpoint) return internal::CompactTree{};
  auto tree = internal::CompactTree::from(static_cast<std::uint64_t>(checkpoint->size),
                                          checkpoint->frontier);
  if (!tree || !std::ranges::equal(tree->root(), checkpoint->root))
    return fail(Error{kTampered}.because("the newest checkpoint's frontier is not its tree's"));
  return *std::move(tree);
}

Result<> extend(internal::CompactTree& tree, const std::vector<LeafRow>& rows) {
  for (const LeafRow& row : rows) {
    if (row.number != static_cast<std::int64_t>(tree.size()) ||
        row.leaf.size() != sizeof(crypto::Digest))
      return fail(Error{kTampered}.because("the leaves have a gap"));
    crypto::Digest leaf;
    std::ranges::copy(row.leaf, leaf.begin());
    tree.append(leaf);
  }
  return {};
}

Result<std::vector<internal::EntryRow>> newest_rows(store::Reader& reader, const Filter& filter) {
  const std::int64_t before = filter.before.value_or(std::numeric_limits<std::int64_t>::max());
  const int limit = std::clamp(filter.limit, 1, kMostEntries);
  if (filter.correlation)
    return reader.all<internal::EntryRow>(queries::newest_entries_of_request, *filter.correlation,
                                          before, filter.event, limit);
  return reader.all<internal::EntryRow>(queries::newest_entries, before, filter.event, limit);
}

Result<std::vector<Entry>> read_entries(store::Reader& reader, const vault::Keyring& keys,
                                        const Filter& filter) {
  TRY(const auto rows, newest_rows(reader, filter));
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (const internal::EntryRow& row : rows) {
    TRY(Entry entry, internal::opened(keys, row));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::optional<Checkpoint>> read_checkpoint(store::Reader& reader) {
  TRY(const auto row, reader.maybe<internal::CheckpointRow>(queries::newest_checkpoint));
  if (!row) return std::optional<Checkpoint>{};
  Checkpoint checkpoint{row->size, {}, row->at, {}};
  if (row->root.size() != checkpoint.root.size() ||
      row->signature.size() != checkpoint.signature.size())
    return fail(Error{kTampered}.because("the newest checkpoint has another form"));
  std::ranges::copy(row->root, checkpoint.root.begin());
  std::ranges::copy(row->signature, checkpoint.signature.begin());
  return checkpoint;
}

}  // namespace

Log::Log(store::Database& database, std::shared_ptr<const vault::Keyring> keys, Clock& clock,
         Random& random)
    : database_{database},
      keys_{std::move(keys)},
      clock_{clock},
      random_{random},
      signer_{signer_of(*keys_)} {}

Result<> Log::record(store::Transaction& transaction, const Origin& origin, const Deed& deed) {
  const auto mark = random_.bytes<16>();
  const Bytes personal =
      internal::seal_personal(*keys_, mark, origin.address, shortened(deed.detail));
  const auto correlation = origin.correlation.is_nil()
                               ? std::nullopt
                               : std::optional<BytesView>{origin.correlation.bits()};
  const auto key = origin.key.is_nil() ? std::nullopt : std::optional<BytesView>{origin.key.bits()};
  const internal::LeafContent content{
      .at = clock_.now(),
      .event = name_of(deed.event),
      .outcome = name_of(deed.outcome),
      .actor_kind = name_of(origin.kind),
      .actor = origin.actor,
      .object = unless_empty(deed.object),
      .control = unless_empty(deed.control),
      .reason = unless_empty(deed.reason),
      .times = deed.times,
      .correlation = correlation,
      .mark = mark,
      .personal = personal,
      .api_key = key,
  };
  if (enforced<"AUD-01">)
    TRY_VOID(transaction.execute(queries::append_entry, content.at, content.event, content.outcome,
                                 content.actor_kind, content.actor, content.object, content.control,
                                 content.reason, content.times, content.correlation, content.mark,
                                 content.personal, internal::leaf_of(content), content.api_key));
  return {};
}

Task<Result<std::vector<Entry>>> Log::entries(Filter filter) {
  auto work = [keys = keys_, filter](store::Reader& reader) {
    return read_entries(reader, *keys, filter);
  };
  return database_.read(std::move(work));
}

Task<Result<std::optional<Checkpoint>>> Log::latest_checkpoint() {
  return database_.read(&read_checkpoint);
}

Result<> Log::checkpoint_if_due() {
  TRY(const State state, database_.read_now(&read_state));
  const std::int64_t size = state.newest ? state.newest->size : 0;
  if (state.written == size) return {};
  const bool many = state.written - size >= kEntriesPerCheckpoint;
  const bool late = !state.newest || clock_.now() - state.newest->at >= kCheckpointPeriod;
  return many || late ? checkpoint_now() : Result<>{};
}

Result<> Log::checkpoint_now() {
  TRY(const State state, database_.read_now(&read_state));
  TRY(internal::CompactTree tree, tree_at(state.newest));
  while (static_cast<std::int64_t>(tree.size()) < state.written) {
    const auto from = static_cast<std::int64_t>(tree.size());
    TRY(const auto rows, database_.read_now([from](store::Reader& reader) {
      return reader.all<LeafRow>(queries::leaves_from, from, kLeavesAtOnce);
    }));
    TRY_VOID(extend(tree, rows));
  }
  const auto size = static_cast<std::int64_t>(tree.size());
  if (size == (state.newest ? state.newest->size : 0)) return {};

  const crypto::Digest root = tree.root();
  const std::string body = internal::checkpoint_body(keys_->tenant(), size, root);
  const auto signature = signer_.sign(as_bytes(body));
  return database_.write_now([&](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::add_checkpoint, size, root, clock_.now(), signature,
                                 tree.frontier()));
    return {};
  });
}

std::array<std::uint8_t, 32> Log::public_key() const { return signer_.public_key(); }

Result<Verification> Log::verify() {
  const auto key = public_key();
  return database_.read_now(
      [&](store::Reader& reader) { return internal::verify_log(reader, keys_->tenant(), key); });
}

Result<Verification> Log::verify_copy(Tampering tampering) {
  const auto key = public_key();
  return database_.read_now([&](store::Reader& reader) {
    return internal::verify_copy(reader, keys_->tenant(), key, tampering);
  });
}

}  // namespace gatehouse::audit
