#include "identity/internal/throttle.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/control.h"
#include "identity/queries.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::chrono::hours kLongestLock{24};
constexpr int kMostDoublings = 20;

struct CounterRow {
  Throttle::Source source;
  Bytes failures;
  std::int64_t locks;
  Instant locked_until;
  static constexpr auto columns = std::tuple{&CounterRow::source, &CounterRow::failures,
                                             &CounterRow::locks, &CounterRow::locked_until};
};

Bytes packed(const std::vector<Instant>& instants) {
  Bytes out;
  for (const Instant at : instants)
    for (int shift = 56; shift >= 0; shift -= 8)
      out.push_back(static_cast<std::uint8_t>(at.time_since_epoch().count() >> shift));
  return out;
}

std::vector<Instant> unpacked(BytesView bytes) {
  std::vector<Instant> out;
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
    std::uint64_t value = 0;
    for (const std::uint8_t octet : bytes.first(8)) value = value << 8 | octet;
    out.emplace_back(std::chrono::milliseconds{static_cast<std::int64_t>(value)});
  }
  return out;
}

}  // namespace

std::size_t Throttle::HashOfSource::operator()(const Source& source) const {
  std::size_t tail;
  std::memcpy(&tail, source.data() + 8, sizeof tail);
  return tail;
}

Throttle::Attempt::Attempt(Throttle& throttle, Source email, Source address)
    : throttle_{&throttle}, email_{email}, address_{address} {}

Throttle::Attempt::Attempt(Attempt&& other) noexcept
    : throttle_{std::exchange(other.throttle_, nullptr)},
      email_{other.email_},
      address_{other.address_} {}

Throttle::Attempt::~Attempt() {
  if (throttle_ == nullptr) return;
  throttle_->let_go(email_);
  throttle_->let_go(address_);
}

Result<> Throttle::start() {
  const Instant now = ground_.clock.now();
  auto work = [now](store::Reader& reader) {
    return reader.all<CounterRow>(queries::all_failures, now);
  };
  TRY(const auto rows, ground_.control.read_now(std::move(work)));
  for (const CounterRow& row : rows) {
    Shard& shard = shard_of(row.source);
    const std::lock_guard lock{shard.mutex};
    shard.counters[row.source] = {unpacked(row.failures), 0, row.locks, row.locked_until};
  }
  return {};
}

Result<Throttle::Attempt> Throttle::begin(const EmailAddress& email, const IpAddress& address) {
  const Source by_email = ground_.keys.blind_index("login.email", email.folded());
  const Source by_address =
      ground_.keys.blind_index("login.address", as_text(address.network().octets()));
  const Limits& limits = ground_.limits;
  Attempt attempt{*this, by_email, by_address};
  const auto wait = std::max(wait_for(by_email, limits.failures_per_email),
                             wait_for(by_address, limits.failures_per_address));
  if (enforced<"IDN-12"> && wait.count() > 0) return fail(Error{kLoginLocked}.retry_after(wait));
  return attempt;
}

// Takes part in judging from here on, whatever the answer: Attempt lets go.
std::chrono::seconds Throttle::wait_for(const Source& source, int most_failures) {
  const Instant now = ground_.clock.now();
  Shard& shard = shard_of(source);
  const std::lock_guard lock{shard.mutex};
  Counter& counter = shard.counters[source];
  drop_old_failures(counter);
  const auto others = counter.being_judged++;
  if (counter.locked_until > now)
    return std::chrono::ceil<std::chrono::seconds>(counter.locked_until - now);
  const bool full = static_cast<int>(counter.failures.size()) + others >= most_failures;
  return std::chrono::seconds{full ? 1 : 0};
}

void Throttle::let_go(const Source& source) {
  Shard& shard = shard_of(source);
  const std::lock_guard lock{shard.mutex};
  const auto place = shard.counters.find(source);
  CHECK(place != shard.counters.end() && place->second.being_judged > 0);
  Counter& counter = place->second;
  --counter.being_judged;
  if (counter.being_judged == 0 && counter.failures.empty() && counter.locks == 0)
    shard.counters.erase(place);
}

void Throttle::drop_old_failures(Counter& counter) const {
  const Instant now = ground_.clock.now();
  const Instant oldest = now - ground_.limits.failure_window;
  std::erase_if(counter.failures, [oldest](Instant at) { return at <= oldest; });
  if (counter.locked_until + kLongestLock <= now) counter.locks = 0;
}

Instant Throttle::forget_at(const Counter& counter) const {
  if (counter.locks > 0) return counter.locked_until + kLongestLock;
  return ground_.clock.now() + ground_.limits.failure_window;
}

Throttle::Counter Throttle::count_failure(const Source& source, int most_failures) {
  const Instant now = ground_.clock.now();
  Shard& shard = shard_of(source);
  const std::lock_guard lock{shard.mutex};
  Counter& counter = shard.counters[source];
  drop_old_failures(counter);
  counter.failures.push_back(now);
  if (static_cast<int>(counter.failures.size()) >= most_failures) {
    const auto doublings = std::min<std::int64_t>(counter.locks, kMostDoublings);
    const std::chrono::milliseconds wished = ground_.limits.lock * (std::int64_t{1} << doublings);
    counter.locked_until = now + std::min<std::chrono::milliseconds>(wished, kLongestLock);
    ++counter.locks;
    counter.failures.clear();
  }
  return counter;
}

Result<> Throttle::save_failure(store::Transaction& transaction, const Source& source,
                                int most_failures) {
  const Counter counter = count_failure(source, most_failures);
  TRY_VOID(transaction.execute(queries::save_failures, source, packed(counter.failures),
                               counter.locks, counter.locked_until, forget_at(counter)));
  return {};
}

Result<> Throttle::failed(store::Transaction& transaction, const Attempt& attempt) {
  TRY_VOID(save_failure(transaction, attempt.email_, ground_.limits.failures_per_email));
  return save_failure(transaction, attempt.address_, ground_.limits.failures_per_address);
}

Result<> Throttle::succeeded(store::Transaction& transaction, const Attempt& attempt) {
  TRY_VOID(transaction.execute(queries::delete_failures, attempt.email_));
  transaction.after_commit([this, source = attempt.email_] {
    Shard& shard = shard_of(source);
    const std::lock_guard lock{shard.mutex};
    const auto place = shard.counters.find(source);
    if (place == shard.counters.end()) return;
    place->second.failures.clear();
    place->second.locks = 0;
  });
  return {};
}

void Throttle::forget_old() {
  const Instant now = ground_.clock.now();
  for (Shard& shard : shards_) {
    const std::lock_guard lock{shard.mutex};
    for (auto& [source, counter] : shard.counters) drop_old_failures(counter);
    std::erase_if(shard.counters, [now](const auto& one) {
      const Counter& counter = one.second;
      return counter.being_judged == 0 && counter.failures.empty() && counter.locks == 0 &&
             counter.locked_until <= now;
    });
  }
}

}  // namespace gatehouse::identity::internal
