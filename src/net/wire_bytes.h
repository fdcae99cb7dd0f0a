// How the wire reads bytes, without a wire: for fuzzing and for comparing with other parsers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "net/http.h"

namespace gatehouse::net {

// The first request in `bytes`, as a connection with the default limits reads it when its body
// arrives in pieces of `piece` bytes. Fails when it is refused or not all there.
Result<Request> read_request(std::string_view bytes, std::size_t piece, std::size_t body_limit);

// The whole answer to a head that came in clear.
std::string answer_in_clear(std::string_view head);

}  // namespace gatehouse::net
