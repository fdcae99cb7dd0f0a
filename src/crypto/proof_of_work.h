// Puzzles that cost their solver time: find the counter whose key begins with given octets. The
// form is version 2 of ALTCHA, whose worker solves them in browsers: PBKDF2-HMAC-SHA256 (RFC 8018)
// over nonce || counter (big-endian, 32 bits).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/random.h"

namespace gatehouse::crypto {

using PuzzleKey = std::array<std::uint8_t, 32>;

struct Puzzle {
  std::array<std::uint8_t, 16> nonce;
  std::array<std::uint8_t, 16> salt;
  std::uint32_t cost;                   // iterations of PBKDF2 for each try
  std::array<std::uint8_t, 16> prefix;  // what the right key begins with
};

struct PuzzleLimits {
  std::uint32_t cost;
  std::uint32_t least;  // tries until the answer is found: uniform in least..most
  std::uint32_t most;
};

// One try each. Making one knows the answer, so the work of a solver is bounded.
Puzzle make_puzzle(const PuzzleLimits& limits, Random& random);
PuzzleKey key_of(const Puzzle& puzzle, std::uint32_t counter);
bool solves(const Puzzle& puzzle, std::uint32_t counter);

// The whole work; for the verifier and tests.
std::optional<std::uint32_t> solve(const Puzzle& puzzle, std::uint32_t most);

}  // namespace gatehouse::crypto
