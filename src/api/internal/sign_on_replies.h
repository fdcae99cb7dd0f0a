// What a browser is answered on its way to an identity provider and back, whatever the kind.
#pragma once

#include <string>
#include <string_view>

#include "api/cookies.h"
#include "api/services.h"
#include "edge/call.h"
#include "identity/sign_on.h"

namespace gatehouse::api {

// What the browser's cookie says so far; empty without one.
Result<std::string> sign_on_browser_of(const net::Request& request);
void remember_sign_on(edge::Reply& reply, Secret browser);

edge::Reply go_to(std::string_view place);
// The browser goes to the provider.
Task<Result<edge::Reply>> start_sign_on(Services& services, edge::Call<edge::Nothing> call);
// A person's browser stands here, not a program: every outcome is a page of ours. Refusals are
// recorded where they are decided.
Task<Result<edge::Reply>> end_sign_on(Services& services, access::Whereabouts where,
                                      std::string agent, identity::SignOnAnswer answer);

}  // namespace gatehouse::api
