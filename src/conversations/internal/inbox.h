// What agents see: the list with its counts, one conversation, its messages.
#pragma once

#include "conversations/conversations.h"

namespace gatehouse::conversations::internal {

class Inbox {
 public:
  explicit Inbox(access::Tenants& tenants) : tenants_{tenants} {}

  Task<Result<Listing>> list(access::Caller caller, Search search);
  Task<Result<Conversation>> find(access::Caller caller, ConversationId id);
  Task<Result<Messages>> messages(access::Caller caller, ConversationId id,
                                  std::optional<MessageId> before, std::optional<MessageId> after,
                                  int limit);

 private:
  access::Tenants& tenants_;
};

}  // namespace gatehouse::conversations::internal
