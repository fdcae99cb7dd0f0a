// What every answer carries, and the policies of pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "edge/call.h"
#include "net/http.h"

namespace gatehouse::edge {

// Headers of every answer, errors included; there is no switch to remove them.
void add_security_headers(net::Response& response);

// Fills __NONCE__ in a page with the response's own nonce and sets the page's policy (CSP Level 3,
// Trusted Types). Answers that are not pages get a policy that forbids everything.
void add_content_policy(Reply& reply, Random& random);

// __Host- cookies (RFC 6265bis 4.1.3.2).
std::string cookie_text(const Cookie& cookie);

}  // namespace gatehouse::edge
