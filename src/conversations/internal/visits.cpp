#include "conversations/internal/visits.h"

#include <utility>

#include "base/text.h"

#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

namespace {

constexpr int kMostShown = 100;
// A closed conversation stays in the widget for a day.
constexpr std::chrono::days kShownAfterClosing{1};

Writer visitor_writer(const Visitor& visitor) {
  return {Author::visitor, visitor.id.bits(), visitor.name};
}

// What touching a conversation tells of it.
struct Touched {
  ConversationId id;
  BotId bot;
  std::string bot_name;
  HandledBy handled_by;
  std::optional<PersonId> assignee;
  std::optional<std::string> assignee_name;
  std::int64_t unread;
  Instant started_at;
  Bytes unfiled;  // with the message that touches it
  std::int64_t filed;
  static constexpr auto columns = std::tuple{
      &Touched::id,       &Touched::bot,           &Touched::bot_name, &Touched::handled_by,
      &Touched::assignee, &Touched::assignee_name, &Touched::unread,   &Touched::started_at,
      &Touched::unfiled,  &Touched::filed};
};

struct OpenConversation {
  ConversationId id;
  MessageId newest;
  static constexpr auto columns = std::tuple{&OpenConversation::id, &OpenConversation::newest};
};

Conversation conversation_after(const Touched& touched, const Visitor& visitor,
                                const Message& message) {
  Conversation conversation{
      .id = touched.id,
      .bot = {touched.bot, touched.bot_name},
      .visitor = {visitor.id, visitor.name},
      .state = State::open,
      .handled_by = touched.handled_by,
      .assignee = std::nullopt,
      .last_message =
          LastMessage{message.author, std::string{first_code_points(message.text, kPreview)},
                      message.at},
      .unread = touched.unread,
      .started_at = touched.started_at,
      .page = visitor.page};
  if (touched.assignee)
    conversation.assignee = {*touched.assignee, touched.assignee_name.value_or("")};
  return conversation;
}

Result<VisitorView> read_view(store::Reader& reader, const vault::Keyring& keys, VisitorId visitor,
                              Instant since) {
  TRY(const auto row, conversation_of(reader, visitor, since));
  if (!row) return VisitorView{std::nullopt, {}, 0};
  TRY(auto messages, messages_before(reader, keys, row->id, list_of(*row), std::nullopt,
                                     Notes::hidden, kMostShown));
  return VisitorView{seen_by_visitor(*row), std::move(messages.items), row->unread_visitor};
}

Result<Messages> read_messages_after(store::Reader& reader, const vault::Keyring& keys,
                                     VisitorId visitor, Instant since,
                                     std::optional<MessageId> after) {
  TRY(const auto row, conversation_of(reader, visitor, since));
  if (!row) return Messages{{}, false};
  if (!after)
    return messages_before(reader, keys, row->id, list_of(*row), after, Notes::hidden, kMostShown);
  return internal::messages_after(reader, keys, row->id, list_of(*row), *after, Notes::hidden,
                                  kMostShown);
}

}  // namespace

// One visitor's message, in the writer's turn: it is one of many, so it holds
// all that is ready.
struct Visits::Saying {
  Visits& visits;
  access::Room room;
  audit::Origin origin;
  Entrance entrance;
  KnownVisitor known;
  Draft draft;
  ClientKey key;

  Result<Written> operator()(store::Transaction& transaction) {
    TRY(Touched touched, touch(transaction));
    draft.message.conversation = touched.id;
    MessageList list{std::move(touched.unfiled), touched.filed};
    TRY(const auto before, find_written(transaction, touched.id, without_last(list), key));
    if (before) return fail(kWrittenAlready);  // and undone: as if it had not been sent
    TRY_VOID(insert(transaction, draft));
    TRY(const bool filed, file_if_full(transaction, list));
    if (filed)
      TRY_VOID(transaction.execute(queries::conversation_has_filed, touched.id, list.filed));
    TRY_VOID(room->audit().record(
        transaction, origin,
        {.event = audit::Event::visitor_message, .object = touched.id.text()}));
    // Before the bot hears of it: what it says comes after what was said.
    visits.teller_.after_commit(
        transaction,
        {room->tenant(), touched.bot, known.visitor->id, Hearers::agents_and_visitor,
         LiveMessage{conversation_after(touched, *known.visitor, draft.message), draft.message}});
    if (touched.handled_by == HandledBy::bot)
      TRY_VOID(visits.answering_.ask(transaction, room,
                                     {touched.id, draft.message.id, origin.correlation}));
    return Written{
        draft.message, {touched.id, State::open, touched.handled_by, touched.assignee_name}, false};
  }

