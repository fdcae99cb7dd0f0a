#include "api/views.h"

#include <fmt/format.h>

namespace gatehouse::api {

PrivilegeList list_of(access::Privileges privileges) {
  PrivilegeList list;
  for (const access::PrivilegeRow& row : access::kPrivileges)
    if (privileges.contains(row.privilege)) list.push_back(row.privilege);
  return list;
}

GrantView view(const access::Grant& grant) { return {grant.bot, list_of(grant.privileges)}; }

SessionView view(const identity::Session& session) {
  std::vector<access::Privilege> privileges;
  const access::Authority& authority = session.authority;
  for (const auto& [privilege, name] : EnumNames<access::Privilege>::names)
    if (authority.may(privilege)) privileges.push_back(privilege);
  std::vector<GrantView> grants;
  for (const access::Grant& grant : authority.reach.grants()) grants.push_back(view(grant));
  return {.person = session.person,
          .workspace = {session.tenant, session.workspace},
          .role = authority.role,
          .privileges = std::move(privileges),
          .every_bot = authority.reach.is_everything(),
          .grants = std::move(grants),
          .csrf = session.csrf,
          .idle_minutes = session.idle_minutes,
          .ends_at = session.ends_at,
          .stage = session.stage,
          .ways = session.ways};
}

namespace {

// Ids of actors are stored without their kind; the actor's kind tells it.
std::optional<std::string> actor_id(const audit::Entry& entry) {
  if (entry.actor == decltype(entry.actor){}) return std::nullopt;
  if (entry.actor_kind == audit::ActorKind::member) return PersonId::from_bits(entry.actor).text();
  if (entry.actor_kind == audit::ActorKind::visitor)
    return VisitorId::from_bits(entry.actor).text();
  if (entry.actor_kind == audit::ActorKind::operator_)
    return SupportGrantId::from_bits(entry.actor).text();
  if (entry.actor_kind == audit::ActorKind::bot) return BotId::from_bits(entry.actor).text();
  return std::nullopt;
}

}  // namespace

AuditEntryView view(const audit::Entry& entry) {
  return {.number = entry.number,
          .at = entry.at,
          .event = std::string{name_of(entry.event)},
          .actor = {entry.actor_kind, actor_id(entry), std::nullopt, entry.key},
          .object = entry.object,
          .address = entry.address,
          .outcome = entry.outcome,
          .control = entry.control,
          .times = entry.times};
}

LinkShown view(std::string_view origin, std::string_view page, const identity::Link& link) {
  LinkShown shown{.link = std::nullopt,
                  .mailed = link.mailed,
                  .expires_at = link.expires_at,
                  .approval = link.approval};
  if (!link.mailed) shown.link = fmt::format("{}{}#{}", origin, page, link.token.reveal_text());
  return shown;
}

}  // namespace gatehouse::api
