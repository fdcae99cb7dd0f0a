#include "assurance/evidence_export.h"

#include <algorithm>

#include <fmt/format.h>

#include "assurance/internal/evidence_log.h"
#include "assurance/queries.h"

namespace gatehouse::assurance {

namespace {

constexpr std::int64_t kMostExported = 100'000;

Result<std::string> line_of(store::Reader& reader, const internal::EvidenceRow& row,
                            std::span<const crypto::Digest> leaves) {
  TRY(const auto document, reader.maybe<internal::DocumentRow>(queries::document, row.number));
  ExportedEvidence evidence{
      row.number, base64(row.leaf), std::nullopt, std::nullopt,
      proof_text(crypto::inclusion_proof(leaves, static_cast<std::size_t>(row.number)))};
  if (document) {
    evidence.statement = document->statement;
    evidence.signature = document->signature;
  }
  return json::write(evidence) + "\n";
}

Result<crypto::Digest> parse_leaf(const ExportedEvidence& evidence) {
  TRY(const auto leaf, parse_proof({evidence.leaf}));
  return leaf.front();
}

Result<> check_place(const ExportedEvidence& evidence, const crypto::TreeHead& tree) {
  TRY(const auto leaf, parse_leaf(evidence));
  TRY(const auto proof, parse_proof(evidence.proof));
  if (evidence.number >= tree.size ||
      !crypto::proves_inclusion(proof, leaf, static_cast<std::uint64_t>(evidence.number),
                                static_cast<std::uint64_t>(tree.size), tree.root))
    return fail(Error{kNotInLog}.because(fmt::format("number {}", evidence.number)));
  return {};
}

Result<Checked> check_statement(const ExportedEvidence& evidence, const crypto::TreeHead& tree,
                                const crypto::VerifierKey& key) {
  const auto named = [&](const Error& error) {
    return fail(
        Error{error.kind()}.because(fmt::format("number {}: {}", evidence.number, error.detail())));
  };
  auto statement = open_statement(*evidence.statement, evidence.signature.value_or(""), key);
  if (!statement) return named(statement.error());
  TRY(const auto leaf, parse_leaf(evidence));
  if (leaf_of(*evidence.statement) != leaf || statement->number != evidence.number)
    return named(Error{kNotInLog}.because("its leaf is another statement's"));
  return Checked{*std::move(statement), digest_of(*evidence.statement), tree};
}

// Takes the lines one after the other.
class Walk {
 public:
  Walk(CheckedExport& checked, const crypto::VerifierKey& key) : checked_{checked}, key_{key} {}

  Result<> step(std::string_view line) {
    const auto evidence = json::read<ExportedEvidence>(line);
    if (!evidence) return fail(Error{kNoEvidence}.because(evidence.error().detail()));
    if (evidence->number != next_)
      return fail(Error{kBrokenChain}.because(fmt::format("number {} is missing", next_)));
    ++next_;
    TRY_VOID(check_place(*evidence, checked_.tree));
    if (!evidence->statement) {
      ++checked_.forgotten;
      before_is_kept_ = false;
      return {};
    }
    TRY(auto statement, check_statement(*evidence, checked_.tree, key_));
    if (before_is_kept_) TRY_VOID(check_follows(checked_.evidence.back(), statement));
    checked_.evidence.push_back(std::move(statement));
    before_is_kept_ = true;
    return {};
  }

  Result<> end() const {
    if (next_ == checked_.head.last + 1) return {};
    return fail(Error{kBrokenChain}.because(fmt::format("number {} is missing", next_)));
  }

 private:
  CheckedExport& checked_;
  const crypto::VerifierKey& key_;
  std::int64_t next_ = checked_.head.first;
  bool before_is_kept_ = false;
};

}  // namespace

Result<std::string> export_evidence(store::Reader& reader, const crypto::VerifierKey& key,
                                    Instant from, Instant to,
                                    std::optional<std::int64_t> earlier_size) {
  TRY(const auto rows,
      reader.all<internal::EvidenceRow>(queries::evidence_between, from, to, kMostExported));
  if (rows.empty()) return fail(kNotFound);
  TRY(const auto head, internal::newest_head(reader));
  TRY(const auto leaves, internal::leaves(reader, head.size));
  ExportHead first{std::string{kExportFormat},
                   key.text(),
                   rows.front().number,
                   rows.back().number,
                   head.note,
                   earlier_size,
                   {}};
  if (earlier_size) {
    TRY(const auto consistency, internal::consistency_with(reader, *earlier_size));
    first.earlier_proof = consistency.proof;
  }
  std::string text = json::write(first) + "\n";
  for (const internal::EvidenceRow& row : rows) {
    TRY(const auto line, line_of(reader, row, leaves));
    text += line;
  }
  return text;
}

bool is_export(std::string_view file) {
  const std::string_view line = file.substr(0, file.find('\n'));
  return line.find(kExportFormat) != std::string_view::npos;
}

Result<CheckedExport> check_export(std::string_view file, const crypto::VerifierKey& key) {
  const auto take_line = [&file] {
    const std::string_view line = file.substr(0, file.find('\n'));
    file.remove_prefix(std::min(file.size(), line.size() + 1));
    return line;
  };
  const auto head = json::read<ExportHead>(take_line());
  if (!head || head->format != kExportFormat || head->first > head->last)
    return fail(Error{kNoEvidence}.because("its first line"));
  if (head->key != key.text()) return fail(Error{kForeignEvidence}.because(head->key));
  const auto tree = crypto::open_checkpoint(head->checkpoint, key);
  if (!tree) return fail(Error{kBadCheckpoint}.because(tree.error().detail()));
  CheckedExport checked{*head, *tree, {}};
  Walk walk{checked, key};
  while (!file.empty()) TRY_VOID(walk.step(take_line()));
  TRY_VOID(walk.end());
  return checked;
}

Result<> check_grew(const CheckedExport& checked, const crypto::TreeHead& earlier) {
  if (checked.head.earlier_size != earlier.size)
    return fail(Error{kLogRewritten}.because(
        fmt::format("this file proves nothing about a log of {}; export it with --since and the "
                    "older file",
                    earlier.size)));
  TRY(const auto proof, parse_proof(checked.head.earlier_proof));
  if (!crypto::proves_consistency(proof, static_cast<std::uint64_t>(earlier.size),
                                  static_cast<std::uint64_t>(checked.tree.size), earlier.root,
                                  checked.tree.root))
    return fail(Error{kLogRewritten}.because(fmt::format("up to place {}", earlier.size)));
  return {};
}

}  // namespace gatehouse::assurance
