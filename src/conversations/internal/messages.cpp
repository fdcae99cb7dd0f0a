#include "conversations/internal/messages.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

// A citation as it is kept; what the API shows has a shape of its own there.
struct KeptCitation {
  SourceId source;
  std::string title;
  std::string heading;
  std::optional<std::string> url;
};

}  // namespace gatehouse::conversations::internal

template <>
struct gatehouse::json::Shape<gatehouse::conversations::internal::KeptCitation> {
  using Kept = gatehouse::conversations::internal::KeptCitation;
  static constexpr std::string_view name = "KeptCitation";
  static constexpr auto members =
      std::tuple{json::member("source", &Kept::source),
                 json::member("title", &Kept::title, json::text(0, 1000)),
                 json::member("heading", &Kept::heading, json::text(0, 4000)),
                 json::member("url", &Kept::url, json::text(0, 2000))};
};

namespace gatehouse::conversations::internal {

namespace {

constexpr auto kPurpose = vault::Purpose::message;

vault::Place text_of(const MessageId& id) { return {"message", "text", id.bits()}; }
vault::Place citation_of(const MessageId& id) { return {"message", "citation", id.bits()}; }

std::string kept(const Citation& citation) {
  const auto cut = [](std::string_view text, std::size_t most) {
    return std::string{first_code_points(text, most)};
  };
  return json::write(KeptCitation{citation.source, cut(citation.title, 1000),
                                  cut(citation.heading, 4000), citation.url});
}

Result<Citation> opened_citation(const vault::Keyring& keys, MessageId id,
                                 const SealedText& sealed) {
  TRY(const std::string text, sealed.open(keys, kPurpose, citation_of(id)));
  auto citation = json::read<KeptCitation>(text);
  if (!citation) return fail(Error{store::kDamaged}.because("a citation of " + id.text()));
  return Citation{citation->source, std::move(citation->title), std::move(citation->heading),
                  std::move(citation->url)};
}

// The next moment that an id can express (RFC 9562: 48 bits of milliseconds and
// 12 of count), with the other's random half.
MessageId next_after(MessageId newest, MessageId other) {
  MessageId::Bits bits = other.bits();
  const MessageId::Bits& last = newest.bits();
  std::uint64_t moment = 0;
  for (std::size_t i = 0; i < 6; ++i) moment = (moment << 8) | last[i];
  moment = (moment << 12) | (static_cast<std::uint64_t>(last[6] & 15) << 8) | last[7];
  ++moment;
  for (std::size_t i = 0; i < 6; ++i) bits[i] = static_cast<std::uint8_t>(moment >> (52 - 8 * i));
  bits[6] = static_cast<std::uint8_t>((bits[6] & 0xf0) | ((moment >> 8) & 15));
  bits[7] = static_cast<std::uint8_t>(moment);
  return MessageId::from_bits(bits);
}

Result<std::vector<Message>> all_opened(const vault::Keyring& keys, std::vector<MessageRow> rows) {
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (MessageRow& row : rows) {
    TRY(Message message, opened(keys, std::move(row)));
    messages.push_back(std::move(message));
  }
  return messages;
}

// One more than asked for was read: it tells that there are more.
bool cut_to(std::vector<MessageRow>& rows, int limit) {
  const bool more = rows.size() > static_cast<std::size_t>(limit);
  if (more) rows.pop_back();
  return more;
}

Result<> add_shown(store::Reader& reader, ConversationId conversation, MessageId id, Notes notes,
                   std::vector<MessageRow>& rows) {
  TRY(MessageRow row, reader.one<MessageRow>(queries::find_message, conversation, id));
  if (notes == Notes::shown || row.kind != MessageKind::note) rows.push_back(std::move(row));
  return {};
}

constexpr MessageId::Bits kAfterAll = {255, 255, 255, 255, 255, 255, 255, 255,
                                       255, 255, 255, 255, 255, 255, 255, 255};

}  // namespace

Result<std::string> opened_text(const vault::Keyring& keys, MessageId id, const SealedText& text) {
  return text.open(keys, kPurpose, text_of(id));
}

Result<Message> opened(const vault::Keyring& keys, MessageRow row) {
  Message message{.id = row.id,
                  .conversation = row.conversation,
                  .author = row.author,
                  .author_name = std::move(row.author_name),
                  .kind = row.kind,
                  .text = {},
                  .citation = std::nullopt,
                  .event = row.event,
                  .client_id = std::move(row.client_id),
                  .at = row.at,
                  .offers_person = row.offers_person};
  if (row.text) {
    TRY(message.text, opened_text(keys, row.id, *row.text));
  }
  if (row.citation) {
    TRY(message.citation, opened_citation(keys, row.id, *row.citation));
  }
  return message;
}

Writer member_writer(const access::Caller& caller) {
  return {Author::agent, caller.person().bits(), caller.name()};
}

Result<Draft> Drafting::said(const Writer& writer, MessageKind kind, NewMessage message) const {
  const PlainText text = PlainText::of(message.text);
  if (text.empty()) return fail(Error{kEmptyMessage}.at("/text"));
  Draft draft = begun(writer, kind);
  draft.message.text = text.text();
  draft.message.client_id = std::move(message.client_id);
  seal(draft);
  return draft;
}

Draft Drafting::answered(const Writer& writer, BotAnswer answer) const {
  Draft draft = begun(writer, MessageKind::text);
  draft.message.text = PlainText::of(answer.text).text();
  draft.message.citation = std::move(answer.citation);
  draft.message.offers_person = !answer.answered;
  seal(draft);
  return draft;
}

Draft Drafting::happened(const Writer& writer, Happening happening) const {
  Draft draft = begun(writer, MessageKind::event);
  draft.message.author = Author::system;
  draft.message.event = happening;
  return draft;
}

void Drafting::follow(Draft& draft, MessageId newest) const {
  if (newest < draft.message.id) return;
  draft.message.id = next_after(newest, draft.message.id);
  seal(draft);
}

Draft Drafting::begun(const Writer& writer, MessageKind kind) const {
  return {.message = {.id = MessageId::make(clock_, random_),
                      .conversation = {},
                      .author = writer.author,
                      .author_name = writer.name,
                      .kind = kind,
                      .text = {},
                      .citation = std::nullopt,
                      .event = std::nullopt,
                      .client_id = std::nullopt,
                      .at = clock_.now(),
                      .offers_person = false},
          .author_id = writer.id,
          .text = std::nullopt,
          .citation = std::nullopt};
}

void Drafting::seal(Draft& draft) const {
  const Message& message = draft.message;
  if (message.kind != MessageKind::event)
    draft.text = SealedText::of(keys_, kPurpose, text_of(message.id), message.text);
  if (message.citation)
    draft.citation =
        SealedText::of(keys_, kPurpose, citation_of(message.id), kept(*message.citation));
}

Result<> insert(store::Transaction& transaction, const Draft& draft) {
  const Message& message = draft.message;
  TRY_VOID(transaction.execute(queries::add_message, message.id, message.conversation,
                               message.author, draft.author_id, message.author_name, message.kind,
                               draft.text, draft.citation, message.event, message.client_id,
                               message.at, message.offers_person));
  return {};
}

Result<Messages> messages_before(store::Reader& reader, const vault::Keyring& keys,
                                 ConversationId conversation, const MessageList& list,
                                 std::optional<MessageId> before, Notes notes, int limit) {
  MessageId end = before.value_or(MessageId::from_bits(kAfterAll));
  const auto most = static_cast<std::size_t>(limit) + 1;
  std::vector<MessageRow> rows;
  for (const MessageId id : unfiled_ids(list) | std::views::reverse) {
    if (rows.size() == most) break;
    if (id >= end) continue;
    TRY_VOID(add_shown(reader, conversation, id, notes, rows));
    end = id;
  }
  if (rows.size() < most && list.filed > 0) {
    TRY(auto filed,
        reader.all<MessageRow>(queries::filed_before, conversation, end, notes == Notes::shown,
                               static_cast<int>(most - rows.size())));
    std::ranges::move(filed, std::back_inserter(rows));
  }
  const bool more = cut_to(rows, limit);
  std::ranges::reverse(rows);
  TRY(auto items, all_opened(keys, std::move(rows)));
  return Messages{std::move(items), more};
}

Result<Messages> messages_after(store::Reader& reader, const vault::Keyring& keys,
                                ConversationId conversation, const MessageList& list,
                                MessageId after, Notes notes, int limit) {
  const auto most = static_cast<std::size_t>(limit) + 1;
  std::vector<MessageRow> rows;
  if (list.filed > 0) {
    TRY(rows, reader.all<MessageRow>(queries::filed_after, conversation, after,
                                     notes == Notes::shown, limit + 1));
  }
  for (const MessageId id : unfiled_ids(list)) {
    if (rows.size() == most) break;
    if (id > after) TRY_VOID(add_shown(reader, conversation, id, notes, rows));
  }
  const bool more = cut_to(rows, limit);
  TRY(auto items, all_opened(keys, std::move(rows)));
  return Messages{std::move(items), more};
}

}  // namespace gatehouse::conversations::internal
