#include "assurance/evidence.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/control.h"

namespace gatehouse::assurance {

namespace {

// Before the statement when it is signed, so that a signature means nothing else.
constexpr std::string_view kSignedAs = "gatehouse-evidence/1\n";
constexpr json::ReadLimits kStatementLimits{.depth = 8, .values = 400'000};

Result<> says(bool holds, const ErrorKind& kind, std::string_view what) {
  if (holds) return {};
  return fail(Error{kind}.because(std::string{what}));
}

const ProbeRecord* probe_of(const Statement& statement, std::string_view control) {
  const auto found = std::ranges::find(statement.probes, control, &ProbeRecord::control);
  return found == statement.probes.end() ? nullptr : &*found;
}

bool is_waived(const Statement& statement, std::string_view control) {
  return std::ranges::any_of(statement.waivers, [&](const Waiver& waiver) {
    return waiver.control == control && statement.started_at < waiver.expires_at;
  });
}

bool shows_pass(const ProbeRecord& probe) {
  return probe.verdict == Verdict::passed && !probe.steps.empty() &&
         std::ranges::all_of(probe.steps, &Step::held);
}

// A control is passed when every one of its probes tried something and everything held.
bool is_borne_out(const Statement& statement, const ControlResult& result) {
  if (probe_of(statement, result.id) == nullptr) return false;
  if (result.verdict == Verdict::waived) return is_waived(statement, result.id);
  if (result.verdict != Verdict::passed) return true;
  return std::ranges::all_of(statement.probes, [&](const ProbeRecord& probe) {
    return probe.control != result.id || shows_pass(probe);
  });
}

Result<> check_claims(const Statement& statement) {
  for (const ControlResult& result : statement.controls)
    if (enforced<"ASR-01"> && !is_borne_out(statement, result))
      return fail(Error{kUnprovenClaim}.because(result.id));
  return {};
}

Result<> check_place(const LogPlace& place, const Checked& checked) {
  const auto index = static_cast<std::uint64_t>(place.number);
  const auto size = static_cast<std::uint64_t>(checked.head->size);
  TRY_VOID(says(place.number == checked.statement.number, kNotInLog,
                fmt::format("it was signed for place {} and stands at {}", checked.statement.number,
                            place.number)));
  return says(index < size, kNotInLog,
              fmt::format("the head is of a log of {}, too short for place {}", size, index));
}

}  // namespace

Result<EvidenceKey> EvidenceKey::of(const vault::Keyring& installation) {
  TRY(auto signer, crypto::SigningKey::from_seed(
                       installation.derive(vault::Purpose::evidence_signing, "evidence")));
  const auto bits = signer.public_key();
  const crypto::Digest digest = crypto::sha256(bits);
  crypto::VerifierKey verifier{"gatehouse-evidence/" + hex(BytesView{digest}.first(8)), bits};
  return EvidenceKey{std::move(signer), std::move(verifier)};
}

std::string EvidenceKey::sign(std::string_view statement) const {
  return base64(signer_.sign(as_bytes(std::string{kSignedAs} + std::string{statement})));
}

std::string EvidenceKey::sign(const crypto::TreeHead& head) const {
  return crypto::sign_checkpoint(head, verifier_, signer_);
}

std::string digest_of(std::string_view statement) {
  return hex(crypto::sha256(as_bytes(statement)));
}
crypto::Digest leaf_of(std::string_view statement) {
  return crypto::leaf_hash(as_bytes(statement));
}

std::vector<std::string> proof_text(std::span<const crypto::Digest> proof) {
  std::vector<std::string> texts;
  for (const crypto::Digest& digest : proof) texts.push_back(base64(digest));
  return texts;
}

Result<std::vector<crypto::Digest>> parse_proof(const std::vector<std::string>& proof) {
  std::vector<crypto::Digest> digests;
  for (const std::string& text : proof) {
    const auto bytes = from_base64(text);
    if (!bytes || bytes->size() != sizeof(crypto::Digest))
      return fail(Error{kNotInLog}.because("its proof is damaged"));
    std::ranges::copy(*bytes, digests.emplace_back().begin());
  }
  return digests;
}

Result<Statement> open_statement(std::string_view statement, std::string_view signature,
                                 const crypto::VerifierKey& key) {
  const auto bytes = from_base64(signature);
  const std::string signed_text = std::string{kSignedAs} + std::string{statement};
  if (enforced<"ASR-02"> &&
      (!bytes || !crypto::verify_ed25519(key.key(), as_bytes(signed_text), *bytes)))
    return fail(kEditedEvidence);
  auto read = json::read<Statement>(statement, kStatementLimits);
  if (!read) return fail(Error{kNoEvidence}.because(read.error().detail()));
  TRY_VOID(says(read->format == kStatementFormat, kNoEvidence,
                fmt::format("the format {} is not known to this version", read->format)));
  TRY_VOID(says(read->log == key.name(), kForeignEvidence, read->log));
  TRY_VOID(says((read->number == 0) != read->previous.has_value(), kBrokenChain,
                "only the first evidence has none before it"));
  if (enforced<"ASR-02"> && read->finished_at < read->started_at)
    return fail(Error{kBackdated}.because("it ended before it began"));
  TRY_VOID(check_claims(*read));
  return read;
}

Result<Checked> check_bundle(std::string_view file, const crypto::VerifierKey& key) {
  const auto bundle = json::read<Bundle>(file);
  if (!bundle) return fail(Error{kNoEvidence}.because(bundle.error().detail()));
  return check_bundle(*bundle, key);
}

Result<Checked> check_bundle(const Bundle& bundle, const crypto::VerifierKey& key) {
  TRY_VOID(says(bundle.format == kBundleFormat, kNoEvidence,
                fmt::format("the format {} is not known to this version", bundle.format)));
  if (enforced<"ASR-02"> && bundle.key != key.text())
    return fail(Error{kForeignEvidence}.because(bundle.key));
  TRY(Statement statement, open_statement(bundle.statement, bundle.signature, key));
  Checked checked{std::move(statement), digest_of(bundle.statement), std::nullopt};
  if (!bundle.log) return checked;
  const auto head = crypto::open_checkpoint(bundle.log->checkpoint, key);
  if (!head) return fail(Error{kBadCheckpoint}.because(head.error().detail()));
  checked.head = *head;
  TRY_VOID(check_place(*bundle.log, checked));
  TRY(const auto proof, parse_proof(bundle.log->proof));
  if (enforced<"ASR-02"> &&
      !crypto::proves_inclusion(proof, leaf_of(bundle.statement),
                                static_cast<std::uint64_t>(bundle.log->number),
                                static_cast<std::uint64_t>(head->size), head->root))
    return fail(Error{kNotInLog}.because(
        fmt::format("place {} of a log of {}", bundle.log->number, head->size)));
  return checked;
}

Result<> check_follows(const Checked& earlier, const Checked& later) {
  const std::int64_t before = earlier.statement.number;
  const std::int64_t after = later.statement.number;
  TRY_VOID(says(after == before + 1, kBrokenChain,
                fmt::format("number {} is followed by {}", before, after)));
  if (enforced<"ASR-02"> && later.statement.previous != earlier.digest)
    return fail(Error{kBrokenChain}.because(
        fmt::format("number {} was signed after another number {} than this one", after, before)));
  if (enforced<"ASR-02"> && later.statement.finished_at < earlier.statement.finished_at)
    return fail(Error{kBackdated}.because(
        fmt::format("number {} says it ended before number {}", after, before)));
  return {};
}

}  // namespace gatehouse::assurance
