#include "assurance/runner.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "assurance/masking.h"
#include "base/control.h"

namespace gatehouse::assurance {

namespace {

constexpr unsigned kThreads = 4;
constexpr std::size_t kMostSeen = 400;  // of a text in a step

double seconds_between(Tick from, Tick to) {
  return std::chrono::duration<double>(to - from).count();
}

// Takes probes one after the other until none is left.
struct Worker {
  Target& target;
  std::span<const Probe* const> probes;
  std::vector<ProbeRecord>& records;
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
      Finding finding = std::move(notebook).finding();
      const std::lock_guard lock{mutex};
      records[at] = {std::string{probes[at]->control},
                     std::string{probes[at]->title},
                     finding.verdict,
                     std::move(finding.summary),
                     seconds_between(began, clock.tick()),
                     std::move(finding.steps)};
      progress({++done, probes.size(), probes[at]->control, records[at].verdict});
    }
  }
};

// A control passes only when all its probes do; one that could not look leaves it not claimed.
int weight(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return 0;
    case Verdict::not_claimed:
      return 1;
    case Verdict::waived:
      return 2;
    case Verdict::failed:
      return 3;
  }
  return 3;
}

std::vector<ControlResult> by_control(const std::vector<ProbeRecord>& records) {
  std::map<std::string, ControlResult> results;
  for (const ProbeRecord& record : records) {
    const auto [place, fresh] =
        results.try_emplace(record.control, ControlResult{record.control, Verdict::passed, 0, ""});
    ControlResult& result = place->second;
    if (fresh || weight(record.verdict) > weight(result.verdict)) {
      result.verdict = record.verdict;
      result.summary = record.summary;
    }
    result.seconds += record.seconds;
  }
  std::vector<ControlResult> list;
  for (auto& [id, result] : results) list.push_back(std::move(result));
  return list;
}

// Whatever its probes say: what two people have agreed to do without is not proven.
void lay_waivers_over(Statement& statement) {
  for (const Waiver& waiver : statement.waivers) {
    const auto found = std::ranges::find(statement.controls, waiver.control, &ControlResult::id);
    if (found == statement.controls.end()) continue;
    found->summary =
        fmt::format("Waived until {}: {} (Its probes: {}. {})", rfc3339(waiver.expires_at),
                    waiver.reason, name_of(found->verdict), found->summary);
    found->verdict = Verdict::waived;
  }
}

// Quick, and telling: the whole edge, isolation, the logs, the keys. What has to wait for limits to
// fill or clocks to pass runs at night.
constexpr std::string_view kCore[] = {"ACC-05", "ASR",    "AUD", "CNV", "EDGE",
                                      "IDN-06", "IDN-09", "KNW", "VLT"};
constexpr std::string_view kNotCore[] = {"EDGE-15", "EDGE-16"};

bool is_core(std::string_view control) {
  const auto fits = [control](std::string_view word) {
    return control == word || control.starts_with(std::string{word} + "-");
  };
  return std::ranges::any_of(kCore, fits) && std::ranges::none_of(kNotCore, fits);
}

}  // namespace

bool Notebook::expect(bool held, std::string did, std::string expected, std::string saw) {
  Step step{presentable(did, kMostSeen), presentable(expected, kMostSeen),
            presentable(saw, kMostSeen), held};
  if (!held && finding_.verdict != Verdict::failed) {
    finding_.verdict = Verdict::failed;
    finding_.summary = fmt::format("{}: expected {}, saw {}", step.did, step.expected, step.saw);
  }
  finding_.steps.push_back(std::move(step));
  return held;
}

void Notebook::not_claimed(std::string why) {
  if (finding_.verdict == Verdict::failed) return;
  finding_.verdict = Verdict::not_claimed;
  finding_.summary = presentable(why, kMostSeen);
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

std::vector<const Probe*> core_probes() {
  std::vector<const Probe*> chosen;
  for (const auto table : all_probes())
    for (const Probe& probe : table)
      if (is_core(probe.control)) chosen.push_back(&probe);
  return chosen;
}

void run_probes(Target& target, std::span<const Probe* const> probes, Statement& statement,
                Clock& clock, const std::function<void(const Progress&)>& progress) {
  statement.started_at = clock.now();
  statement.probes.resize(probes.size());
  const Tick began = clock.tick();
  std::mutex mutex;
  std::size_t next = 0;
  std::size_t done = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned at = 0; at < kThreads; ++at)
      threads.emplace_back(
          Worker{target, probes, statement.probes, mutex, next, done, clock, progress});
  }
  statement.seconds = seconds_between(began, clock.tick());
  statement.finished_at = clock.now();
  statement.controls = by_control(statement.probes);
  lay_waivers_over(statement);
}

}  // namespace gatehouse::assurance
