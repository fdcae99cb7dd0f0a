// The only function that hands out a conversation to act on.
#pragma once

#include "access/privilege.h"
#include "conversations/internal/conversation_rows.h"

namespace gatehouse::conversations::internal {

// For a member with the privilege, granted for the conversation's bot; kNotFound
// when there is none of this id in the caller's room, or none that the caller
// may see. Visitors name no conversation: theirs is found by who they
// are (conversation_of).
Result<ConversationRow> enter(store::Reader& reader, const access::Caller& caller,
                              ConversationId id, access::Privilege privilege);

}  // namespace gatehouse::conversations::internal
