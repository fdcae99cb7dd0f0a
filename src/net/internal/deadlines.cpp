#include "net/internal/deadlines.h"

#include <algorithm>

#include "base/result.h"

namespace gatehouse::net {

Deadline::~Deadline() {
  if (place_.is_linked()) wheel_->take_out(*this);
}

void Deadline::set(std::chrono::milliseconds from_now) {
  const auto at = wheel_->clock_.tick().time_since_epoch() + from_now;
  due_ = at / DeadlineWheel::kTurn + 1;
  if (place_.is_linked()) {
    if (placed_ <= due_) return;  // it will be looked at in time
    wheel_->take_out(*this);
  }
  wheel_->place(*this);
}

void DeadlineWheel::place(Deadline& deadline) {
  if (!waiting_) turned_ = now();
  const std::int64_t earliest = turned_ + 1;
  deadline.placed_ = std::clamp(deadline.due_, earliest, turned_ + std::int64_t{kSlots} - 1);
  slot_of(deadline.placed_).push_back(deadline);
  ++placed_;
  if (!waiting_) wait();
}

void DeadlineWheel::take_out(Deadline& deadline) {
  slot_of(deadline.placed_).erase(Slot::s_iterator_to(deadline));
  --placed_;
}

void DeadlineWheel::wait() {
  if (!timer_) return;  // the thread is ending
  waiting_ = true;
  timer_->expires_after(kTurn);
  timer_->async_wait([this](boost::system::error_code error) {
    if (!error) turn();
  });
}

void DeadlineWheel::turn() {
  const std::int64_t until = now();
  // After a long pause every slot is looked at once, not more often.
  turned_ = std::max(turned_, until - std::int64_t{kSlots});
  while (turned_ < until) {
    ++turned_;
    visit(slot_of(turned_));
  }
  waiting_ = false;
  if (placed_ > 0) wait();
}

void DeadlineWheel::visit(Slot& slot) {
  // Not a loop over the slot: an action may end connections, and with them their deadlines.
  for (std::size_t left = slot.size(); left > 0 && !slot.empty(); --left) {
    Deadline& deadline = slot.front();
    take_out(deadline);
    if (deadline.due_ == Deadline::kNever) continue;
    if (deadline.due_ > turned_) {
      place(deadline);
      continue;
    }
    deadline.due_ = Deadline::kNever;
    deadline.action_(deadline.owner_);
  }
}

}  // namespace gatehouse::net
