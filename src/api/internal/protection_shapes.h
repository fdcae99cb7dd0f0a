// The shapes of protection_routes.cpp.
#pragma once

#include "api/shapes.h"

template <>
struct gatehouse::json::Shape<gatehouse::api::OwnPasswordQuestion> {
  static constexpr std::string_view name = "OwnPasswordQuestion";
  static constexpr auto members = std::tuple{
      json::member("password", &gatehouse::api::OwnPasswordQuestion::password, json::text(0, 1024)),
  };
};
// Wide limits: what is below the floor is refused in the name of its control.
template <>
struct gatehouse::json::Shape<gatehouse::identity::PolicyChange> {
  using Change = gatehouse::identity::PolicyChange;
  static constexpr std::string_view name = "PolicyChange";
  static constexpr auto members = std::tuple{
      json::member("shortest_password", &Change::shortest_password, json::whole(0, 128)),
      json::member("lowest_score", &Change::lowest_score, json::whole(0, 4)),
      json::member("forbidden_words", &Change::forbidden_words,
                   json::list_of(50, json::line(3, 40))),
      json::member("idle_minutes", &Change::idle_minutes, json::whole(0, 10'000)),
      json::member("idle_minutes_privileged", &Change::idle_minutes_privileged,
                   json::whole(0, 10'000)),
      json::member("absolute_minutes", &Change::absolute_minutes, json::whole(0, 100'000)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::PolicyView> {
  using View = gatehouse::api::PolicyView;
  static constexpr std::string_view name = "WorkspacePolicy";
  static constexpr auto members = std::tuple{
      json::member("shortest_password", &View::shortest_password),
      json::member("lowest_score", &View::lowest_score),
      json::member("forbidden_words", &View::forbidden_words),
      json::member("idle_minutes", &View::idle_minutes),
      json::member("idle_minutes_privileged", &View::idle_minutes_privileged),
      json::member("absolute_minutes", &View::absolute_minutes),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Alert> {
  using Alert = gatehouse::identity::Alert;
  static constexpr std::string_view name = "Alert";
  static constexpr auto members = std::tuple{
      json::member("id", &Alert::id),           json::member("sign", &Alert::sign),
      json::member("person", &Alert::person),   json::member("name", &Alert::name),
      json::member("at", &Alert::at),           json::member("session", &Alert::session),
      json::member("address", &Alert::address), json::member("agent", &Alert::agent),
      json::member("seen_at", &Alert::seen_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::identity::Alert>> {
  static constexpr std::string_view name = "AlertItems";
  static constexpr auto members =
      std::tuple{json::member("items", &gatehouse::api::Items<gatehouse::identity::Alert>::items)};
};
