// Messages in a tenant's database, their text sealed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "conversations/conversations.h"
#include "conversations/internal/filing.h"
#include "store/database.h"
#include "vault/vault.h"

namespace gatehouse::conversations::internal {

using SealedText = vault::Sealed<std::string>;

// Never leaves the module: the answer is the message that is there.
inline constexpr ErrorKind kWrittenAlready{"conversations.written_already", Fault::conflict,
                                           "This message was sent already."};

struct MessageRow {
  MessageId id;
  ConversationId conversation;
  Author author;
  std::optional<std::string> author_name;
  MessageKind kind;
  std::optional<SealedText> text;
  std::optional<SealedText> citation;
  std::optional<Happening> event;
  std::optional<std::string> client_id;
  Instant at;
  bool offers_person;
  static constexpr auto columns =
      std::tuple{&MessageRow::id,          &MessageRow::conversation, &MessageRow::author,
                 &MessageRow::author_name, &MessageRow::kind,         &MessageRow::text,
                 &MessageRow::citation,    &MessageRow::event,        &MessageRow::client_id,
                 &MessageRow::at,          &MessageRow::offers_person};
};
Result<Message> opened(const vault::Keyring& keys, MessageRow row);
Result<std::string> opened_text(const vault::Keyring& keys, MessageId id, const SealedText& text);

struct Writer {
  Author author;
  std::array<std::uint8_t, 16> id;
  std::string name;
};
Writer member_writer(const access::Caller& caller);

// A message that is not written yet: cleaned and sealed before it enters the
// database's queue.
struct Draft {
  Message message;
  std::array<std::uint8_t, 16> author_id;
  std::optional<SealedText> text;
  std::optional<SealedText> citation;
};

class Drafting {
 public:
  Drafting(const vault::Keyring& keys, Clock& clock, Random& random)
      : keys_{keys}, clock_{clock}, random_{random} {}

  // kEmptyMessage when nothing visible is left of the text (control CNV-06).
  Result<Draft> said(const Writer& writer, MessageKind kind, NewMessage message) const;
  Draft answered(const Writer& writer, BotAnswer answer) const;
  Draft happened(const Writer& writer, Happening happening) const;

  // Gives it an id later than `newest`, if it has not one.
  void follow(Draft& draft, MessageId newest) const;

 private:
  Draft begun(const Writer& writer, MessageKind kind) const;
  void seal(Draft& draft) const;

  const vault::Keyring& keys_;
  Clock& clock_;
  Random& random_;
};

Result<> insert(store::Transaction& transaction, const Draft& draft);

enum class Notes : unsigned char { hidden, shown };
// The newest `limit` before an id, or the next ones after it; oldest first.
Result<Messages> messages_before(store::Reader& reader, const vault::Keyring& keys,
                                 ConversationId conversation, const MessageList& list,
                                 std::optional<MessageId> before, Notes notes, int limit);
Result<Messages> messages_after(store::Reader& reader, const vault::Keyring& keys,
                                ConversationId conversation, const MessageList& list,
                                MessageId after, Notes notes, int limit);

}  // namespace gatehouse::conversations::internal
