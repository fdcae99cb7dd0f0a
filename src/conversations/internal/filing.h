// Which messages a conversation has: the newest stand in its own row, the
// others are filed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "conversations/types.h"
#include "store/database.h"

namespace gatehouse::conversations::internal {

// A client names each message once, and its notes apart from what it says. The
// mark is the head of a digest of all three; zero where there is no client_id.
using Mark = std::array<std::uint8_t, 8>;
struct ClientKey {
  Author author;
  MessageKind kind;
  std::string client_id;
  Mark mark;
};
ClientKey key_of(const Message& message);

// Of an unfiled message.
using Entry = std::array<std::uint8_t, 24>;
Entry entry_of(MessageId id, const Mark& mark);

// A conversation's list as its row holds it.
struct MessageList {
  Bytes unfiled;           // entries, oldest first; all later than what is filed
  std::int64_t filed = 0;  // how many
};

std::vector<MessageId> unfiled_ids(const MessageList& list);
void add(MessageList& list, const Entry& entry);
MessageList without_last(MessageList list);
// Files what the row holds when that is enough; true when it did, so that the
// row has to be written.
Result<bool> file_if_full(store::Transaction& transaction, MessageList& list);

Result<std::optional<MessageId>> find_written(store::Reader& reader, ConversationId conversation,
                                              const MessageList& list, const ClientKey& key);
// In any conversation of the visitor: a repeat may arrive after its
// conversation was closed.
struct WrittenPlace {
  ConversationId conversation;
  MessageId message;
};
Result<std::optional<WrittenPlace>> find_written(store::Reader& reader, VisitorId visitor,
                                                 const ClientKey& key);

}  // namespace gatehouse::conversations::internal
