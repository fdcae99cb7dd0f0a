// Errors on the wire: problem documents (RFC 9457).
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "edge/call.h"

namespace gatehouse::edge {

Reply problem(const Error& error, RequestId correlation);

}  // namespace gatehouse::edge
