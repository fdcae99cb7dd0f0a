// Bots and what they know.
#include "api/services.h"
#include "api/shapes.h"
#include "api/tables.h"

namespace gatehouse::api {

namespace {

using edge::Call;
using edge::Nothing;

Task<Result<Items<bots::Bot>>> list_bots(Services& services, Call<Nothing> call) {
  CO_TRY(auto list, co_await services.bots.list(call.caller));
  co_return Items<bots::Bot>{std::move(list)};
}

Task<Result<bots::Bot>> create_bot(Services& services, Call<BotInput> call) {
  bots::NewBot bot{std::move(call.input.name), std::move(call.input.greeting).value_or(""),
                   call.input.language.value_or(bots::Language::en),
                   std::move(call.input.domains).value_or(std::vector<std::string>{})};
  // Whoever makes a bot reaches it; nobody else does who does not reach every bot.
  bot.id = BotId::make(services.clock, services.random);
  CO_TRY_VOID(co_await services.identity.grant_new_bot(call.caller, bot.id));
  co_return co_await services.bots.create(call.caller, std::move(bot));
}

Task<Result<bots::Bot>> find_bot(Services& services, Call<Nothing> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  co_return co_await services.bots.find(call.caller, bot);
}

Task<Result<bots::Bot>> change_bot(Services& services, Call<BotPatch> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  bots::BotChange change{std::move(call.input.name), std::move(call.input.greeting),
                         call.input.language, std::move(call.input.domains)};
  co_return co_await services.bots.change(call.caller, bot, std::move(change));
}

Task<Result<>> remove_bot(Services& services, Call<Nothing> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  co_return co_await services.bots.remove(call.caller, bot);
}

Task<Result<Items<knowledge::Source>>> list_sources(Services& services, Call<Nothing> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  CO_TRY(auto list, co_await services.bots.sources(call.caller, bot));
  co_return Items<knowledge::Source>{std::move(list)};
}

Result<knowledge::NewSource> new_source(SourceInput input) {
  const bool question = input.kind == knowledge::SourceKind::question;
  std::optional<std::string>& title = question ? input.question : input.title;
  std::optional<std::string>& text = question ? input.answer : input.text;
  if (!title) return fail(Error{json::kMissingMember}.at(question ? "/question" : "/title"));
  if (!text) return fail(Error{json::kMissingMember}.at(question ? "/answer" : "/text"));
  return knowledge::NewSource{input.kind, *std::move(title), *std::move(text),
                              std::move(input.url)};
}

Task<Result<knowledge::Source>> add_source(Services& services, Call<SourceInput> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  CO_TRY(auto source, new_source(std::move(call.input)));
  co_return co_await services.bots.add_source(call.caller, bot, std::move(source));
}

Task<Result<SourceView>> find_source(Services& services, Call<Nothing> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  CO_TRY(const auto id, call.path.id<SourceId>("source"));
  CO_TRY(auto found, co_await services.bots.source(call.caller, bot, id));
  co_return SourceView{std::move(found.source), std::move(found.passages)};
}

Task<Result<>> remove_source(Services& services, Call<Nothing> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  CO_TRY(const auto id, call.path.id<SourceId>("source"));
  co_return co_await services.bots.remove_source(call.caller, bot, id);
}

Task<Result<knowledge::Answer>> try_bot(Services& services, Call<Question> call) {
  CO_TRY(const auto bot, call.path.id<BotId>("bot"));
  co_return co_await services.bots.try_out(call.caller, bot, std::move(call.input.question));
}

using namespace edge;
using access::Privilege;

constexpr Route kBotRoutes[] = {
    {
        .on = GET("/api/v1/bots"),
        .who = members_with(Privilege::read_bots).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; settings of bots."),
        .run = handler<&list_bots>(),
    },
    {
        .on = POST("/api/v1/bots"),
        .who = members_with(Privilege::manage_bots),
        .limit = per_principal(60, per_minute, WhenUnsure::refuse),
        .takes = json_of<BotInput>(16_KiB),
        .audit = records(audit::Event::bot_created),
        .run = handler<&create_bot, 201>(),
    },
    {
        .on = GET("/api/v1/bots/{bot}"),
        .who = members_with(Privilege::read_bots).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; settings of a bot."),
        .run = handler<&find_bot>(),
    },
    {
        .on = PATCH("/api/v1/bots/{bot}"),
        .who = members_with(Privilege::edit_bots),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<BotPatch>(16_KiB),
        .audit = records(audit::Event::bot_changed),
        .run = handler<&change_bot>(),
    },
    {
        .on = DELETE("/api/v1/bots/{bot}"),
        .who = members_with(Privilege::manage_bots),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::bot_deleted),
        .run = handler<&remove_bot>(),
    },
    {
        .on = GET("/api/v1/bots/{bot}/sources"),
        .who = members_with(Privilege::read_bots).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; titles of sources."),
        .run = handler<&list_sources>(),
    },
    {
        .on = POST("/api/v1/bots/{bot}/sources"),
        .who = members_with(Privilege::edit_bots),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = json_of<SourceInput>(1024_KiB),
        .audit = records(audit::Event::source_added),
        .run = handler<&add_source, 201>(),
    },
    {
        .on = GET("/api/v1/bots/{bot}/sources/{source}"),
        .who = members_with(Privilege::read_bots).also_support(),
        .limit = per_principal(600, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = not_audited("Read only; the workspace's own texts."),
        .run = handler<&find_source>(),
    },
    {
        .on = DELETE("/api/v1/bots/{bot}/sources/{source}"),
        .who = members_with(Privilege::edit_bots),
        .limit = per_principal(120, per_minute, WhenUnsure::refuse),
        .takes = nothing(),
        .audit = records(audit::Event::source_deleted),
        .run = handler<&remove_source>(),
    },
    {
        .on = POST("/api/v1/bots/{bot}/try"),
        .who = members_with(Privilege::read_bots),
        .limit = per_principal(30, per_minute, WhenUnsure::refuse),
        .takes = json_of<Question>(4_KiB),
        .audit = records(audit::Event::bot_tried),
        .run = handler<&try_bot>(),
    },
};
static_assert(every_change_is_audited(kBotRoutes));
static_assert(every_public_route_says_why(kBotRoutes));
static_assert(inputs_agree(kBotRoutes));

}  // namespace

std::span<const edge::Route> bot_routes() { return kBotRoutes; }

}  // namespace gatehouse::api
