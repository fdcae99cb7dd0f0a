// The inbox.
#include "api/services.h"
#include "api/shapes.h"
#include "api/sockets.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;
using edge::Query;
using edge::Reply;

Task<Result<conversations::Listing>> list_conversations(Services& services,
                                                        Call<Query<ListConversations>> call) {
  conversations::Search search{.state = call.input.state,
                               .handled_by = call.input.handled_by,
                               .mine = call.input.assignee == "me",
                               .text = std::move(call.input.search),
                               .before = std::move(call.input.before),
                               .limit = static_cast<int>(call.input.limit.value_or(50))};
  co_return co_await services.conversations.list(call.caller, std::move(search));
}

Task<Result<conversations::Conversation>> find_conversation(Services& services,
                                                            Call<Nothing> call) {
  CO_TRY(const auto id, call.path.id<ConversationId>("conversation"));
  co_return co_await services.conversations.find(call.caller, id);
}

Task<Result<conversations::Messages>> list_messages(Services& services,
                                                    Call<Query<ListMessages>> call) {
  CO_TRY(const auto id, call.path.id<ConversationId>("conversation"));
  co_return co_await services.conversations.messages(
      call.caller, id, call.input.before, call.input.after,
      static_cast<int>(call.input.limit.value_or(100)));
}

// Writing the same client_id again is not an error: the first message is the answer.
Reply written(conversations::Written written) {
  return edge::json_reply(written.repeated ? 200 : 201, written.message);
}

Task<Result<Reply>> reply(Services& services, Call<NewMessageInput> call) {
  CO_TRY(const auto id, call.path.id<ConversationId>("conversation"));
  conversations::NewMessage message{std::move(call.input.client_id), std::move(call.input.text)};
  CO_TRY(auto done, co_await services.conversations.reply(call.caller, id, std::move(message)));
  co_return written(std::move(done));
}

Task<Result<Reply>> note(Services& services, Call<NewMessageInput> call) {
  CO_TRY(const auto id, call.path.id<ConversationId>("conversation"));
  conversations::NewMessage message{std::move(call.input.client_id), std::move(call.input.text)};
  CO_TRY(auto done, co_await services.conversations.note(call.caller, id, std::move(message)));
  co_return written(std::move(done));
}

// The acts on one conversation differ only in which act it is.
using Act = Task<Result<conversations::Conversation>> (conversations::Conversations::*)(
    access::Caller, ConversationId);

template <Act act>
Task<Result<conversations::Conversation>> act_on(Services& services, Call<Empty> call) {
  CO_TRY(const auto id, call.path.id<ConversationId>("conversation"));
  co_return co_await (services.conversations.*act)(call.caller, id);
}

Task<Result<conversations::Conversation>> mark_read(Services& services, Call<Empty> call) {
  CO_TRY(const auto id, call.path.id<ConversationId>("conversation"));
  CO_TRY_VOID(co_await services.conversations.read(call.caller, id));
  co_return co_await services.conversations.find(call.caller, id);
}

Result<net::SocketPlan> open_socket(edge::Product& product, access::Caller caller,
                                    const net::Request&, edge::PathParameters) {
  return agent_socket(static_cast<Services&>(product), std::move(caller));
}

using namespace edge;
using access::Privilege;
using conversations::Conversations;

constexpr Route kConversationRoutes[] = {
    {
        .on = GET("/api/v1/conversations"),
        .who = members_with(Privilege::read_conversations).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = query_of<ListConversations>(),
        .audit = not_audited("A list of previews; opening one to work on it is recorded."),
        .run = handler<&list_conversations>(),
    },
    {
        .on = GET("/api/v1/conversations/{conversation}"),
        .who = members_with(Privilege::read_conversations).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Recorded when it is marked as read."),
        .run = handler<&find_conversation>(),
    },
    {
        .on = GET("/api/v1/conversations/{conversation}/messages"),
        .who = members_with(Privilege::read_conversations).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = query_of<ListMessages>(),
        .audit = not_audited("Recorded when it is marked as read."),
        .run = handler<&list_messages>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/messages"),
        .who = members_with(Privilege::reply_conversations),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<NewMessageInput>(64_KiB),
        .audit = records(audit::Event::agent_message),
        .run = handler<&reply, 201, conversations::Message>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/notes"),
        .who = members_with(Privilege::note_conversations),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<NewMessageInput>(64_KiB),
        .audit = records(audit::Event::agent_note),
        .run = handler<&note, 201, conversations::Message>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/take-over"),
        .who = members_with(Privilege::reply_conversations),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::conversation_taken_over),
        .run = handler<&act_on<&Conversations::take_over>>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/hand-back"),
        .who = members_with(Privilege::reply_conversations),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::conversation_handed_back),
        .run = handler<&act_on<&Conversations::hand_back>>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/close"),
        .who = members_with(Privilege::close_conversations),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::conversation_closed),
        .run = handler<&act_on<&Conversations::close>>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/reopen"),
        .who = members_with(Privilege::close_conversations),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::conversation_reopened),
        .run = handler<&act_on<&Conversations::reopen>>(),
    },
    {
        .on = POST("/api/v1/conversations/{conversation}/read"),
        .who = members_with(Privilege::read_conversations),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::conversation_read),
        .run = handler<&mark_read>(),
    },
    {
        .on = SOCKET("/api/v1/socket"),
        .who = members_with(Privilege::read_conversations),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = messages(1_KiB),
        .audit =
            not_audited("Hears what its person may read; each message on it is checked again."),
        .run = socket_handler<&open_socket>(),
    },
};
static_assert(every_change_is_audited(kConversationRoutes));
static_assert(every_public_route_says_why(kConversationRoutes));
static_assert(inputs_agree(kConversationRoutes));

}  // namespace

std::span<const edge::Route> conversation_routes() { return kConversationRoutes; }

}  // namespace gatehouse::api
