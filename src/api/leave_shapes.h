// JSON shapes of leaving and coming back.
#pragma once

#include "api/shapes.h"

namespace gatehouse::api {

struct LeaveInput {
  std::optional<std::string> reason;  // whose absence has an answer of its own (control ACC-09)
  std::optional<PersonId> heir;
  std::optional<Instant> at;
};
struct ReturnInput {
  std::optional<std::string> reason;
};

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::LeaveInput> {
  static constexpr std::string_view name = "LeaveInput";
  static constexpr auto members =
      std::tuple{member("reason", &api::LeaveInput::reason, line(0, 300)),
                 member("heir", &api::LeaveInput::heir), member("at", &api::LeaveInput::at)};
};
template <>
struct Shape<api::ReturnInput> {
  static constexpr std::string_view name = "ReturnInput";
  static constexpr auto members =
      std::tuple{member("reason", &api::ReturnInput::reason, line(0, 300))};
};
template <>
struct Shape<identity::Ended> {
  static constexpr std::string_view name = "LeaveEnds";
  static constexpr auto members =
      std::tuple{member("sessions", &identity::Ended::sessions),
                 member("keys", &identity::Ended::keys),
                 member("invitations", &identity::Ended::invitations),
                 member("links", &identity::Ended::links),
                 member("grants", &identity::Ended::grants),
                 member("conversations", &identity::Ended::conversations)};
};
template <>
struct Shape<identity::Departure> {
  static constexpr std::string_view name = "Departure";
  static constexpr auto members = std::tuple{member("id", &identity::Departure::id),
                                             member("person", &identity::Departure::person),
                                             member("name", &identity::Departure::name),
                                             member("cause", &identity::Departure::cause),
                                             member("reason", &identity::Departure::reason),
                                             member("heir", &identity::Departure::heir),
                                             member("noticed_at", &identity::Departure::noticed_at),
                                             member("due_at", &identity::Departure::due_at),
                                             member("ended_at", &identity::Departure::ended_at),
                                             member("handed_at", &identity::Departure::handed_at),
                                             member("seconds", &identity::Departure::seconds),
                                             member("overdue", &identity::Departure::overdue),
                                             member("ended", &identity::Departure::ended)};
};
template <>
struct Shape<api::Items<identity::Departure>> {
  static constexpr std::string_view name = "DepartureItems";
  static constexpr auto members =
      std::tuple{member("items", &api::Items<identity::Departure>::items)};
};

}  // namespace gatehouse::json
