// What the routes' functions work with.
#pragma once

#include <functional>
#include <string>

#include "access/tenants.h"
#include "api/demo.h"
#include "api/live.h"
#include "assurance/records.h"
#include "assurance/trust_pages.h"
#include "audit/audit.h"
#include "base/pool.h"
#include "bots/bots.h"
#include "conversations/conversations.h"
#include "edge/call.h"
#include "identity/identity.h"

namespace gatehouse::api {

struct Services final : edge::Product {
  struct Parts {
    Clock& clock;
    Random& random;
    Pool& pool;  // for what may block
    access::Tenants& tenants;
    identity::Identity& identity;
    bots::Bots& bots;
    conversations::Conversations& conversations;
    audit::Log& installation_log;
    assurance::Records& records;
    assurance::TrustPages& trust;
    LiveHub& live;
    Demo& demo;
    std::function<void()> write_refusals;  // those noted so far; blocks
  };

  explicit Services(Parts parts)
      : clock{parts.clock},
        random{parts.random},
        pool{parts.pool},
        tenants{parts.tenants},
        identity{parts.identity},
        bots{parts.bots},
        conversations{parts.conversations},
        installation_log{parts.installation_log},
        records{parts.records},
        trust{parts.trust},
        live{parts.live},
        demo{parts.demo},
        write_refusals{std::move(parts.write_refusals)} {}

  Clock& clock;
  Random& random;
  Pool& pool;
  access::Tenants& tenants;
  identity::Identity& identity;
  bots::Bots& bots;
  conversations::Conversations& conversations;
  audit::Log& installation_log;
  assurance::Records& records;
  assurance::TrustPages& trust;
  LiveHub& live;
  Demo& demo;
  std::function<void()> write_refusals;
  std::string public_origin;  // "https://localhost:8443"; set before requests come
};

}  // namespace gatehouse::api
