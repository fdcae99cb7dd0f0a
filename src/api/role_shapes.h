// JSON shapes of roles, privileges and grants.
#pragma once

#include "api/shapes.h"

namespace gatehouse::api {

struct PrivilegeView {
  access::Privilege name;
  access::Scope scope;
  std::string sentence;
};
struct RoleView {
  access::RoleKey key;
  std::string name;
  bool built_in;
  bool every_bot;
  PrivilegeList privileges;
  std::vector<identity::Holder> holders;
};
struct RoleInput {
  std::string name;
  bool every_bot;
  PrivilegeList privileges;
};
struct RolePatch {
  std::optional<std::string> name;
  std::optional<bool> every_bot;
  std::optional<PrivilegeList> privileges;
  std::optional<std::string> reason;  // for whoever has to approve it
};
struct GrantInput {
  PrivilegeList privileges;
};

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::PrivilegeView> {
  static constexpr std::string_view name = "Privilege";
  static constexpr auto members = std::tuple{member("name", &api::PrivilegeView::name),
                                             member("scope", &api::PrivilegeView::scope),
                                             member("sentence", &api::PrivilegeView::sentence)};
};
template <>
struct Shape<identity::Holder> {
  static constexpr std::string_view name = "RoleHolder";
  static constexpr auto members = std::tuple{member("person", &identity::Holder::person),
                                             member("name", &identity::Holder::name)};
};
template <>
struct Shape<api::RoleView> {
  static constexpr std::string_view name = "Role";
  static constexpr auto members = std::tuple{
      member("key", &api::RoleView::key),
      member("name", &api::RoleView::name),
      member("built_in", &api::RoleView::built_in),
      member("every_bot", &api::RoleView::every_bot),
      member("privileges", &api::RoleView::privileges, up_to(64)),
      member("holders", &api::RoleView::holders),
  };
};
template <>
struct Shape<api::RoleInput> {
  static constexpr std::string_view name = "RoleInput";
  static constexpr auto members =
      std::tuple{member("name", &api::RoleInput::name, line(1, 60)),
                 member("every_bot", &api::RoleInput::every_bot),
                 member("privileges", &api::RoleInput::privileges, up_to(64))};
};
template <>
struct Shape<api::RolePatch> {
  static constexpr std::string_view name = "RolePatch";
  static constexpr auto members =
      std::tuple{member("name", &api::RolePatch::name, line(1, 60)),
                 member("every_bot", &api::RolePatch::every_bot),
                 member("privileges", &api::RolePatch::privileges, up_to(64)),
                 member("reason", &api::RolePatch::reason, line(0, 300))};
};
template <>
struct Shape<api::GrantInput> {
  static constexpr std::string_view name = "GrantInput";
  static constexpr auto members =
      std::tuple{member("privileges", &api::GrantInput::privileges, up_to(64))};
};
template <>
struct Shape<api::Items<api::PrivilegeView>> {
  static constexpr std::string_view name = "PrivilegeItems";
  static constexpr auto members =
      std::tuple{member("items", &api::Items<api::PrivilegeView>::items)};
};
template <>
struct Shape<api::Items<api::RoleView>> {
  static constexpr std::string_view name = "RoleItems";
  static constexpr auto members = std::tuple{member("items", &api::Items<api::RoleView>::items)};
};
template <>
struct Shape<api::Items<api::GrantView>> {
  static constexpr std::string_view name = "GrantItems";
  static constexpr auto members = std::tuple{member("items", &api::Items<api::GrantView>::items)};
};

}  // namespace gatehouse::json
