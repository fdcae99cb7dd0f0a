#include "bots/bots.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/control.h"
#include "base/text.h"
#include "bots/internal/origin.h"
#include "bots/internal/rows.h"
#include "bots/internal/widgets.h"

namespace gatehouse::bots {
namespace {

using access::Privilege;

constexpr std::size_t kMostOfName = 80;
constexpr std::size_t kMostOfGreeting = 500;
constexpr std::size_t kMostOfDetail = 2048;  // bytes, audit::Deed

Result<std::string> clean_name(std::string_view untrusted) {
  PlainText name = PlainText::of(untrusted);
  const std::size_t length = code_points(name.text());
  if (length == 0 || length > kMostOfName || name.text().contains('\n')) {
    return fail(Error{kBadName}.at("/name"));
  }
  return name.text();
}

Result<std::string> clean_greeting(std::string_view untrusted) {
  PlainText greeting = PlainText::of(untrusted);
  if (code_points(greeting.text()) > kMostOfGreeting) {
    return fail(Error{kBadGreeting}.at("/greeting"));
  }
  return greeting.text();
}

// What the change gives, cleaned; what it leaves out stays.
Result<Bot> changed(Bot bot, const BotChange& change) {
  if (change.name) {
    TRY(bot.name, clean_name(*change.name));
  }
  if (change.greeting) {
    TRY(bot.greeting, clean_greeting(*change.greeting));
  }
  if (change.domains) {
    TRY(bot.domains, internal::parse_origins(*change.domains));
  }
  if (change.language) bot.language = *change.language;
  return bot;
}

std::string cut(std::string detail) {
  if (detail.size() <= kMostOfDetail) return detail;
  // A code point has at most 4 bytes.
  return std::string{first_code_points(detail, kMostOfDetail / 4)};
}

std::string described(const Bot& bot) {
  return cut(
      fmt::format("{}; {}; {}", bot.name, name_of(bot.language), fmt::join(bot.domains, " ")));
}

std::string difference(const Bot& before, const Bot& after) {
  std::string text;
  const auto add = [&text](std::string_view what, std::string_view old, std::string_view now) {
    if (old != now) text += fmt::format("{}: {} -> {}; ", what, old, now);
  };
  add("name", before.name, after.name);
  add("language", name_of(before.language), name_of(after.language));
  add("domains", fmt::format("{}", fmt::join(before.domains, " ")),
      fmt::format("{}", fmt::join(after.domains, " ")));
  if (before.greeting != after.greeting) text += "greeting";
  return cut(std::move(text));
}

WidgetFacts facts_of(TenantId tenant, const Bot& bot) {
  return {tenant, bot.widget, bot.id, bot.name, bot.greeting, bot.language, bot.domains};
}

Result<> record(access::TenantDb& room, store::Transaction& transaction,
                const access::Caller& caller, audit::Event event, BotId bot, std::string detail) {
  return room.audit().record(transaction, caller.origin(),
                             {.event = event, .object = bot.text(), .detail = std::move(detail)});
}

}  // namespace

struct Bots::Inside {
  access::Tenants& tenants;
  knowledge::Knowledge& knowledge;
  Clock& clock;
  Random& random;
  internal::Widgets widgets;

  // The doors of a member: the right first, for one bot or at all, then the own room.
  Result<access::Room> enter(const access::Caller& caller, Privilege privilege) const {
    TRY_VOID(access::require(caller, privilege));
    return tenants.room(caller);
  }
  Result<access::Room> enter(const access::Caller& caller, Privilege privilege, BotId bot) const {
    TRY_VOID(access::require(caller, privilege, bot));
    return tenants.room(caller);
  }

