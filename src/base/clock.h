// Time comes in through the constructor.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gatehouse {

// UTC wall time in milliseconds.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
// For measuring spans; never goes back, means nothing outside the process.
using Tick = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual Tick tick() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
  Tick tick() const override;
};

// For tests: stands still until told.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant start) : now_{start} {}
  Instant now() const override { return now_; }
  Tick tick() const override { return Tick{now_.time_since_epoch()}; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Instant now_;
};

inline constexpr ErrorKind kBadTime{
    "clock.bad_time", Fault::invalid,
    "This is not a date and time. Write it like 2026-11-23T21:42:10Z."};

// RFC 3339 with milliseconds: 2026-11-23T21:42:10.123Z
std::string rfc3339(Instant at);
Result<Instant> parse_rfc3339(std::string_view text);

}  // namespace gatehouse
