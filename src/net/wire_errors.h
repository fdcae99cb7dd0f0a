// What the wire refuses before a route is asked. `Application::refuse` answers them.
#pragma once

#include "base/result.h"

namespace gatehouse::net {

inline constexpr ErrorKind kMalformedRequest{
    "net.malformed_request", Fault::invalid,
    "The request could not be read. Send it as HTTP/1.1 says."};
inline constexpr ErrorKind kAmbiguousRequest{
    "net.ambiguous_request", Fault::invalid,
    "The request can be understood in two ways. Say how long its body is exactly once.", "EDGE-07"};
inline constexpr ErrorKind kRepeatedHeader{
    "net.repeated_header", Fault::invalid,
    "A header that may appear once was sent twice. Send it once.", "EDGE-07"};
inline constexpr ErrorKind kBadHost{
    "net.bad_host", Fault::invalid,
    "The request does not name the server it is for. Send one Host header with a name and a port."};
inline constexpr ErrorKind kBadTarget{
    "net.bad_target", Fault::invalid,
    "The address in the request could not be read. Send a path that begins with a slash."};
inline constexpr ErrorKind kBadUpgrade{
    "net.bad_upgrade", Fault::invalid,
    "The WebSocket handshake could not be read. Send it as RFC 6455 says, version 13."};
inline constexpr ErrorKind kUnknownMethod{
    "net.unknown_method", Fault::unsupported,
    "This method is not known here. Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS."};
inline constexpr ErrorKind kUnknownExpectation{
    "net.unknown_expectation", Fault::unsupported,
    "The Expect header asks for something this server cannot do. Leave it out."};
inline constexpr ErrorKind kUnknownVersion{
    "net.unknown_version", Fault::unsupported,
    "This version of HTTP is not spoken here. Use HTTP/1.1."};
inline constexpr ErrorKind kHeadTooLarge{"net.head_too_large", Fault::too_large,
                                         "The headers are too large. Send fewer or shorter ones.",
                                         "EDGE-12"};
inline constexpr ErrorKind kTargetTooLong{"net.target_too_long", Fault::too_large,
                                          "The address in the request is too long. Shorten it.",
                                          "EDGE-12"};
inline constexpr ErrorKind kBodyTooLarge{"net.body_too_large", Fault::too_large,
                                         "The request is too large. Send less at once.", "EDGE-12"};
inline constexpr ErrorKind kTooSlow{
    "net.too_slow", Fault::unavailable,
    "The request took too long to arrive. Try again on a better connection.", "EDGE-16"};
inline constexpr ErrorKind kTooManyPipelined{
    "net.too_many_pipelined", Fault::too_many,
    "Too many requests were sent at once on one connection. Wait for the answers.", "EDGE-16"};

}  // namespace gatehouse::net
