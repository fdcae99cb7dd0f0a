#include "base/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr Instant kSome =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 21h + 42min + 10s + 123ms;

TEST(Clock, WritesMillisecondsAlways) {
  EXPECT_EQ(rfc3339(kSome), "2026-11-23T21:42:10.123Z");
  EXPECT_EQ(rfc3339(Instant{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(Instant{-1ms}), "1969-12-31T23:59:59.999Z");
}

TEST(Clock, ReadsTheExamplesOfRfc3339) {  // section 5.8, but for its leap seconds
  EXPECT_EQ(rfc3339(*parse_rfc3339("1985-04-12T23:20:50.52Z")), "1985-04-12T23:20:50.520Z");
  EXPECT_EQ(rfc3339(*parse_rfc3339("1996-12-19T16:39:57-08:00")), "1996-12-20T00:39:57.000Z");
  EXPECT_EQ(rfc3339(*parse_rfc3339("1937-01-01T12:00:27.87+00:20")), "1937-01-01T11:40:27.870Z");
}

TEST(Clock, CutsOffWhatIsFinerThanAMillisecond) {
  EXPECT_EQ(parse_rfc3339("2026-11-23T21:42:10.123999999Z").value(), kSome);
}

TEST(Clock, RefusesWhatIsNoDateAndTime) {
  for (const std::string_view text :
       {"", "2026-11-23", "2026-11-23T21:42:10", "2026-11-23 21:42:10Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T21:60:00Z", "2026-11-23T21:42:60Z",
        "2026-11-23T21:42:10.Z", "2026-11-23T21:42:10.1234567890Z", "2026-11-23T21:42:10Zx",
        "2026-11-23T21:42:10+24:00", "2026-11-23T21:42:10+0100", "+026-11-23T21:42:10Z",
        "9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00+00:01"})
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
}

RC_GTEST_PROP(Clock, WhatIsWrittenIsReadBack, ()) {
  // The years 0 to 9999.
  const auto millis = *rc::gen::inRange<std::int64_t>(-62167219200000, 253402300800000);
  const Instant at{std::chrono::milliseconds{millis}};
  RC_ASSERT(parse_rfc3339(rfc3339(at)).value() == at);
}

TEST(Clock, ASetClockStandsStillUntilTold) {
  SetClock clock{kSome};
  const Tick before = clock.tick();
  EXPECT_EQ(clock.now(), kSome);
  clock.advance(1500ms);
  EXPECT_EQ(clock.now() - kSome, 1500ms);
  EXPECT_EQ(clock.tick() - before, 1500ms);
}

}  // namespace
}  // namespace gatehouse
