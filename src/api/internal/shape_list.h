// The shapes, in the order of shapes.h.
#pragma once

#include "api/shapes.h"

template <>
struct gatehouse::json::Shape<gatehouse::api::SetupToken> {
  static constexpr std::string_view name = "SetupToken";
  static constexpr auto members = std::tuple{
      json::member("token", &gatehouse::api::SetupToken::token, json::token(8, 200)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SetUp> {
  static constexpr std::string_view name = "SetUp";
  static constexpr auto members = std::tuple{
      json::member("token", &gatehouse::api::SetUp::token, json::token(8, 200)),
      json::member("name", &gatehouse::api::SetUp::name, json::line(1, 120)),
      json::member("email", &gatehouse::api::SetUp::email, json::line(3, 254)),
      json::member("password", &gatehouse::api::SetUp::password, json::text(1, 1024)),
      json::member("workspace", &gatehouse::api::SetUp::workspace, json::line(1, 120)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SignIn> {
  static constexpr std::string_view name = "SignIn";
  static constexpr auto members = std::tuple{
      json::member("email", &gatehouse::api::SignIn::email, json::line(1, 254)),
      json::member("password", &gatehouse::api::SignIn::password, json::text(1, 1024)),
      json::member("proof", &gatehouse::api::SignIn::proof),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::PasswordQuestion> {
  static constexpr std::string_view name = "PasswordQuestion";
  static constexpr auto members = std::tuple{
      json::member("password", &gatehouse::api::PasswordQuestion::password, json::text(0, 1024)),
      json::member("words", &gatehouse::api::PasswordQuestion::words,
                   json::list_of(8, json::line(0, 254))),
      json::member("invitation", &gatehouse::api::PasswordQuestion::invitation,
                   json::token(8, 200)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::PasswordChange> {
  static constexpr std::string_view name = "PasswordChange";
  static constexpr auto members = std::tuple{
      json::member("current", &gatehouse::api::PasswordChange::current, json::text(1, 1024)),
      json::member("password", &gatehouse::api::PasswordChange::password, json::text(1, 1024)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::WorkspaceChange> {
  static constexpr std::string_view name = "WorkspaceChange";
  static constexpr auto members = std::tuple{
      json::member("name", &gatehouse::api::WorkspaceChange::name, json::line(1, 120)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::RoleChange> {
  static constexpr std::string_view name = "RoleChange";
  static constexpr auto members = std::tuple{
      json::member("role", &gatehouse::api::RoleChange::role),
      json::member("reason", &gatehouse::api::RoleChange::reason, json::line(0, 300)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Invite> {
  static constexpr std::string_view name = "Invite";
  static constexpr auto members = std::tuple{
      json::member("email", &gatehouse::api::Invite::email, json::line(3, 254)),
      json::member("role", &gatehouse::api::Invite::role),
      json::member("language", &gatehouse::api::Invite::language),
      json::member("reason", &gatehouse::api::Invite::reason, json::line(0, 300)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Join> {
  static constexpr std::string_view name = "Join";
  static constexpr auto members = std::tuple{
      json::member("token", &gatehouse::api::Join::token, json::token(8, 200)),
      json::member("name", &gatehouse::api::Join::name, json::line(1, 120)),
      json::member("password", &gatehouse::api::Join::password, json::text(1, 1024)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::BotInput> {
  static constexpr std::string_view name = "BotInput";
  static constexpr auto members = std::tuple{
      json::member("name", &gatehouse::api::BotInput::name, json::line(1, 120)),
      json::member("greeting", &gatehouse::api::BotInput::greeting, json::text(0, 500)),
      json::member("language", &gatehouse::api::BotInput::language),
      json::member("domains", &gatehouse::api::BotInput::domains,
                   json::list_of(20, json::line(1, 255))),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::BotPatch> {
  static constexpr std::string_view name = "BotPatch";
  static constexpr auto members = std::tuple{
      json::member("name", &gatehouse::api::BotPatch::name, json::line(1, 120)),
      json::member("greeting", &gatehouse::api::BotPatch::greeting, json::text(0, 500)),
      json::member("language", &gatehouse::api::BotPatch::language),
      json::member("domains", &gatehouse::api::BotPatch::domains,
                   json::list_of(20, json::line(1, 255))),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SourceInput> {
  static constexpr std::string_view name = "SourceInput";
  static constexpr auto members = std::tuple{
      json::member("kind", &gatehouse::api::SourceInput::kind),
      json::member("title", &gatehouse::api::SourceInput::title, json::line(1, 200)),
      json::member("text", &gatehouse::api::SourceInput::text, json::text(1, 900'000)),
      json::member("question", &gatehouse::api::SourceInput::question, json::line(1, 500)),
      json::member("answer", &gatehouse::api::SourceInput::answer, json::text(1, 8000)),
      json::member("url", &gatehouse::api::SourceInput::url, json::line(1, 2000)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Question> {
  static constexpr std::string_view name = "Question";
  static constexpr auto members = std::tuple{
      json::member("question", &gatehouse::api::Question::question, json::text(1, 500)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::ListConversations> {
  static constexpr std::string_view name = "ListConversations";
  static constexpr auto members = std::tuple{
      json::member("state", &gatehouse::api::ListConversations::state),
      json::member("handled_by", &gatehouse::api::ListConversations::handled_by),
      json::member("assignee", &gatehouse::api::ListConversations::assignee, json::token(2, 2)),
      json::member("search", &gatehouse::api::ListConversations::search, json::line(1, 256)),
      json::member("before", &gatehouse::api::ListConversations::before, json::token(1, 120)),
      json::member("limit", &gatehouse::api::ListConversations::limit, json::whole(1, 100)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::ListMessages> {
  static constexpr std::string_view name = "ListMessages";
  static constexpr auto members = std::tuple{
      json::member("before", &gatehouse::api::ListMessages::before),
      json::member("after", &gatehouse::api::ListMessages::after),
      json::member("limit", &gatehouse::api::ListMessages::limit, json::whole(1, 200)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::NewMessageInput> {
  static constexpr std::string_view name = "NewMessage";
  static constexpr auto members = std::tuple{
      json::member("client_id", &gatehouse::api::NewMessageInput::client_id, json::token(8, 64)),
      json::member("text", &gatehouse::api::NewMessageInput::text, json::text(1, 8000)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::NewVisitor> {
  static constexpr std::string_view name = "NewVisitor";
  static constexpr auto members = std::tuple{
      json::member("page", &gatehouse::api::NewVisitor::page, json::line(0, 2000)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::MessagesAfter> {
  static constexpr std::string_view name = "MessagesAfter";
  static constexpr auto members = std::tuple{
      json::member("after", &gatehouse::api::MessagesAfter::after),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::ListAudit> {
  static constexpr std::string_view name = "ListAudit";
  static constexpr auto members = std::tuple{
      json::member("before", &gatehouse::api::ListAudit::before,
                   json::whole(0, 9'007'199'254'740'991)),
      json::member("limit", &gatehouse::api::ListAudit::limit, json::whole(1, 200)),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::LinkState> {
  static constexpr std::string_view name = "LinkState";
  static constexpr auto members = std::tuple{
      json::member("expires_at", &gatehouse::api::LinkState::expires_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::LinkShown> {
  static constexpr std::string_view name = "LinkShown";
  static constexpr auto members = std::tuple{
      json::member("link", &gatehouse::api::LinkShown::link),
      json::member("mailed", &gatehouse::api::LinkShown::mailed),
      json::member("expires_at", &gatehouse::api::LinkShown::expires_at),
      json::member("approval", &gatehouse::api::LinkShown::approval),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::ResetWish> {
  static constexpr std::string_view name = "PasswordResetWish";
  static constexpr auto members = std::tuple{
      json::member("email", &gatehouse::api::ResetWish::email, json::line(3, 254)),
      json::member("language", &gatehouse::api::ResetWish::language),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::PasswordReset> {
  static constexpr std::string_view name = "PasswordReset";
  static constexpr auto members = std::tuple{
      json::member("token", &gatehouse::api::PasswordReset::token, json::token(8, 200)),
      json::member("password", &gatehouse::api::PasswordReset::password, json::text(1, 1024)),
      json::member("language", &gatehouse::api::PasswordReset::language),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::EmailWish> {
  static constexpr std::string_view name = "EmailChangeWish";
  static constexpr auto members = std::tuple{
      json::member("email", &gatehouse::api::EmailWish::email, json::line(3, 254)),
      json::member("current", &gatehouse::api::EmailWish::current, json::text(1, 1024)),
      json::member("language", &gatehouse::api::EmailWish::language),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::LinkUse> {
  static constexpr std::string_view name = "LinkUse";
  static constexpr auto members = std::tuple{
      json::member("token", &gatehouse::api::LinkUse::token, json::token(8, 200)),
      json::member("language", &gatehouse::api::LinkUse::language),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::MailWish> {
  static constexpr std::string_view name = "MailWish";
  static constexpr auto members = std::tuple{
      json::member("language", &gatehouse::api::MailWish::language),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::EmailView> {
  static constexpr std::string_view name = "EmailAddress";
  static constexpr auto members = std::tuple{
      json::member("email", &gatehouse::api::EmailView::email),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::ResetAccount> {
  static constexpr std::string_view name = "ResetAccount";
  static constexpr auto members = std::tuple{
      json::member("name", &gatehouse::identity::ResetAccount::name),
      json::member("email", &gatehouse::identity::ResetAccount::email),
      json::member("workspace", &gatehouse::identity::ResetAccount::workspace),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::OpenInvitation> {
  static constexpr std::string_view name = "OpenInvitation";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::identity::OpenInvitation::id),
      json::member("email", &gatehouse::identity::OpenInvitation::email),
      json::member("role", &gatehouse::identity::OpenInvitation::role),
      json::member("invited_by", &gatehouse::identity::OpenInvitation::invited_by),
      json::member("made_at", &gatehouse::identity::OpenInvitation::made_at),
      json::member("expires_at", &gatehouse::identity::OpenInvitation::expires_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Invitation> {
  static constexpr std::string_view name = "Invitation";
  static constexpr auto members = std::tuple{
      json::member("email", &gatehouse::api::Invitation::email),
      json::member("workspace", &gatehouse::api::Invitation::workspace),
      json::member("role", &gatehouse::api::Invitation::role),
      json::member("role_name", &gatehouse::api::Invitation::role_name),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::WorkspaceView> {
  static constexpr std::string_view name = "Workspace";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::api::WorkspaceView::id),
      json::member("name", &gatehouse::api::WorkspaceView::name),
      json::member("created_at", &gatehouse::api::WorkspaceView::created_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Person> {
  static constexpr std::string_view name = "Person";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::identity::Person::id),
      json::member("name", &gatehouse::identity::Person::name),
      json::member("email", &gatehouse::identity::Person::email),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SessionView::Workspace> {
  static constexpr std::string_view name = "SessionWorkspace";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::api::SessionView::Workspace::id),
      json::member("name", &gatehouse::api::SessionView::Workspace::name),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::GrantView> {
  static constexpr std::string_view name = "Grant";
  static constexpr auto members = std::tuple{
      json::member("bot", &gatehouse::api::GrantView::bot),
      json::member("privileges", &gatehouse::api::GrantView::privileges),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SupportSession> {
  static constexpr std::string_view name = "SupportSession";
  static constexpr auto members = std::tuple{
      json::member("scope", &gatehouse::api::SupportSession::scope),
      json::member("ends_at", &gatehouse::api::SupportSession::ends_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SessionView> {
  static constexpr std::string_view name = "Session";
  static constexpr auto members = std::tuple{
      json::member("person", &gatehouse::api::SessionView::person),
      json::member("workspace", &gatehouse::api::SessionView::workspace),
      json::member("role", &gatehouse::api::SessionView::role),
      json::member("privileges", &gatehouse::api::SessionView::privileges),
      json::member("every_bot", &gatehouse::api::SessionView::every_bot),
      json::member("grants", &gatehouse::api::SessionView::grants),
      json::member("csrf", &gatehouse::api::SessionView::csrf),
      json::member("idle_minutes", &gatehouse::api::SessionView::idle_minutes),
      json::member("ends_at", &gatehouse::api::SessionView::ends_at),
      json::member("stage", &gatehouse::api::SessionView::stage),
      json::member("ways", &gatehouse::api::SessionView::ways),
      json::member("support", &gatehouse::api::SessionView::support),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Strength> {
  static constexpr std::string_view name = "Strength";
  static constexpr auto members = std::tuple{
      json::member("score", &gatehouse::identity::Strength::score, json::whole(0, 4)),
      json::member("acceptable", &gatehouse::identity::Strength::acceptable),
      json::member("advice", &gatehouse::identity::Strength::advice),
      json::member("shortest", &gatehouse::identity::Strength::shortest),
      json::member("lowest_score", &gatehouse::identity::Strength::lowest_score),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::Member> {
  static constexpr std::string_view name = "Member";
  static constexpr auto members = std::tuple{
      json::member("person", &gatehouse::identity::Member::person),
      json::member("name", &gatehouse::identity::Member::name),
      json::member("email", &gatehouse::identity::Member::email),
      json::member("role", &gatehouse::identity::Member::role),
      json::member("since", &gatehouse::identity::Member::since),
      json::member("last_seen", &gatehouse::identity::Member::last_seen),
      json::member("has_factor", &gatehouse::identity::Member::has_factor),
      json::member("suspended_at", &gatehouse::identity::Member::suspended_at),
      json::member("leaves_at", &gatehouse::identity::Member::leaves_at),
      json::member("from_directory", &gatehouse::identity::Member::from_directory),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::identity::SessionEntry> {
  static constexpr std::string_view name = "SessionEntry";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::identity::SessionEntry::id),
      json::member("current", &gatehouse::identity::SessionEntry::current),
      json::member("address", &gatehouse::identity::SessionEntry::address),
      json::member("agent", &gatehouse::identity::SessionEntry::agent),
      json::member("started_at", &gatehouse::identity::SessionEntry::started_at),
      json::member("last_used_at", &gatehouse::identity::SessionEntry::last_used_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::bots::Bot> {
  static constexpr std::string_view name = "Bot";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::bots::Bot::id),
      json::member("widget", &gatehouse::bots::Bot::widget),
      json::member("name", &gatehouse::bots::Bot::name),
      json::member("greeting", &gatehouse::bots::Bot::greeting),
      json::member("language", &gatehouse::bots::Bot::language),
      json::member("domains", &gatehouse::bots::Bot::domains),
      json::member("created_at", &gatehouse::bots::Bot::created_at),
      json::member("sources", &gatehouse::bots::Bot::sources),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::knowledge::Source> {
  static constexpr std::string_view name = "Source";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::knowledge::Source::id),
      json::member("kind", &gatehouse::knowledge::Source::kind),
      json::member("title", &gatehouse::knowledge::Source::title),
      json::member("url", &gatehouse::knowledge::Source::url),
      json::member("characters", &gatehouse::knowledge::Source::characters),
      json::member("passages", &gatehouse::knowledge::Source::passages),
      json::member("created_at", &gatehouse::knowledge::Source::created_at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::knowledge::Passage> {
  static constexpr std::string_view name = "Passage";
  static constexpr auto members = std::tuple{
      json::member("heading", &gatehouse::knowledge::Passage::heading),
      json::member("text", &gatehouse::knowledge::Passage::text),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::knowledge::Citation> {
  static constexpr std::string_view name = "Citation";
  static constexpr auto members = std::tuple{
      json::member("source", &gatehouse::knowledge::Citation::source),
      json::member("title", &gatehouse::knowledge::Citation::title),
      json::member("heading", &gatehouse::knowledge::Citation::heading),
      json::member("url", &gatehouse::knowledge::Citation::url),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::knowledge::Considered> {
  static constexpr std::string_view name = "Considered";
  static constexpr auto members = std::tuple{
      json::member("source", &gatehouse::knowledge::Considered::source),
      json::member("title", &gatehouse::knowledge::Considered::title),
      json::member("heading", &gatehouse::knowledge::Considered::heading),
      json::member("text", &gatehouse::knowledge::Considered::text),
      json::member("score", &gatehouse::knowledge::Considered::score),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::knowledge::Answer> {
  static constexpr std::string_view name = "Trial";
  static constexpr auto members = std::tuple{
      json::member("answered", &gatehouse::knowledge::Answer::answered),
      json::member("text", &gatehouse::knowledge::Answer::text),
      json::member("citation", &gatehouse::knowledge::Answer::citation),
      json::member("confidence", &gatehouse::knowledge::Answer::confidence),
      json::member("threshold", &gatehouse::knowledge::Answer::threshold),
      json::member("considered", &gatehouse::knowledge::Answer::considered),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SourceView> {
  static constexpr std::string_view name = "SourceWithPassages";
  static constexpr auto members = std::tuple{
      json::member("source", &gatehouse::api::SourceView::source),
      json::member("passages", &gatehouse::api::SourceView::passages),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::Citation> {
  static constexpr std::string_view name = "MessageCitation";
  static constexpr auto members = std::tuple{
      json::member("source", &gatehouse::conversations::Citation::source),
      json::member("title", &gatehouse::conversations::Citation::title),
      json::member("heading", &gatehouse::conversations::Citation::heading),
      json::member("url", &gatehouse::conversations::Citation::url),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::Message> {
  static constexpr std::string_view name = "Message";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::conversations::Message::id),
      json::member("conversation", &gatehouse::conversations::Message::conversation),
      json::member("author", &gatehouse::conversations::Message::author),
      json::member("author_name", &gatehouse::conversations::Message::author_name),
      json::member("kind", &gatehouse::conversations::Message::kind),
      json::member("text", &gatehouse::conversations::Message::text),
      json::member("citation", &gatehouse::conversations::Message::citation),
      json::member("event", &gatehouse::conversations::Message::event),
      json::member("client_id", &gatehouse::conversations::Message::client_id),
      json::member("at", &gatehouse::conversations::Message::at),
      json::member("offers_person", &gatehouse::conversations::Message::offers_person),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::NamedBot> {
  static constexpr std::string_view name = "NamedBot";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::conversations::NamedBot::id),
      json::member("name", &gatehouse::conversations::NamedBot::name),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::NamedVisitor> {
  static constexpr std::string_view name = "NamedVisitor";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::conversations::NamedVisitor::id),
      json::member("name", &gatehouse::conversations::NamedVisitor::name),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::NamedPerson> {
  static constexpr std::string_view name = "NamedPerson";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::conversations::NamedPerson::id),
      json::member("name", &gatehouse::conversations::NamedPerson::name),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::LastMessage> {
  static constexpr std::string_view name = "LastMessage";
  static constexpr auto members = std::tuple{
      json::member("author", &gatehouse::conversations::LastMessage::author),
      json::member("text", &gatehouse::conversations::LastMessage::text),
      json::member("at", &gatehouse::conversations::LastMessage::at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::Conversation> {
  static constexpr std::string_view name = "Conversation";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::conversations::Conversation::id),
      json::member("bot", &gatehouse::conversations::Conversation::bot),
      json::member("visitor", &gatehouse::conversations::Conversation::visitor),
      json::member("state", &gatehouse::conversations::Conversation::state),
      json::member("handled_by", &gatehouse::conversations::Conversation::handled_by),
      json::member("assignee", &gatehouse::conversations::Conversation::assignee),
      json::member("last_message", &gatehouse::conversations::Conversation::last_message),
      json::member("unread", &gatehouse::conversations::Conversation::unread),
      json::member("started_at", &gatehouse::conversations::Conversation::started_at),
      json::member("page", &gatehouse::conversations::Conversation::page),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::Counts> {
  static constexpr std::string_view name = "ConversationCounts";
  static constexpr auto members = std::tuple{
      json::member("all", &gatehouse::conversations::Counts::all),
      json::member("waiting", &gatehouse::conversations::Counts::waiting),
      json::member("mine", &gatehouse::conversations::Counts::mine),
      json::member("closed", &gatehouse::conversations::Counts::closed),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::Listing> {
  static constexpr std::string_view name = "ConversationList";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::conversations::Listing::items),
      json::member("next", &gatehouse::conversations::Listing::next),
      json::member("counts", &gatehouse::conversations::Listing::counts),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::Messages> {
  static constexpr std::string_view name = "MessageList";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::conversations::Messages::items),
      json::member("more", &gatehouse::conversations::Messages::more),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::VisitorConversation> {
  static constexpr std::string_view name = "VisitorConversation";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::conversations::VisitorConversation::id),
      json::member("state", &gatehouse::conversations::VisitorConversation::state),
      json::member("handled_by", &gatehouse::conversations::VisitorConversation::handled_by),
      json::member("agent", &gatehouse::conversations::VisitorConversation::agent),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::conversations::VisitorView> {
  static constexpr std::string_view name = "VisitorView";
  static constexpr auto members = std::tuple{
      json::member("conversation", &gatehouse::conversations::VisitorView::conversation),
      json::member("messages", &gatehouse::conversations::VisitorView::messages),
      json::member("unread", &gatehouse::conversations::VisitorView::unread),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Appearance> {
  static constexpr std::string_view name = "Appearance";
  static constexpr auto members = std::tuple{
      json::member("name", &gatehouse::api::Appearance::name),
      json::member("greeting", &gatehouse::api::Appearance::greeting),
      json::member("language", &gatehouse::api::Appearance::language),
      json::member("workspace", &gatehouse::api::Appearance::workspace),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::VisitorToken> {
  static constexpr std::string_view name = "VisitorToken";
  static constexpr auto members = std::tuple{
      json::member("token", &gatehouse::api::VisitorToken::token),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::WrittenView> {
  static constexpr std::string_view name = "VisitorMessage";
  static constexpr auto members = std::tuple{
      json::member("message", &gatehouse::api::WrittenView::message),
      json::member("conversation", &gatehouse::api::WrittenView::conversation),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::VisitorConversationView> {
  static constexpr std::string_view name = "VisitorConversationAnswer";
  static constexpr auto members = std::tuple{
      json::member("conversation", &gatehouse::api::VisitorConversationView::conversation),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::AuditActor> {
  static constexpr std::string_view name = "AuditActor";
  static constexpr auto members = std::tuple{
      json::member("kind", &gatehouse::api::AuditActor::kind),
      json::member("id", &gatehouse::api::AuditActor::id),
      json::member("name", &gatehouse::api::AuditActor::name),
      json::member("key", &gatehouse::api::AuditActor::key),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::AuditEntryView> {
  static constexpr std::string_view name = "AuditEntry";
  static constexpr auto members = std::tuple{
      json::member("number", &gatehouse::api::AuditEntryView::number),
      json::member("at", &gatehouse::api::AuditEntryView::at),
      json::member("event", &gatehouse::api::AuditEntryView::event),
      json::member("actor", &gatehouse::api::AuditEntryView::actor),
      json::member("object", &gatehouse::api::AuditEntryView::object),
      json::member("address", &gatehouse::api::AuditEntryView::address),
      json::member("outcome", &gatehouse::api::AuditEntryView::outcome),
      json::member("control", &gatehouse::api::AuditEntryView::control),
      json::member("times", &gatehouse::api::AuditEntryView::times),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::CheckpointView> {
  static constexpr std::string_view name = "Checkpoint";
  static constexpr auto members = std::tuple{
      json::member("size", &gatehouse::api::CheckpointView::size),
      json::member("root", &gatehouse::api::CheckpointView::root),
      json::member("at", &gatehouse::api::CheckpointView::at),
      json::member("signature", &gatehouse::api::CheckpointView::signature),
      json::member("public_key", &gatehouse::api::CheckpointView::public_key),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::AuditView> {
  static constexpr std::string_view name = "AuditList";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::AuditView::items),
      json::member("checkpoint", &gatehouse::api::AuditView::checkpoint),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::ControlView> {
  static constexpr std::string_view name = "ControlState";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::api::ControlView::id),
      json::member("title", &gatehouse::api::ControlView::title),
      json::member("statement", &gatehouse::api::ControlView::statement),
      json::member("family", &gatehouse::api::ControlView::family),
      json::member("kind", &gatehouse::api::ControlView::kind),
      json::member("verdict", &gatehouse::api::ControlView::verdict),
      json::member("summary", &gatehouse::api::ControlView::summary),
      json::member("at", &gatehouse::api::ControlView::at),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::RunView> {
  static constexpr std::string_view name = "VerificationRun";
  static constexpr auto members = std::tuple{
      json::member("id", &gatehouse::api::RunView::id),
      json::member("started_at", &gatehouse::api::RunView::started_at),
      json::member("seconds", &gatehouse::api::RunView::seconds),
      json::member("build", &gatehouse::api::RunView::build),
      json::member("passed", &gatehouse::api::RunView::passed),
      json::member("failed", &gatehouse::api::RunView::failed),
      json::member("not_claimed", &gatehouse::api::RunView::not_claimed),
      json::member("waived", &gatehouse::api::RunView::waived),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::EvidenceLogQuery> {
  static constexpr std::string_view name = "EvidenceLogQuery";
  static constexpr auto members = std::tuple{json::member(
      "old_size", &gatehouse::api::EvidenceLogQuery::old_size, json::whole(1, 1'000'000'000))};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::SecurityView> {
  static constexpr std::string_view name = "Security";
  static constexpr auto members = std::tuple{
      json::member("run", &gatehouse::api::SecurityView::run),
      json::member("controls", &gatehouse::api::SecurityView::controls),
  };
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Empty> {
  static constexpr std::string_view name = "Empty";
  static constexpr std::tuple<> members{};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::identity::Member>> {
  static constexpr std::string_view name = "MemberItems";
  static constexpr auto members =
      std::tuple{json::member("items", &gatehouse::api::Items<gatehouse::identity::Member>::items)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::identity::OpenInvitation>> {
  static constexpr std::string_view name = "InvitationItems";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::Items<gatehouse::identity::OpenInvitation>::items)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::identity::SessionEntry>> {
  static constexpr std::string_view name = "SessionItems";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::Items<gatehouse::identity::SessionEntry>::items)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::bots::Bot>> {
  static constexpr std::string_view name = "BotItems";
  static constexpr auto members =
      std::tuple{json::member("items", &gatehouse::api::Items<gatehouse::bots::Bot>::items)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::knowledge::Source>> {
  static constexpr std::string_view name = "SourceItems";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::Items<gatehouse::knowledge::Source>::items)};
};
template <>
struct gatehouse::json::Shape<gatehouse::api::Items<gatehouse::conversations::Message>> {
  static constexpr std::string_view name = "MessageItems";
  static constexpr auto members = std::tuple{
      json::member("items", &gatehouse::api::Items<gatehouse::conversations::Message>::items)};
};
