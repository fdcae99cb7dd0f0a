#include "bots/internal/rows.h"

#include <utility>

#include "bots/queries.h"

namespace gatehouse::bots::internal {
namespace {

constexpr std::int64_t kMostBots = 100;

std::string json_of(const std::vector<std::string>& domains) {
  return json::write(Origins{domains});
}

Result<Bot> bot_of(BotRow row) {
  TRY(Origins domains, json::read<Origins>(row.domains));
  return Bot{row.id,
             row.widget,
             std::move(row.name),
             std::move(row.greeting),
             row.language,
             std::move(domains.origins),
             row.created_at,
             row.sources};
}

}  // namespace

Result<std::vector<Bot>> all(store::Reader& reader) {
  TRY(auto rows, reader.all<BotRow>(queries::all_bots));
  std::vector<Bot> bots;
  for (BotRow& row : rows) {
    TRY(auto bot, bot_of(std::move(row)));
    bots.push_back(std::move(bot));
  }
  return bots;
}

Result<Bot> find(store::Reader& reader, BotId bot) {
  TRY(auto row, reader.one<BotRow>(queries::find_bot, bot));
  return bot_of(std::move(row));
}

Result<> insert(store::Transaction& transaction, const Bot& bot) {
  TRY(const auto there, transaction.one<std::int64_t>(queries::count_bots));
  if (there >= kMostBots) return fail(kTooManyBots);
  TRY_VOID(transaction.execute(queries::add_bot, bot.id, bot.widget, bot.name, bot.greeting,
                               bot.language, json_of(bot.domains), bot.created_at));
  return {};
}

Result<> update(store::Transaction& transaction, const Bot& bot) {
  TRY_VOID(transaction.execute(queries::change_bot, bot.id, bot.name, bot.greeting, bot.language,
                               json_of(bot.domains)));
  return {};
}

Result<> remove(store::Transaction& transaction, BotId bot) {
  TRY_VOID(transaction.execute(queries::delete_bot, bot));
  return {};
}

}  // namespace gatehouse::bots::internal
