// What is said about addresses from which a workspace can be used.
#pragma once

#include "access/address_limits.h"
#include "api/shapes.h"

namespace gatehouse::api {

struct AddressRangesInput {
  access::AddressMode mode;
  std::vector<access::RangeDraft> ranges;
};
struct AddressRangesView {
  access::AddressMode mode;
  std::vector<access::RangeDraft> ranges;
  std::string own_address;  // as the server sees whoever asks
};

enum class PlaceVerdict : unsigned char { inside, outside, unknown };
struct PlaceView {
  PersonId person;
  std::string name;
  std::optional<Instant> last_seen;
  std::optional<std::string> address;
  PlaceVerdict verdict;
};
// What would become of whom.
struct AddressPreview {
  bool locks_out;  // whoever asks, so it could not be saved
  std::string own_address;
  std::vector<PlaceView> members;
};

}  // namespace gatehouse::api

template <>
struct gatehouse::EnumNames<gatehouse::api::PlaceVerdict> {
  using enum gatehouse::api::PlaceVerdict;
  static constexpr auto names =
      std::to_array<std::pair<gatehouse::api::PlaceVerdict, std::string_view>>(
          {{inside, "inside"}, {outside, "outside"}, {unknown, "unknown"}});
};

// Wide limits: what is wrong with a range is said of that range.
template <>
struct gatehouse::json::Shape<gatehouse::access::RangeDraft> {
  using Draft = gatehouse::access::RangeDraft;
  static constexpr std::string_view name = "AddressRange";
  static constexpr auto members =
      std::tuple{json::member("range", &Draft::range, json::line(0, 100)),
                 json::member("label", &Draft::label, json::line(0, 200))};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::AddressRangesInput> {
  using Input = gatehouse::api::AddressRangesInput;
  static constexpr std::string_view name = "AddressRangesInput";
  static constexpr auto members = std::tuple{
      json::member("mode", &Input::mode), json::member("ranges", &Input::ranges, json::up_to(200))};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::AddressRangesView> {
  using View = gatehouse::api::AddressRangesView;
  static constexpr std::string_view name = "AddressRanges";
  static constexpr auto members =
      std::tuple{json::member("mode", &View::mode), json::member("ranges", &View::ranges),
                 json::member("own_address", &View::own_address)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::PlaceView> {
  using View = gatehouse::api::PlaceView;
  static constexpr std::string_view name = "LastPlace";
  static constexpr auto members =
      std::tuple{json::member("person", &View::person), json::member("name", &View::name),
                 json::member("last_seen", &View::last_seen),
                 json::member("address", &View::address), json::member("verdict", &View::verdict)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::AddressPreview> {
  using Preview = gatehouse::api::AddressPreview;
  static constexpr std::string_view name = "AddressPreview";
  static constexpr auto members = std::tuple{json::member("locks_out", &Preview::locks_out),
                                             json::member("own_address", &Preview::own_address),
                                             json::member("members", &Preview::members)};
};
