// Errors on the wire: problem documents (RFC 9457).
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "edge/call.h"

namespace gatehouse::edge {

Reply problem(const Error& error, RequestId correlation);
// The same as directories read it (RFC 7644 3.12).
Reply scim_problem(const Error& error);
Reply scim_problem(const Error& error, int status);

}  // namespace gatehouse::edge
