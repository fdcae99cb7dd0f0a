// How long the one decision point takes: a member with a hundred granted bots, half of the
// questions answered with yes. Prints one line of JSON.
#include <chrono>
#include <cstdio>
#include <vector>

#include <fmt/format.h>

#include "access/doorkeeper.h"

namespace {

using namespace gatehouse;
using access::Privilege;

constexpr int kBots = 100;
constexpr int kRounds = 20'000;

BotId bot_of(int number) {
  BotId::Bits bits{};
  bits[0] = static_cast<std::uint8_t>(number * 37 % 251);
  bits[15] = static_cast<std::uint8_t>(number);
  return BotId::from_bits(bits);
}

access::Caller member() {
  std::vector<access::Grant> grants;
  for (int number = 0; number < kBots; ++number)
    grants.push_back({bot_of(number), {Privilege::read_bots, Privilege::edit_bots}});
  access::Authority authority{access::Role::builder, access::privileges_of(access::Role::builder),
                              access::Reach::of(std::move(grants))};
  return access::Doorkeeper::member({}, TenantId{}, PersonId{}, SessionId{}, std::move(authority),
                                    "Bench");
}

// Nanoseconds a decision; `yes` counts what was allowed, so that nothing is left out.
double measure(const access::Caller& caller, int first_bot, Privilege privilege, long& yes) {
  std::vector<BotId> bots;
  for (int number = 0; number < kBots; ++number) bots.push_back(bot_of(first_bot + number));
  const auto began = std::chrono::steady_clock::now();
  for (int round = 0; round < kRounds; ++round)
    for (const BotId bot : bots) yes += access::require(caller, privilege, bot).has_value() ? 1 : 0;
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
  return took.count() / (double{kRounds} * kBots);
}

}  // namespace

int main() {
  const access::Caller caller = member();
  long yes = 0;
  const double allowed = measure(caller, 0, Privilege::edit_bots, yes);
  const double refused = measure(caller, kBots, Privilege::edit_bots, yes);
  if (yes != long{kRounds} * kBots) return 1;
  fmt::print("{{\"allowed_ns\":{:.1f},\"refused_ns\":{:.1f}}}\n", allowed, refused);
  return 0;
}
