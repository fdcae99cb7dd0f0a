// Every right there is, with a sentence; roles are sets of them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/enum_names.h"

namespace gatehouse::access {

enum class Privilege : unsigned char {
  read_conversations,
  reply_conversations,
  close_conversations,
  read_bots,
  edit_bots,
  read_members,
  manage_members,
  read_audit,
  read_security,
  manage_workspace,
};

class Privileges {
 public:
  constexpr Privileges() = default;
  constexpr Privileges(std::initializer_list<Privilege> list) {
    for (const Privilege one : list) bits_ |= bit(one);
  }
  constexpr bool contains(Privilege one) const { return (bits_ & bit(one)) != 0; }
  constexpr bool contains_all(Privileges other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr bool operator==(const Privileges&) const = default;

 private:
  static constexpr std::uint32_t bit(Privilege one) { return 1U << static_cast<unsigned>(one); }
  std::uint32_t bits_ = 0;
};

enum class Role : unsigned char { owner, administrator, agent };

constexpr Privileges privileges_of(Role role) {
  using enum Privilege;
  switch (role) {
    case Role::owner:
    case Role::administrator:
      return {read_conversations, reply_conversations, close_conversations, read_bots,
              edit_bots,          read_members,        manage_members,      read_audit,
              read_security,      manage_workspace};
    case Role::agent:
      return {read_conversations, reply_conversations, close_conversations, read_bots,
              read_members};
  }
  return {};
}

}  // namespace gatehouse::access

namespace gatehouse {

template <>
struct EnumNames<access::Privilege> {
  using enum access::Privilege;
  static constexpr auto names = std::to_array<std::pair<access::Privilege, std::string_view>>({
      {read_conversations, "read_conversations"},
      {reply_conversations, "reply_conversations"},
      {close_conversations, "close_conversations"},
      {read_bots, "read_bots"},
      {edit_bots, "edit_bots"},
      {read_members, "read_members"},
      {manage_members, "manage_members"},
      {read_audit, "read_audit"},
      {read_security, "read_security"},
      {manage_workspace, "manage_workspace"},
  });
};

template <>
struct EnumNames<access::Role> {
  using enum access::Role;
  static constexpr auto names = std::to_array<std::pair<access::Role, std::string_view>>(
      {{owner, "owner"}, {administrator, "administrator"}, {agent, "agent"}});
};

}  // namespace gatehouse
