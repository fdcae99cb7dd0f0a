// One request on its way through the steps.
#pragma once

#include <optional>

#include "access/caller.h"
#include "edge/internal/router.h"
#include "net/http.h"

namespace gatehouse::edge {

struct Passage {
  const net::RequestHead& head;
  const net::Request* request;  // null until the body is there
  Router::Match match;
  IpAddress client;
  access::Caller caller;
};

}  // namespace gatehouse::edge
