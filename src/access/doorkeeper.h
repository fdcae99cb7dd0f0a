// Makes Callers. Used by those who check credentials (identity, conversations, main) and nobody
// else; the lint knows the list.
#pragma once

#include "access/caller.h"

namespace gatehouse::access {

struct Whereabouts {
  IpAddress address;
  RequestId correlation;
};

class Doorkeeper {
 public:
  static Caller nobody(Whereabouts where);
  static Caller member(Whereabouts where, TenantId tenant, PersonId person, SessionId session,
                       Authority authority, std::string name, Proof proof = {});
  // That member, by a key of theirs that was shown; `authority` is what is left of theirs.
  static Caller key(Whereabouts where, TenantId tenant, PersonId person, SharedScope key,
                    Authority authority, std::string name);
  static Caller visitor(Whereabouts where, TenantId tenant, VisitorId visitor, WidgetId widget,
                        BotId bot);
  static Caller bot(TenantId tenant, BotId bot, RequestId correlation);
  // The provider's, by a grant of the workspace (access/support.h).
  static Caller support(Whereabouts where, TenantId tenant,
                        const std::array<std::uint8_t, 16>& grant, SessionId session,
                        Privileges privileges);
  static Caller verifier(Whereabouts where, TenantId tenant);
  static Caller system(TenantId tenant,
                       RequestId correlation);  // the server itself, the command line
};

}  // namespace gatehouse::access
