#include "api/cookies.h"

#include "api/shapes.h"
#include "api/views.h"
#include "base/control.h"

namespace gatehouse::api {

Result<std::string_view> cookie(const net::RequestHead& head, std::string_view name) {
  std::string_view rest = head.headers.find("cookie").value_or("");
  std::optional<std::string_view> value;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != name) continue;
    if (enforced<"EDGE-07"> && value) return fail(kDuplicateCookie);
    value = pair.substr(std::min(equals + 1, pair.size()));
  }
  return value.value_or(std::string_view{});
}

std::vector<edge::Cookie> session_cookies(identity::SignedIn& signed_in) {
  std::vector<edge::Cookie> cookies;
  // Both live as long as the session can; the token inside the first runs out long before.
  constexpr std::chrono::hours kLongest{12};
  cookies.push_back({kAccessCookie, std::move(signed_in.access), kLongest});
  cookies.push_back({kRefreshCookie, std::move(signed_in.refresh), kLongest});
  return cookies;
}

std::vector<edge::Cookie> no_cookies() {
  std::vector<edge::Cookie> cookies;
  cookies.push_back({kAccessCookie, Secret{}, {}});
  cookies.push_back({kRefreshCookie, Secret{}, {}});
  return cookies;
}

edge::Reply session_reply(int status, identity::SignedIn signed_in) {
  edge::Reply reply = edge::json_reply(status, view(signed_in.session));
  reply.cookies = session_cookies(signed_in);
  return reply;
}

}  // namespace gatehouse::api
