// The session of the provider's support, as its browser may know it.
#pragma once

#include "api/services.h"
#include "api/shapes.h"

namespace gatehouse::api {

Task<Result<SessionView>> support_session(Services& services, access::Caller caller);

}  // namespace gatehouse::api
