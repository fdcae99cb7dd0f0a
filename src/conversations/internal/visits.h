// What a visitor does: reads and writes in the one conversation that is theirs.
#pragma once

#include "conversations/conversations.h"
#include "conversations/internal/answering.h"
#include "conversations/internal/conversation_rows.h"
#include "conversations/internal/teller.h"
#include "conversations/internal/visitors.h"

namespace gatehouse::conversations::internal {

class Visits {
 public:
  Visits(access::Tenants& tenants, Visitors& visitors, Answering& answering, const Teller& teller,
         Clock& clock, Random& random);

  Task<Result<VisitorView>> view(access::Caller visitor);
  Task<Result<Messages>> messages_after(access::Caller visitor, std::optional<MessageId> after);
  Task<Result<Written>> say(access::Caller visitor, Entrance entrance, NewMessage message);
  Task<Result<VisitorConversation>> ask_for_person(access::Caller visitor);
  Task<Result<>> read(access::Caller visitor);
  Task<Result<>> typing(access::Caller visitor);

 private:
  struct Saying;
  struct Asking;
  Task<Result<Written>> written_before(access::Room room, VisitorId visitor, ClientKey key);
  Task<Result<ConversationId>> open_conversation(access::Room room, KnownVisitor known);

  access::Tenants& tenants_;
  Visitors& visitors_;
  Answering& answering_;
  const Teller& teller_;
  Clock& clock_;
  Random& random_;
};

}  // namespace gatehouse::conversations::internal
