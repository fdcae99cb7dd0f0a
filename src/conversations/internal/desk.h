// What agents do with one conversation.
#pragma once

#include "conversations/conversations.h"
#include "conversations/internal/conversation_rows.h"
#include "conversations/internal/teller.h"

namespace gatehouse::conversations::internal {

class Desk {
 public:
  Desk(access::Tenants& tenants, const Teller& teller, Clock& clock, Random& random);

  Task<Result<Written>> reply(access::Caller caller, ConversationId id, NewMessage message);
  Task<Result<Written>> note(access::Caller caller, ConversationId id, NewMessage message);
  Task<Result<Conversation>> take_over(access::Caller caller, ConversationId id);
  Task<Result<Conversation>> hand_back(access::Caller caller, ConversationId id);
  Task<Result<Conversation>> close(access::Caller caller, ConversationId id);
  Task<Result<Conversation>> reopen(access::Caller caller, ConversationId id);
  Task<Result<>> read(access::Caller caller, ConversationId id);
  Task<Result<>> typing(access::Caller caller, ConversationId id);

 private:
  struct Act;
  struct Acting;
  struct Replying;
  struct Noting;
  static const Act kTakeOver;
  static const Act kHandBack;
  static const Act kClose;
  static const Act kReopen;

  Task<Result<Conversation>> act(access::Caller caller, ConversationId id, const Act& what);
  // An event line in the conversation, with its audit entry; the row is saved
  // by the caller.
  Result<> tell_happening(store::Transaction& transaction, access::TenantDb& room,
                          const access::Caller& caller, const Act& what, ConversationRow& row);
  Result<> tell_message(store::Transaction& transaction, access::TenantDb& room,
                        const ConversationRow& row, const Message& message, Hearers hearers);

  access::Tenants& tenants_;
  const Teller& teller_;
  Clock& clock_;
  Random& random_;
};

}  // namespace gatehouse::conversations::internal
