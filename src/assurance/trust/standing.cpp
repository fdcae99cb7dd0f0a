#include "assurance/trust/standing.h"

#include <algorithm>

#include "assurance/probe.h"

namespace gatehouse::assurance::trust {

namespace {

Standing standing_of(const KeptResult& result, Instant now, std::chrono::seconds period) {
  switch (result.verdict) {
    case Verdict::failed:
      return Standing::failed;
    case Verdict::not_claimed:
      return Standing::not_run;
    case Verdict::passed:
      return now - result.at > 2 * period ? Standing::stale : Standing::proven;
  }
  return Standing::not_run;
}

}  // namespace

std::size_t Facts::count(Standing standing) const {
  return static_cast<std::size_t>(std::ranges::count(controls, standing, &JudgedControl::standing));
}

std::optional<Instant> Facts::oldest(Standing standing) const {
  std::optional<Instant> oldest;
  for (const JudgedControl& one : controls)
    if (one.standing == standing && one.at && (!oldest || *one.at < *oldest)) oldest = one.at;
  return oldest;
}

Facts judge(const std::map<std::string, KeptResult>& results, Instant now,
            std::chrono::seconds period) {
  const auto probed = probed_controls();
  Facts facts{{}, now};
  for (const ControlRow& control : kCatalogue) {
    JudgedControl judged{&control, Standing::planned, std::nullopt};
    if (std::ranges::binary_search(probed, control.id)) judged.standing = Standing::not_run;
    if (const auto result = results.find(std::string{control.id}); result != results.end()) {
      judged.standing = standing_of(result->second, now, period);
      judged.at = result->second.at;
    }
    facts.controls.push_back(judged);
  }
  return facts;
}

}  // namespace gatehouse::assurance::trust
