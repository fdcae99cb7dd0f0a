// What a session looks like from outside, request by request: the browser that signed in, and the
// networks it is used from (control IDN-11).
//
// Another browser or system is a sign by itself. One move to another network is what a phone does
// on the way home; going back and forth between two within minutes is what a copied cookie looks
// like.
#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"
#include "base/clock.h"
#include "identity/alert.h"

namespace gatehouse::identity::internal {

// "Firefox on Windows": what stays the same when a browser is updated.
std::string family_of(std::string_view agent);

class Watch {
 public:
  // `agent`: of the sign-in; empty when it is not known any more.
  explicit Watch(std::string_view agent) : family_{agent.empty() ? "" : family_of(agent)} {}

  // What is as it was costs two hashes and no lock.
  std::optional<Sign> look(const IpAddress& address, std::string_view agent, Instant now);

 private:
  // So much of an address says how far away it is: what providers give out together.
  using Region = std::array<std::uint8_t, 4>;
  struct Stay {
    Region region{};
    Instant until{};
  };
  static Region region_of(const IpAddress& address);
  std::optional<Sign> compare(const IpAddress& address, std::string_view agent, Instant now);
  bool is_in_two_places(const IpAddress& address, Instant now);

  std::atomic<std::uint64_t> usual_{0};  // the last that raised no sign; 0: none
  std::atomic<std::int64_t> usual_until_{0};
  std::mutex mutex_;
  std::string family_;
  // Of IPv4 and IPv6 each, since a browser uses both at once: now, and before.
  std::array<std::array<Stay, 2>, 2> stays_{};
};

}  // namespace gatehouse::identity::internal
