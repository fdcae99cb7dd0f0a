// Roles: the built-in ones, and by their id those that a workspace made.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "access/privilege.h"
#include "base/id.h"
#include "base/json.h"
#include "store/row.h"

namespace gatehouse::access {

enum class Role : unsigned char {
  owner,
  administrator,
  supervisor,
  agent,
  builder,
  analyst,
  billing,
  auditor,
};

// Which bots a role reaches by itself.
enum class Breadth : unsigned char { every_bot, granted_bots };

struct RoleRow {
  Role role;
  std::string_view name;
  Breadth breadth;
  Privileges privileges;
};

// What only owners have is not a privilege: they alone make, change and remove owners.
inline constexpr auto kRoles = [] {
  using enum Privilege;
  return std::to_array<RoleRow>({
      {Role::owner, "owner", Breadth::every_bot, Privileges::all()},
      {Role::administrator, "administrator", Breadth::every_bot, Privileges::all()},
      {Role::supervisor,
       "supervisor",
       Breadth::every_bot,
       {read_conversations, note_conversations, reply_conversations, close_conversations, read_bots,
        read_reports, read_members}},
      {Role::agent,
       "agent",
       Breadth::granted_bots,
       {read_conversations, note_conversations, reply_conversations, close_conversations, read_bots,
        read_members}},
      {Role::builder,
       "builder",
       Breadth::granted_bots,
       {read_bots, edit_bots, publish_bots, manage_bots, read_reports, read_members}},
      {Role::analyst,
       "analyst",
       Breadth::granted_bots,
       {read_conversations, read_bots, read_reports}},
      {Role::billing, "billing", Breadth::granted_bots, {read_billing}},
      {Role::auditor, "auditor", Breadth::granted_bots, {read_members, read_audit, read_security}},
  });
}();

constexpr const RoleRow& row_of(Role role) { return kRoles[static_cast<std::size_t>(role)]; }
constexpr Privileges privileges_of(Role role) { return row_of(role).privileges; }
static_assert([] {
  for (std::size_t at = 0; at < kRoles.size(); ++at)
    if (static_cast<std::size_t>(kRoles[at].role) != at) return false;
  return true;
}());

}  // namespace gatehouse::access

namespace gatehouse {

struct CustomRoleKind {
  static constexpr std::string_view prefix = "role";
};
using RoleId = Id<CustomRoleKind>;

template <>
struct EnumNames<access::Role> {
  static constexpr auto names = [] {
    std::array<std::pair<access::Role, std::string_view>, access::kRoles.size()> list{};
    for (std::size_t at = 0; at < list.size(); ++at)
      list[at] = {access::kRoles[at].role, access::kRoles[at].name};
    return list;
  }();
};

}  // namespace gatehouse

namespace gatehouse::access {

// Names a role, "agent" or "role_01jd…"; what it may do stands elsewhere.
class RoleKey {
 public:
  constexpr RoleKey(Role built_in = Role::agent) : RoleKey{name_of(built_in)} {}  // NOLINT
  explicit RoleKey(RoleId custom) : RoleKey{std::string_view{custom.text()}} {}
  static Result<RoleKey> parse(std::string_view text) {
    if (const auto built_in = named<Role>(text)) return RoleKey{*built_in};
    TRY(const RoleId custom, RoleId::parse(text));
    return RoleKey{custom};
  }

  constexpr std::string_view text() const { return {text_.data(), size_}; }
  constexpr std::optional<Role> built_in() const { return named<Role>(text()); }
  std::optional<RoleId> custom() const {
    const auto id = RoleId::parse(text());
    return id ? std::optional{*id} : std::nullopt;
  }
  constexpr bool operator==(const RoleKey&) const = default;

  static constexpr json::TextLimit kWord = json::token(1, 40);

 private:
  static constexpr std::size_t kMost = 31;  // of an id's text
  constexpr explicit RoleKey(std::string_view text)
      : size_{static_cast<unsigned char>(text.size())} {
    std::ranges::copy(text, text_.begin());
  }
  std::array<char, kMost> text_{};
  unsigned char size_;
};

inline void bind(store::Prepared& to, int index, const RoleKey& value) {
  to.bind_text(index, value.text());
}

}  // namespace gatehouse::access

namespace gatehouse::store {

template <>
struct Fetch<access::RoleKey> {
  static access::RoleKey from(const Prepared& row, int column) {
    const auto key = access::RoleKey::parse(row.text(column));
    CHECK(key.has_value());
    return *key;
  }
};

}  // namespace gatehouse::store
