// Runs probes and says what was found.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "assurance/probe.h"
#include "assurance/target.h"
#include "base/clock.h"

namespace gatehouse::assurance {

// Controls ("IDN-07") or families ("EDGE"); empty: all. An unknown word is an error that names it.
inline constexpr ErrorKind kUnknownControl{"assurance.unknown_control", Fault::invalid,
                                           "There is no such control or family with a probe."};
Result<std::vector<const Probe*>> selected_probes(const std::vector<std::string>& only);
// The quick ones, which run every quarter of an hour: a few seconds in all.
std::vector<const Probe*> core_probes();

// `progress` is called from several threads, one call at a time.
struct Progress {
  std::size_t done;
  std::size_t all;
  std::string_view control;
  Verdict verdict;
};
// Fills in what was attacked and found: times, probes, controls. The statement's waivers count.
void run_probes(Target& target, std::span<const Probe* const> probes, Statement& statement,
                Clock& clock, const std::function<void(const Progress&)>& progress);

}  // namespace gatehouse::assurance
