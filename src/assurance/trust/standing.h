// What may be said in public about each control: never more than a probe has shown, and never
// without its age.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "assurance/records.h"
#include "base/catalogue_data.h"
#include "base/clock.h"

namespace gatehouse::assurance::trust {

// In the order in which people should look at them.
enum class Standing : unsigned char { failed, waived, stale, not_run, proven, planned };

// All probes run at least once in this time.
inline constexpr std::chrono::hours kPeriod{24};

struct JudgedControl {
  const ControlRow* control;
  Standing standing;
  std::optional<Instant> at;  // of the last result, whatever it was
};

struct Facts {
  std::vector<JudgedControl> controls;  // in the catalogue's order
  Instant now;

  std::size_t count(Standing standing) const;
  // The time of the oldest result with this standing: what is said of all of them is true of it.
  std::optional<Instant> oldest(Standing standing) const;
};

// `planned`: there is no probe. `stale`: passed, but more than two periods ago.
Facts judge(const std::map<std::string, KeptResult>& results, Instant now,
            std::chrono::seconds period = kPeriod);

}  // namespace gatehouse::assurance::trust
