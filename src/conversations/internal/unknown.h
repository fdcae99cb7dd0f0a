// What a bot says when it does not know.
#pragma once

#include <string_view>

namespace gatehouse::conversations::internal {

// In the language of the question, as far as its letters tell.
std::string_view i_do_not_know(std::string_view question);

}  // namespace gatehouse::conversations::internal
