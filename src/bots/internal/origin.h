// Web origins (RFC 6454) of the pages that may embed a widget.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gatehouse::bots::internal {

// "https://host" or "https://host:port"; http only for this computer ("http://localhost:3000"). The
// host is returned in lower case and ASCII (UTS 46), the port only if it is not the scheme's own:
// as a browser writes it. No wildcard, path, name of a person or IPv6 literal, which
// frame-ancestors cannot express.
Result<std::string> parse_origin(std::string_view text);

// Of a whole list: at most 20, each once.
Result<std::vector<std::string>> parse_origins(const std::vector<std::string>& texts);

}  // namespace gatehouse::bots::internal
