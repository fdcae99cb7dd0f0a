// What a visitor's browser may do. No cookies: a visitor is known by a bearer token alone.
#include "api/services.h"
#include "api/shapes.h"
#include "api/sockets.h"
#include "api/tables.h"
#include "api/widget.h"
#include "base/text.h"

namespace gatehouse::api {

Result<bots::WidgetFacts> widget_of(const Services& services, const edge::PathParameters& path,
                                    const IpAddress& address) {
  TRY(const auto id, path.id<WidgetId>("widget"));
  TRY(auto facts, services.bots.widget(id));
  TRY_VOID(services.tenants.addresses().admit(facts.tenant, access::Side::visitors, address));
  return facts;
}

conversations::Entrance entrance_of(const bots::WidgetFacts& facts) {
  return {facts.tenant, facts.widget, facts.bot, facts.name};
}

namespace {

using edge::Call;
using edge::Nothing;
using edge::Query;
using edge::Reply;

Task<Result<Appearance>> appearance(Services& services, Call<Nothing> call) {
  CO_TRY(const auto facts, widget_of(services, call.path, call.caller.origin().address));
  CO_TRY(const auto tenant, co_await services.tenants.find(facts.tenant));
  co_return Appearance{facts.name, facts.greeting, facts.language, tenant.name};
}

Task<Result<VisitorToken>> new_visitor(Services& services, Call<NewVisitor> call) {
  CO_TRY(const auto facts, widget_of(services, call.path, call.caller.origin().address));
  const access::Whereabouts where{call.caller.origin().address, call.caller.origin().correlation};
  CO_TRY(const Secret token, co_await services.conversations.admit_visitor(
                                 where, entrance_of(facts), std::move(call.input.page)));
  co_return VisitorToken{std::string{token.reveal_text()}};
}

Task<Result<conversations::VisitorView>> conversation(Services& services, Call<Nothing> call) {
  co_return co_await services.conversations.view(call.caller);
}

Task<Result<Items<conversations::Message>>> messages_after(Services& services,
                                                           Call<Query<MessagesAfter>> call) {
  CO_TRY(auto found, co_await services.conversations.messages_after(call.caller, call.input.after));
  co_return Items<conversations::Message>{std::move(found.items)};
}

Task<Result<Reply>> say(Services& services, Call<NewMessageInput> call) {
  CO_TRY(const auto facts, widget_of(services, call.path, call.caller.origin().address));
  conversations::NewMessage message{std::move(call.input.client_id), std::move(call.input.text)};
  CO_TRY(auto written,
         co_await services.conversations.say(call.caller, entrance_of(facts), std::move(message)));
  const int status = written.repeated ? 200 : 201;
  const WrittenView shown{std::move(written.message), std::move(written.conversation)};
  co_return edge::json_reply(status, shown);
}

Task<Result<VisitorConversationView>> ask_for_person(Services& services, Call<Empty> call) {
  CO_TRY(auto conversation, co_await services.conversations.ask_for_person(call.caller));
  co_return VisitorConversationView{std::move(conversation)};
}

Task<Result<>> mark_read(Services& services, Call<Empty> call) {
  co_return co_await services.conversations.visitor_read(call.caller);
}

Result<net::SocketPlan> open_socket(edge::Product& product, access::Caller caller,
                                    const net::Request&, edge::PathParameters) {
  return visitor_socket(static_cast<Services&>(product), std::move(caller));
}

using namespace edge;

constexpr Route kWidgetRoutes[] = {
    {
        .on = GET("/widget/v1/{widget}/appearance"),
        .who = anyone("The widget draws itself before it knows the visitor."),
        .limit = per_address(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; holds no one's data."),
        .run = handler<&appearance>(),
    },
    {
        .on = POST("/widget/v1/{widget}/visitors"),
        .who = anyone("Here a visitor becomes known: the answer is their token."),
        .limit = per_address(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<NewVisitor>(4_KiB),
        .audit = records(audit::Event::visitor_created),
        .run = handler<&new_visitor, 201>(),
    },
    {
        .on = GET("/widget/v1/{widget}/conversation"),
        .who = visitors(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("A visitor reads their own conversation."),
        .run = handler<&conversation>(),
    },
    {
        .on = GET("/widget/v1/{widget}/messages"),
        .who = visitors(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = query_of<MessagesAfter>(),
        .audit = not_audited("A visitor reads their own conversation."),
        .run = handler<&messages_after>(),
    },
    {
        .on = POST("/widget/v1/{widget}/messages"),
        .who = visitors(),
        .limit = both(per_principal(20, per_minute, WhenUnsure::refuse),
                      per_address(60, per_minute, WhenUnsure::refuse)),
        .takes = json_of<NewMessageInput>(64_KiB),
        .audit = records(audit::Event::visitor_message),
        .run = handler<&say, 201, WrittenView>(),
    },
    {
        .on = POST("/widget/v1/{widget}/person"),
        .who = visitors(),
        .limit = per_principal(10, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = records(audit::Event::person_requested),
        .run = handler<&ask_for_person>(),
    },
    {
        .on = POST("/widget/v1/{widget}/read"),
        .who = visitors(),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<Empty>(1_KiB),
        .audit = not_audited("A visitor has seen their own messages; only a counter changes."),
        .run = handler<&mark_read>(),
    },
    {
        .on = SOCKET("/widget/v1/{widget}/socket"),
        .who = visitors(),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = messages(1_KiB),
        .audit = not_audited("Hears its visitor's own conversation."),
        .run = socket_handler<&open_socket>(),
    },
};
static_assert(every_change_is_audited(kWidgetRoutes));
static_assert(every_public_route_says_why(kWidgetRoutes));
static_assert(inputs_agree(kWidgetRoutes));

}  // namespace

std::span<const edge::Route> widget_routes() { return kWidgetRoutes; }

}  // namespace gatehouse::api
