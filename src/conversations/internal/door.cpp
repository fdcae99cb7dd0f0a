#include "conversations/internal/door.h"

#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

Result<ConversationRow> enter(store::Reader& reader, const access::Caller& caller,
                              ConversationId id, access::Privilege privilege) {
  TRY_VOID(access::require(caller, privilege));
  return reader.one<ConversationRow>(queries::find_conversation, id);
}

}  // namespace gatehouse::conversations::internal
