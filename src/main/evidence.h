// `gatehouse evidence key | verify | export`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace gatehouse {

struct EvidenceOptions {
  std::filesystem::path data = "data";
  std::optional<std::filesystem::path> config;
  // verify
  std::filesystem::path file;
  std::string key;                             // the key itself, or a file that holds it
  std::optional<std::filesystem::path> since;  // an older file of the same log
  // export
  std::optional<std::string> from;  // RFC 3339, or a day
  std::optional<std::string> to;
  std::filesystem::path into = "evidence.jsonl";
};

// Exit code: 0 it holds, 1 it does not and why, 2 it could not be looked at.
int verify_evidence(const EvidenceOptions& options);
Result<> export_evidence(const EvidenceOptions& options, Random& random);
// The page that checks evidence in a browser.
Result<> print_evidence_page();
Result<> print_evidence_key(const EvidenceOptions& options, Random& random);

}  // namespace gatehouse
