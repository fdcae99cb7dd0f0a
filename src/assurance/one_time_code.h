// Codes of an authenticator app (RFC 6238), worked out apart from the server's own library.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace gatehouse::assurance {

// `secret`: base 32 as the server shows it for typing in, spaces included.
std::string one_time_code(std::string_view secret, Instant at);

}  // namespace gatehouse::assurance
