// Makes puzzles and takes their solutions, each once.
#pragma once

#include <array>
#include <map>
#include <mutex>

#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "crypto/proof_of_work.h"
#include "identity/challenge.h"

namespace gatehouse::identity::internal {

class Challenges {
 public:
  // The key is this process's own: what a restart forgets of used puzzles cannot be used again.
  Challenges(crypto::PuzzleLimits work, Clock& clock, Random& random);

  // Both take about a millisecond of work.
  Challenge make() const;
  // kChallengeNeeded when it is not ours, too old, used before or wrong.
  Result<> accept(const Proof& proof);

 private:
  using Nonce = std::array<std::uint8_t, 16>;
  std::string signature_of(const ChallengeParameters& parameters) const;
  Result<> use(const Nonce& nonce, Instant until);

  const crypto::PuzzleLimits work_;
  Clock& clock_;
  Random& random_;
  const Secret key_;
  std::mutex mutex_;
  std::map<Nonce, Instant> used_;  // each has cost its solver work, so nobody fills it
};

}  // namespace gatehouse::identity::internal
