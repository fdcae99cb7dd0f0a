// Waits for a task on a thread that may block: start, the command line, pools.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "base/result.h"
#include "base/task.h"

namespace gatehouse {

template <class T>
Task<> keep_answer(Task<T> task, std::optional<T>* answer) {
  answer->emplace(co_await std::move(task));
}

template <class T>
T wait_for(Task<T> task) {
  boost::asio::io_context context{1};
  auto open = boost::asio::make_work_guard(context);
  std::optional<T> answer;
  boost::asio::co_spawn(context, keep_answer(std::move(task), &answer),
                        [&open](std::exception_ptr thrown) {
                          CHECK(thrown == nullptr);
                          open.reset();
                        });
  context.run();
  CHECK(answer.has_value());
  return *std::move(answer);
}

}  // namespace gatehouse
