#include "conversations/internal/desk.h"

#include <utility>

#include "conversations/internal/door.h"
#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

using access::Privilege;

// What the acts differ in.
struct Desk::Act {
  Privilege privilege;
  Happening happening;
  audit::Event event;
  Result<> (*change)(store::Reader& reader, const access::Caller& caller, ConversationRow& row);
};

namespace {

Result<> take(store::Reader&, const access::Caller& caller, ConversationRow& row) {
  if (row.state == State::closed) return fail(kClosed);
  assign(row, caller);
  return {};
}

Result<> give_to_bot(store::Reader&, const access::Caller&, ConversationRow& row) {
  if (row.state == State::closed) return fail(kClosed);
  unassign(row, HandledBy::bot);
  return {};
}

Result<> end(store::Reader&, const access::Caller&, ConversationRow& row) {
  if (row.state == State::closed) return fail(kClosedAlready);
  row.state = State::closed;
  return {};
}

Result<> open_again(store::Reader& reader, const access::Caller&, ConversationRow& row) {
  if (row.state == State::open) return fail(kOpenAlready);
  TRY(const auto other, conversation_of(reader, row.visitor, Instant::max()));
  if (other) return fail(kOpenElsewhere);
  row.state = State::open;
  return {};
}

Result<std::optional<Written>> written_before(store::Reader& reader, const vault::Keyring& keys,
                                              const ConversationRow& row, const Draft& draft) {
  TRY(const auto id, find_written(reader, row.id, list_of(row), key_of(draft.message)));
  if (!id) return std::optional<Written>{};
  TRY(auto found, reader.one<MessageRow>(queries::find_message, row.id, *id));
  TRY(Message before, opened(keys, std::move(found)));
  return Written{std::move(before), seen_by_visitor(row), true};
}

}  // namespace

const Desk::Act Desk::kTakeOver{Privilege::reply_conversations, Happening::taken_over,
                                audit::Event::conversation_taken_over, &take};
const Desk::Act Desk::kHandBack{Privilege::reply_conversations, Happening::handed_back,
                                audit::Event::conversation_handed_back, &give_to_bot};
const Desk::Act Desk::kClose{Privilege::close_conversations, Happening::closed,
                             audit::Event::conversation_closed, &end};
const Desk::Act Desk::kReopen{Privilege::close_conversations, Happening::reopened,
                              audit::Event::conversation_reopened, &open_again};

struct Desk::Acting {
  Desk& desk;
  access::TenantDb& room;
  access::Caller caller;
  ConversationId id;
  const Act& what;

  Result<Conversation> operator()(store::Transaction& transaction) {
    TRY(ConversationRow row, enter(transaction, caller, id, what.privilege));
    TRY_VOID(what.change(transaction, caller, row));
    TRY_VOID(desk.tell_happening(transaction, room, caller, what, row));
    TRY_VOID(save(transaction, row));
    return opened(room.keys(), row);
  }
};

// Whoever replies takes the conversation from the bot, or out of the queue, by
// doing so.
struct Desk::Replying {
  Desk& desk;
  access::TenantDb& room;
  access::Caller caller;
  ConversationId id;
  Draft draft;

  Result<Written> operator()(store::Transaction& transaction) {
    TRY(ConversationRow row, enter(transaction, caller, id, Privilege::reply_conversations));
    TRY(auto before, written_before(transaction, room.keys(), row, draft));
    if (before) return *std::move(before);
    if (row.state == State::closed) return fail(kClosed);
    if (row.handled_by == HandledBy::agent && row.assignee != caller.person())
      return fail(kTakenOver);
    if (row.handled_by != HandledBy::agent) {
      assign(row, caller);
      TRY_VOID(desk.tell_happening(transaction, room, caller, kTakeOver, row));
    }
    const Drafting drafting{room.keys(), desk.clock_, desk.random_};
    TRY_VOID(append(transaction, drafting, row, draft));
    TRY_VOID(save(transaction, row));
    TRY_VOID(room.audit().record(transaction, caller.origin(),
                                 {.event = audit::Event::agent_message, .object = id.text()}));
    TRY_VOID(desk.tell_message(transaction, room, row, draft.message, Hearers::agents_and_visitor));
    return Written{draft.message, seen_by_visitor(row), false};
  }
};

struct Desk::Noting {
  Desk& desk;
  access::TenantDb& room;
  access::Caller caller;
  ConversationId id;
  Draft draft;

