// The small text files that keys lie in: a line that says what it is, a line of base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret.h"

namespace gatehouse::vault::internal {

// The caller wipes the text when it holds a key in clear.
std::string write_key_file(std::string_view headline, BytesView content);
// Nothing when the text is not such a file.
std::optional<Secret> read_key_file(std::string_view headline, std::string_view text);

}  // namespace gatehouse::vault::internal
