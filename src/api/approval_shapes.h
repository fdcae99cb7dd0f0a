// JSON shapes of approvals and of the provider's support.
#pragma once

#include "api/shapes.h"

namespace gatehouse::api {

struct ApprovalView {
  ApprovalId id;
  access::Act act;
  std::string object;
  std::string subject;
  std::optional<std::string> role;
  std::optional<std::string> role_name;
  std::vector<std::string> gained;
  std::optional<std::string> scope;
  std::string reason;
  std::string requester;  // by name; empty: the operator, or somebody who has left
  bool by_operator;
  bool is_own;
  Instant requested_at;
  Instant expires_at;
  std::optional<Instant> due_at;
  access::ApprovalState state;
  std::string decider;
  std::optional<Instant> decided_at;
  std::string digest;  // hex; approving says which it was shown
  bool may_approve;
  std::optional<std::string> why_not;  // error code
};
struct ApprovalInput {
  std::string digest;
};
struct SupportGrantView {
  SupportGrantId id;
  access::SupportScope scope;
  std::string reason;
  Instant requested_at;
  std::optional<Instant> approved_at;
  std::optional<Instant> opened_at;
  std::optional<Instant> ends_at;
  std::optional<Instant> ended_at;
  std::optional<std::string> ended_why;
  bool is_live;
};
struct SupportToken {
  std::string token;
};

ApprovalView view(const identity::ApprovalEntry& entry);

}  // namespace gatehouse::api

namespace gatehouse::json {

template <>
struct Shape<api::ApprovalView> {
  using View = api::ApprovalView;
  static constexpr std::string_view name = "Approval";
  static constexpr auto members =
      std::tuple{member("id", &View::id),
                 member("act", &View::act),
                 member("object", &View::object),
                 member("subject", &View::subject),
                 member("role", &View::role),
                 member("role_name", &View::role_name),
                 member("gained", &View::gained, list_of(64, line(1, 40))),
                 member("scope", &View::scope),
                 member("reason", &View::reason),
                 member("requester", &View::requester),
                 member("by_operator", &View::by_operator),
                 member("is_own", &View::is_own),
                 member("requested_at", &View::requested_at),
                 member("expires_at", &View::expires_at),
                 member("due_at", &View::due_at),
                 member("state", &View::state),
                 member("decider", &View::decider),
                 member("decided_at", &View::decided_at),
                 member("digest", &View::digest),
                 member("may_approve", &View::may_approve),
                 member("why_not", &View::why_not)};
};
template <>
struct Shape<api::ApprovalInput> {
  static constexpr std::string_view name = "ApprovalInput";
  static constexpr auto members =
      std::tuple{member("digest", &api::ApprovalInput::digest, token(64, 64))};
};
template <>
struct Shape<api::SupportGrantView> {
  using View = api::SupportGrantView;
  static constexpr std::string_view name = "SupportGrant";
  static constexpr auto members = std::tuple{member("id", &View::id),
                                             member("scope", &View::scope),
                                             member("reason", &View::reason),
                                             member("requested_at", &View::requested_at),
                                             member("approved_at", &View::approved_at),
                                             member("opened_at", &View::opened_at),
                                             member("ends_at", &View::ends_at),
                                             member("ended_at", &View::ended_at),
                                             member("ended_why", &View::ended_why),
                                             member("is_live", &View::is_live)};
};
template <>
struct Shape<api::SupportToken> {
  static constexpr std::string_view name = "SupportToken";
  static constexpr auto members =
      std::tuple{member("token", &api::SupportToken::token, token(8, 200))};
};
template <>
struct Shape<api::Items<api::ApprovalView>> {
  static constexpr std::string_view name = "ApprovalItems";
  static constexpr auto members =
      std::tuple{member("items", &api::Items<api::ApprovalView>::items)};
};
template <>
struct Shape<api::Items<api::SupportGrantView>> {
  static constexpr std::string_view name = "SupportGrantItems";
  static constexpr auto members =
      std::tuple{member("items", &api::Items<api::SupportGrantView>::items)};
};

}  // namespace gatehouse::json
