#include "main/housekeeping.h"

#include <map>

#include "base/log.h"

namespace gatehouse {

namespace {

constexpr std::chrono::milliseconds kEvery{500};

struct RecordRefusals {
  audit::Log& log;
  std::vector<audit::Refusals::Folded> refusals;

  Result<> operator()(store::Transaction& transaction) const {
    for (const auto& folded : refusals) {
      const audit::Deed deed{.event = audit::Event::refused,
                             .object = std::string{folded.first.route},
                             .outcome = audit::Outcome::refused,
                             .control = folded.first.control,
                             .reason = folded.first.code,
                             .times = folded.times};
      TRY_VOID(log.record(transaction, folded.first.origin, deed));
    }
    return {};
  }
};

void write(store::Database& database, audit::Log& log,
           std::vector<audit::Refusals::Folded> refusals) {
  RecordRefusals record{log, std::move(refusals)};
  if (const auto written = database.write_now(std::move(record)); !written)
    log::error("audit.refusals_not_written", written.error());
}

}  // namespace

Housekeeping::Housekeeping(Installation& installation, audit::Refusals& refusals)
    : installation_{installation}, refusals_{refusals} {}

Housekeeping::~Housekeeping() { stop(); }

void Housekeeping::start(std::function<void()> more) {
  more_ = std::move(more);
  thread_ = std::thread{&Housekeeping::run, this};
}

void Housekeeping::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  write_refusals();
}

void Housekeeping::write_refusals() {
  const std::lock_guard one{writing_};
  std::map<TenantId, std::vector<audit::Refusals::Folded>> by_tenant;
  for (auto& folded : refusals_.take())
    by_tenant[folded.first.origin.tenant].push_back(std::move(folded));
  for (auto& [tenant, list] : by_tenant) {
    const auto room = installation_.tenants().room_of(tenant);
    // A tenant that is gone, and everything nobody could be named for, is the installation's.
    if (room)
      write((*room)->database(), (*room)->audit(), std::move(list));
    else
      write(installation_.control(), installation_.log(), std::move(list));
  }
}

void Housekeeping::sign_logs() {
  const auto sign = [](audit::Log& log) {
    if (const auto done = log.checkpoint_if_due(); !done)
      log::error("audit.not_signed", done.error());
  };
  sign(installation_.log());
  for (const access::Room& room : installation_.tenants().rooms()) sign(room->audit());
}

void Housekeeping::run() {
  std::unique_lock lock{mutex_};
  while (!wake_.wait_for(lock, kEvery, [this] { return stopping_; })) {
    lock.unlock();
    write_refusals();
    sign_logs();
    more_();
    lock.lock();
  }
}

}  // namespace gatehouse
