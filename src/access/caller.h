// Who asks. There is no way to data without a Caller, and only those who have proven somebody's
// identity can make one (access/doorkeeper.h).
//
// Members act by their role and grants. Visitors hold no privilege: what they may do is what a
// visitor's route lets them do with the one conversation that is theirs, which is found by who they
// are. End users, who are known beyond one widget, will be the same with an id of their own. A key
// acts for a member: it is that member with less authority, and without having proven to be a
// person.
#pragma once

#include <optional>
#include <string>

#include "access/authority.h"
#include "access/key_scope.h"
#include "access/proof.h"
#include "audit/audit.h"
#include "base/id.h"

namespace gatehouse::access {

inline constexpr ErrorKind kForbidden{
    "access.forbidden", Fault::forbidden,
    "Your role does not allow this. Ask an owner of your workspace.", "ACC-01"};
inline constexpr ErrorKind kNotGranted{
    "access.not_granted", Fault::forbidden,
    "You may look at this bot but not do that with it. Ask whoever manages members to grant it.",
    "ACC-03"};

class Caller {
 public:
  using Kind = audit::ActorKind;  // nobody, visitor, member, verifier, operator_, system

  Kind kind() const { return origin_.kind; }
  TenantId tenant() const { return origin_.tenant; }
  const audit::Origin& origin() const { return origin_; }
  const Authority& authority() const { return authority_; }
  const Reach& reach() const { return authority_.reach; }
  bool may(Privilege privilege) const { return authority_.may(privilege); }

  // Of a member; nil otherwise.
  PersonId person() const { return person_; }
  SessionId session() const { return session_; }
  const RoleKey& role() const { return authority_.role; }
  const std::string& name() const { return name_; }
  Proof proof() const { return proof_; }
  // Of a key that acts for the member; null otherwise.
  const KeyScope* key() const { return key_.get(); }
  // Of a visitor; nil otherwise.
  VisitorId visitor() const { return visitor_; }
  WidgetId widget() const { return widget_; }
  BotId bot() const { return bot_; }

 private:
  friend class Doorkeeper;
  Caller() = default;
  audit::Origin origin_;
  Authority authority_;
  PersonId person_;
  SessionId session_;
  std::string name_;
  Proof proof_;
  SharedScope key_;
  VisitorId visitor_;
  WidgetId widget_;
  BotId bot_;
};

// The one decision point: may this caller do this at all (control ACC-01)?
Result<> require(const Caller& caller, Privilege privilege);
// And with this bot, or with what belongs to it (control ACC-03)? A bot that the caller may not see
// is answered as one that does not exist.
Result<> require(const Caller& caller, Privilege privilege, BotId bot);

}  // namespace gatehouse::access
