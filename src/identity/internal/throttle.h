// Failed logins, counted per account and per network in a sliding window (control IDN-12): first a
// challenge, then pauses that grow, then a lock that ends by itself.
//
// An account is what was typed as its address of mail, or a browser that its owner has used:
// whether it exists plays no part here, so a lock tells nothing about it. Counters live in memory
// and are saved with each failure, so that a restart unlocks nobody.
#pragma once

#include <array>
#include <deque>
#include <mutex>
#include <optional>
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
    Attempt(Throttle& throttle, Source account, Source address);
    Attempt(Attempt&& other) noexcept;
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt();

    // So much has failed that a challenge comes before the next password.
    bool suspicious() const { return suspicious_; }

   private:
    friend class Throttle;
    Throttle* throttle_;
    Source account_;
    Source address_;
    bool suspicious_ = false;
  };

  // kLoginLocked with the time to wait. `device` counts instead of the e-mail where it is known, so
  // that strangers cannot lock somebody out of a browser of their own.
  Result<Attempt> begin(const EmailAddress& email, const IpAddress& address,
                        std::optional<Source> device = {});
  Result<> failed(store::Transaction& transaction, const Attempt& attempt);
  // Clears the account's failures; those of the address stay, or one good account would cover for
  // an attack on others.
  Result<> succeeded(store::Transaction& transaction, const Attempt& attempt);

  // Whoever holds the mailbox has chosen another password: what was guessed before is of no use.
  Result<> clear(store::Transaction& transaction, const EmailAddress& email);

  void forget_old();

  // For the verifier: makes what was counted older.
  Result<> age(store::Transaction& transaction, const EmailAddress& email,
               std::chrono::milliseconds by);
  Result<> age(store::Transaction& transaction, const IpAddress& address,
               std::chrono::milliseconds by);

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

  struct Look {
    std::chrono::seconds wait;
    int failures;  // with those that are being judged
  };

  Shard& shard_of(const Source& source) { return shards_[source[0] % shards_.size()]; }
  Source source_of(const EmailAddress& email) const;
  Source source_of(const IpAddress& address) const;
  Look look(const Source& source, int most_failures);
  Instant open_again(const Counter& counter, int most_failures) const;
  std::chrono::milliseconds length_of_lock(std::int64_t locks) const;
  void let_go(const Source& source);
  void drop_old_failures(Counter& counter) const;
  void count_for_everybody();
  bool everybody_is_under_attack();
  Instant forget_at(const Counter& counter) const;
  Counter count_failure(const Source& source, int most_failures);
  Result<> save_failure(store::Transaction& transaction, const Source& source, int most_failures);
  Result<> save(store::Transaction& transaction, const Source& source, const Counter& counter);
  Result<> age(store::Transaction& transaction, const Source& source, std::chrono::milliseconds by);
  Result<> clear(store::Transaction& transaction, const Source& source);

  const Ground& ground_;
  std::array<Shard, 16> shards_;
  // Of all accounts from all networks: a list that is tried slowly from many places.
  std::mutex everybody_mutex_;
  std::deque<Instant> everybody_;
};

}  // namespace gatehouse::identity::internal
