// Passkeys as browsers send them (W3C Web Authentication Level 2): what a new one says of itself,
// and whether a signature is one of its own. Knows no person and no database.
//
// Everything that comes in is a stranger's octets; what fails is kPasskeyRefused, with the reason
// for our log only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/enum_names.h"
#include "base/result.h"

namespace gatehouse::identity {

inline constexpr ErrorKind kPasskeyRefused{
    "identity.passkey_refused", Fault::forbidden,
    "This passkey could not be verified here. Try again, or use another way.", "IDN-03"};

namespace webauthn {

// Who asks for passkeys: the name they are bound to, and the pages that may use them.
struct RelyingParty {
  std::string id;                    // "chat.example.com"
  std::vector<std::string> origins;  // "https://chat.example.com:8443"
};

inline constexpr std::size_t kChallengeSize = 32;
inline constexpr std::size_t kLongestClientData = 4096;
inline constexpr std::size_t kLongestAttestation = 16'384;
inline constexpr std::size_t kLongestAuthenticatorData = 4096;
inline constexpr std::size_t kLongestSignature = 1024;
inline constexpr std::size_t kLongestCredentialId = 1023;  // 4, "Credential ID"

enum class Ceremony : unsigned char { create, get };

// 5.8.1. Browsers may add members of their own, so unknown ones are passed over.
struct ClientData {
  std::string type;
  Bytes challenge;
  std::string origin;
  bool cross_origin = false;
};
Result<ClientData> read_client_data(BytesView json);
// 7.1 steps 7 to 9 and 7.2 steps 11 to 13, all but the challenge.
Result<> check_client_data(const ClientData& data, Ceremony ceremony, const RelyingParty& party);

// The numbers of IANA's COSE registry stand in the public key itself; we keep the name.
enum class Algorithm : unsigned char { es256, eddsa, rs256 };

// 6.1. Views into what was read.
struct AuthenticatorData {
  BytesView party_hash;
  bool user_present = false;
  bool user_verified = false;
  std::uint32_t counter = 0;
  BytesView credential_id;  // of a new credential; else empty
};
Result<AuthenticatorData> read_authenticator_data(BytesView data);
// 6.5.4: the authenticator data inside. The statement is not judged: attestation is not asked for,
// and whoever could forge one can also send "none".
Result<BytesView> read_attestation(BytesView object);

struct Credential {
  Bytes id;
  Algorithm algorithm = Algorithm::es256;
  Bytes public_key;
  std::uint32_t counter = 0;
};
// 7.1 steps 13 to 19.
Result<Credential> read_new_credential(BytesView attestation, const RelyingParty& party);

struct Assertion {
  BytesView client_data;
  BytesView authenticator_data;
  BytesView signature;
};
// 7.2 steps 15 to 20. Returns the new counter; judging it is the caller's part.
Result<std::uint32_t> verify_assertion(const Assertion& assertion, Algorithm algorithm,
                                       BytesView public_key, const RelyingParty& party);
// 7.2 step 21: a counter that does not grow means a copy of the authenticator, unless it has none.
bool counter_grows(std::int64_t before, std::uint32_t now);

}  // namespace webauthn
}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::webauthn::Algorithm> {
  using enum identity::webauthn::Algorithm;
  static constexpr auto names =
      std::to_array<std::pair<identity::webauthn::Algorithm, std::string_view>>(
          {{es256, "ES256"}, {eddsa, "EdDSA"}, {rs256, "RS256"}});
};
}  // namespace gatehouse
