// The demo bot of a new installation: it answers from Gatehouse's own guide, so that the first
// question a newcomer asks is answered for real.
#pragma once

#include "access/caller.h"
#include "bots/bots.h"
#include "store/database.h"

namespace gatehouse::api {

class Demo {
 public:
  Demo(store::Database& control, bots::Bots& bots);
  Result<> start();  // blocking: finds the demo's widget, if there is one
  // Once, for the first workspace: a bot whose sources are the guide's pages.
  Task<Result<>> furnish(access::Caller owner, std::string public_origin);
  // nil before.
  WidgetId widget() const;

 private:
  store::Database& control_;
  bots::Bots& bots_;
  mutable std::mutex mutex_;
  WidgetId widget_;
};

}  // namespace gatehouse::api
