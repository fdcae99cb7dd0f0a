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

Throttle::Attempt::Attempt(Throttle& throttle, Source account, Source address)
    : throttle_{&throttle}, account_{account}, address_{address} {}

Throttle::Attempt::Attempt(Attempt&& other) noexcept
    : throttle_{std::exchange(other.throttle_, nullptr)},
      account_{other.account_},
      address_{other.address_},
      suspicious_{other.suspicious_} {}

Throttle::Attempt::~Attempt() {
  if (throttle_ == nullptr) return;
  throttle_->let_go(account_);
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

Throttle::Source Throttle::source_of(const EmailAddress& email) const {
  return ground_.keys.blind_index("login.email", email.folded());
}
Throttle::Source Throttle::source_of(const IpAddress& address) const {
  return ground_.keys.blind_index("login.address", as_text(address.network().octets()));
}

Result<Throttle::Attempt> Throttle::begin(const EmailAddress& email, const IpAddress& address,
                                          std::optional<Source> device) {
  const Limits& limits = ground_.limits;
  const Source account = device.value_or(source_of(email));
  const Source network = source_of(address);
  Attempt attempt{*this, account, network};
  const Look by_account = look(account, limits.failures_per_email);
  const Look by_network = look(network, limits.failures_per_address);
  const auto wait = std::max(by_account.wait, by_network.wait);
  if (enforced<"IDN-12"> && wait.count() > 0) return fail(Error{kLoginLocked}.retry_after(wait));
  const int failures = std::max(by_account.failures, by_network.failures);
  attempt.suspicious_ =
      failures >= limits.failures_before_challenge || (!device && everybody_is_under_attack());
  return attempt;
}

// Takes part in judging from here on, whatever the answer: Attempt lets go.
Throttle::Look Throttle::look(const Source& source, int most_failures) {
  const Instant now = ground_.clock.now();
  Shard& shard = shard_of(source);
  const std::lock_guard lock{shard.mutex};
  Counter& counter = shard.counters[source];
  drop_old_failures(counter);
  const int failures = static_cast<int>(counter.failures.size()) + counter.being_judged++;
  const Instant open = open_again(counter, most_failures);
  if (open > now) return {std::chrono::ceil<std::chrono::seconds>(open - now), failures};
  return {std::chrono::seconds{failures >= most_failures ? 1 : 0}, failures};
}

// The second half of the failures that are allowed is slowed down: 1, 2, 4, then 8 seconds.
Instant Throttle::open_again(const Counter& counter, int most_failures) const {
  constexpr int kMostPauseDoublings = 3;
  const int failures = static_cast<int>(counter.failures.size());
  const int slowed = failures - most_failures / 2;
  if (slowed <= 0) return counter.locked_until;
  const std::chrono::seconds pause{1 << std::min(slowed - 1, kMostPauseDoublings)};
  return std::max(counter.locked_until, counter.failures.back() + pause);
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

// A clock that was set back must not make a lock longer than it was.
void Throttle::drop_old_failures(Counter& counter) const {
  const Instant now = ground_.clock.now();
  const Instant oldest = now - ground_.limits.failure_window;
  std::erase_if(counter.failures, [&](Instant at) { return at <= oldest || at > now; });
  if (counter.locked_until + kLongestLock <= now) counter.locks = 0;
  counter.locked_until = std::min(counter.locked_until, now + length_of_lock(counter.locks));
}

std::chrono::milliseconds Throttle::length_of_lock(std::int64_t locks) const {
  const auto doublings = std::clamp<std::int64_t>(locks - 1, 0, kMostDoublings);
  const std::chrono::milliseconds wished = ground_.limits.lock * (std::int64_t{1} << doublings);
  return std::min<std::chrono::milliseconds>(wished, kLongestLock);
}

void Throttle::count_for_everybody() {
  const std::lock_guard lock{everybody_mutex_};
  everybody_.push_back(ground_.clock.now());
  if (std::ssize(everybody_) > ground_.limits.failures_of_everybody) everybody_.pop_front();
}

bool Throttle::everybody_is_under_attack() {
  const Instant oldest = ground_.clock.now() - ground_.limits.failure_window;
  const std::lock_guard lock{everybody_mutex_};
  return std::ssize(everybody_) == ground_.limits.failures_of_everybody &&
         everybody_.front() > oldest;
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
    ++counter.locks;
    counter.locked_until = now + length_of_lock(counter.locks);
    counter.failures.clear();
  }
  return counter;
}

Result<> Throttle::save_failure(store::Transaction& transaction, const Source& source,
                                int most_failures) {
  return save(transaction, source, count_failure(source, most_failures));
}

Result<> Throttle::save(store::Transaction& transaction, const Source& source,
                        const Counter& counter) {
  TRY_VOID(transaction.execute(queries::save_failures, source, packed(counter.failures),
                               counter.locks, counter.locked_until, forget_at(counter)));
  return {};
}

Result<> Throttle::failed(store::Transaction& transaction, const Attempt& attempt) {
  count_for_everybody();
  TRY_VOID(save_failure(transaction, attempt.account_, ground_.limits.failures_per_email));
  return save_failure(transaction, attempt.address_, ground_.limits.failures_per_address);
}

Result<> Throttle::succeeded(store::Transaction& transaction, const Attempt& attempt) {
  return clear(transaction, attempt.account_);
}

Result<> Throttle::clear(store::Transaction& transaction, const EmailAddress& email) {
  return clear(transaction, source_of(email));
}

Result<> Throttle::clear(store::Transaction& transaction, const Source& source) {
  TRY_VOID(transaction.execute(queries::delete_failures, source));
  transaction.after_commit([this, source] {
    Shard& shard = shard_of(source);
    const std::lock_guard lock{shard.mutex};
    const auto place = shard.counters.find(source);
    if (place == shard.counters.end()) return;
    place->second.failures.clear();
    place->second.locks = 0;
    place->second.locked_until = {};
  });
  return {};
}

Result<> Throttle::age(store::Transaction& transaction, const EmailAddress& email,
                       std::chrono::milliseconds by) {
  return age(transaction, source_of(email), by);
}
Result<> Throttle::age(store::Transaction& transaction, const IpAddress& address,
                       std::chrono::milliseconds by) {
  return age(transaction, source_of(address), by);
}
Result<> Throttle::age(store::Transaction& transaction, const Source& source,
                       std::chrono::milliseconds by) {
  Counter aged;
  {
    Shard& shard = shard_of(source);
    const std::lock_guard lock{shard.mutex};
    const auto place = shard.counters.find(source);
    if (place == shard.counters.end()) return {};
    for (Instant& at : place->second.failures) at -= by;
    place->second.locked_until -= by;
    aged = place->second;
  }
  return save(transaction, source, aged);
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
