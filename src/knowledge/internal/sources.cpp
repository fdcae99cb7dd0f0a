#include "knowledge/internal/sources.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/control.h"
#include "base/text.h"
#include "knowledge/queries.h"

namespace gatehouse::knowledge::internal {
namespace {

constexpr std::int64_t kMostSources = 500;
constexpr std::int64_t kMostPassages = 5000;
constexpr auto kPurpose = vault::Purpose::knowledge;

// Bot, source and position: what a sealed value is bound to.
class Spot {
 public:
  Spot(BotId bot, SourceId source, std::int64_t position = -1) {
    auto out = std::ranges::copy(bot.bits(), bits_.begin()).out;
    out = std::ranges::copy(source.bits(), out).out;
    for (int shift = 24; shift >= 0; shift -= 8) {
      *out++ = static_cast<std::uint8_t>((position >> shift) & 0xff);
    }
  }
  vault::Place title() const { return {"knowledge_source", "title", bits_}; }
  vault::Place url() const { return {"knowledge_source", "url", bits_}; }
  vault::Place heading() const { return {"knowledge_passage", "heading", bits_}; }
  vault::Place text() const { return {"knowledge_passage", "text", bits_}; }

 private:
  std::array<std::uint8_t, 36> bits_{};
};

Result<Passage> opened(const vault::Keyring& keys, BotId bot, const PassageRow& row) {
  const Spot spot{bot, row.source, row.position};
  TRY(auto heading, row.heading.open(keys, kPurpose, spot.heading()));
  TRY(auto text, row.text.open(keys, kPurpose, spot.text()));
  return Passage{std::move(heading), std::move(text)};
}

struct Amount {
  std::int64_t sources;
  std::int64_t passages;
  static constexpr auto columns = std::tuple{&Amount::sources, &Amount::passages};
};

}  // namespace

ReadySource made_ready(const vault::Keyring& keys, SourceId id, BotId bot, const NewSource& source,
                       const std::vector<Passage>& passages, Instant now) {
  const Spot spot{bot, id};
  ReadySource ready;
  ready.source = {id,
                  source.kind,
                  source.title,
                  source.url,
                  static_cast<std::int64_t>(code_points(source.text)),
                  static_cast<std::int64_t>(passages.size()),
                  now};
  ready.row = {id,
               bot,
               source.kind,
               SealedText::of(keys, kPurpose, spot.title(), source.title),
               std::nullopt,
               ready.source.characters,
               ready.source.passages,
               now};
  if (source.url) ready.row.url = SealedText::of(keys, kPurpose, spot.url(), *source.url);
  for (std::int64_t position = 0; const Passage& passage : passages) {
    const Spot there{bot, id, position};
    ready.passages.push_back({id, position,
                              SealedText::of(keys, kPurpose, there.heading(), passage.heading),
                              SealedText::of(keys, kPurpose, there.text(), passage.text)});
    ++position;
  }
  return ready;
}

Result<> insert(store::Transaction& transaction, const ReadySource& ready) {
  const SourceRow& row = ready.row;
  TRY(const Amount there, transaction.one<Amount>(queries::amount, row.bot));
  if (there.sources >= kMostSources) return fail(kTooManySources);
  if (there.passages + row.passages > kMostPassages) return fail(kTooMuchToKnow);
  TRY_VOID(transaction.execute(queries::add_source, row.id, row.bot, row.kind, row.title, row.url,
                               row.characters, row.passages, row.created_at));
  for (const PassageRow& passage : ready.passages) {
    TRY_VOID(transaction.execute(queries::add_passage, passage.source, passage.position, row.bot,
                                 passage.heading, passage.text));
  }
  return {};
}

Result<SourceRow> find(store::Reader& reader, BotId bot, SourceId source) {
  TRY(SourceRow row, reader.one<SourceRow>(queries::find_source, source));
  if (enforced<"KNW-01"> && row.bot != bot) {
    return fail(Error{kNotFound}.because("another bot's source").under("KNW-01"));
  }
  return row;
}

Result<Source> opened(const vault::Keyring& keys, const SourceRow& row) {
  const Spot spot{row.bot, row.id};
  TRY(auto title, row.title.open(keys, kPurpose, spot.title()));
  std::optional<std::string> url;
  if (row.url) {
    TRY(url, row.url->open(keys, kPurpose, spot.url()));
  }
  return Source{row.id,         row.kind,     std::move(title), std::move(url),
                row.characters, row.passages, row.created_at};
}

Result<std::vector<Source>> sources_of(store::Reader& reader, const vault::Keyring& keys,
                                       BotId bot) {
  TRY(const auto rows, reader.all<SourceRow>(queries::sources_of_bot, bot));
  std::vector<Source> sources;
  for (const SourceRow& row : rows) {
    TRY(auto source, opened(keys, row));
    sources.push_back(std::move(source));
  }
  return sources;
}

Result<std::vector<Passage>> passages_of(store::Reader& reader, const vault::Keyring& keys,
                                         const SourceRow& row) {
  TRY(const auto rows, reader.all<PassageRow>(queries::passages_of_source, row.id));
  std::vector<Passage> passages;
  for (const PassageRow& one : rows) {
    TRY(auto passage, opened(keys, row.bot, one));
    passages.push_back(std::move(passage));
  }
  return passages;
}

Result<> remove(store::Transaction& transaction, SourceId source) {
  TRY_VOID(transaction.execute(queries::delete_passages, source));
  TRY_VOID(transaction.execute(queries::delete_source, source));
  return {};
}

Result<> remove_all(store::Transaction& transaction, BotId bot) {
  TRY_VOID(transaction.execute(queries::delete_passages_of_bot, bot));
  TRY_VOID(transaction.execute(queries::delete_sources_of_bot, bot));
  return {};
}

Result<std::shared_ptr<const Index>> read_index(store::Reader& reader, const vault::Keyring& keys,
                                                BotId bot) {
  TRY(const auto sources, sources_of(reader, keys, bot));
  std::map<SourceId, const Source*> by_id;
  for (const Source& source : sources) by_id.emplace(source.id, &source);
  TRY(const auto rows, reader.all<PassageRow>(queries::passages_of_bot, bot));
  auto index = std::make_shared<Index>();
  for (const PassageRow& row : rows) {
    const auto source = by_id.find(row.source);
    if (source == by_id.end()) continue;
    TRY(auto passage, opened(keys, bot, row));
    index->add({row.source, source->second->kind, source->second->title, source->second->url,
                std::move(passage)});
  }
  return index;
}

}  // namespace gatehouse::knowledge::internal
