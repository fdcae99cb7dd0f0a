#include "identity/internal/challenges.h"

#include <algorithm>
#include <optional>

#include "base/control.h"
#include "crypto/crypto.h"
#include "crypto/proof_of_work.h"

namespace gatehouse::identity {
namespace {

constexpr std::string_view kAlgorithm = "PBKDF2/SHA-256";
constexpr std::chrono::minutes kLife{10};
constexpr std::uint32_t kMostTries = 10'000;

std::optional<std::array<std::uint8_t, 16>> octets(std::string_view text) {
  const auto bytes = from_hex(text);
  std::array<std::uint8_t, 16> out{};
  if (!bytes || bytes->size() != out.size()) return std::nullopt;
  std::ranges::copy(*bytes, out.begin());
  return out;
}

std::optional<crypto::Puzzle> puzzle_of(const ChallengeParameters& parameters) {
  const auto nonce = octets(parameters.nonce);
  const auto salt = octets(parameters.salt);
  const auto prefix = octets(parameters.key_prefix);
  if (!nonce || !salt || !prefix) return std::nullopt;
  return crypto::Puzzle{*nonce, *salt, static_cast<std::uint32_t>(parameters.cost), *prefix};
}

Instant end_of(const ChallengeParameters& parameters) {
  return Instant{std::chrono::seconds{parameters.expires_at}};
}

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{kChallengeNeeded}.because(std::string{why}));
}

}  // namespace

Proof solved(Challenge challenge) {
  const auto puzzle = puzzle_of(challenge.parameters);
  const auto counter = puzzle ? crypto::solve(*puzzle, kMostTries) : std::nullopt;
  return {std::move(challenge), counter.value_or(0)};
}

namespace internal {

Challenges::Challenges(crypto::PuzzleLimits work, Clock& clock, Random& random)
    : work_{work}, clock_{clock}, random_{random}, key_{Secret::random(random, 32)} {}

std::string Challenges::signature_of(const ChallengeParameters& parameters) const {
  return hex(crypto::hmac_sha256(key_, as_bytes(json::write(parameters))));
}

Challenge Challenges::make() const {
  const crypto::Puzzle puzzle = crypto::make_puzzle(work_, random_);
  const Instant ends_at = clock_.now() + kLife;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(ends_at.time_since_epoch());
  ChallengeParameters parameters{.algorithm = std::string{kAlgorithm},
                                 .cost = puzzle.cost,
                                 .expires_at = seconds.count(),
                                 .key_length = std::tuple_size_v<crypto::PuzzleKey>,
                                 .key_prefix = hex(puzzle.prefix),
                                 .nonce = hex(puzzle.nonce),
                                 .salt = hex(puzzle.salt)};
  std::string signature = signature_of(parameters);
  return {std::move(parameters), std::move(signature)};
}

Result<> Challenges::accept(const Proof& proof) {
  const Challenge& challenge = proof.challenge;
  const std::string expected = signature_of(challenge.parameters);
  if (!same_bytes(as_bytes(expected), as_bytes(challenge.signature)))
    return refuse("the challenge is not ours");
  const auto puzzle = puzzle_of(challenge.parameters);
  if (!puzzle) return refuse("not a puzzle");
  if (clock_.now() >= end_of(challenge.parameters)) return refuse("the challenge is too old");
  if (!crypto::solves(*puzzle, static_cast<std::uint32_t>(proof.counter)))
    return refuse("the solution is wrong");
  return use(puzzle->nonce, end_of(challenge.parameters));
}

Result<> Challenges::use(const Nonce& nonce, Instant until) {
  const Instant now = clock_.now();
  const std::lock_guard lock{mutex_};
  std::erase_if(used_, [now](const auto& one) { return one.second <= now; });
  if (!used_.emplace(nonce, until).second) return refuse("the solution was used before");
  return {};
}

}  // namespace internal
}  // namespace gatehouse::identity
