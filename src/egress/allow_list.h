// What the operator opens for outgoing requests (configuration egress.allow). Nothing opens
// link-local addresses or metadata services.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "egress/address_rules.h"

namespace gatehouse::egress {

inline constexpr ErrorKind kBadAllowance{
    "egress.bad_allowance", Fault::internal,
    "egress.allow takes a private range (\"10.20.0.0/16\") or one host and port "
    "(\"idp.example.com:8443\")."};

class AllowList {
 public:
  AllowList() = default;
  // "10.20.0.0/16": addresses in a network of one's own, on the usual ports.
  // "idp.example.com:8443", "10.20.0.5:8443": this host and port, http too. Loopback only when it
  // is written as such: "127.0.0.1:9000", "[::1]:9000".
  static Result<AllowList> parse(const std::vector<std::string>& entries);

  // `host` as a URL has it, in lower case, IPv6 without brackets.
  bool names(std::string_view host, std::uint16_t port) const;
  bool opens(std::string_view host, std::uint16_t port, const IpAddress& address) const;

 private:
  struct Place {
    std::string host;
    std::uint16_t port;
  };
  static Result<Place> parse_place(std::string_view entry);

  std::vector<AddressBlock> blocks_;
  std::vector<Place> places_;
};

}  // namespace gatehouse::egress
