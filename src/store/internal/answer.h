// Hands finished jobs back: one post for all that belong to the same io_context.
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "store/internal/job.h"

namespace gatehouse::store::internal {

class Answers {
 public:
  void add(std::unique_ptr<Waiting> job);
  void send();

 private:
  using Jobs = std::vector<std::unique_ptr<Waiting>>;
  std::vector<std::pair<Executor, Jobs>> by_home_;
  Jobs of_threads_;
};

}  // namespace gatehouse::store::internal
