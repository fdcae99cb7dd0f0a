// Where a verification run's own tenants may go besides (ADR 9): to the verifier itself, which then
// plays the hostile server. Kept in memory, for an hour at most.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/clock.h"
#include "base/id.h"

namespace gatehouse::egress {

struct Opening {
  IpAddress host;         // the verifier's own address, as we see it
  std::uint16_t port;     // on it
  std::string authority;  // PEM: the only one that is believed there
  // Counts as a usual port, so that a try to reach something inside by it is judged by its address
  // and not by its port. Opens no address.
  std::uint16_t usual_port;

  bool names(std::string_view text, std::uint16_t at) const;
};

class Openings {
 public:
  explicit Openings(Clock& clock) : clock_{clock} {}
  void open(TenantId tenant, Opening opening);
  void close(TenantId tenant);
  // Empty for everybody but the tenants of a verification run.
  std::vector<Opening> of(TenantId tenant) const;

 private:
  struct Kept {
    std::vector<Opening> openings;
    Tick until;
  };
  Clock& clock_;
  mutable std::mutex mutex_;
  std::map<TenantId, Kept> kept_;
};

}  // namespace gatehouse::egress
