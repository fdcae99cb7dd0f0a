// What every part of identity stands on.
#pragma once

#include "access/doorkeeper.h"
#include "access/tenants.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/random.h"
#include "identity/identity.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::identity::internal {

struct Ground {
  store::Database& control;
  access::Tenants& tenants;
  const vault::Keyring& keys;
  audit::Log& log;
  const Limits limits;
  Clock& clock;
  Random& random;
};

inline audit::Origin origin_of(const access::Whereabouts& where) {
  audit::Origin origin;
  origin.address = where.address;
  origin.correlation = where.correlation;
  return origin;
}

inline audit::Origin origin_of(const access::Whereabouts& where, TenantId tenant, PersonId person) {
  audit::Origin origin = origin_of(where);
  origin.kind = audit::ActorKind::member;
  origin.actor = person.bits();
  origin.tenant = tenant;
  return origin;
}

inline access::Whereabouts whereabouts_of(const access::Caller& caller) {
  return {caller.origin().address, caller.origin().correlation};
}

}  // namespace gatehouse::identity::internal
