// JSON shapes of API keys.
#pragma once

#include "api/shapes.h"
#include "identity/api_keys.h"

namespace gatehouse::api {

struct KeyView {
  ApiKeyId id;
  std::string name;
  identity::Holder owner;
  PrivilegeList privileges;
  PrivilegeList in_force;
  std::optional<std::vector<BotId>> bots;
  std::int64_t per_minute;
  std::vector<std::string> ranges;
  identity::KeyState state;
  Instant made_at;
  Instant renewed_at;
  Instant expires_at;
  std::optional<Instant> old_secret_until;
  std::optional<Instant> used_at;
  std::optional<std::string> used_from;
};
struct MadeKeyView {
  KeyView key;
  std::string token;  // shown once
};
struct KeyInput {
  std::string name;
  std::optional<PrivilegeList> privileges;
  std::optional<std::vector<BotId>> bots;
  std::optional<std::int64_t> days;
  std::optional<std::int64_t> per_minute;
  std::optional<std::vector<std::string>> ranges;
};

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::KeyView> {
  static constexpr std::string_view name = "ApiKey";
  static constexpr auto members = std::tuple{
      member("id", &api::KeyView::id),
      member("name", &api::KeyView::name),
      member("owner", &api::KeyView::owner),
      member("privileges", &api::KeyView::privileges, up_to(64)),
      member("in_force", &api::KeyView::in_force, up_to(64)),
      member("bots", &api::KeyView::bots, up_to(100)),
      member("per_minute", &api::KeyView::per_minute),
      member("ranges", &api::KeyView::ranges),
      member("state", &api::KeyView::state),
      member("made_at", &api::KeyView::made_at),
      member("renewed_at", &api::KeyView::renewed_at),
      member("expires_at", &api::KeyView::expires_at),
      member("old_secret_until", &api::KeyView::old_secret_until),
      member("used_at", &api::KeyView::used_at),
      member("used_from", &api::KeyView::used_from),
  };
};
template <>
struct Shape<api::MadeKeyView> {
  static constexpr std::string_view name = "MadeApiKey";
  static constexpr auto members =
      std::tuple{member("key", &api::MadeKeyView::key), member("token", &api::MadeKeyView::token)};
};
// Wide limits of time: what is beyond the bound is refused in the name of its control.
template <>
struct Shape<api::KeyInput> {
  static constexpr std::string_view name = "ApiKeyInput";
  static constexpr auto members = std::tuple{
      member("name", &api::KeyInput::name, line(1, 120)),
      member("privileges", &api::KeyInput::privileges, up_to(64)),
      member("bots", &api::KeyInput::bots, up_to(100)),
      member("days", &api::KeyInput::days, whole(1, 10'000)),
      member("per_minute", &api::KeyInput::per_minute, whole(1, 6'000)),
      member("ranges", &api::KeyInput::ranges, list_of(50, line(1, 50))),
  };
};
template <>
struct Shape<identity::KeyRenewal> {
  static constexpr std::string_view name = "ApiKeyRenewal";
  static constexpr auto members = std::tuple{
      member("overlap_hours", &identity::KeyRenewal::overlap_hours, whole(0, 10'000)),
      member("days", &identity::KeyRenewal::days, whole(1, 10'000)),
  };
};
template <>
struct Shape<api::Items<api::KeyView>> {
  static constexpr std::string_view name = "ApiKeyItems";
  static constexpr auto members = std::tuple{member("items", &api::Items<api::KeyView>::items)};
};

}  // namespace gatehouse::json
