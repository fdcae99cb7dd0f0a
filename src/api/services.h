// What the routes' functions work with.
#pragma once

#include <functional>
#include <string>

#include "access/support.h"
#include "access/tenants.h"
#include "api/demo.h"
#include "api/live.h"
#include "assurance/protocol.h"
#include "assurance/records.h"
#include "audit/audit.h"
#include "base/pool.h"
#include "bots/bots.h"
#include "conversations/conversations.h"
#include "directory/directory.h"
#include "edge/call.h"
#include "egress/fetch.h"
#include "identity/identity.h"
#include "registers/reviews.h"

namespace gatehouse::api {

struct Services final : edge::Product {
  struct Parts {
    Clock& clock;
    Random& random;
    Pool& pool;  // for what may block
    access::Tenants& tenants;
    identity::Identity& identity;
    directory::Directory& directory;
    bots::Bots& bots;
    conversations::Conversations& conversations;
    audit::Log& installation_log;
    registers::Reviews& reviews;
    assurance::Records& records;
    LiveHub& live;
    Demo& demo;
    egress::Fetcher& fetcher;
    std::function<void()> write_refusals;  // those noted so far; blocks
    access::Support& support;
    std::function<assurance::ServerFacts()> facts;  // for the evidence; blocks the first time
  };

  explicit Services(Parts parts)
      : clock{parts.clock},
        random{parts.random},
        pool{parts.pool},
        tenants{parts.tenants},
        identity{parts.identity},
        directory{parts.directory},
        bots{parts.bots},
        conversations{parts.conversations},
        installation_log{parts.installation_log},
        reviews{parts.reviews},
        records{parts.records},
        live{parts.live},
        demo{parts.demo},
        fetcher{parts.fetcher},
        write_refusals{std::move(parts.write_refusals)},
        support{parts.support},
        facts{std::move(parts.facts)} {}

  Clock& clock;
  Random& random;
  Pool& pool;
  access::Tenants& tenants;
  identity::Identity& identity;
  directory::Directory& directory;
  bots::Bots& bots;
  conversations::Conversations& conversations;
  audit::Log& installation_log;
  registers::Reviews& reviews;
  assurance::Records& records;
  LiveHub& live;
  Demo& demo;
  egress::Fetcher& fetcher;
  std::function<void()> write_refusals;
  access::Support& support;
  std::function<assurance::ServerFacts()> facts;
  std::string public_origin;  // "https://localhost:8443"; set before requests come
};

}  // namespace gatehouse::api
