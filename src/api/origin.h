// Where a call comes from, for those who check credentials.
#pragma once

#include <string>

#include "access/doorkeeper.h"
#include "base/text.h"
#include "edge/call.h"

namespace gatehouse::api {

template <class In>
access::Whereabouts where(const edge::Call<In>& call) {
  return {call.caller.origin().address, call.caller.origin().correlation};
}

// The browser's own description, for the list of sessions.
inline std::string agent_of(const net::Request& request) {
  return std::string{first_code_points(request.headers.find("user-agent").value_or(""), 200)};
}

}  // namespace gatehouse::api
