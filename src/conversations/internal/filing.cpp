#include "conversations/internal/filing.h"

#include <algorithm>
#include <tuple>

#include "conversations/queries.h"
#include "crypto/crypto.h"

namespace gatehouse::conversations::internal {

namespace {

constexpr std::size_t kFiledAtOnce = 32;
constexpr std::size_t kIdSize = std::tuple_size_v<MessageId::Bits>;
static_assert(sizeof(Entry) == kIdSize + sizeof(Mark));

struct ListRow {
  ConversationId conversation;
  Bytes unfiled;
  std::int64_t filed;
  static constexpr auto columns =
      std::tuple{&ListRow::conversation, &ListRow::unfiled, &ListRow::filed};
};

std::size_t count(const MessageList& list) { return list.unfiled.size() / sizeof(Entry); }

BytesView entry_at(const MessageList& list, std::size_t index) {
  return BytesView{list.unfiled}.subspan(index * sizeof(Entry), sizeof(Entry));
}

MessageId id_at(const MessageList& list, std::size_t index) {
  MessageId::Bits bits;
  std::ranges::copy(entry_at(list, index).first(kIdSize), bits.begin());
  return MessageId::from_bits(bits);
}

}  // namespace

ClientKey key_of(const Message& message) {
  ClientKey key{message.author, message.kind, message.client_id.value_or(""), {}};
  if (!message.client_id) return key;
  std::string text{name_of(key.author)};
  text.append(1, ':').append(name_of(key.kind)).append(1, ':').append(key.client_id);
  const crypto::Digest digest = crypto::sha256(as_bytes(text));
  std::ranges::copy_n(digest.begin(), key.mark.size(), key.mark.begin());
  return key;
}

Entry entry_of(MessageId id, const Mark& mark) {
  Entry entry;
  std::ranges::copy(mark, std::ranges::copy(id.bits(), entry.begin()).out);
  return entry;
}

std::vector<MessageId> unfiled_ids(const MessageList& list) {
  std::vector<MessageId> ids;
  for (std::size_t i = 0; i < count(list); ++i) ids.push_back(id_at(list, i));
  return ids;
}

void add(MessageList& list, const Entry& entry) {
  list.unfiled.insert(list.unfiled.end(), entry.begin(), entry.end());
}

MessageList without_last(MessageList list) {
  CHECK(list.unfiled.size() >= sizeof(Entry));
  list.unfiled.resize(list.unfiled.size() - sizeof(Entry));
  return list;
}

Result<bool> file_if_full(store::Transaction& transaction, MessageList& list) {
  if (count(list) < kFiledAtOnce) return false;
  std::array<MessageId, kFiledAtOnce> ids;
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = id_at(list, i);
  const auto file = [&transaction](const auto&... id) {
    return transaction.execute(queries::file_messages, id...);
  };
  TRY(const std::int64_t filed, std::apply(file, ids));
  CHECK(filed == static_cast<std::int64_t>(kFiledAtOnce));
  list.filed += filed;
  list.unfiled.erase(list.unfiled.begin(), list.unfiled.begin() + kFiledAtOnce * sizeof(Entry));
  return true;
}

Result<std::optional<MessageId>> find_written(store::Reader& reader, ConversationId conversation,
                                              const MessageList& list, const ClientKey& key) {
  for (std::size_t i = 0; i < count(list); ++i)
    if (std::ranges::equal(entry_at(list, i).subspan(kIdSize), key.mark)) return id_at(list, i);
  if (list.filed == 0) return std::optional<MessageId>{};
  return reader.maybe<MessageId>(queries::filed_message_of_client, conversation, key.author,
                                 key.kind, key.client_id);
}

Result<std::optional<WrittenPlace>> find_written(store::Reader& reader, VisitorId visitor,
                                                 const ClientKey& key) {
  TRY(auto rows, reader.all<ListRow>(queries::lists_of_visitor, visitor));
  for (ListRow& row : rows) {
    TRY(const auto found,
        find_written(reader, row.conversation, {std::move(row.unfiled), row.filed}, key));
    if (found) return WrittenPlace{row.conversation, *found};
  }
  return std::optional<WrittenPlace>{};
}

}  // namespace gatehouse::conversations::internal
