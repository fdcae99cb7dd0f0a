// Which passwords are good enough (control IDN-02).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/text.h"
#include "identity/identity.h"

namespace gatehouse::identity::internal {

// Counted in code points.
inline constexpr std::size_t kShortestPassword = 12;
inline constexpr std::size_t kLongestPassword = 128;

// `words`: what is known of the person. Those of three characters or more count as guessed.
Strength strength_of(const Secret& password, const std::vector<std::string>& words);

std::vector<std::string> personal_words(std::string_view name, const EmailAddress& email,
                                        std::string_view workspace);

Result<> require_strong(const Secret& password, const std::vector<std::string>& words);

}  // namespace gatehouse::identity::internal
