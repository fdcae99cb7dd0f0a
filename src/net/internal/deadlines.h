// Deadlines of a thread: a timer wheel (Varghese and Lauck, 1987) with one system timer for all.
//
// A connection moves its deadline several times a request, so moving one costs a few stores: a
// deadline that is put off stays in its slot and is placed anew when the wheel comes by. Deadlines
// pass at most one turn of 100 ms late.
#pragma once

#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/task.h"

namespace gatehouse::net {

class DeadlineWheel;

class Deadline {
 public:
  using Action = void (*)(void* owner);
  // The action runs on the wheel's thread when the deadline passes.
  Deadline(DeadlineWheel& wheel, void* owner, Action action)
      : wheel_{&wheel}, owner_{owner}, action_{action} {}
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void set(std::chrono::milliseconds from_now);
  void clear() { due_ = kNever; }

 private:
  friend class DeadlineWheel;
  static constexpr std::int64_t kNever = INT64_MAX;

  boost::intrusive::list_member_hook<> place_;
  DeadlineWheel* wheel_;
  void* owner_;
  Action action_;
  std::int64_t due_ = kNever;     // in turns
  std::int64_t placed_ = kNever;  // the turn that looks at it next
};

class DeadlineWheel {
 public:
  explicit DeadlineWheel(const Clock& clock) : clock_{clock} {}

  void start(Executor executor) { timer_.emplace(executor); }
  void stop() { timer_.reset(); }

 private:
  friend class Deadline;
  using Hook = boost::intrusive::member_hook<Deadline, boost::intrusive::list_member_hook<>,
                                             &Deadline::place_>;
  using Slot = boost::intrusive::list<Deadline, Hook>;
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  static constexpr std::chrono::milliseconds kTurn{100};
  static constexpr std::size_t kSlots = 512;

  std::int64_t now() const { return clock_.tick().time_since_epoch() / kTurn; }
  Slot& slot_of(std::int64_t turn) { return slots_[static_cast<std::size_t>(turn) % kSlots]; }
  void place(Deadline& deadline);
  void take_out(Deadline& deadline);
  void wait();
  void turn();
  void visit(Slot& slot);

  const Clock& clock_;
  std::array<Slot, kSlots> slots_;
  std::optional<Timer> timer_;  // waits only while a deadline is placed
  std::size_t placed_ = 0;
  std::int64_t turned_ = 0;  // the last turn that was looked at
  bool waiting_ = false;
};

}  // namespace gatehouse::net
