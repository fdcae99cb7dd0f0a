// The credential by which a server knows its own verifier: only who holds the installation's keys
// can make one, so the verifier cannot be turned against somebody else's server.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "vault/vault.h"

namespace gatehouse::assurance {

inline constexpr ErrorKind kNotOurVerifier{"assurance.not_our_verifier", Fault::unauthenticated,
                                           "This credential does not belong to this installation."};

// "ghx_<expiry>_<hmac>": valid for ten minutes.
std::string make_credential(const vault::Keyring& installation, Clock& clock);
Result<> check_credential(const vault::Keyring& installation, std::string_view credential,
                          Clock& clock);

}  // namespace gatehouse::assurance
