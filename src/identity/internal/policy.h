// Which passwords are good enough (control IDN-02).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/text.h"
#include "identity/identity.h"

namespace gatehouse::identity::internal {

inline constexpr std::size_t kLongestPassword = 128;  // code points

// `words`: what is known of the person. Those of three characters or more count as guessed; the
// forbidden words of the rules may not occur at all.
Strength strength_of(const Secret& password, const std::vector<std::string>& words,
                     const PasswordRules& rules = {});

std::vector<std::string> personal_words(std::string_view name, const EmailAddress& email,
                                        std::string_view workspace);

// Every way to a new password asks this, with the rules of the workspace it is for.
Result<> require_strong(const Secret& password, const std::vector<std::string>& words,
                        const PasswordRules& rules);

}  // namespace gatehouse::identity::internal
