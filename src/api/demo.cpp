#include "api/demo.h"

#include "api/queries.h"
#include "assets/assets.h"
#include "base/log.h"

namespace gatehouse::api {

namespace {

constexpr std::string_view kSetting = "demo_widget";
constexpr std::string_view kGuide = "/guide/";

Result<std::optional<std::string>> read_widget(store::Reader& reader) {
  return reader.maybe<std::string>(queries::find_setting, kSetting);
}

struct KeepWidget {
  WidgetId widget;
  Result<> operator()(store::Transaction& transaction) const {
    TRY_VOID(transaction.execute(queries::put_setting, kSetting, widget.text()));
    return {};
  }
};

// The first line of a page is its title, "# Title".
std::string title_of(std::string_view page) {
  std::string_view line = page.substr(0, page.find('\n'));
  while (line.starts_with('#') || line.starts_with(' ')) line.remove_prefix(1);
  return std::string{line};
}

bots::NewBot demo_bot(std::string public_origin) {
  return {.name = "Gatehouse guide",
          .greeting = "Hello! Ask me anything about Gatehouse: set-up, bots, the inbox, security.",
          .language = bots::Language::en,
          .domains = {std::move(public_origin)}};
}

}  // namespace

Demo::Demo(store::Database& control, bots::Bots& bots) : control_{control}, bots_{bots} {}

Result<> Demo::start() {
  TRY(const auto text, control_.read_now(&read_widget));
  if (!text) return {};
  TRY(const auto widget, WidgetId::parse(*text));
  const std::lock_guard lock{mutex_};
  widget_ = widget;
  return {};
}

Task<Result<>> Demo::furnish(access::Caller owner, std::string public_origin) {
  CO_TRY(const auto bot, co_await bots_.create(owner, demo_bot(std::move(public_origin))));
  for (const assets::Asset& asset : assets::assets()) {
    if (!asset.path.starts_with(kGuide) || !asset.path.ends_with(".md")) continue;
    knowledge::NewSource page{knowledge::SourceKind::markdown, title_of(asset.content),
                              std::string{asset.content}, std::nullopt};
    CO_TRY_VOID(co_await bots_.add_source(owner, bot.id, std::move(page)));
  }
  KeepWidget keep{bot.widget};
  CO_TRY_VOID(co_await control_.write(keep));
  const std::lock_guard lock{mutex_};
  widget_ = bot.widget;
  co_return Result<>{};
}

WidgetId Demo::widget() const {
  const std::lock_guard lock{mutex_};
  return widget_;
}

}  // namespace gatehouse::api
