// JSON shapes of single sign-on.
#pragma once

#include "api/internal/openid_shapes.h"
#include "api/shapes.h"
#include "identity/saml_protocol.h"
#include "identity/sign_on.h"

namespace gatehouse::api {

struct DoorsQuestion {
  std::string email;
};
struct GoTo {
  std::string address;
};
struct OnlyDoorInput {
  PersonId break_glass;
};
// SAML 2.0 bindings, 3.5.3; the names are the standard's.
struct SamlForm {
  std::string response;
  std::optional<std::string> relay_state;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::json::Shape<gatehouse::api::DoorsQuestion> {
  static constexpr std::string_view name = "SignOnQuestion";
  static constexpr auto members =
      std::tuple{json::member("email", &gatehouse::api::DoorsQuestion::email, json::line(3, 254))};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::GoTo> {
  static constexpr std::string_view name = "GoTo";
  static constexpr auto members =
      std::tuple{json::member("address", &gatehouse::api::GoTo::address)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::OnlyDoorInput> {
  static constexpr std::string_view name = "OnlyDoor";
  static constexpr auto members =
      std::tuple{json::member("break_glass", &gatehouse::api::OnlyDoorInput::break_glass)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SamlForm> {
  static constexpr std::string_view name = "SamlForm";
  static constexpr auto members = std::tuple{
      json::member("SAMLResponse", &gatehouse::api::SamlForm::response,
                   json::text(1, gatehouse::identity::saml::kMostResponse)),
      json::member("RelayState", &gatehouse::api::SamlForm::relay_state, json::line(0, 200)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Trial> {
  static constexpr std::string_view name = "SignOnTrial";
  static constexpr auto members = std::tuple{
      json::member("at", &gatehouse::identity::Trial::at),
      json::member("outcome", &gatehouse::identity::Trial::outcome),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Provider> {
  using T = gatehouse::identity::Provider;
  static constexpr std::string_view name = "SignOnProvider";
  static constexpr auto members = std::tuple{
      json::member("id", &T::id),
      json::member("kind", &T::kind),
      json::member("name", &T::name),
      json::member("issuer", &T::issuer),
      json::member("address", &T::address),
      json::member("enabled", &T::enabled),
      json::member("only_door", &T::only_door),
      json::member("break_glass", &T::break_glass),
      json::member("joining", &T::joining),
      json::member("domains", &T::domains),
      json::member("trial", &T::trial),
      json::member("created_at", &T::created_at),
      json::member("our_entity_id", &T::our_entity_id),
      json::member("our_answer_url", &T::our_answer_url),
      json::member("our_start_url", &T::our_start_url),
      json::member("openid", &T::openid),
      json::member("our_logout_url", &T::our_logout_url),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::NewProvider> {
  static constexpr std::string_view name = "NewSignOnProvider";
  static constexpr auto members = std::tuple{
      json::member("kind", &gatehouse::identity::NewProvider::kind),
      json::member("name", &gatehouse::identity::NewProvider::name, json::line(1, 120)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::ProviderChange> {
  using T = gatehouse::identity::ProviderChange;
  static constexpr std::string_view name = "SignOnProviderChange";
  static constexpr auto members = std::tuple{
      json::member("name", &T::name, json::line(1, 120)),
      json::member("metadata", &T::metadata,
                   json::text(1, gatehouse::identity::saml::kMostMetadata)),
      json::member("openid", &T::openid),
      json::member("enabled", &T::enabled),
      json::member("joining", &T::joining),
      json::member("domains", &T::domains, json::list_of(20, json::line(1, 253))),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Door> {
  static constexpr std::string_view name = "SignOnDoor";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::identity::Door::id),
      json::member("kind", &gatehouse::identity::Door::kind),
      json::member("name", &gatehouse::identity::Door::name),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::OwnDoor> {
  static constexpr std::string_view name = "SignOnLink";
  static constexpr auto members = std::tuple{
      json::member("door", &gatehouse::identity::OwnDoor::door),
      json::member("linked", &gatehouse::identity::OwnDoor::linked),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Doors> {
  static constexpr std::string_view name = "SignOnDoors";
  static constexpr auto members = std::tuple{
      json::member("password", &gatehouse::identity::Doors::password),
      json::member("providers", &gatehouse::identity::Doors::providers),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::identity::Provider>> {
  static constexpr std::string_view name = "SignOnProviderItems";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::Items<gatehouse::identity::Provider>::items)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::identity::OwnDoor>> {
  static constexpr std::string_view name = "SignOnLinkItems";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::Items<gatehouse::identity::OwnDoor>::items)};
};
