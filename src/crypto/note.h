// Signed notes and checkpoints of transparency logs: C2SP signed-note and tlog-checkpoint
// (https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint), with Ed25519.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/crypto.h"

namespace gatehouse::crypto {

inline constexpr ErrorKind kBadVerifierKey{
    "crypto.bad_verifier_key", Fault::invalid,
    "This is not a public key of the form NAME+HASH+KEY. Copy the whole line."};
inline constexpr ErrorKind kBadNote{"crypto.bad_note", Fault::invalid,
                                    "This is not a signed note of a transparency log."};
inline constexpr ErrorKind kForeignNote{"crypto.foreign_note", Fault::invalid,
                                        "The note does not bear a signature by this key."};

// A public key with the name of its log, "name+5d1b2c3f+AUf…": the text that is given to auditors.
class VerifierKey {
 public:
  VerifierKey(std::string name, std::array<std::uint8_t, 32> key);
  // Space around it is allowed: people paste it.
  static Result<VerifierKey> parse(std::string_view text);

  std::string text() const;
  const std::string& name() const { return name_; }
  BytesView key() const { return key_; }
  // The first four octets of SHA-256(name || LF || 0x01 || key).
  std::array<std::uint8_t, 4> hash() const;

 private:
  std::string name_;
  std::array<std::uint8_t, 32> key_;
};

// `body` ends with a line feed. The note: body, empty line, "— name base64(hash || signature)".
std::string sign_note(std::string_view body, const VerifierKey& key, const SigningKey& signer);
// The body, once a signature by this key was found and holds. Other signatures are passed over.
Result<std::string_view> open_note(std::string_view note, const VerifierKey& key);

// How large a log was and what it held.
struct TreeHead {
  std::int64_t size;
  Digest root;
};

std::string checkpoint_body(std::string_view origin, std::int64_t size, BytesView root);
std::string sign_checkpoint(const TreeHead& head, const VerifierKey& key, const SigningKey& signer);
// The log's name is the key's.
Result<TreeHead> open_checkpoint(std::string_view note, const VerifierKey& key);

}  // namespace gatehouse::crypto