  void show_after(store::Transaction& transaction, WidgetFacts facts) {
    transaction.after_commit(
        [this, facts = std::move(facts)]() mutable { widgets.put(std::move(facts)); });
  }
};

namespace {

// The room, once it is known that the bot is in it.
Task<Result<access::Room>> with_bot(access::Room room, BotId bot) {
  auto read = [bot](store::Reader& reader) { return internal::find(reader, bot); };
  CO_TRY_VOID(co_await room->database().read(read));
  co_return room;
}

}  // namespace

Bots::Bots(access::Tenants& tenants, knowledge::Knowledge& knowledge, Clock& clock, Random& random)
    : inside_{new Inside{tenants, knowledge, clock, random, {}}} {}
Bots::~Bots() = default;

Result<> Bots::start() {
  for (const access::Room& room : inside_->tenants.rooms()) {
    TRY(const auto bots,
        room->database().read_now([](store::Reader& reader) { return internal::all(reader); }));
    for (const Bot& bot : bots) inside_->widgets.put(facts_of(room->tenant(), bot));
  }
  return {};
}

Task<Result<std::vector<Bot>>> Bots::list(access::Caller caller) {
  CO_TRY(const auto room, inside_->enter(caller, Privilege::read_bots));
  CO_TRY(auto bots, co_await room->database().read(&internal::all));
  std::erase_if(bots, [&](const Bot& bot) {
    return enforced<"ACC-03"> && !caller.authority().sees(Privilege::read_bots, bot.id);
  });
  co_return bots;
}

Task<Result<Bot>> Bots::create(access::Caller caller, NewBot bot) {
  CO_TRY(const auto room, inside_->enter(caller, Privilege::manage_bots));
  if (!bot.domains.empty()) CO_TRY_VOID(access::require(caller, Privilege::publish_bots));
  Bot made{};
  made.id = bot.id.is_nil() ? BotId::make(inside_->clock, inside_->random) : bot.id;
  made.widget = WidgetId::make(inside_->clock, inside_->random);
  made.created_at = inside_->clock.now();
  CO_TRY(made, changed(std::move(made), {std::move(bot.name), std::move(bot.greeting), bot.language,
                                         std::move(bot.domains)}));
  auto write = [this, &caller, &room, made](store::Transaction& transaction) -> Result<Bot> {
    TRY_VOID(internal::insert(transaction, made));
    TRY_VOID(
        record(*room, transaction, caller, audit::Event::bot_created, made.id, described(made)));
    inside_->show_after(transaction, facts_of(room->tenant(), made));
    return made;
  };
  co_return co_await room->database().write(std::move(write));
}

Task<Result<Bot>> Bots::find(access::Caller caller, BotId bot) {
  CO_TRY(const auto room, inside_->enter(caller, Privilege::read_bots, bot));
  auto read = [bot](store::Reader& reader) { return internal::find(reader, bot); };
  co_return co_await room->database().read(read);
}

// Where a bot appears is decided by those who publish it; what it is like, by those who edit it.
Task<Result<Bot>> Bots::change(access::Caller caller, BotId bot, BotChange change) {
  CO_TRY(const auto room, inside_->enter(caller, Privilege::edit_bots, bot));
  if (change.domains) CO_TRY_VOID(access::require(caller, Privilege::publish_bots, bot));
  auto write = [this, &caller, &room, bot,
                change = std::move(change)](store::Transaction& transaction) -> Result<Bot> {
    TRY(const Bot before, internal::find(transaction, bot));
    TRY(const Bot after, changed(before, change));
    TRY_VOID(internal::update(transaction, after));
    TRY_VOID(record(*room, transaction, caller, audit::Event::bot_changed, bot,
                    difference(before, after)));
    inside_->show_after(transaction, facts_of(room->tenant(), after));
    return after;
  };
  co_return co_await room->database().write(std::move(write));
}

Task<Result<>> Bots::check(access::Caller caller, BotId bot) {
  if (enforced<"ACC-03"> && caller.reach().on(bot).empty())
    co_return fail(Error{kNotFound}.because("the bot is not granted").under("ACC-03"));
  CO_TRY(auto room, inside_->tenants.room(caller));
  CO_TRY_VOID(co_await with_bot(std::move(room), bot));
  co_return Result<>{};
}

Task<Result<>> Bots::remove(access::Caller caller, BotId bot) {
  CO_TRY(const auto room, inside_->enter(caller, Privilege::manage_bots, bot));
  auto write = [this, &caller, &room, bot](store::Transaction& transaction) -> Result<> {
    TRY(const Bot there, internal::find(transaction, bot));
    TRY_VOID(inside_->knowledge.remove_all(transaction, bot));
    TRY_VOID(internal::remove(transaction, bot));
    TRY_VOID(record(*room, transaction, caller, audit::Event::bot_deleted, bot, described(there)));
    transaction.after_commit([this, tenant = room->tenant(), bot, widget = there.widget] {
      inside_->widgets.drop(widget);
      inside_->knowledge.forget(tenant, bot);
    });
    return {};
  };
  co_return co_await room->database().write(std::move(write));
}

Task<Result<std::vector<knowledge::Source>>> Bots::sources(access::Caller caller, BotId bot) {
  CO_TRY(auto room, inside_->enter(caller, Privilege::read_bots, bot));
  CO_TRY(room, co_await with_bot(room, bot));
  co_return co_await inside_->knowledge.sources(room, bot);
}

Task<Result<knowledge::Source>> Bots::add_source(access::Caller caller, BotId bot,
                                                 knowledge::NewSource source) {
  CO_TRY(auto room, inside_->enter(caller, Privilege::edit_bots, bot));
  CO_TRY(room, co_await with_bot(room, bot));
  auto added = co_await inside_->knowledge.add(caller, room, bot, std::move(source));
  // The schema refuses it when the bot was deleted in the meantime.
  if (!added && added.error().is(store::kConstraint)) {
    co_return fail(Error{kNotFound}.because("the bot was deleted meanwhile"));
  }
  co_return added;
}

Task<Result<knowledge::SourceText>> Bots::source(access::Caller caller, BotId bot,
                                                 SourceId source) {
  CO_TRY(auto room, inside_->enter(caller, Privilege::read_bots, bot));
  CO_TRY(room, co_await with_bot(room, bot));
  co_return co_await inside_->knowledge.source(room, bot, source);
}

Task<Result<>> Bots::remove_source(access::Caller caller, BotId bot, SourceId source) {
  CO_TRY(auto room, inside_->enter(caller, Privilege::edit_bots, bot));
  CO_TRY(room, co_await with_bot(room, bot));
  co_return co_await inside_->knowledge.remove(caller, room, bot, source);
}

Task<Result<knowledge::Answer>> Bots::try_out(access::Caller caller, BotId bot,
                                              std::string question) {
  CO_TRY(auto room, inside_->enter(caller, Privilege::read_bots, bot));
  CO_TRY(room, co_await with_bot(room, bot));
  CO_TRY(auto answer, co_await inside_->knowledge.ask(room, bot, std::move(question)));
  // That it was tried, never what was asked.
  std::string detail = fmt::format(
      "{}, confidence {:.2f}", answer.answered ? "answered" : "not answered", answer.confidence);
  auto write = [&caller, &room, bot, &detail](store::Transaction& transaction) {
    return record(*room, transaction, caller, audit::Event::bot_tried, bot, std::move(detail));
  };
  CO_TRY_VOID(co_await room->database().write(std::move(write)));
  co_return answer;
}

Result<WidgetFacts> Bots::widget(WidgetId widget) const {
  std::optional<WidgetFacts> found = inside_->widgets.find(widget);
  if (!found) return fail(Error{kNotFound}.because("no such widget"));
  return *std::move(found);
}

Task<Result<knowledge::Answer>> Bots::answer(access::Room room, BotId bot, std::string question) {
  return inside_->knowledge.ask(std::move(room), bot, std::move(question));
}

std::vector<BotId> Bots::bots_of(TenantId tenant) const { return inside_->widgets.bots_of(tenant); }

void Bots::forget_tenant(TenantId tenant) {
  for (const BotId bot : inside_->widgets.drop_tenant(tenant)) {
    inside_->knowledge.forget(tenant, bot);
  }
}

}  // namespace gatehouse::bots
