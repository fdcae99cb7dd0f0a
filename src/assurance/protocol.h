// What the verifier and the server it attacks say to each other (/verification/v1). The verifier
// works in tenants of its own, made for the run and removed with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assurance/statement.h"
#include "base/json.h"

namespace gatehouse::assurance {

// A member of a probe tenant. The password is random and dies with the run.
struct ProbeMember {
  PersonId person;
  std::string email;
  std::string password;
};
struct ProbeBot {
  BotId id;
  WidgetId widget;
};
struct ProbeTenant {
  TenantId id;
  ProbeMember owner;
  ProbeMember agent;           // who was granted the first bot
  ProbeMember spare;           // an agent without a bot; probes give them roles and grants
  std::vector<ProbeBot> bots;  // two, with one source each: a canary of their own
  // Of the first tenant only.
  std::vector<ProbeMember> others;      // agents whose accounts one probe each may lock
  std::optional<ProbeMember> imported;  // an agent whose password was hashed weakly elsewhere
};
// What the server says of itself, for the evidence.
struct ServerFacts {
  Build build;
  Host host;
  std::string configuration;  // digest, hex
  std::string log;            // the name of its log of evidence
  std::vector<Waiver> waivers;
};
struct ProbeRun {
  RunId run;
  std::vector<ProbeTenant> tenants;
  ServerFacts server;
};

// An audit entry as the verifier sees it: of the installation's log or of a probe tenant's.
struct SeenEntry {
  std::optional<TenantId> tenant;
  std::int64_t number;
  std::string event;
  std::string outcome;
  std::optional<std::string> control;
  std::optional<std::string> reason;
  std::int64_t times;
  std::string actor_kind;
  std::optional<std::string> object;
  std::optional<std::string> address;
  std::optional<std::string> correlation;
};
struct SeenEntries {
  std::vector<SeenEntry> items;
};
struct SeenEntriesQuery {
  std::optional<std::string> correlation;
  std::optional<std::string> event;
};

struct Ageing {
  std::int64_t seconds;
};
struct NewProbeMember {
  TenantId tenant;
  std::optional<std::string> role;  // an agent otherwise
};
// What the operator of the machine does by `gatehouse admin support`, in a probe tenant.
struct SupportWish {
  TenantId tenant;
  std::string scope;
};
struct SupportAsked {
  std::string grant;
};
// Makes what waits for approval, and sessions of support, older.
struct TenantAgeing {
  TenantId tenant;
  std::int64_t seconds;
};
// A link for a new password, as if made this long ago.
struct LinkAge {
  std::int64_t seconds;
};
struct ProbeLink {
  std::string token;
};
struct ProbeEmail {
  std::string email;
};
// Makes failed logins of a probe older: by e-mail, by address, or both.
struct FailuresAgeing {
  std::optional<std::string> email;
  std::optional<std::string> address;
  std::int64_t seconds;
};
struct RunInput {
  Scope scope;
};
// After each probe, as a sign of life and for those who watch.
struct ProgressInput {
  std::int64_t done;
  std::int64_t all;
  std::string control;
  Verdict verdict;
};
struct Evidence {
  std::string statement;
  std::string signature;
};

}  // namespace gatehouse::assurance

