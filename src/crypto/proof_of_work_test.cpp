#include "crypto/proof_of_work.h"

#include <gtest/gtest.h>

namespace gatehouse::crypto {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> octets(std::string_view text) {
  std::array<std::uint8_t, N> out{};
  std::ranges::copy(*from_hex(text), out.begin());
  return out;
}

// Made by altcha-lib 2.8 from npm: createChallenge({cost: 100, counter: 77}) and solveChallenge.
const Puzzle kOfAltcha{.nonce = octets<16>("25f15ee193d9a9c59b3363d9db1a56a4"),
                       .salt = octets<16>("32f48e01137144da397734b3058bc502"),
                       .cost = 100,
                       .prefix = octets<16>("e367a7134c5520289e59b4fb863b69a9")};
constexpr std::string_view kItsKey =
    "e367a7134c5520289e59b4fb863b69a9639e2864afad4ad5f938905943bf6879";

TEST(ProofOfWork, agrees_with_altcha) {
  EXPECT_EQ(hex(key_of(kOfAltcha, 77)), kItsKey);
  EXPECT_TRUE(solves(kOfAltcha, 77));
  EXPECT_EQ(solve(kOfAltcha, 200), 77);
}

TEST(ProofOfWork, attacker_cannot_use_another_counter) {
  EXPECT_FALSE(solves(kOfAltcha, 76));
  EXPECT_FALSE(solves(kOfAltcha, 77 << 8));
  EXPECT_EQ(solve(kOfAltcha, 76), std::nullopt);
}

TEST(ProofOfWork, the_answer_lies_within_the_limits) {
  SystemRandom random;
  for (int round = 0; round < 20; ++round) {
    const auto answer = solve(make_puzzle({.cost = 2, .least = 10, .most = 30}, random), 30);
    ASSERT_TRUE(answer.has_value());
    EXPECT_GE(*answer, 10U);
  }
}

}  // namespace
}  // namespace gatehouse::crypto
