// What a route's function gets and gives.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/http.h"

namespace gatehouse::edge {

// Everything the routes of the product share; the product derives its own.
class Product {
 public:
  virtual ~Product() = default;
};

// The named segments of the path, "/bots/{bot}".
class PathParameters {
 public:
  void add(std::string_view name, std::string_view value);
  std::string_view text(std::string_view name) const;  // empty when absent
  // A malformed id names nothing, so it is not found.
  template <class IdType>
  Result<IdType> id(std::string_view name) const {
    auto parsed = IdType::parse(text(name));
    if (!parsed) return fail(Error{kNotFound}.because("malformed id"));
    return *std::move(parsed);
  }

 private:
  static constexpr std::size_t kMost = 4;
  std::array<std::pair<std::string_view, std::string_view>, kMost> list_{};
  std::size_t size_ = 0;
};

// A route without input.
struct Nothing {};

template <class In>
struct Call {
  access::Caller caller;
  In input;
  PathParameters path;
  const net::Request* request;  // outlives the call
};

// Cookies that carry credentials: Secure, HttpOnly, SameSite=Strict, __Host- (control IDN-09).
struct Cookie {
  std::string_view name;
  Secret value;  // empty: deletes the cookie
  std::chrono::seconds max_age{0};
};

enum class Page : unsigned char { none, dashboard, widget_frame, demo, trust };

struct Reply {
  net::Response response;
  std::vector<Cookie> cookies = {};
  Page page = Page::none;                         // HTML: decides the content security policy
  std::vector<std::string> frame_ancestors = {};  // of a widget frame
};

template <json::Shaped T>
Reply json_reply(int status, const T& value) {
  return {.response = net::text_response(status, "application/json", json::write(value))};
}

}  // namespace gatehouse::edge
