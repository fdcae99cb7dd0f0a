// Failed logins, counted per e-mail and per network in a sliding window (control IDN-12).
//
// Whether an account exists plays no part here, so a lock tells nothing about it. Counters live in
// memory and are saved with each failure, so that a restart unlocks nobody.
#pragma once

#include <array>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "identity/internal/ground.h"

namespace gatehouse::identity::internal {

class Throttle {
 public:
  explicit Throttle(const Ground& ground) : ground_{ground} {}
  // Reads what was saved. Blocking.
  Result<> start();

  using Source = std::array<std::uint8_t, 16>;  // blind index

  // An attempt counts as failed while it is being judged, so that many at once cannot slip past.
  class Attempt {
   public:
    Attempt(Throttle& throttle, Source email, Source address);
    Attempt(Attempt&& other) noexcept;
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt();

   private:
    friend class Throttle;
    Throttle* throttle_;
    Source email_;
    Source address_;
  };

  // kLoginLocked with the time to wait.
  Result<Attempt> begin(const EmailAddress& email, const IpAddress& address);
  Result<> failed(store::Transaction& transaction, const Attempt& attempt);
  // Clears the e-mail's failures; those of the address stay, or one good account would cover for an
  // attack on others.
  Result<> succeeded(store::Transaction& transaction, const Attempt& attempt);

  void forget_old();

 private:
  struct Counter {
    std::vector<Instant> failures;  // inside the window, oldest first
    int being_judged = 0;
    std::int64_t locks = 0;  // so far; the next one lasts longer
    Instant locked_until{};
  };
  struct HashOfSource {
    std::size_t operator()(const Source& source) const;
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::unordered_map<Source, Counter, HashOfSource> counters;
  };

  Shard& shard_of(const Source& source) { return shards_[source[0] % shards_.size()]; }
  std::chrono::seconds wait_for(const Source& source, int most_failures);
  void let_go(const Source& source);
  void drop_old_failures(Counter& counter) const;
  Instant forget_at(const Counter& counter) const;
  Counter count_failure(const Source& source, int most_failures);
  Result<> save_failure(store::Transaction& transaction, const Source& source, int most_failures);

  const Ground& ground_;
  std::array<Shard, 16> shards_;
};

}  // namespace gatehouse::identity::internal
