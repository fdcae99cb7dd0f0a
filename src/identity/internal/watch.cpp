#include "identity/internal/watch.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/bytes.h"

namespace gatehouse::identity::internal {
namespace {

constexpr std::chrono::minutes kSoon{10};
// How precisely the time of the last ordinary request is known.
constexpr std::chrono::seconds kGrain{30};

using Name = std::pair<std::string_view, std::string_view>;
// In this order: Edge and Opera call themselves Chrome too, and everyone calls themselves Safari.
constexpr Name kBrowsers[] = {{"Edg", "Edge"},        {"OPR", "Opera"},     {"Firefox", "Firefox"},
                              {"FxiOS", "Firefox"},   {"Chrome", "Chrome"}, {"CriOS", "Chrome"},
                              {"Chromium", "Chrome"}, {"Safari", "Safari"}};
constexpr Name kSystems[] = {{"iPhone", "iPhone"},   {"iPad", "iPad"},       {"Android", "Android"},
                             {"Windows", "Windows"}, {"Macintosh", "macOS"}, {"CrOS", "ChromeOS"},
                             {"Linux", "Linux"}};

template <std::size_t N>
std::string_view named_in(std::string_view agent, const Name (&names)[N]) {
  for (const auto& [mark, name] : names)
    if (agent.contains(mark)) return name;
  return {};
}

std::uint64_t mixed(std::string_view agent, const IpAddress& address) {
  const std::hash<std::string_view> hash;
  const std::uint64_t both = hash(agent) * 31 + hash(as_text(address.octets()));
  return both == 0 ? 1 : both;
}

std::int64_t count(Instant at) { return at.time_since_epoch().count(); }

}  // namespace

std::string family_of(std::string_view agent) {
  const std::string_view browser = named_in(agent, kBrowsers);
  const std::string_view system = named_in(agent, kSystems);
  // Programs are known by the name before the version.
  if (browser.empty()) return std::string{agent.substr(0, agent.find_first_of("/ "))};
  return std::string{browser} + " on " + std::string{system};
}

std::optional<Sign> Watch::look(const IpAddress& address, std::string_view agent, Instant now) {
  const std::uint64_t seen = mixed(agent, address);
  const bool usual = usual_.load(std::memory_order_relaxed) == seen &&
                     count(now) < usual_until_.load(std::memory_order_relaxed);
  if (usual) return std::nullopt;
  const std::lock_guard lock{mutex_};
  const auto sign = compare(address, agent, now);
  if (sign) return sign;
  usual_until_.store(count(now + kGrain), std::memory_order_relaxed);
  usual_.store(seen, std::memory_order_relaxed);
  return std::nullopt;
}

std::optional<Sign> Watch::compare(const IpAddress& address, std::string_view agent, Instant now) {
  std::string family = family_of(agent);
  if (family_.empty())
    family_ = std::move(family);
  else if (family != family_)
    return Sign::device_changed;
  if (is_in_two_places(address, now)) return Sign::two_places;
  return std::nullopt;
}

bool Watch::is_in_two_places(const IpAddress& address, Instant now) {
  auto& [here, before] = stays_[address.is_v4() ? 0 : 1];
  const Region region = region_of(address);
  const bool moved = here.region != region;
  const bool back = moved && before.region == region;
  // Both must have been used lately: home and office in turns, every day, are no sign.
  const bool in_turns = back && now - before.until <= kSoon && now - here.until <= kSoon;
  if (moved) before = here;
  here = {region, now};
  return in_turns;
}

// IPv4: /16; IPv6: /32.
Watch::Region Watch::region_of(const IpAddress& address) {
  const IpAddress::Octets& octets = address.octets();
  if (address.is_v4()) return {octets[12], octets[13], 4, 0};
  return {octets[0], octets[1], octets[2], octets[3]};
}

}  // namespace gatehouse::identity::internal