  // Nearly always the conversation is the one we remember, and this is one
  // statement.
  Result<Touched> touch(store::Transaction& transaction) {
    TRY(auto touched, touch(transaction, known.open));
    if (touched) return *std::move(touched);
    TRY(auto open, transaction.maybe<OpenConversation>(queries::open_conversation_of_visitor,
                                                       known.visitor->id));
    if (!open) {
      TRY(open, begin(transaction));
    }
    drafting().follow(draft, open->newest);
    TRY(touched, touch(transaction, open->id));
    CHECK(touched.has_value());
    return *std::move(touched);
  }
  Result<std::optional<Touched>> touch(store::Transaction& transaction, ConversationId id) const {
    return transaction.maybe<Touched>(queries::touch_conversation, id, known.visitor->id,
                                      draft.message.id, draft.message.at,
                                      entry_of(draft.message.id, key.mark));
  }

  Result<OpenConversation> begin(store::Transaction& transaction) const {
    // A repeat whose first try stands in a conversation that was closed since
    // then.
    TRY(const auto before, find_written(transaction, known.visitor->id, key));
    if (before) return fail(kWrittenAlready);
    const auto id = ConversationId::make(visits.clock_, visits.random_);
    TRY_VOID(insert(transaction, internal::NewConversation{id,
                                                           known.visitor->id,
                                                           entrance.widget,
                                                           {entrance.bot, entrance.bot_name},
                                                           draft.message.at}));
    return OpenConversation{id, MessageId{}};
  }

  Drafting drafting() const { return {room->keys(), visits.clock_, visits.random_}; }
};

// A visitor's wish for a person, also as the first thing they do.
struct Visits::Asking {
  Visits& visits;
  access::Room room;
  access::Caller caller;
  KnownVisitor known;
  Draft draft;

  Result<VisitorConversation> operator()(store::Transaction& transaction) {
    TRY(ConversationRow row, own_conversation(transaction));
    if (row.handled_by != HandledBy::bot) return seen_by_visitor(row);
    const Drafting drafting{room->keys(), visits.clock_, visits.random_};
    unassign(row, HandledBy::waiting);
    TRY_VOID(append(transaction, drafting, row, draft));
    TRY_VOID(save(transaction, row));
    TRY_VOID(
        room->audit().record(transaction, caller.origin(),
                             {.event = audit::Event::person_requested, .object = row.id.text()}));
    TRY(Conversation conversation, opened(room->keys(), row));
    visits.teller_.after_commit(transaction,
                                {room->tenant(), row.bot, row.visitor, Hearers::agents_and_visitor,
                                 LiveMessage{std::move(conversation), draft.message}});
    return seen_by_visitor(row);
  }

  Result<ConversationRow> own_conversation(store::Transaction& transaction) const {
    const Visitor& visitor = *known.visitor;
    TRY(auto row, conversation_of(transaction, visitor.id, Instant::max()));
    if (row) return *std::move(row);
    const auto id = ConversationId::make(visits.clock_, visits.random_);
    TRY_VOID(insert(transaction, internal::NewConversation{id, visitor.id, caller.widget(),
                                                           visitor.bot, draft.message.at}));
    TRY(row, conversation_of(transaction, visitor.id, Instant::max()));
    CHECK(row.has_value());
    return *std::move(row);
  }
};

Visits::Visits(access::Tenants& tenants, Visitors& visitors, Answering& answering,
               const Teller& teller, Clock& clock, Random& random)
    : tenants_{tenants},
      visitors_{visitors},
      answering_{answering},
      teller_{teller},
      clock_{clock},
      random_{random} {}

Task<Result<VisitorView>> Visits::view(access::Caller visitor) {
  CO_TRY_VOID(require_visitor(visitor));
  CO_TRY(const access::Room room, tenants_.room(visitor));
  auto work = [room = room.get(), id = visitor.visitor(),
               since = clock_.now() - kShownAfterClosing](store::Reader& reader) {
    return read_view(reader, room->keys(), id, since);
  };
  co_return co_await room->database().read(std::move(work));
}

