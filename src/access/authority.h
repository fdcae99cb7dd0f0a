// What somebody may do, and with which bots. Immutable and cheap to copy: every request carries
// one.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "access/role.h"

namespace gatehouse::access {

// Rights on one bot and on what belongs to it: its inbox, its reports.
struct Grant {
  BotId bot;
  Privileges privileges;
  bool operator==(const Grant&) const = default;
};

// The bots that somebody reaches. A shared list that nobody changes.
class Reach {
 public:
  Reach() = default;  // nothing
  static Reach everything();
  static Reach of(std::vector<Grant> grants);

  bool is_everything() const { return everything_; }
  // What is granted for this bot; kOfBots for those who reach everything.
  Privileges on(BotId bot) const;
  bool contains(const Reach& other) const;
  // What is left of it for somebody who is let at these alone.
  Reach within(std::span<const BotId> bots) const;
  std::span<const Grant> grants() const;  // by bot; none for those who reach everything
  bool operator==(const Reach& other) const;

 private:
  bool everything_ = false;
  std::shared_ptr<const std::vector<Grant>> grants_;  // sorted by bot
};

struct Authority {
  Authority() = default;     // of nobody
  Authority(Role built_in);  // NOLINT: of somebody who was granted nothing yet
  Authority(RoleKey role, Privileges privileges, Reach reach)
      : role{role}, privileges{privileges}, reach{std::move(reach)} {}

  RoleKey role;
  Privileges privileges;
  Reach reach;

  bool may(Privilege privilege) const { return privileges.contains(privilege); }
  bool may(Privilege privilege, BotId bot) const {
    return privileges.contains(privilege) && reach.on(bot).contains(privilege);
  }
  // Whether the bot, or its inbox, exists for somebody who asks by this right.
  bool sees(Privilege privilege, BotId bot) const {
    return reach.on(bot).contains(reading(privilege));
  }
  bool contains(const Authority& other) const {
    return privileges.contains_all(other.privileges) && reach.contains(other.reach);
  }
  bool is_owner() const { return role == RoleKey{Role::owner}; }
  bool is_managing() const { return privileges.contains_any(kManaging); }

  // Of a key or token that acts for this person: never more than both allow.
  Authority within(Privileges scope) const { return {role, privileges & scope, reach}; }
  bool operator==(const Authority&) const = default;
};

// Nobody gives, changes or takes away more than they hold, and only owners make or touch owners.
bool may_grant(const Authority& giver, const Authority& given);

}  // namespace gatehouse::access
