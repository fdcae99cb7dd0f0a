// Sources and passages in a tenant's database, sealed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/internal/index.h"
#include "knowledge/knowledge.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::knowledge::internal {

using SealedText = vault::Sealed<std::string>;

struct SourceRow {
  SourceId id;
  BotId bot;
  SourceKind kind;
  SealedText title;
  std::optional<SealedText> url;
  std::int64_t characters;
  std::int64_t passages;
  Instant created_at;
  static constexpr auto columns = std::tuple{
      &SourceRow::id,  &SourceRow::bot,        &SourceRow::kind,     &SourceRow::title,
      &SourceRow::url, &SourceRow::characters, &SourceRow::passages, &SourceRow::created_at};
};

struct PassageRow {
  SourceId source;
  std::int64_t position;
  SealedText heading;
  SealedText text;
  static constexpr auto columns = std::tuple{&PassageRow::source, &PassageRow::position,
                                             &PassageRow::heading, &PassageRow::text};
};

// Ready to be written: all that costs time has been done.
struct ReadySource {
  SourceRow row;
  std::vector<PassageRow> passages;
  Source source;
};
ReadySource made_ready(const vault::Keyring& keys, SourceId id, BotId bot, const NewSource& source,
                       const std::vector<Passage>& passages, Instant now);

// Refuses more than 500 sources or 5,000 passages a bot.
Result<> insert(store::Transaction& transaction, const ReadySource& ready);

// The door to a source: of another bot it does not exist (control KNW-01).
Result<SourceRow> find(store::Reader& reader, BotId bot, SourceId source);

Result<Source> opened(const vault::Keyring& keys, const SourceRow& row);
Result<std::vector<Source>> sources_of(store::Reader& reader, const vault::Keyring& keys,
                                       BotId bot);
Result<std::vector<Passage>> passages_of(store::Reader& reader, const vault::Keyring& keys,
                                         const SourceRow& row);

Result<> remove(store::Transaction& transaction, SourceId source);
Result<> remove_all(store::Transaction& transaction, BotId bot);

Result<std::shared_ptr<const Index>> read_index(store::Reader& reader, const vault::Keyring& keys,
                                                BotId bot);

}  // namespace gatehouse::knowledge::internal
