#include "conversations/internal/leavers.h"

#include <utility>

#include "conversations/queries.h"

namespace gatehouse::conversations::internal {
namespace {

using access::Privilege;

bool may_go_on(const Successor& successor, BotId bot) {
  return successor.authority.may(Privilege::read_conversations, bot) &&
         successor.authority.may(Privilege::reply_conversations, bot);
}

}  // namespace

Task<Result<std::int64_t>> Leavers::count(TenantId tenant, PersonId person) {
  const auto room = tenants_.room_of(tenant);
  if (!room) co_return 0;
  auto work = [person](store::Reader& reader) {
    return reader.one<std::int64_t>(queries::count_assigned, person);
  };
  co_return co_await (*room)->database().read(std::move(work));
}

Task<Result<std::int64_t>> Leavers::hand_over(TenantId tenant, PersonId leaver,
                                              std::optional<Successor> successor) {
  // Of a workspace that is gone there is nothing to hand over.
  const auto room = tenants_.room_of(tenant);
  if (!room) co_return 0;
  auto work = [this, room = *room, leaver,
               successor = std::move(successor)](store::Transaction& transaction) {
    return hand_over_in(transaction, *room, leaver, successor);
  };
  co_return co_await (*room)->database().write(std::move(work));
}

Result<std::int64_t> Leavers::hand_over_in(store::Transaction& transaction, access::TenantDb& room,
                                           PersonId leaver,
                                           const std::optional<Successor>& successor) const {
  TRY(auto rows, transaction.all<ConversationRow>(queries::conversations_assigned_to, leaver));
  for (ConversationRow& row : rows) TRY_VOID(hand(transaction, room, row, successor));
  return std::ssize(rows);
}

Result<> Leavers::hand(store::Transaction& transaction, access::TenantDb& room,
                       ConversationRow& row, const std::optional<Successor>& successor) const {
  const bool goes_on = successor && may_go_on(*successor, row.bot);
  if (goes_on) {
    row.assignee = successor->person;
    row.assignee_name = successor->name;
  } else {
    unassign(row, HandledBy::waiting);
  }
  TRY_VOID(save(transaction, row));
  audit::Origin origin;
  origin.kind = audit::ActorKind::system;
  origin.tenant = room.tenant();
  const audit::Deed deed{.event = goes_on ? audit::Event::conversation_taken_over
                                          : audit::Event::conversation_handed_back,
                         .object = row.id.text(),
                         .detail = goes_on ? "a member left; to " + successor->person.text()
                                           : "a member left; to the queue"};
  TRY_VOID(room.audit().record(transaction, origin, deed));
  TRY(Conversation conversation, opened(room.keys(), row));
  teller_.after_commit(transaction,
                       {room.tenant(), row.bot, row.visitor, Hearers::agents_and_visitor,
                        LiveConversation{std::move(conversation)}});
  return {};
}

}  // namespace gatehouse::conversations::internal
