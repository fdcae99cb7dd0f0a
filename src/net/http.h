// HTTP messages (RFC 9110, RFC 9112) as the product sees them; no Beast in sight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/address.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace gatehouse::net {

enum class Method : unsigned char { get, head, post, put, patch, delete_, options, other };

class Headers {
 public:
  // Names are lower case. Adding keeps order and repeats; set replaces.
  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);
  std::optional<std::string_view> find(std::string_view name) const;  // the first
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return list_; }

 private:
  std::vector<std::pair<std::string, std::string>> list_;
};

// What is known before the body is read.
struct RequestHead {
  Method method = Method::other;
  std::string path;   // as sent, still percent-encoded, begins with '/'
  std::string query;  // as sent, without '?'
  Headers headers;
  IpAddress peer;  // of the socket
  std::uint16_t peer_port = 0;
  RequestId id;  // correlation
  Tick arrived;
  bool upgrades_to_websocket = false;
  std::vector<std::string> subprotocols;  // offered with the upgrade
};

struct Request : RequestHead {
  std::string body;
};

struct Response {
  int status = 200;
  // A response cannot be made without a type (control EDGE-04); empty only without a body.
  std::string_view content_type;
  Headers headers;
  std::string body;
  std::string_view fixed_body;  // instead of body: text that lives as long as the process
  bool close = false;           // end the connection after this answer

  std::string_view content() const {
    return fixed_body.empty() ? std::string_view{body} : fixed_body;
  }
};

inline Response empty_response(int status) {
  Response response;
  response.status = status;
  return response;
}
inline Response text_response(int status, std::string_view content_type, std::string body) {
  Response response = empty_response(status);
  response.content_type = content_type;
  response.body = std::move(body);
  return response;
}

// The one place where a Fault becomes a status. Errors of the wire (wire_errors.h) have a status of
// their own where HTTP knows a better one: 405, 408, 414, 417, 431, 505.
int status_of(Fault fault);
int status_of(const ErrorKind& kind);

}  // namespace gatehouse::net
