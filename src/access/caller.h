// Who asks. There is no way to data without a Caller, and only those who have proven somebody's
// identity can make one (access/doorkeeper.h).
#pragma once

#include <optional>
#include <string>

#include "access/privilege.h"
#include "access/proof.h"
#include "audit/audit.h"
#include "base/id.h"

namespace gatehouse::access {

inline constexpr ErrorKind kForbidden{
    "access.forbidden", Fault::forbidden,
    "Your role does not allow this. Ask an owner of your workspace.", "ACC-01"};

class Caller {
 public:
  using Kind = audit::ActorKind;  // nobody, visitor, member, verifier, operator_, system

  Kind kind() const { return origin_.kind; }
  TenantId tenant() const { return origin_.tenant; }
  const audit::Origin& origin() const { return origin_; }
  bool may(Privilege privilege) const { return privileges_.contains(privilege); }
  Privileges privileges() const { return privileges_; }

  // Of a member; nil otherwise.
  PersonId person() const { return person_; }
  SessionId session() const { return session_; }
  Role role() const { return role_; }
  const std::string& name() const { return name_; }
  Proof proof() const { return proof_; }
  // Of a visitor; nil otherwise.
  VisitorId visitor() const { return visitor_; }
  WidgetId widget() const { return widget_; }
  BotId bot() const { return bot_; }

 private:
  friend class Doorkeeper;
  Caller() = default;
  audit::Origin origin_;
  Privileges privileges_;
  PersonId person_;
  SessionId session_;
  Role role_ = Role::agent;
  std::string name_;
  Proof proof_;
  VisitorId visitor_;
  WidgetId widget_;
  BotId bot_;
};

// The one decision point (control ACC-01).
Result<> require(const Caller& caller, Privilege privilege);

}  // namespace gatehouse::access
