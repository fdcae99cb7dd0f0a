// Probes: attacks on a running server, each in the name of one control.
//
// A probe works from outside, through the real port, as a stranger, a visitor or a member of a
// probe tenant. It passes only when the attack was refused and, where the catalogue asks for it,
// the refusal stands in the audit log.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assurance/statement.h"

namespace gatehouse::assurance {

class Target;

struct Finding {
  Verdict verdict = Verdict::passed;
  std::string summary;
  std::vector<Step> steps;
};

// What a probe writes down; the verdict follows from the steps.
class Notebook {
 public:
  // Returns `held`, so that a probe can stop where going on is pointless.
  bool expect(bool held, std::string did, std::string expected, std::string saw);
  void not_claimed(std::string why);
  Finding finding() &&;

 private:
  Finding finding_;
};

struct Probe {
  std::string_view control;
  std::string_view title;  // the attack, in a few words
  void (*attack)(Target&, Notebook&);
};

// One table for each family, in probes/<family>_probes.cpp.
std::vector<std::span<const Probe>> all_probes();
std::vector<std::string_view> probed_controls();  // sorted, each once

}  // namespace gatehouse::assurance