  Result<Written> operator()(store::Transaction& transaction) {
    TRY(ConversationRow row, enter(transaction, caller, id, Privilege::note_conversations));
    TRY(auto before, written_before(transaction, room.keys(), row, draft));
    if (before) return *std::move(before);
    const Drafting drafting{room.keys(), desk.clock_, desk.random_};
    TRY_VOID(append(transaction, drafting, row, draft));
    TRY_VOID(save(transaction, row));
    TRY_VOID(room.audit().record(transaction, caller.origin(),
                                 {.event = audit::Event::agent_note, .object = id.text()}));
    TRY_VOID(desk.tell_message(transaction, room, row, draft.message, Hearers::agents));
    return Written{draft.message, seen_by_visitor(row), false};
  }
};

Desk::Desk(access::Tenants& tenants, const Teller& teller, Clock& clock, Random& random)
    : tenants_{tenants}, teller_{teller}, clock_{clock}, random_{random} {}

Task<Result<Written>> Desk::reply(access::Caller caller, ConversationId id, NewMessage message) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  const Drafting drafting{room->keys(), clock_, random_};
  CO_TRY(Draft draft, drafting.said(member_writer(caller), MessageKind::text, std::move(message)));
  Replying replying{*this, *room, std::move(caller), id, std::move(draft)};
  co_return co_await room->database().write(std::move(replying));
}

Task<Result<Written>> Desk::note(access::Caller caller, ConversationId id, NewMessage message) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  const Drafting drafting{room->keys(), clock_, random_};
  CO_TRY(Draft draft, drafting.said(member_writer(caller), MessageKind::note, std::move(message)));
  Noting noting{*this, *room, std::move(caller), id, std::move(draft)};
  co_return co_await room->database().write(std::move(noting));
}

Task<Result<Conversation>> Desk::take_over(access::Caller caller, ConversationId id) {
  return act(std::move(caller), id, kTakeOver);
}

Task<Result<Conversation>> Desk::hand_back(access::Caller caller, ConversationId id) {
  return act(std::move(caller), id, kHandBack);
}

Task<Result<Conversation>> Desk::close(access::Caller caller, ConversationId id) {
  return act(std::move(caller), id, kClose);
}

Task<Result<Conversation>> Desk::reopen(access::Caller caller, ConversationId id) {
  return act(std::move(caller), id, kReopen);
}

Task<Result<Conversation>> Desk::act(access::Caller caller, ConversationId id, const Act& what) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  Acting acting{*this, *room, std::move(caller), id, what};
  co_return co_await room->database().write(std::move(acting));
}

Task<Result<>> Desk::read(access::Caller caller, ConversationId id) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  auto work = [this, room = room.get(), caller, id](store::Transaction& transaction) -> Result<> {
    TRY(ConversationRow row, enter(transaction, caller, id, Privilege::read_conversations));
    row.unread_agent = 0;
    TRY_VOID(save(transaction, row));
    TRY_VOID(room->audit().record(transaction, caller.origin(),
                                  {.event = audit::Event::conversation_read, .object = id.text()}));
    TRY(Conversation conversation, opened(room->keys(), row));
    teller_.after_commit(transaction, {room->tenant(), row.bot, row.visitor, Hearers::agents,
                                       LiveConversation{std::move(conversation)}});
    return {};
  };
  co_return co_await room->database().write(std::move(work));
}

Task<Result<>> Desk::typing(access::Caller caller, ConversationId id) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  auto work = [caller, id](store::Reader& reader) {
    return enter(reader, caller, id, Privilege::reply_conversations);
  };
  const auto row = co_await room->database().read(std::move(work));
  const auto fault = row ? Fault::internal : row.error().kind().fault;
  if (fault == Fault::not_found || fault == Fault::forbidden) co_return Result<>{};
  if (!row) co_return fail(row.error());
  teller_.now({room->tenant(), row->bot, row->visitor, Hearers::agents_and_visitor,
               LiveTyping{id, row->visitor, Author::agent, caller.name()}});
  co_return Result<>{};
}

Result<> Desk::tell_happening(store::Transaction& transaction, access::TenantDb& room,
                              const access::Caller& caller, const Act& what, ConversationRow& row) {
  const Drafting drafting{room.keys(), clock_, random_};
  Draft draft = drafting.happened(member_writer(caller), what.happening);
  TRY_VOID(append(transaction, drafting, row, draft));
  TRY_VOID(room.audit().record(transaction, caller.origin(),
                               {.event = what.event, .object = row.id.text()}));
  return tell_message(transaction, room, row, draft.message, Hearers::agents_and_visitor);
}

Result<> Desk::tell_message(store::Transaction& transaction, access::TenantDb& room,
                            const ConversationRow& row, const Message& message, Hearers hearers) {
  TRY(Conversation conversation, opened(room.keys(), row));
  teller_.after_commit(transaction, {room.tenant(), row.bot, row.visitor, hearers,
                                     LiveMessage{std::move(conversation), message}});
  return {};
}

}  // namespace gatehouse::conversations::internal
