#include "base/clock.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads RFC 3339 from left to right; `ok` turns false at the first surprise and stays so.
struct Reader {
  std::string_view rest;
  bool ok = true;

  int digits(std::size_t count) {
    if (rest.size() < count) return refuse();
    int value = 0;
    for (const char c : rest.substr(0, count)) {
      if (c < '0' || c > '9') return refuse();
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  int digits_up_to(std::size_t count, int most) {
    const int value = digits(count);
    return value <= most ? value : refuse();
  }
  bool take(char wanted) {
    if (rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!take(wanted)) refuse();
  }
  int refuse() {
    ok = false;
    return 0;
  }
};

// Digits beyond the millisecond are cut off.
milliseconds read_fraction(Reader& in) {
  if (!in.take('.')) return {};
  int value = 0;
  int places = 0;
  while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9' && places < 9) {
    const int digit = in.digits(1);
    if (places < 3) value = value * 10 + digit;
    ++places;
  }
  if (places == 0) in.refuse();
  for (int place = places; place < 3; ++place) value *= 10;
  return milliseconds{value};
}

minutes read_offset(Reader& in) {
  if (in.take('Z')) return {};
  const bool east = in.take('+');
  if (!east) in.expect('-');
  const hours hour{in.digits_up_to(2, 23)};
  in.expect(':');
  const minutes offset = hour + minutes{in.digits_up_to(2, 59)};
  return east ? offset : -offset;
}

}  // namespace

Instant SystemClock::now() const {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

Tick SystemClock::tick() const { return std::chrono::steady_clock::now(); }

std::string rfc3339(Instant at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

Result<Instant> parse_rfc3339(std::string_view text) {
  Reader in{text};
  const std::chrono::year year{in.digits(4)};
  in.expect('-');
  const std::chrono::month month{static_cast<unsigned>(in.digits(2))};
  in.expect('-');
  const std::chrono::day day{static_cast<unsigned>(in.digits(2))};
  in.expect('T');
  const hours hour{in.digits_up_to(2, 23)};
  in.expect(':');
  const minutes minute{in.digits_up_to(2, 59)};
  in.expect(':');
  const seconds second{in.digits_up_to(2, 59)};
  const milliseconds fraction = read_fraction(in);
  const minutes offset = read_offset(in);

  const std::chrono::year_month_day date{year, month, day};
  if (!in.ok || !in.rest.empty() || !date.ok()) return fail(kBadTime);
  const Instant at = std::chrono::sys_days{date} + hour + minute + second + fraction - offset;
  // An offset may carry the time out of the four-digit years, which could not be written again.
  const std::chrono::year_month_day utc{std::chrono::floor<days>(at)};
  if (utc.year() < std::chrono::year{0} || utc.year() > std::chrono::year{9999})
    return fail(kBadTime);
  return at;
}

}  // namespace gatehouse
