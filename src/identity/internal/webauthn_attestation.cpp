// Where things stand in an attestation object and in authenticator data. The octets are measured
// here, so that libfido2 is given nothing that claims to be larger than it is.
#include <optional>

#include "identity/internal/cbor_reader.h"
#include "identity/webauthn.h"

namespace gatehouse::identity::webauthn {
namespace {

using Kind = CborReader::Item::Kind;

// 6.1: RP id hash (32), flags (1), counter (4); then AAGUID (16) and the credential id's length
// (2).
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kFlagsAt = 32;
constexpr std::size_t kCounterAt = 33;
constexpr std::size_t kHeadSize = 37;
constexpr std::size_t kIdLengthAt = kHeadSize + 16;
constexpr std::size_t kIdAt = kIdLengthAt + 2;
constexpr std::uint8_t kUserPresent = 0x01;
constexpr std::uint8_t kUserVerified = 0x04;
constexpr std::uint8_t kHasCredential = 0x40;
constexpr std::uint8_t kHasExtensions = 0x80;

std::unexpected<Error> refuse(std::string_view why) {
  return fail(Error{kPasskeyRefused}.because(std::string{why}));
}

std::uint32_t big_endian(BytesView bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t octet : bytes) value = value << 8 | octet;
  return value;
}

}  // namespace

Result<BytesView> read_attestation(BytesView object) {
  if (object.size() > kLongestAttestation) return refuse("attestation: too long");
  CborReader reader{object};
  TRY(const CborReader::Item map, reader.next());
  if (map.kind != Kind::map || map.size != 3) return refuse("attestation: not its three members");
  std::optional<BytesView> data;
  bool has_format = false;
  bool has_statement = false;
  for (std::size_t at = 0; at < map.size; ++at) {
    TRY(const CborReader::Item key, reader.next());
    const std::string_view name = key.kind == Kind::text ? as_text(key.content) : "";
    if (name == "attStmt") {
      has_statement = true;
      TRY_VOID(reader.skip());
      continue;
    }
    TRY(const CborReader::Item value, reader.next());
    if (name == "fmt") has_format = value.kind == Kind::text;
    if (name == "authData" && value.kind == Kind::bytes) data = value.content;
  }
  if (!reader.at_end()) return refuse("attestation: more behind its end");
  if (!data || !has_format || !has_statement) return refuse("attestation: a member is missing");
  return *data;
}

Result<AuthenticatorData> read_authenticator_data(BytesView data) {
  if (data.size() < kHeadSize) return refuse("authenticator data: too short");
  if (data.size() > kLongestAuthenticatorData) return refuse("authenticator data: too long");
  const std::uint8_t flags = data[kFlagsAt];
  AuthenticatorData read{.party_hash = data.first(kHashSize),
                         .user_present = (flags & kUserPresent) != 0,
                         .user_verified = (flags & kUserVerified) != 0,
                         .counter = big_endian(data.subspan(kCounterAt, 4)),
                         .credential_id = {}};
  BytesView rest = data.subspan(kHeadSize);
  if ((flags & kHasCredential) != 0) {
    if (data.size() < kIdAt) return refuse("authenticator data: no credential in it");
    const std::size_t size = big_endian(data.subspan(kIdLengthAt, 2));
    if (size == 0 || size > kLongestCredentialId || data.size() < kIdAt + size)
      return refuse("authenticator data: length of the credential's id");
    read.credential_id = data.subspan(kIdAt, size);
    rest = data.subspan(kIdAt + size);
  }
  CborReader reader{rest};
  if ((flags & kHasCredential) != 0) TRY_VOID(reader.skip());  // the public key
  if ((flags & kHasExtensions) != 0) TRY_VOID(reader.skip());
  if (!reader.at_end()) return refuse("authenticator data: more behind its end");
  return read;
}

bool counter_grows(std::int64_t before, std::uint32_t now) {
  return now > before || (before == 0 && now == 0);
}

}  // namespace gatehouse::identity::webauthn
