// The two cookies of a session; scripts see neither.
#pragma once

#include <string_view>

#include "edge/call.h"
#include "identity/identity.h"

namespace gatehouse::api {

inline constexpr ErrorKind kDuplicateCookie{"edge.duplicate_cookie", Fault::invalid,
                                            "A cookie is named twice.", "EDGE-07"};

inline constexpr std::string_view kAccessCookie = "__Host-gh_access";
inline constexpr std::string_view kRefreshCookie = "__Host-gh_refresh";

// The value, or empty. A cookie that stands twice is refused (control EDGE-07).
Result<std::string_view> cookie(const net::RequestHead& head, std::string_view name);

std::vector<edge::Cookie> session_cookies(identity::SignedIn& signed_in);
std::vector<edge::Cookie> no_cookies();

// The session as the browser may know it.
edge::Reply session_reply(int status, identity::SignedIn signed_in);

}  // namespace gatehouse::api