namespace gatehouse::json {
template <>
struct Shape<assurance::ProbeMember> {
  static constexpr std::string_view name = "ProbeMember";
  static constexpr auto members =
      std::tuple{member("person", &assurance::ProbeMember::person),
                 member("email", &assurance::ProbeMember::email, line(1, 254)),
                 member("password", &assurance::ProbeMember::password, line(1, 128))};
};
template <>
struct Shape<assurance::ProbeBot> {
  static constexpr std::string_view name = "ProbeBot";
  static constexpr auto members = std::tuple{member("id", &assurance::ProbeBot::id),
                                             member("widget", &assurance::ProbeBot::widget)};
};
template <>
struct Shape<assurance::ProbeTenant> {
  static constexpr std::string_view name = "ProbeTenant";
  static constexpr auto members =
      std::tuple{member("id", &assurance::ProbeTenant::id),
                 member("owner", &assurance::ProbeTenant::owner),
                 member("agent", &assurance::ProbeTenant::agent),
                 member("spare", &assurance::ProbeTenant::spare),
                 member("bots", &assurance::ProbeTenant::bots, up_to(10)),
                 member("others", &assurance::ProbeTenant::others, up_to(10)),
                 member("imported", &assurance::ProbeTenant::imported)};
};
template <>
struct Shape<assurance::ProbeRun> {
  static constexpr std::string_view name = "ProbeRun";
  static constexpr auto members =
      std::tuple{member("run", &assurance::ProbeRun::run),
                 member("tenants", &assurance::ProbeRun::tenants, up_to(10)),
                 member("server", &assurance::ProbeRun::server)};
};
template <>
struct Shape<assurance::ServerFacts> {
  static constexpr std::string_view name = "ServerFacts";
  static constexpr auto members =
      std::tuple{member("build", &assurance::ServerFacts::build),
                 member("host", &assurance::ServerFacts::host),
                 member("configuration", &assurance::ServerFacts::configuration, token(64, 64)),
                 member("log", &assurance::ServerFacts::log, line(1, 200)),
                 member("waivers", &assurance::ServerFacts::waivers, up_to(200))};
};
template <>
struct Shape<assurance::SeenEntry> {
  static constexpr std::string_view name = "SeenEntry";
  static constexpr auto members =
      std::tuple{member("tenant", &assurance::SeenEntry::tenant),
                 member("number", &assurance::SeenEntry::number),
                 member("event", &assurance::SeenEntry::event, line(0, 100)),
                 member("outcome", &assurance::SeenEntry::outcome, line(0, 20)),
                 member("control", &assurance::SeenEntry::control, line(0, 20)),
                 member("reason", &assurance::SeenEntry::reason, line(0, 100)),
                 member("times", &assurance::SeenEntry::times),
                 member("actor_kind", &assurance::SeenEntry::actor_kind, line(0, 20)),
                 member("object", &assurance::SeenEntry::object, line(0, 200)),
                 member("address", &assurance::SeenEntry::address, line(0, 64)),
                 member("correlation", &assurance::SeenEntry::correlation, line(0, 64))};
};
template <>
struct Shape<assurance::SeenEntries> {
  static constexpr std::string_view name = "SeenEntries";
  static constexpr auto members =
      std::tuple{member("items", &assurance::SeenEntries::items, up_to(10'000))};
};
template <>
struct Shape<assurance::SeenEntriesQuery> {
  static constexpr std::string_view name = "SeenEntriesQuery";
  static constexpr auto members =
      std::tuple{member("correlation", &assurance::SeenEntriesQuery::correlation, token(4, 60)),
                 member("event", &assurance::SeenEntriesQuery::event, line(1, 60))};
};
template <>
struct Shape<assurance::Ageing> {
  static constexpr std::string_view name = "Ageing";
  static constexpr auto members =
      std::tuple{member("seconds", &assurance::Ageing::seconds, whole(1, 100'000'000))};
};
template <>
struct Shape<assurance::NewProbeMember> {
  static constexpr std::string_view name = "NewProbeMember";
  static constexpr auto members =
      std::tuple{member("tenant", &assurance::NewProbeMember::tenant),
                 member("role", &assurance::NewProbeMember::role, token(1, 40))};
};
template <>
struct Shape<assurance::SupportWish> {
  static constexpr std::string_view name = "SupportWish";
  static constexpr auto members =
      std::tuple{member("tenant", &assurance::SupportWish::tenant),
                 member("scope", &assurance::SupportWish::scope, token(1, 40))};
};
template <>
struct Shape<assurance::SupportAsked> {
  static constexpr std::string_view name = "SupportAsked";
  static constexpr auto members =
      std::tuple{member("grant", &assurance::SupportAsked::grant, token(1, 60))};
};
template <>
struct Shape<assurance::TenantAgeing> {
  static constexpr std::string_view name = "TenantAgeing";
  static constexpr auto members =
      std::tuple{member("tenant", &assurance::TenantAgeing::tenant),
                 member("seconds", &assurance::TenantAgeing::seconds, whole(1, 1'000'000))};
};
template <>
struct Shape<assurance::LinkAge> {
  static constexpr std::string_view name = "LinkAge";
  static constexpr auto members =
      std::tuple{member("seconds", &assurance::LinkAge::seconds, whole(0, 100'000))};
};
template <>
struct Shape<assurance::ProbeLink> {
  static constexpr std::string_view name = "ProbeLink";
  static constexpr auto members =
      std::tuple{member("token", &assurance::ProbeLink::token, token(8, 200))};
};
template <>
struct Shape<assurance::ProbeEmail> {
  static constexpr std::string_view name = "ProbeEmail";
  static constexpr auto members =
      std::tuple{member("email", &assurance::ProbeEmail::email, line(3, 254))};
};
template <>
struct Shape<assurance::FailuresAgeing> {
  static constexpr std::string_view name = "FailuresAgeing";
  static constexpr auto members =
      std::tuple{member("email", &assurance::FailuresAgeing::email, line(3, 254)),
                 member("address", &assurance::FailuresAgeing::address, line(2, 64)),
                 member("seconds", &assurance::FailuresAgeing::seconds, whole(1, 1'000'000))};
};
template <>
struct Shape<assurance::RunInput> {
  static constexpr std::string_view name = "RunInput";
  static constexpr auto members = std::tuple{member("scope", &assurance::RunInput::scope)};
};
template <>
struct Shape<assurance::ProgressInput> {
  static constexpr std::string_view name = "ProgressInput";
  static constexpr auto members =
      std::tuple{member("done", &assurance::ProgressInput::done, whole(0, 10'000)),
                 member("all", &assurance::ProgressInput::all, whole(0, 10'000)),
                 member("control", &assurance::ProgressInput::control, token(4, 12)),
                 member("verdict", &assurance::ProgressInput::verdict)};
};
template <>
struct Shape<assurance::Evidence> {
  static constexpr std::string_view name = "Evidence";
  static constexpr auto members =
      std::tuple{member("statement", &assurance::Evidence::statement, text(2, 4'000'000)),
                 member("signature", &assurance::Evidence::signature, line(88, 88))};
};
}  // namespace gatehouse::json
