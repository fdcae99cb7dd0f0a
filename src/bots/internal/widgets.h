// The widgets of all tenants in memory: visitors' pages ask for them all the time, and an anonymous
// visitor cannot say which tenant's database to look into.
#pragma once

#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "bots/bots.h"

namespace gatehouse::bots::internal {

class Widgets {
 public:
  void put(WidgetFacts facts);
  void drop(WidgetId widget);
  std::vector<BotId> drop_tenant(TenantId tenant);  // the bots that had them
  std::optional<WidgetFacts> find(WidgetId widget) const;
  std::vector<BotId> bots_of(TenantId tenant) const;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<WidgetId, WidgetFacts> widgets_;
};

}  // namespace gatehouse::bots::internal