Task<Result<Messages>> Visits::messages_after(access::Caller visitor,
                                              std::optional<MessageId> after) {
  CO_TRY_VOID(require_visitor(visitor));
  CO_TRY(const access::Room room, tenants_.room(visitor));
  auto work = [room = room.get(), id = visitor.visitor(), since = clock_.now() - kShownAfterClosing,
               after](store::Reader& reader) {
    return read_messages_after(reader, room->keys(), id, since, after);
  };
  co_return co_await room->database().read(std::move(work));
}

Task<Result<Written>> Visits::say(access::Caller visitor, Entrance entrance, NewMessage message) {
  CO_TRY_VOID(require_visitor(visitor));
  CO_TRY(const access::Room room, tenants_.room(visitor));
  CO_TRY(const KnownVisitor known, co_await visitors_.known(room, visitor.visitor()));
  const Drafting drafting{room->keys(), clock_, random_};
  CO_TRY(Draft draft,
         drafting.said(visitor_writer(*known.visitor), MessageKind::text, std::move(message)));
  const ClientKey key = key_of(draft.message);
  Saying saying{*this, room, visitor.origin(), std::move(entrance), known, std::move(draft), key};
  auto said = co_await room->database().write(std::move(saying));
  if (said)
    visitors_.remember_open(known, said->conversation.id);
  else if (said.error().is(kWrittenAlready))
    co_return co_await written_before(room, visitor.visitor(), key);
  co_return said;
}

Task<Result<Written>> Visits::written_before(access::Room room, VisitorId visitor, ClientKey key) {
  auto work = [room = room.get(), visitor,
               key = std::move(key)](store::Reader& reader) -> Result<Written> {
    TRY(const auto place, find_written(reader, visitor, key));
    // It was in the same group of writes, and that was lost: nothing is there.
    if (!place) return fail(kUnavailable);
    TRY(const auto conversation,
        reader.one<ConversationRow>(queries::find_conversation, place->conversation));
    TRY(auto row,
        reader.one<MessageRow>(queries::find_message, place->conversation, place->message));
    TRY(Message message, opened(room->keys(), std::move(row)));
    return Written{std::move(message), seen_by_visitor(conversation), true};
  };
  co_return co_await room->database().read(std::move(work));
}

Task<Result<VisitorConversation>> Visits::ask_for_person(access::Caller visitor) {
  CO_TRY_VOID(require_visitor(visitor));
  CO_TRY(const access::Room room, tenants_.room(visitor));
  CO_TRY(const KnownVisitor known, co_await visitors_.known(room, visitor.visitor()));
  const Drafting drafting{room->keys(), clock_, random_};
  Asking asking{*this, room, visitor, known,
                drafting.happened(visitor_writer(*known.visitor), Happening::person_requested)};
  co_return co_await room->database().write(std::move(asking));
}

Task<Result<>> Visits::read(access::Caller visitor) {
  CO_TRY_VOID(require_visitor(visitor));
  CO_TRY(const access::Room room, tenants_.room(visitor));
  auto work = [id = visitor.visitor()](store::Transaction& transaction) {
    return transaction.execute(queries::visitor_has_read, id);
  };
  CO_TRY_VOID(co_await room->database().write(std::move(work)));
  co_return Result<>{};
}

Task<Result<>> Visits::typing(access::Caller visitor) {
  CO_TRY_VOID(require_visitor(visitor));
  CO_TRY(const access::Room room, tenants_.room(visitor));
  CO_TRY(const KnownVisitor known, co_await visitors_.known(room, visitor.visitor()));
  CO_TRY(const ConversationId open, co_await open_conversation(room, known));
  if (open.is_nil()) co_return Result<>{};
  const Visitor& who = *known.visitor;
  teller_.now({room->tenant(), who.bot.id, who.id, Hearers::agents_and_visitor,
               LiveTyping{open, who.id, Author::visitor, who.name}});
  co_return Result<>{};
}

Task<Result<ConversationId>> Visits::open_conversation(access::Room room, KnownVisitor known) {
  if (!known.open.is_nil()) co_return known.open;
  auto work = [id = known.visitor->id](store::Reader& reader) {
    return reader.maybe<OpenConversation>(queries::open_conversation_of_visitor, id);
  };
  CO_TRY(const auto open, co_await room->database().read(std::move(work)));
  if (!open) co_return ConversationId{};
  visitors_.remember_open(known, open->id);
  co_return open->id;
}

}  // namespace gatehouse::conversations::internal
