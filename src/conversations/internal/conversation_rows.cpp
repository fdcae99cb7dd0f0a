#include "conversations/internal/conversation_rows.h"

#include "base/text.h"
#include "conversations/internal/visitors.h"
#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

namespace {

Result<std::optional<LastMessage>> last_message_of(const vault::Keyring& keys,
                                                   const ConversationRow& row) {
  if (!row.last_message || !row.last_author || !row.last_text || !row.last_message_at)
    return std::optional<LastMessage>{};
  TRY(const std::string text, opened_text(keys, *row.last_message, *row.last_text));
  return LastMessage{*row.last_author, std::string{first_code_points(text, kPreview)},
                     *row.last_message_at};
}

}  // namespace

Result<Conversation> opened(const vault::Keyring& keys, const ConversationRow& row) {
  Conversation conversation{.id = row.id,
                            .bot = {row.bot, row.bot_name},
                            .visitor = {row.visitor, row.visitor_name},
                            .state = row.state,
                            .handled_by = row.handled_by,
                            .assignee = std::nullopt,
                            .last_message = std::nullopt,
                            .unread = row.unread_agent,
                            .started_at = row.started_at,
                            .page = std::nullopt};
  if (row.assignee) conversation.assignee = {*row.assignee, row.assignee_name.value_or("")};
  TRY(conversation.last_message, last_message_of(keys, row));
  if (row.page) {
    TRY(conversation.page, opened_page(keys, row.visitor, *row.page));
  }
  return conversation;
}

VisitorConversation seen_by_visitor(const ConversationRow& row) {
  return {row.id, row.state, row.handled_by, row.assignee_name};
}

void assign(ConversationRow& row, const access::Caller& caller) {
  row.handled_by = HandledBy::agent;
  row.assignee = caller.person();
  row.assignee_name = caller.name();
}

void unassign(ConversationRow& row, HandledBy now) {
  row.handled_by = now;
  row.assignee.reset();
  row.assignee_name.reset();
}

Result<> append(store::Transaction& transaction, const Drafting& drafting, ConversationRow& row,
                Draft& draft) {
  draft.message.conversation = row.id;
  drafting.follow(draft, row.newest);
  TRY_VOID(insert(transaction, draft));
  const Message& message = draft.message;
  MessageList list = list_of(row);
  add(list, entry_of(message.id, key_of(message).mark));
  TRY_VOID(file_if_full(transaction, list));
  row.unfiled = std::move(list.unfiled);
  row.filed = list.filed;
  row.newest = message.id;
  row.last_at = message.at;
  if (message.kind != MessageKind::text) return {};
  row.last_message = message.id;
  row.last_author = message.author;
  row.last_text = draft.text;
  row.last_message_at = message.at;
  if (message.author == Author::visitor)
    ++row.unread_agent;
  else
    ++row.unread_visitor;
  return {};
}

Result<> save(store::Transaction& transaction, const ConversationRow& row) {
  TRY_VOID(transaction.execute(queries::save_conversation, row.id, row.state, row.handled_by,
                               row.assignee, row.assignee_name, row.unread_agent,
                               row.unread_visitor, row.last_at, row.newest, row.last_message,
                               row.unfiled, row.filed));
  return {};
}

Result<std::optional<ConversationRow>> conversation_of(store::Reader& reader, VisitorId visitor,
                                                       Instant since) {
  return reader.maybe<ConversationRow>(queries::conversation_of_visitor, visitor, since);
}

Result<> insert(store::Transaction& transaction, const NewConversation& conversation) {
  TRY_VOID(transaction.execute(queries::add_conversation, conversation.id, conversation.visitor,
                               conversation.widget, conversation.bot.id, conversation.bot.name,
                               conversation.at, MessageId{}));
  return {};
}

}  // namespace gatehouse::conversations::internal
