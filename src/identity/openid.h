// What OpenID Connect providers send, read and judged (OpenID Connect Core 1.0, Discovery 1.0,
// Back-Channel Logout 1.0; RFC 7515, 7517, 7519). Everything here is a stranger's text until a key
// that we hold has vouched for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/foreign_key.h"

namespace gatehouse::identity::openid {

inline constexpr ErrorKind kAnswerRefused{
    "identity.openid_answer_refused", Fault::unauthenticated,
    "The answer of your identity provider was not accepted. Start again, and tell an administrator "
    "of your workspace if it happens twice.",
    "IDN-05"};
inline constexpr ErrorKind kProviderRefused{
    "identity.openid_provider_refused", Fault::invalid,
    "There is no OpenID Connect provider at this address that we can rely on. Give the issuer "
    "exactly as the provider writes it; it needs https, code flow and keys of RSA 2048 or P-256.",
    "IDN-05"};

inline constexpr std::size_t kMostDocument = 128 * 1024;
inline constexpr std::size_t kMostToken = 32 * 1024;
inline constexpr std::size_t kMostKeys = 32;
inline constexpr std::chrono::seconds kLeeway{30};

// Discovery 1.0, 3. The addresses begin with https://.
struct Description {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  bool names_itself;  // RFC 9207: every answer of it says whose it is
};
// Discovery 1.0, 4.1.
std::string description_address(std::string_view issuer);
// kProviderRefused, also when it describes another issuer (4.3).
Result<Description> read_description(std::string_view json, std::string_view issuer);

// The keys that a provider signs with. Others in its document are left out.
class KeySet {
 public:
  // kProviderRefused when there is none that we can rely on, or two of one name.
  static Result<KeySet> read(std::string_view json);

  // By the name that a token's header gives; the only key when it gives none.
  const crypto::ForeignKey* find(std::string_view name) const;
  // Another key under a name that was known.
  bool contradicts(const KeySet& known) const;
  bool same_as(const KeySet& other) const;
  std::string names() const;                         // with thumbprints: for the audit log
  const std::string& json() const { return json_; }  // what we keep of it

 private:
  struct Named {
    std::string name;
    crypto::ForeignKey key;
  };
  std::vector<Named> keys_;  // sorted
  std::string json_;
};

// What a token says that its signature has vouched for.
struct Claims {
  std::string subject;
  std::string id;                    // "jti"
  std::optional<std::string> email;  // only if the provider does not doubt it
  std::optional<std::string> name;
  std::string strength;  // "acr" and "amr" as they came, for the audit log
  Instant good_until;
  std::optional<Instant> authenticated_at;  // "auth_time"
};

struct Expected {
  std::string_view issuer;
  std::string_view client;
  Instant now;
  std::string_view nonce = {};         // of an ID token
  std::string_view access_token = {};  // that came with it, or empty
};

// The name of the key that a token says it was signed with; empty when it says none.
Result<std::string> key_named_in(std::string_view token);
// Core 1.0, 3.1.3.7. kAnswerRefused with the reason.
Result<Claims> judge_id_token(std::string_view token, const KeySet& keys, const Expected& expected);
// Back-Channel Logout 1.0, 2.6. One that names a session alone is refused: we end all of a person,
// and have to know whose.
Result<Claims> judge_logout_token(std::string_view token, const KeySet& keys,
                                  const Expected& expected);

// What came back with the browser (RFC 6749 4.1.2, RFC 9207); our own JSON on its way from the
// route to the gate.
struct Answer {
  std::optional<std::string> code;
  std::optional<std::string> error;
  std::optional<std::string> iss;
};

// Core 1.0, 3.1.3.3.
struct Tokens {
  std::string id_token;
  std::string access_token;  // may be empty
};
Result<Tokens> read_tokens(std::string_view json);

}  // namespace gatehouse::identity::openid

template <>
struct gatehouse::json::Shape<gatehouse::identity::openid::Answer> {
  using T = gatehouse::identity::openid::Answer;
  static constexpr std::string_view name = "OpenIdAnswer";
  static constexpr auto members = std::tuple{
      json::member("code", &T::code, json::line(1, 4096)),
      json::member("error", &T::error, json::line(1, 200)),
      json::member("iss", &T::iss, json::line(1, 2048)),
  };
};
