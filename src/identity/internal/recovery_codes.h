// Recovery codes: for the day when the phone is gone. Ten, each good once, kept as keyed hashes.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/random.h"
#include "base/secret.h"
#include "crypto/crypto.h"

namespace gatehouse::identity::internal {

inline constexpr std::size_t kRecoveryCodes = 10;

// "k7m2-9xqp-4ttz": sixty bits in letters and digits that cannot be mistaken for one another.
std::vector<std::string> new_recovery_codes(Random& random);
// As people type it: capitals, spaces and hyphens do not matter, nor O for 0 or I and L for 1.
// Nothing when it cannot be one.
std::optional<std::string> normalised_recovery_code(std::string_view typed);
crypto::Digest hash_of_recovery_code(const Secret& key, PersonId person,
                                     std::string_view normalised);

}  // namespace gatehouse::identity::internal
