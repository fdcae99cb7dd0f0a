// `gatehouse policy`: what the outside may do, one line a row. A golden file holds it, so a changed
// policy is a one-line difference in a review.
#include <algorithm>

#include <fmt/format.h>

#include "api/sockets.h"
#include "api/tables.h"
#include "edge/pipeline.h"

namespace gatehouse::api {

namespace {

std::string_view method_of(const edge::Endpoint& on) {
  if (on.socket) return "SOCKET";
  switch (on.method) {
    case net::Method::get:
      return "GET";
    case net::Method::post:
      return "POST";
    case net::Method::patch:
      return "PATCH";
    case net::Method::delete_:
      return "DELETE";
    default:
      return "?";
  }
}

// What a member has to have proven, where it is not the usual.
std::string proof_text(access::Proof proof) {
  std::string text;
  if (proof.stage == access::Stage::password) text += ", also half signed in";
  if (proof.stage == access::Stage::enrolling) text += ", also enrolling";
  if (proof.lately) text += ", proven lately";
  return text;
}

std::string who_text(const edge::Who& who) {
  switch (who.audience) {
    case edge::Audience::anyone:
      return "anyone";
    case edge::Audience::visitors:
      return "visitor";
    case edge::Audience::verifier:
      return "verifier";
    case edge::Audience::members:
      break;
  }
  const std::string member =
      who.privilege ? fmt::format("member with {}", name_of(*who.privilege)) : "member";
  return member + proof_text(who.proof);
}

std::string limit_text(const edge::RateLimits& limits) {
  std::string text;
  for (std::size_t at = 0; at < limits.size; ++at) {
    const edge::Limit& limit = limits.list[at];
    if (at > 0) text += " and ";
    text += fmt::format("{} in {} s by {}", limit.times, limit.window.count(),
                        limit.by == edge::Limit::By::address ? "address" : "principal");
    if (limit.when_unsure == edge::WhenUnsure::allow) text += " (unsure: allow)";
  }
  return text;
}

std::string takes_text(const edge::Takes& takes) {
  switch (takes.form) {
    case edge::Takes::Form::nothing:
      return "nothing";
    case edge::Takes::Form::json:
      return fmt::format("{} up to {} bytes", takes.name, takes.most);
    case edge::Takes::Form::query:
      return fmt::format("query {}", takes.name);
    case edge::Takes::Form::socket:
      return fmt::format("messages up to {} bytes", takes.most);
  }
  return {};
}

std::string line(const edge::Route& route) {
  const std::string audit =
      route.audit.event ? std::string{name_of(*route.audit.event)} : "not audited";
  return fmt::format("{:<6} {} | {} | {} | {} | {}\n", method_of(route.on), route.on.path,
                     who_text(route.who), limit_text(route.limit), takes_text(route.takes), audit);
}

void add_messages(std::string& text, std::string_view socket, std::span<const SocketMessage> rows) {
  for (const SocketMessage& row : rows)
    text += fmt::format("MESSAGE {} {} | {} in {} s | {}\n", socket, row.type, row.times,
                        row.window.count(), row.why);
}

}  // namespace

std::vector<std::span<const edge::Route>> all_tables() {
  return {setup_routes(),    session_routes(),    factor_routes(), member_routes(),
          role_routes(),     link_routes(),       bot_routes(),    conversation_routes(),
          security_routes(), protection_routes(), widget_routes(), verification_routes(),
          page_routes(),     framework_routes(),  trust_routes()};
}

std::string privileges_text() {
  std::string text = "# Privileges: name | where it holds | what it allows\n";
  for (const access::PrivilegeRow& row : access::kPrivileges) {
    const bool of_bots = row.scope != access::Scope::workspace;
    text += fmt::format("{} | {} | {}\n", row.name, of_bots ? "granted bots" : "workspace",
                        row.sentence);
  }
  text += "\n# Built-in roles: name | bots | privileges\n";
  for (const access::RoleRow& row : access::kRoles) {
    const bool every = row.breadth == access::Breadth::every_bot;
    text += fmt::format("{} | {} | {}\n", row.name, every ? "every bot" : "granted bots",
                        access::text_of(row.privileges));
  }
  return text;
}

std::string policy_text() {
  std::string text = "# Steps of every request, in running order\n";
  for (const edge::StepText& step : edge::steps())
    text += fmt::format("{}: {}\n", step.name, step.why);
  text += "\n# Routes: method path | who | limit | takes | audit\n";
  for (const auto table : all_tables())
    for (const edge::Route& route : table) text += line(route);
  text += "\n# Messages on open sockets\n";
  add_messages(text, "/api/v1/socket", agent_messages());
  add_messages(text, "/widget/v1/{widget}/socket", visitor_messages());
  return text;
}

std::string endpoints_reference() {
  std::string text =
      "# Endpoints\n\n<!-- Printed by `gatehouse reference`. Do not edit. -->\n\nEvery route with "
      "its policy. Shapes stand in "
      "`/api/openapi.json` of a running server.\n\n| route | who | limit | takes | recorded as "
      "|\n|---|---|---|---|---|\n";
  for (const auto table : all_tables())
    for (const edge::Route& route : table) {
      const std::string audit = route.audit.event ? fmt::format("`{}`", name_of(*route.audit.event))
                                                  : std::string{route.audit.why};
      const std::string who =
          route.who.why.empty() ? who_text(route.who) : fmt::format("anyone: {}", route.who.why);
      text += fmt::format("| `{} {}` | {} | {} | {} | {} |\n", method_of(route.on), route.on.path,
                          who, limit_text(route.limit), takes_text(route.takes), audit);
    }
  return text;
}

}  // namespace gatehouse::api
