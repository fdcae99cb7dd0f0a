// Where a request goes. Read by libcurl's own parser and handed to it as read, so that what was
// judged is what is connected to.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gatehouse::egress::internal {

class Url {
 public:
  // Any scheme: which ones are good is not decided here. Credentials inside are refused.
  static Result<Url> parse(std::string_view text);
  // RFC 3986 5: what a Location means that was found here.
  Result<Url> resolve(std::string_view reference) const;

  const std::string& scheme() const { return scheme_; }
  const std::string& host() const { return host_; }  // lower case, IPv6 without brackets
  std::uint16_t port() const { return port_; }
  const std::string& text() const { return text_; }
  CURLU* parts() const { return parts_.get(); }

  bool same_origin(const Url& other) const {
    return scheme_ == other.scheme_ && host_ == other.host_ && port_ == other.port_;
  }

 private:
  struct Free {
    void operator()(CURLU* parts) const { curl_url_cleanup(parts); }
  };
  using Parts = std::unique_ptr<CURLU, Free>;
  static Result<Url> of(Parts parts);

  Parts parts_;
  std::string scheme_;
  std::string host_;
  std::uint16_t port_ = 0;
  std::string text_;
};

}  // namespace gatehouse::egress::internal
