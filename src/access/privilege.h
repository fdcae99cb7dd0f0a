// Every right there is, one row each with the sentence that explains it; roles are sets of them.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/enum_names.h"

namespace gatehouse::access {

enum class Privilege : unsigned char {
  read_conversations,
  note_conversations,
  reply_conversations,
  close_conversations,
  read_bots,
  edit_bots,
  publish_bots,
  manage_bots,
  read_reports,
  read_members,
  invite,
  manage_members,
  manage_roles,
  manage_sessions,
  manage_keys,
  manage_sign_on,
  manage_access_rules,
  read_audit,
  read_security,
  manage_workspace,
  approve,
  read_billing,
};

// Where a right holds: in the whole workspace, or for those bots (and their inboxes) that were
// granted.
enum class Scope : unsigned char { inbox, bot, report, workspace };

struct PrivilegeRow {
  Privilege privilege;
  std::string_view name;
  Scope scope;
  std::string_view sentence;
};

// In the order in which people read them. Within a scope the first reads and the rest need it.
inline constexpr auto kPrivileges = std::to_array<PrivilegeRow>({
    {Privilege::read_conversations, "read_conversations", Scope::inbox,
     "See the conversations of a bot, search and follow them."},
    {Privilege::note_conversations, "note_conversations", Scope::inbox,
     "Write notes in a conversation that only the team sees."},
    {Privilege::reply_conversations, "reply_conversations", Scope::inbox,
     "Speak to visitors: reply, take a conversation over, hand it back to the bot."},
    {Privilege::close_conversations, "close_conversations", Scope::inbox,
     "Close conversations and open them again."},
    {Privilege::read_bots, "read_bots", Scope::bot,
     "See a bot, its settings and what it knows, and try its answers."},
    {Privilege::edit_bots, "edit_bots", Scope::bot,
     "Change a bot: name, greeting, language and what it knows."},
    {Privilege::publish_bots, "publish_bots", Scope::bot,
     "Decide on which websites a bot appears."},
    {Privilege::manage_bots, "manage_bots", Scope::bot, "Create bots and delete them."},
    {Privilege::read_reports, "read_reports", Scope::report, "See reports about a bot's work."},
    {Privilege::read_members, "read_members", Scope::workspace,
     "See who is a member of the workspace, and what each role may do."},
    {Privilege::invite, "invite", Scope::workspace, "Invite people to the workspace."},
    {Privilege::manage_members, "manage_members", Scope::workspace,
     "Give members another role, grant them bots, and remove them."},
    {Privilege::manage_roles, "manage_roles", Scope::workspace,
     "Make roles, change and delete them."},
    {Privilege::manage_sessions, "manage_sessions", Scope::workspace,
     "See where others are signed in, and sign them out."},
    {Privilege::manage_keys, "manage_keys", Scope::workspace, "See the API keys of every member, and revoke them."},
    {Privilege::manage_sign_on, "manage_sign_on", Scope::workspace,
     "Set up single sign-on and second factors."},
    {Privilege::manage_access_rules, "manage_access_rules", Scope::workspace,
     "Decide from which addresses the workspace can be used."},
    {Privilege::read_audit, "read_audit", Scope::workspace,
     "Read the audit log of the whole workspace, of bots that are not granted too."},
    {Privilege::read_security, "read_security", Scope::workspace,
     "See which security controls were proven, and when."},
    {Privilege::manage_workspace, "manage_workspace", Scope::workspace,
     "Change the workspace itself: its name and its rules."},
    {Privilege::approve, "approve", Scope::workspace,
     "Approve what somebody else asked for and nobody may do alone."},
    {Privilege::read_billing, "read_billing", Scope::workspace, "See what the workspace costs."},
});

constexpr const PrivilegeRow& row_of(Privilege privilege) {
  return kPrivileges[static_cast<std::size_t>(privilege)];
}
static_assert([] {
  for (std::size_t at = 0; at < kPrivileges.size(); ++at)
    if (static_cast<std::size_t>(kPrivileges[at].privilege) != at) return false;
  return true;
}());

class Privileges {
 public:
  constexpr Privileges() = default;
  constexpr Privileges(std::initializer_list<Privilege> list) {
    for (const Privilege one : list) bits_ |= bit(one);
  }
  static constexpr Privileges all() {
    Privileges every;
    for (const PrivilegeRow& row : kPrivileges) every.bits_ |= bit(row.privilege);
    return every;
  }
  static constexpr Privileges of(Scope scope) {
    Privileges some;
    for (const PrivilegeRow& row : kPrivileges)
      if (row.scope == scope) some.bits_ |= bit(row.privilege);
    return some;
  }

