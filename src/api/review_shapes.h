// JSON shapes of access reviews; their lines' stand with the register, which seals and signs them.
#pragma once

#include "api/shapes.h"
#include "registers/review_shapes.h"

namespace gatehouse::api {

struct ReviewWish {
  registers::ReviewScope scope;
};
struct LineDecision {
  registers::Decision decision;
  std::optional<access::RoleKey> role;
  std::optional<std::string> reason;
};
struct ReviewEvidence {
  std::string document;    // JSON; what is signed are its bytes
  std::string signature;   // Ed25519, base64
  std::string public_key;  // of the workspace's audit log, base64
};

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::ReviewWish> {
  static constexpr std::string_view name = "ReviewInput";
  static constexpr auto members = std::tuple{member("scope", &api::ReviewWish::scope)};
};
template <>
struct Shape<api::LineDecision> {
  static constexpr std::string_view name = "ReviewDecision";
  static constexpr auto members = std::tuple{
      member("decision", &api::LineDecision::decision), member("role", &api::LineDecision::role),
      member("reason", &api::LineDecision::reason, text(0, 2000))};
};
template <>
struct Shape<api::ReviewEvidence> {
  static constexpr std::string_view name = "ReviewEvidence";
  static constexpr auto members =
      std::tuple{member("document", &api::ReviewEvidence::document),
                 member("signature", &api::ReviewEvidence::signature),
                 member("public_key", &api::ReviewEvidence::public_key)};
};
template <>
struct Shape<registers::Review> {
  using Review = registers::Review;
  static constexpr std::string_view name = "Review";
  static constexpr auto members = std::tuple{
      member("id", &Review::id),
      member("scope", &Review::scope),
      member("opened_at", &Review::opened_at),
      member("scheduled", &Review::scheduled),
      member("due_at", &Review::due_at),
      member("overdue", &Review::overdue),
      member("closed_at", &Review::closed_at),
      member("lines", &Review::lines),
      member("decided", &Review::decided),
      member("removed", &Review::removed),
  };
};
template <>
struct Shape<registers::WholeReview> {
  static constexpr std::string_view name = "WholeReview";
  static constexpr auto members = std::tuple{member("review", &registers::WholeReview::review),
                                             member("lines", &registers::WholeReview::lines)};
};
template <>
struct Shape<api::Items<registers::Review>> {
  static constexpr std::string_view name = "ReviewItems";
  static constexpr auto members =
      std::tuple{member("items", &api::Items<registers::Review>::items)};
};

}  // namespace gatehouse::json
