#include "conversations/conversations.h"

#include <utility>

#include "conversations/internal/answering.h"
#include "conversations/internal/desk.h"
#include "conversations/internal/inbox.h"
#include "conversations/internal/leavers.h"
#include "conversations/internal/teller.h"
#include "conversations/internal/visitors.h"
#include "conversations/internal/visits.h"

namespace gatehouse::conversations {

struct Conversations::Inside {
  access::Tenants& tenants;
  internal::Teller teller;
  internal::Visitors visitors;
  internal::Inbox inbox;
  internal::Desk desk;
  internal::Leavers leavers;
  internal::Answering answering;
  internal::Visits visits;

  Inside(access::Tenants& rooms, Answerer& answerer, Clock& clock, Random& random,
         std::function<void(const LiveEvent&)> live)
      : tenants{rooms},
        teller{std::move(live)},
        visitors{rooms, clock, random},
        inbox{rooms},
        desk{rooms, teller, clock, random},
        leavers{rooms, teller},
        answering{answerer, teller, clock, random},
        visits{rooms, visitors, answering, teller, clock, random} {}
};

Conversations::Conversations(access::Tenants& tenants, Answerer& answerer, Clock& clock,
                             Random& random, std::function<void(const LiveEvent&)> live)
    : inside_{std::make_unique<Inside>(tenants, answerer, clock, random, std::move(live))} {}

Conversations::~Conversations() = default;

Task<Result<Secret>> Conversations::admit_visitor(access::Whereabouts where, Entrance entrance,
                                                  std::optional<std::string> page) {
  return inside_->visitors.admit(where, std::move(entrance), std::move(page));
}

Task<Result<access::Caller>> Conversations::recognise(access::Whereabouts where, Entrance entrance,
                                                      std::string token) {
  return inside_->visitors.recognise(where, std::move(entrance), std::move(token));
}

Task<Result<VisitorView>> Conversations::view(access::Caller visitor) {
  return inside_->visits.view(std::move(visitor));
}

Task<Result<Messages>> Conversations::messages_after(access::Caller visitor,
                                                     std::optional<MessageId> after) {
  return inside_->visits.messages_after(std::move(visitor), after);
}

Task<Result<Written>> Conversations::say(access::Caller visitor, Entrance entrance,
                                         NewMessage message) {
  return inside_->visits.say(std::move(visitor), std::move(entrance), std::move(message));
}

Task<Result<VisitorConversation>> Conversations::ask_for_person(access::Caller visitor) {
  return inside_->visits.ask_for_person(std::move(visitor));
}

Task<Result<>> Conversations::visitor_read(access::Caller visitor) {
  return inside_->visits.read(std::move(visitor));
}

Task<Result<Listing>> Conversations::list(access::Caller caller, Search search) {
  return inside_->inbox.list(std::move(caller), std::move(search));
}

Task<Result<Conversation>> Conversations::find(access::Caller caller, ConversationId id) {
  return inside_->inbox.find(std::move(caller), id);
}

Task<Result<Messages>> Conversations::messages(access::Caller caller, ConversationId id,
                                               std::optional<MessageId> before,
                                               std::optional<MessageId> after, int limit) {
  return inside_->inbox.messages(std::move(caller), id, before, after, limit);
}

Task<Result<Written>> Conversations::reply(access::Caller caller, ConversationId id,
                                           NewMessage message) {
  return inside_->desk.reply(std::move(caller), id, std::move(message));
}

Task<Result<Written>> Conversations::note(access::Caller caller, ConversationId id,
                                          NewMessage message) {
  return inside_->desk.note(std::move(caller), id, std::move(message));
}

Task<Result<Conversation>> Conversations::take_over(access::Caller caller, ConversationId id) {
  return inside_->desk.take_over(std::move(caller), id);
}

Task<Result<Conversation>> Conversations::hand_back(access::Caller caller, ConversationId id) {
  return inside_->desk.hand_back(std::move(caller), id);
}

Task<Result<Conversation>> Conversations::close(access::Caller caller, ConversationId id) {
  return inside_->desk.close(std::move(caller), id);
}

Task<Result<Conversation>> Conversations::reopen(access::Caller caller, ConversationId id) {
  return inside_->desk.reopen(std::move(caller), id);
}

Task<Result<>> Conversations::read(access::Caller caller, ConversationId id) {
  return inside_->desk.read(std::move(caller), id);
}

Task<Result<std::int64_t>> Conversations::hand_over(TenantId tenant, PersonId leaver,
                                                    std::optional<Successor> successor) {
  return inside_->leavers.hand_over(tenant, leaver, std::move(successor));
}

Task<Result<std::int64_t>> Conversations::count_assigned(TenantId tenant, PersonId person) {
  return inside_->leavers.count(tenant, person);
}

Task<Result<>> Conversations::typing(access::Caller caller, std::optional<ConversationId> id) {
  if (!caller.visitor().is_nil()) return inside_->visits.typing(std::move(caller));
  return inside_->desk.typing(std::move(caller), id.value_or(ConversationId{}));
}

void Conversations::start(std::vector<Executor> executors) {
  inside_->answering.start(std::move(executors), inside_->tenants.rooms());
}

Task<Result<>> Conversations::answer_waiting(access::Room room) {
  return inside_->answering.answer_waiting(std::move(room));
}

void Conversations::stop() { inside_->answering.stop(); }

}  // namespace gatehouse::conversations
