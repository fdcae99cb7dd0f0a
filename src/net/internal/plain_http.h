// Somebody speaks plain HTTP to the TLS port: shown the way to HTTPS, given nothing else (EDGE-02).
#pragma once

#include "net/internal/tls_stream.h"
#include "net/wire_bytes.h"

namespace gatehouse::net {

// What the first byte of a connection announces.
enum class Speaks : unsigned char { nothing, tls, plain_http, something_else };
Speaks spoken_by(unsigned char first_byte);

// Reads at most 4 KiB of headers and answers them. The caller's deadline cancels the socket.
Task<> redirect_to_https(TcpSocket& socket);

}  // namespace gatehouse::net
