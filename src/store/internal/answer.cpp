#include "store/internal/answer.h"

#include <algorithm>
#include <boost/asio/post.hpp>

namespace gatehouse::store::internal {

namespace {

struct FinishAll {
  std::vector<std::unique_ptr<Waiting>> jobs;
  void operator()() {
    for (std::unique_ptr<Waiting>& job : jobs) {
      job->finish();
      job.reset();
    }
  }
};

}  // namespace

void Answers::add(std::unique_ptr<Waiting> job) {
  if (!job->home()) {
    of_threads_.push_back(std::move(job));
    return;
  }
  auto place = std::ranges::find(by_home_, *job->home(), &std::pair<Executor, Jobs>::first);
  if (place == by_home_.end()) place = by_home_.emplace(by_home_.end(), *job->home(), Jobs{});
  place->second.push_back(std::move(job));
}

void Answers::send() {
  for (auto& [home, jobs] : by_home_) boost::asio::post(home, FinishAll{std::move(jobs)});
  by_home_.clear();
  for (std::unique_ptr<Waiting>& job : of_threads_) job->finish();
  of_threads_.clear();
}

}  // namespace gatehouse::store::internal
