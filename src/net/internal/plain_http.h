// Somebody speaks plain HTTP to the TLS port: shown the way to HTTPS, given nothing else (EDGE-02).
#pragma once

#include <string>
#include <string_view>

#include "net/internal/tls_stream.h"

namespace gatehouse::net {

// What the first byte of a connection announces.
enum class Speaks : unsigned char { nothing, tls, plain_http, something_else };
Speaks spoken_by(unsigned char first_byte);

// The whole answer to a head that came in clear.
std::string answer_in_clear(std::string_view head);

// Reads at most 4 KiB of headers and answers them. The caller's deadline cancels the socket.
Task<> redirect_to_https(TcpSocket& socket);

}  // namespace gatehouse::net
