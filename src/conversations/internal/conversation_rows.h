// Conversations in a tenant's database.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "conversations/conversations.h"
#include "conversations/internal/messages.h"
#include "store/database.h"

namespace gatehouse::conversations::internal {

// With what the list shows of its visitor and its last message.
struct ConversationRow {
  ConversationId id;
  VisitorId visitor;
  std::string visitor_name;
  std::optional<SealedText> page;
  BotId bot;
  std::string bot_name;
  State state;
  HandledBy handled_by;
  std::optional<PersonId> assignee;
  std::optional<std::string> assignee_name;
  std::int64_t unread_agent;
  std::int64_t unread_visitor;
  Instant started_at;
  Instant last_at;
  MessageId newest;
  std::optional<MessageId> last_message;
  Bytes unfiled;
  std::int64_t filed;
  std::optional<Author> last_author;
  std::optional<SealedText> last_text;
  std::optional<Instant> last_message_at;
  static constexpr auto columns = std::tuple{&ConversationRow::id,
                                             &ConversationRow::visitor,
                                             &ConversationRow::visitor_name,
                                             &ConversationRow::page,
                                             &ConversationRow::bot,
                                             &ConversationRow::bot_name,
                                             &ConversationRow::state,
                                             &ConversationRow::handled_by,
                                             &ConversationRow::assignee,
                                             &ConversationRow::assignee_name,
                                             &ConversationRow::unread_agent,
                                             &ConversationRow::unread_visitor,
                                             &ConversationRow::started_at,
                                             &ConversationRow::last_at,
                                             &ConversationRow::newest,
                                             &ConversationRow::last_message,
                                             &ConversationRow::unfiled,
                                             &ConversationRow::filed,
                                             &ConversationRow::last_author,
                                             &ConversationRow::last_text,
                                             &ConversationRow::last_message_at};
};

// What the list shows of a long last message.
inline constexpr std::size_t kPreview = 160;

Result<Conversation> opened(const vault::Keyring& keys, const ConversationRow& row);
inline MessageList list_of(const ConversationRow& row) { return {row.unfiled, row.filed}; }
VisitorConversation seen_by_visitor(const ConversationRow& row);

void assign(ConversationRow& row, const access::Caller& caller);
void unassign(ConversationRow& row, HandledBy now);

// Writes the message and makes the row tell of it; `save` writes the row.
Result<> append(store::Transaction& transaction, const Drafting& drafting, ConversationRow& row,
                Draft& draft);
Result<> save(store::Transaction& transaction, const ConversationRow& row);

// The open conversation of a visitor, or else the last one in which something
// happened since then.
Result<std::optional<ConversationRow>> conversation_of(store::Reader& reader, VisitorId visitor,
                                                       Instant since);

// Handled by the bot, without a message yet.
struct NewConversation {
  ConversationId id;
  VisitorId visitor;
  WidgetId widget;
  NamedBot bot;
  Instant at;
};
Result<> insert(store::Transaction& transaction, const NewConversation& conversation);

}  // namespace gatehouse::conversations::internal
