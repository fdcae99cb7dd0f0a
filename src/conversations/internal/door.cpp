#include "conversations/internal/door.h"

#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

Result<ConversationRow> enter(store::Reader& reader, const access::Caller& caller,
                              ConversationId id, access::Privilege privilege) {
  TRY_VOID(access::require(caller, privilege));
  TRY(auto row, reader.one<ConversationRow>(queries::find_conversation, id));
  TRY_VOID(access::require(caller, privilege, row.bot));
  return row;
}

}  // namespace gatehouse::conversations::internal
