#include "assurance/runner.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "base/control.h"

namespace gatehouse::assurance {

namespace {

constexpr unsigned kThreads = 4;

double seconds_between(Tick from, Tick to) {
  return std::chrono::duration<double>(to - from).count();
}

// Takes probes one after the other until none is left.
struct Worker {
  Target& target;
  std::span<const Probe* const> probes;
  std::vector<ProbeOutcome>& outcomes;
  std::mutex& mutex;
  std::size_t& next;
  std::size_t& done;
  Clock& clock;
  const std::function<void(const Progress&)>& progress;

  void operator()() const {
    for (;;) {
      std::size_t at = 0;
      {
        const std::lock_guard lock{mutex};
        if (next == probes.size()) return;
        at = next++;
      }
      const Tick began = clock.tick();
      Notebook notebook;
      probes[at]->attack(target, notebook);
      ProbeOutcome outcome{probes[at], std::move(notebook).finding(),
                           seconds_between(began, clock.tick())};
      const std::lock_guard lock{mutex};
      outcomes[at] = std::move(outcome);
      progress({++done, probes.size(), probes[at]->control, outcomes[at].finding.verdict});
    }
  }
};

// A control passes only when all its probes do; one that could not look leaves it not claimed.
Verdict worse(Verdict a, Verdict b) {
  const auto rank = [](Verdict verdict) {
    switch (verdict) {
      case Verdict::passed:
        return 0;
      case Verdict::not_claimed:
        return 1;
      case Verdict::failed:
        return 2;
    }
    return 2;
  };
  return rank(a) >= rank(b) ? a : b;
}

std::vector<ControlResult> by_control(const std::vector<ProbeOutcome>& outcomes) {
  std::map<std::string, ControlResult> results;
  for (const ProbeOutcome& outcome : outcomes) {
    const std::string id{outcome.probe->control};
    const auto [place, fresh] = results.try_emplace(id, ControlResult{id, Verdict::passed, 0, ""});
    ControlResult& result = place->second;
    const Verdict verdict = worse(result.verdict, outcome.finding.verdict);
    if (fresh || verdict != result.verdict) result.summary = outcome.finding.summary;
    result.verdict = verdict;
    result.seconds += outcome.seconds;
  }
  std::vector<ControlResult> list;
  for (auto& [id, result] : results) list.push_back(std::move(result));
  return list;
}

}  // namespace

bool Notebook::expect(bool held, std::string did, std::string expected, std::string saw) {
  constexpr std::size_t kMostSeen = 400;
  if (saw.size() > kMostSeen) saw = saw.substr(0, kMostSeen) + "…";
  if (!held && finding_.verdict != Verdict::failed) {
    finding_.verdict = Verdict::failed;
    finding_.summary = fmt::format("{}: expected {}, saw {}", did, expected, saw);
  }
  finding_.steps.push_back({std::move(did), std::move(expected), std::move(saw), held});
  return held;
}

void Notebook::not_claimed(std::string why) {
  if (finding_.verdict == Verdict::failed) return;
  finding_.verdict = Verdict::not_claimed;
  finding_.summary = std::move(why);
}

Finding Notebook::finding() && {
  // A probe that tried nothing has proven nothing.
  if (finding_.steps.empty() && finding_.verdict == Verdict::passed)
    not_claimed("The probe made no attempt.");
  if (finding_.verdict == Verdict::passed)
    finding_.summary = fmt::format("{} attempts, all held.", finding_.steps.size());
  return std::move(finding_);
}

std::vector<std::string_view> probed_controls() {
  std::vector<std::string_view> ids;
  for (const auto table : all_probes())
    for (const Probe& probe : table) ids.push_back(probe.control);
  std::ranges::sort(ids);
  const auto repeats = std::ranges::unique(ids);
  ids.erase(repeats.begin(), repeats.end());
  return ids;
}

Result<std::vector<const Probe*>> selected_probes(const std::vector<std::string>& only) {
  std::vector<const Probe*> chosen;
  std::vector<bool> used(only.size(), false);
  for (const auto table : all_probes()) {
    for (const Probe& probe : table) {
      bool wanted = only.empty();
      for (std::size_t at = 0; at < only.size(); ++at) {
        const bool fits = probe.control == only[at] || probe.control.starts_with(only[at] + "-");
        used[at] = used[at] || fits;
        wanted = wanted || fits;
      }
      if (wanted) chosen.push_back(&probe);
    }
  }
  for (std::size_t at = 0; at < only.size(); ++at)
    if (!used[at]) return fail(Error{kUnknownControl}.because(only[at]));
  return chosen;
}

Report run_probes(Target& target, std::span<const Probe* const> probes, std::string build,
                  Clock& clock, std::function<void(const Progress&)> progress) {
  Report report{{clock.now(), 0, std::move(build), {}}, target.place().origin(), {}};
  report.probes.resize(probes.size());
  const Tick began = clock.tick();
  std::mutex mutex;
  std::size_t next = 0;
  std::size_t done = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned at = 0; at < kThreads; ++at)
      threads.emplace_back(
          Worker{target, probes, report.probes, mutex, next, done, clock, progress});
  }
  report.run.seconds = seconds_between(began, clock.tick());
  report.run.controls = by_control(report.probes);
  return report;
}

}  // namespace gatehouse::assurance
