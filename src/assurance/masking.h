// What a probe saw, made fit to be shown to a stranger: secrets masked, cut, readable.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::assurance {

// Tokens of ours (ghs_…, ghx_…), JSON Web Tokens, probe members' passwords, PEM keys. Masked as
// their first letters and "…".
std::string masked(std::string_view text);

// Masked, of at most `most` octets, valid UTF-8, without control characters.
std::string presentable(std::string_view text, std::size_t most);

}  // namespace gatehouse::assurance
