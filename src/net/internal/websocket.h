// A connection that has become a WebSocket (RFC 6455). Beast does the framing.
#pragma once

#include "net/internal/http_connection.h"

namespace gatehouse::net {

// From here it lives on its own, on this thread, until one side ends it.
void open_websocket(Upgraded upgraded, ThreadContext& thread);

}  // namespace gatehouse::net
