// Runs probes and says what was found.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "assurance/probe.h"
#include "assurance/target.h"
#include "base/clock.h"
#include "crypto/crypto.h"

namespace gatehouse::assurance {

struct ProbeOutcome {
  const Probe* probe;
  Finding finding;
  double seconds;
};

struct Report {
  Run run;
  std::string url;
  std::vector<ProbeOutcome> probes;  // in the order of the tables
};

// Controls ("IDN-07") or families ("EDGE"); empty: all. An unknown word is an error that names it.
inline constexpr ErrorKind kUnknownControl{"assurance.unknown_control", Fault::invalid,
                                           "There is no such control or family with a probe."};
Result<std::vector<const Probe*>> selected_probes(const std::vector<std::string>& only);

// `progress` is called from several threads, one call at a time.
struct Progress {
  std::size_t done;
  std::size_t all;
  std::string_view control;
  Verdict verdict;
};
Report run_probes(Target& target, std::span<const Probe* const> probes, std::string build,
                  Clock& clock, std::function<void(const Progress&)> progress);

// The evidence: JSON with the member "signature" last. The Ed25519 signature covers the document as
// it stands without that member.
std::string signed_evidence(const Report& report, const crypto::SigningKey& key);
bool verify_evidence(std::string_view document, BytesView public_key);

std::string table_text(const Report& report);
std::string html_report(const Report& report, std::string_view evidence);

}  // namespace gatehouse::assurance