  constexpr bool contains(Privilege one) const { return (bits_ & bit(one)) != 0; }
  constexpr bool contains_all(Privileges other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr bool contains_any(Privileges other) const { return (other.bits_ & bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int size() const { return std::popcount(bits_); }
  constexpr bool operator==(const Privileges&) const = default;

  friend constexpr Privileges operator|(Privileges a, Privileges b) { return {a.bits_ | b.bits_}; }
  friend constexpr Privileges operator&(Privileges a, Privileges b) { return {a.bits_ & b.bits_}; }
  friend constexpr Privileges operator-(Privileges a, Privileges b) { return {a.bits_ & ~b.bits_}; }

 private:
  constexpr Privileges(std::uint32_t bits) : bits_{bits} {}  // NOLINT: of the operators above
  static constexpr std::uint32_t bit(Privilege one) { return 1U << static_cast<unsigned>(one); }
  std::uint32_t bits_ = 0;
};
static_assert(kPrivileges.size() <= 32);

// Those that can be granted for one bot.
inline constexpr Privileges kOfBots =
    Privileges::of(Scope::inbox) | Privileges::of(Scope::bot) | Privileges::of(Scope::report);

// Whoever holds one of these decides over others or over the workspace, and is asked to prove
// themselves more often.
inline constexpr Privileges kManaging{Privilege::invite,
                                      Privilege::manage_members,
                                      Privilege::manage_roles,
                                      Privilege::manage_sessions,
                                      Privilege::manage_keys,
                                      Privilege::manage_sign_on,
                                      Privilege::manage_access_rules,
                                      Privilege::manage_workspace,
                                      Privilege::approve};

// The right without which the others of its scope are worth nothing: what cannot be seen cannot be
// changed.
constexpr Privilege reading(Privilege privilege) {
  for (const PrivilegeRow& row : kPrivileges)
    if (row.scope == row_of(privilege).scope) return row.privilege;
  return privilege;
}
// With the reading right of every scope of bots that is touched at all.
constexpr Privileges with_reading(Privileges some) {
  for (const PrivilegeRow& row : kPrivileges)
    if (row.scope != Scope::workspace && some.contains(row.privilege))
      some = some | Privileges{reading(row.privilege)};
  return some;
}

// As they are stored: names, a space between two. A name that this version does not know grants
// nothing.
std::string text_of(Privileges privileges);
Privileges privileges_in(std::string_view text);

}  // namespace gatehouse::access

namespace gatehouse {

template <>
struct EnumNames<access::Privilege> {
  static constexpr auto names = [] {
    std::array<std::pair<access::Privilege, std::string_view>, access::kPrivileges.size()> list{};
    for (std::size_t at = 0; at < list.size(); ++at)
      list[at] = {access::kPrivileges[at].privilege, access::kPrivileges[at].name};
    return list;
  }();
};

template <>
struct EnumNames<access::Scope> {
  using enum access::Scope;
  static constexpr auto names = std::to_array<std::pair<access::Scope, std::string_view>>(
      {{inbox, "inbox"}, {bot, "bot"}, {report, "report"}, {workspace, "workspace"}});
};

}  // namespace gatehouse
