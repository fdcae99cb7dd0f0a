#include "bots/internal/widgets.h"

#include <mutex>

namespace gatehouse::bots::internal {

void Widgets::put(WidgetFacts facts) {
  const std::unique_lock lock{mutex_};
  const WidgetId widget = facts.widget;
  widgets_.insert_or_assign(widget, std::move(facts));
}

void Widgets::drop(WidgetId widget) {
  const std::unique_lock lock{mutex_};
  widgets_.erase(widget);
}

std::vector<BotId> Widgets::drop_tenant(TenantId tenant) {
  const std::unique_lock lock{mutex_};
  std::vector<BotId> bots;
  std::erase_if(widgets_, [&](const auto& one) {
    if (one.second.tenant != tenant) return false;
    bots.push_back(one.second.bot);
    return true;
  });
  return bots;
}

std::optional<WidgetFacts> Widgets::find(WidgetId widget) const {
  const std::shared_lock lock{mutex_};
  const auto found = widgets_.find(widget);
  if (found == widgets_.end()) return std::nullopt;
  return found->second;
}

std::vector<BotId> Widgets::bots_of(TenantId tenant) const {
  const std::shared_lock lock{mutex_};
  std::vector<BotId> bots;
  for (const auto& [widget, facts] : widgets_)
    if (facts.tenant == tenant) bots.push_back(facts.bot);
  return bots;
}

}  // namespace gatehouse::bots::internal
