#include "crypto/proof_of_work.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/secret.h"

namespace gatehouse::crypto {
namespace {

std::uint32_t number_from(const std::array<std::uint8_t, 4>& octets) {
  std::uint32_t number = 0;
  for (const std::uint8_t octet : octets) number = number << 8 | octet;
  return number;
}

}  // namespace

PuzzleKey key_of(const Puzzle& puzzle, std::uint32_t counter) {
  std::array<std::uint8_t, 20> password{};
  std::ranges::copy(puzzle.nonce, password.begin());
  for (int at = 0; at < 4; ++at)
    password[16 + static_cast<std::size_t>(at)] =
        static_cast<std::uint8_t>(counter >> (24 - 8 * at));
  PuzzleKey key{};
  CHECK(PKCS5_PBKDF2_HMAC(as_text(password).data(), static_cast<int>(password.size()),
                          puzzle.salt.data(), static_cast<int>(puzzle.salt.size()),
                          static_cast<int>(puzzle.cost), EVP_sha256(), static_cast<int>(key.size()),
                          key.data()) == 1);
  return key;
}

Puzzle make_puzzle(const PuzzleLimits& limits, Random& random) {
  CHECK(limits.least <= limits.most && limits.cost > 0);
  Puzzle puzzle{random.bytes<16>(), random.bytes<16>(), limits.cost, {}};
  const std::uint32_t span = limits.most - limits.least + 1;
  const PuzzleKey key = key_of(puzzle, limits.least + number_from(random.bytes<4>()) % span);
  std::copy_n(key.begin(), puzzle.prefix.size(), puzzle.prefix.begin());
  return puzzle;
}

bool solves(const Puzzle& puzzle, std::uint32_t counter) {
  const PuzzleKey key = key_of(puzzle, counter);
  return same_bytes(BytesView{key}.first(puzzle.prefix.size()), puzzle.prefix);
}

std::optional<std::uint32_t> solve(const Puzzle& puzzle, std::uint32_t most) {
  for (std::uint32_t counter = 0; counter <= most; ++counter)
    if (solves(puzzle, counter)) return counter;
  return std::nullopt;
}

}  // namespace gatehouse::crypto
