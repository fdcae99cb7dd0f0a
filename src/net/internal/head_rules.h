// What a request head must look like before anybody acts on it (RFC 9112).
//
// Stricter than the grammar wherever two programs are known to read the same bytes differently:
// that is how requests are smuggled past a front end.
#pragma once

#include <string_view>
#include <vector>

#include "net/http.h"
#include "net/server.h"

namespace gatehouse::net {

// What has arrived of a head: its size once it is whole, 0 while more is needed.
Result<std::size_t> head_size(std::string_view received, const Limits& limits);

// Of the whole head, its empty line included: every line ends in CRLF, none continues another.
Result<> check_lines(std::string_view head);

struct RequestLine {
  Method method = Method::other;
  std::string_view target;
};
Result<RequestLine> read_request_line(std::string_view head, const Limits& limits);

Result<> check_headers(const Headers& headers, const Limits& limits);

// host or host:port, where host is a name, an IPv4 address or an IPv6 address in brackets.
bool is_host_and_port(std::string_view text);

bool same_ignoring_case(std::string_view a, std::string_view b);
// The members of a list header (RFC 9110 5.6.1), over all its lines.
std::vector<std::string> list_of(const Headers& headers, std::string_view name);
bool lists(const Headers& headers, std::string_view name, std::string_view member);

}  // namespace gatehouse::net
