// What the ways of proving oneself share.
#pragma once

#include <functional>
#include <string>

#include "identity/factors.h"
#include "identity/internal/factor_rows.h"
#include "identity/internal/members.h"
#include "identity/internal/passwords.h"
#include "identity/internal/sessions.h"
#include "identity/internal/throttle.h"

namespace gatehouse::identity {

struct Factors::Inside {
  const internal::Ground& ground;
  const internal::People& people;
  internal::Sessions& sessions;
  internal::Members& members;
  internal::Throttle& throttle;
  internal::Passwords& passwords;
  Secret recovery_key;
  webauthn::RelyingParty party = {};  // empty: passkeys are refused
};

namespace internal {

// A refusal that has to be committed is an outcome, not a failure.
template <class T>
struct Judged {
  std::optional<Error> refused;
  T value = {};
};

// What passkeys sign, by what it is good for.
namespace ceremony {
inline constexpr std::string_view sign_in = "sign_in";
inline constexpr std::string_view prove = "prove";
inline constexpr std::string_view enrol = "enrol";
}  // namespace ceremony

// base64url. `session` is nil for signing in.
Result<std::string> make_challenge(const Ground& ground, store::Transaction& transaction,
                                   std::string_view ceremony, SessionId session);
// Whether it is ours, in time and unused; it is used from here on.
Result<bool> use_challenge(const Ground& ground, store::Transaction& transaction,
                           std::string_view ceremony, SessionId session, BytesView challenge);
Result<std::vector<std::string>> credentials_of(store::Reader& reader, PersonId person);

// After a new factor: the first one ends the sessions that were begun without.
Result<> record_addition(Factors::Inside& inside, store::Transaction& transaction,
                         const access::Caller& caller, const Factor& factor);
// After evidence was judged: the session, the audit entry.
Result<> record_proof(Factors::Inside& inside, store::Transaction& transaction,
                      const access::Caller& caller, Way way);
Result<> record_refusal(Factors::Inside& inside, store::Transaction& transaction,
                        const access::Caller& caller, const ErrorKind& why);

Task<Result<>> prove_by_passkey(Factors::Inside& inside, access::Caller caller,
                                PasskeyAnswer answer);
Task<Result<>> prove_by_code(Factors::Inside& inside, access::Caller caller, std::string code);
Task<Result<>> prove_by_recovery_code(Factors::Inside& inside, access::Caller caller,
                                      std::string code);
Task<Result<>> prove_by_password(Factors::Inside& inside, access::Caller caller, Secret password);

}  // namespace internal
}  // namespace gatehouse::identity
