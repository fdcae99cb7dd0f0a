// Tells open sockets what happened: after the commit, in the order of the
// commits.
#pragma once

#include <functional>
#include <utility>

#include "conversations/conversations.h"
#include "store/database.h"

namespace gatehouse::conversations::internal {

class Teller {
 public:
  explicit Teller(std::function<void(const LiveEvent&)> live) : live_{std::move(live)} {}

  void now(const LiveEvent& event) const { live_(event); }
  void after_commit(store::Transaction& transaction, LiveEvent event) const {
    transaction.after_commit([this, event = std::move(event)] { live_(event); });
  }

 private:
  std::function<void(const LiveEvent&)> live_;
};

}  // namespace gatehouse::conversations::internal
