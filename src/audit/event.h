// What can be recorded. Every route that changes something names one of these.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/enum_names.h"

namespace gatehouse::audit {

enum class Event : unsigned char {
  setup_link_made,
  workspace_created,
  workspace_changed,
  signed_in,
  sign_in_failed,
  signed_out,
  session_refreshed,
  session_ended,
  refresh_replayed,
  session_suspected,
  alert_seen,
  password_changed,
  factor_added,
  factor_removed,
  factor_proven,
  factor_refused,
  recovery_codes_made,
  recovery_code_used,
  factors_reset,
  factor_rule_changed,
  member_invited,
  member_joined,
  member_role_changed,
  member_removed,
  grant_changed,
  role_created,
  role_changed,
  role_deleted,
  invitation_withdrawn,
  reset_requested,
  reset_link_made,
  password_reset,
  email_change_requested,
  email_changed,
  email_change_undone,
  mail_sent,
  mail_given_up,
  bot_created,
  bot_changed,
  bot_deleted,
  source_added,
  source_deleted,
  bot_tried,
  visitor_created,
  visitor_message,
  bot_answered,
  person_requested,
  conversation_read,
  conversation_taken_over,
  conversation_handed_back,
  conversation_closed,
  conversation_reopened,
  agent_message,
  agent_note,
  socket_opened,
  refused,
  key_used,
  token_key_rotated,
  verification_started,
  verification_finished,
  control_failed,
  control_waived,
  waiver_ended,
  verification_silent,
  server_started,
  server_stopped,
};

enum class Outcome : unsigned char { done, refused };

enum class ActorKind : unsigned char { nobody, visitor, member, bot, operator_, verifier, system };

}  // namespace gatehouse::audit

namespace gatehouse {

template <>
struct EnumNames<audit::Event> {
  using enum audit::Event;
  static constexpr auto names = std::to_array<std::pair<audit::Event, std::string_view>>({
      {setup_link_made, "setup_link.made"},
      {workspace_created, "workspace.created"},
      {workspace_changed, "workspace.changed"},
      {signed_in, "session.signed_in"},
      {sign_in_failed, "session.sign_in_failed"},
      {signed_out, "session.signed_out"},
      {session_refreshed, "session.refreshed"},
      {session_ended, "session.ended"},
      {refresh_replayed, "session.refresh_replayed"},
      {session_suspected, "session.suspected"},
      {alert_seen, "alert.seen"},
      {password_changed, "person.password_changed"},
      {factor_added, "factor.added"},
      {factor_removed, "factor.removed"},
      {factor_proven, "session.factor_proven"},
      {factor_refused, "session.factor_refused"},
      {recovery_codes_made, "recovery_codes.made"},
      {recovery_code_used, "recovery_code.used"},
      {factors_reset, "factors.reset"},
      {factor_rule_changed, "factor_rule.changed"},
      {member_invited, "member.invited"},
      {member_joined, "member.joined"},
      {member_role_changed, "member.role_changed"},
      {member_removed, "member.removed"},
      {grant_changed, "member.grant_changed"},
      {role_created, "role.created"},
      {role_changed, "role.changed"},
      {role_deleted, "role.deleted"},
      {invitation_withdrawn, "invitation.withdrawn"},
      {reset_requested, "password_reset.requested"},
      {reset_link_made, "password_reset.link_made"},
      {password_reset, "password_reset.done"},
      {email_change_requested, "email_change.requested"},
      {email_changed, "email_change.done"},
      {email_change_undone, "email_change.undone"},
      {mail_sent, "mail.sent"},
      {mail_given_up, "mail.given_up"},
      {bot_created, "bot.created"},
      {bot_changed, "bot.changed"},
      {bot_deleted, "bot.deleted"},
      {source_added, "source.added"},
      {source_deleted, "source.deleted"},
      {bot_tried, "bot.tried"},
      {visitor_created, "visitor.created"},
      {visitor_message, "conversation.visitor_message"},
      {bot_answered, "conversation.bot_answered"},
      {person_requested, "conversation.person_requested"},
      {conversation_read, "conversation.read"},
      {conversation_taken_over, "conversation.taken_over"},
      {conversation_handed_back, "conversation.handed_back"},
      {conversation_closed, "conversation.closed"},
      {conversation_reopened, "conversation.reopened"},
      {agent_message, "conversation.agent_message"},
      {agent_note, "conversation.agent_note"},
      {socket_opened, "socket.opened"},
      {refused, "request.refused"},
      {key_used, "key.used"},
      {token_key_rotated, "token_key.rotated"},
      {verification_started, "verification.started"},
      {verification_finished, "verification.finished"},
      {control_failed, "control.failed"},
      {control_waived, "control.waived"},
      {waiver_ended, "control.waiver_ended"},
      {verification_silent, "verification.silent"},
      {server_started, "server.started"},
      {server_stopped, "server.stopped"},
  });
};

template <>
struct EnumNames<audit::Outcome> {
  static constexpr auto names = std::to_array<std::pair<audit::Outcome, std::string_view>>(
      {{audit::Outcome::done, "done"}, {audit::Outcome::refused, "refused"}});
};

template <>
struct EnumNames<audit::ActorKind> {
  using enum audit::ActorKind;
  static constexpr auto names =
      std::to_array<std::pair<audit::ActorKind, std::string_view>>({{nobody, "nobody"},
                                                                    {visitor, "visitor"},
                                                                    {member, "member"},
                                                                    {bot, "bot"},
                                                                    {operator_, "operator"},
                                                                    {verifier, "verifier"},
                                                                    {system, "system"}});
};

}  // namespace gatehouse
