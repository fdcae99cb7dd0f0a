// Making and checking evidence. Checking needs the public key and nothing else: no server, no
// network, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assurance/statement.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "vault/vault.h"

namespace gatehouse::assurance {

// Each says precisely what does not fit; `detail` names the place.
inline constexpr ErrorKind kNoEvidence{"assurance.no_evidence", Fault::invalid,
                                       "This is not a file of evidence.", "ASR-02"};
inline constexpr ErrorKind kForeignEvidence{
    "assurance.foreign_evidence", Fault::invalid,
    "This is evidence of another installation than the one whose key was given.", "ASR-02"};
inline constexpr ErrorKind kEditedEvidence{
    "assurance.edited_evidence", Fault::invalid,
    "The evidence was changed after it was signed, or was never signed with this key.", "ASR-02"};
inline constexpr ErrorKind kNotInLog{
    "assurance.not_in_log", Fault::invalid,
    "The evidence does not stand in the log where it says it stands.", "ASR-02"};
inline constexpr ErrorKind kBadCheckpoint{
    "assurance.bad_checkpoint", Fault::invalid,
    "The signed head of the log does not fit the key: it was changed or is another log's.",
    "ASR-02"};
inline constexpr ErrorKind kBackdated{
    "assurance.backdated", Fault::invalid,
    "The times do not fit: evidence cannot be older than the evidence before it.", "ASR-02"};
inline constexpr ErrorKind kBrokenChain{
    "assurance.broken_chain", Fault::conflict,
    "The evidence does not follow the evidence before it: some was dropped or replaced.", "ASR-02"};
inline constexpr ErrorKind kLogRewritten{
    "assurance.log_rewritten", Fault::invalid,
    "The log is not the one of the older file: what it held has been changed.", "ASR-02"};
// A verdict that nothing in the statement bears out (control ASR-01), or a waiver that nobody gave.
inline constexpr ErrorKind kUnprovenClaim{"assurance.unproven_claim", Fault::invalid,
                                          "The evidence claims what its probes did not show.",
                                          "ASR-01"};
inline constexpr ErrorKind kUnknownWaiver{"assurance.unknown_waiver", Fault::invalid,
                                          "The evidence names a waiver that is not in force.",
                                          "ASR-03"};

// The installation's key for evidence and for the log that evidence stands in. One key: what a
// statement's signature covers cannot be a log's head, since it begins with another line.
class EvidenceKey {
 public:
  static Result<EvidenceKey> of(const vault::Keyring& installation);
  const crypto::VerifierKey& verifier() const { return verifier_; }
  std::string sign(std::string_view statement) const;    // base64
  std::string sign(const crypto::TreeHead& head) const;  // a checkpoint

 private:
  EvidenceKey(crypto::SigningKey signer, crypto::VerifierKey verifier)
      : signer_{std::move(signer)}, verifier_{std::move(verifier)} {}
  crypto::SigningKey signer_;
  crypto::VerifierKey verifier_;
};

std::string digest_of(std::string_view statement);  // SHA-256, hex: what `previous` holds
crypto::Digest leaf_of(std::string_view statement);

// A statement that is signed and makes sense in itself.
Result<Statement> open_statement(std::string_view statement, std::string_view signature,
                                 const crypto::VerifierKey& key);

struct Checked {
  Statement statement;
  std::string digest;                    // of the statement
  std::optional<crypto::TreeHead> head;  // absent: signed, but in no log
};
Result<Checked> check_bundle(std::string_view file, const crypto::VerifierKey& key);
Result<Checked> check_bundle(const Bundle& bundle, const crypto::VerifierKey& key);
// That `later` follows `earlier` without anything between them.
Result<> check_follows(const Checked& earlier, const Checked& later);

// base64 to and from digests.
std::vector<std::string> proof_text(std::span<const crypto::Digest> proof);
Result<std::vector<crypto::Digest>> parse_proof(const std::vector<std::string>& proof);

}  // namespace gatehouse::assurance
