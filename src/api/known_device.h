// The cookie by which a browser is known that somebody has signed in with before: a lock of their
// account, which strangers can bring about, does not hold there (control IDN-12).
#pragma once

#include "api/services.h"
#include "edge/call.h"

namespace gatehouse::api {

inline constexpr std::string_view kDeviceCookie = "__Host-gh_device";

// What the browser brings along when it signs in.
Result<identity::Approach> approach_of(const net::RequestHead& head,
                                       std::optional<identity::Proof> proof);

// The reply to somebody who has just signed in, with this browser's next cookie.
edge::Reply on_known_device(Services& services, const net::RequestHead& head, edge::Reply reply,
                            std::string_view email);

// Stands for a text that is no address of mail: counted by itself, like any account, so that
// strangers who mistype do not lock each other out.
Result<EmailAddress> nobody_called(std::string_view text);

}  // namespace gatehouse::api
