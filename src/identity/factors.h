// What people prove besides their password: passkeys, codes of an authenticator app, recovery codes
// (control IDN-03). Part of Identity.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "access/caller.h"
#include "access/doorkeeper.h"
#include "base/clock.h"
#include "base/secret.h"
#include "base/task.h"
#include "base/text.h"
#include "identity/webauthn.h"

namespace gatehouse::identity {

struct SignedIn;
struct Session;

inline constexpr ErrorKind kCodeRefused{
    "identity.code_refused", Fault::forbidden,
    "This code is not right, or it was used already. Wait for the next one and try again.",
    "IDN-03"};
inline constexpr ErrorKind kChallengeOver{"identity.challenge_over", Fault::conflict,
                                          "This took too long or was done twice. Start again.",
                                          "IDN-03"};
inline constexpr ErrorKind kOfferOver{"identity.offer_over", Fault::conflict,
                                      "This took too long. Scan a new code."};
inline constexpr ErrorKind kPasskeyKnown{"identity.passkey_known", Fault::conflict,
                                         "This passkey is registered already."};
inline constexpr ErrorKind kLastFactor{
    "identity.last_factor", Fault::conflict,
    "You must have a second factor. Add another one before you remove this one.", "IDN-03"};
inline constexpr ErrorKind kNoFactor{"identity.no_factor", Fault::conflict,
                                     "Add a passkey or an authenticator app first."};
inline constexpr ErrorKind kTooManyFactors{"identity.too_many_factors", Fault::conflict,
                                           "Remove one of your second factors first."};

// By which somebody proves who they are.
enum class Way : unsigned char { password, passkey, app, recovery_code, sign_on };

struct Factor {
  FactorId id;
  Way way;  // passkey or app
  std::string name;
  Instant made_at;
  std::optional<Instant> used_at;
};

struct OwnFactors {
  std::vector<Factor> items;
  std::int64_t recovery_codes;  // still unused
  bool required;                // the last one stays
};

// What a browser needs to make a passkey (W3C Web Authentication, 5.4).
struct PasskeyOffer {
  std::string challenge;  // base64url, like all octets here
  std::string party;
  std::string user;
  std::string account;  // e-mail
  std::string name;
  std::vector<std::int64_t> algorithms;  // COSE
  std::vector<std::string> known;        // credentials that are registered already
};
struct NewPasskey {
  std::string name;
  std::string client_data;
  std::string attestation;
};
// What a browser needs to ask for one (5.5).
struct PasskeyQuestion {
  std::string challenge;
  std::string party;
  std::vector<std::string> allowed;  // empty: any that the browser finds
};
struct PasskeyAnswer {
  std::string credential;
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
  std::optional<std::string> user;
};

struct AppOffer {
  std::string secret;   // for typing it in
  std::string address;  // otpauth://…
  std::int64_t size;    // of the QR code, quiet zone included
  std::string path;     // its dark squares, as an SVG path
};

// One of the ways to prove oneself.
struct Code {
  std::string text;
};
struct RecoveryCode {
  std::string text;
};
using Evidence = std::variant<Secret, Code, RecoveryCode, PasskeyAnswer>;

struct FactorRule {
  bool for_all;          // and not only for those who manage
  std::int64_t members;  // of the workspace
  std::int64_t covered;  // who have one
};

class Factors {
 public:
  struct Inside;
  explicit Factors(Inside& inside) : inside_{inside} {}

  // --- signing in and proving
  Task<Result<PasskeyQuestion>> ask_to_sign_in();
  Task<Result<SignedIn>> sign_in(access::Whereabouts where, std::string agent,
                                 PasskeyAnswer answer);
  Task<Result<PasskeyQuestion>> ask_to_prove(access::Caller caller);
  // kCodeRefused or kPasskeyRefused, and kLoginLocked when there were too many of them.
  Task<Result<Session>> prove(access::Caller caller, Evidence evidence);

  // --- one's own
  Task<Result<OwnFactors>> list(access::Caller caller);
  Task<Result<PasskeyOffer>> offer_passkey(access::Caller caller);
  Task<Result<Factor>> add_passkey(access::Caller caller, NewPasskey passkey);
  Task<Result<AppOffer>> offer_app(access::Caller caller);
  Task<Result<Factor>> add_app(access::Caller caller, std::string name, std::string code);
  Task<Result<>> remove(access::Caller caller, FactorId factor);
  // Ten new ones; older ones end. Shown once.
  Task<Result<std::vector<std::string>>> make_recovery_codes(access::Caller caller);

  // --- others
  Task<Result<FactorRule>> rule(access::Caller caller);
  // Whoever lacks one is signed out and has to add it at the next sign-in.
  Task<Result<FactorRule>> demand(access::Caller caller, bool for_all);
  Task<Result<>> reset(access::Caller caller, PersonId person);
  // For whoever sits at the machine: everybody of this address. How many there were. Blocking.
  Result<std::int64_t> reset(const EmailAddress& email);

 private:
  Inside& inside_;
};

}  // namespace gatehouse::identity

namespace gatehouse {
template <>
struct EnumNames<identity::Way> {
  using enum identity::Way;
  static constexpr auto names =
      std::to_array<std::pair<identity::Way, std::string_view>>({{password, "password"},
                                                                 {passkey, "passkey"},
                                                                 {app, "app"},
                                                                 {recovery_code, "recovery_code"},
                                                                 {sign_on, "sign_on"}});
};
}  // namespace gatehouse
