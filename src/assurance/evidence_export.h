// A range of the log of evidence for an auditor: JSON Lines. The first line names the range and
// holds the log's signed head; each further line is one piece of evidence with its proof under that
// head. What is no longer kept stands there with its leaf alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assurance/evidence.h"
#include "store/database.h"

namespace gatehouse::assurance {

struct ExportHead {
  std::string format;
  std::string key;
  std::int64_t first;  // numbers of the range
  std::int64_t last;
  std::string checkpoint;
  // That the log still holds what it held at an earlier head.
  std::optional<std::int64_t> earlier_size;
  std::vector<std::string> earlier_proof;
};
struct ExportedEvidence {
  std::int64_t number;
  std::string leaf;                      // base64
  std::optional<std::string> statement;  // absent: no longer kept
  std::optional<std::string> signature;
  std::vector<std::string> proof;
};

// Evidence that ended in [from, to). kNotFound when there is none.
Result<std::string> export_evidence(store::Reader& reader, const crypto::VerifierKey& key,
                                    Instant from, Instant to,
                                    std::optional<std::int64_t> earlier_size);

struct CheckedExport {
  ExportHead head;
  crypto::TreeHead tree;
  std::vector<Checked> evidence;  // that is still kept
  std::int64_t forgotten = 0;
};
Result<CheckedExport> check_export(std::string_view file, const crypto::VerifierKey& key);
// What an older file of the same log showed is still there.
Result<> check_grew(const CheckedExport& checked, const crypto::TreeHead& earlier);

bool is_export(std::string_view file);

}  // namespace gatehouse::assurance

namespace gatehouse::json {
template <>
struct Shape<assurance::ExportHead> {
  using E = assurance::ExportHead;
  static constexpr std::string_view name = "EvidenceExport";
  static constexpr auto members =
      std::tuple{member("format", &E::format, line(1, 60)),
                 member("key", &E::key, line(10, 400)),
                 member("first", &E::first, whole(0, 1'000'000'000)),
                 member("last", &E::last, whole(0, 1'000'000'000)),
                 member("checkpoint", &E::checkpoint, text(1, 4000)),
                 member("earlier_size", &E::earlier_size, whole(1, 1'000'000'000)),
                 member("earlier_proof", &E::earlier_proof, list_of(64, line(44, 44)))};
};
template <>
struct Shape<assurance::ExportedEvidence> {
  using E = assurance::ExportedEvidence;
  static constexpr std::string_view name = "ExportedEvidence";
  static constexpr auto members = std::tuple{member("number", &E::number, whole(0, 1'000'000'000)),
                                             member("leaf", &E::leaf, line(44, 44)),
                                             member("statement", &E::statement, text(2, 4'000'000)),
                                             member("signature", &E::signature, line(88, 88)),
                                             member("proof", &E::proof, list_of(64, line(44, 44)))};
};
}  // namespace gatehouse::json
