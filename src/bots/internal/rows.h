// Bots in a tenant's database.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "bots/bots.h"
#include "store/database.h"

namespace gatehouse::bots::internal {

struct Origins {
  std::vector<std::string> origins;
};

struct BotRow {
  BotId id;
  WidgetId widget;
  std::string name;
  std::string greeting;
  Language language;
  std::string domains;
  Instant created_at;
  std::int64_t sources;
  static constexpr auto columns =
      std::tuple{&BotRow::id,       &BotRow::widget,  &BotRow::name,       &BotRow::greeting,
                 &BotRow::language, &BotRow::domains, &BotRow::created_at, &BotRow::sources};
};

Result<std::vector<Bot>> all(store::Reader& reader);
Result<Bot> find(store::Reader& reader, BotId bot);  // kNotFound
// kTooManyBots when there are 100.
Result<> insert(store::Transaction& transaction, const Bot& bot);
Result<> update(store::Transaction& transaction, const Bot& bot);
Result<> remove(store::Transaction& transaction, BotId bot);

}  // namespace gatehouse::bots::internal

namespace gatehouse::json {
template <>
struct Shape<bots::internal::Origins> {
  static constexpr std::string_view name = "Origins";
  static constexpr auto members =
      std::tuple{member("origins", &bots::internal::Origins::origins, list_of(20, line(1, 300)))};
};
}  // namespace gatehouse::json
