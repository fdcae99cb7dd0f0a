#include "knowledge/knowledge.h"

#include <fmt/format.h>

#include "base/control.h"
#include "base/text.h"
#include "knowledge/internal/index_cache.h"
#include "knowledge/internal/sources.h"

namespace gatehouse::knowledge {
namespace {

constexpr std::size_t kMostCharacters = 900'000;
constexpr std::size_t kMostOfTitle = 300;
constexpr std::size_t kMostOfUrl = 2000;

// Shown as a link to visitors: a plain web address, nothing that hides where it leads.
bool is_web_address(std::string_view url) {
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || url.size() > kMostOfUrl) return false;
  const std::string_view rest = url.substr(scheme);
  if (rest.find_first_of(" \n\t\"'<>\\`{}|^") != std::string_view::npos) return false;
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  return !host.empty() && !host.contains('@');
}

Result<NewSource> checked(NewSource source) {
  // Cleaning can shorten a text but hardly lengthens it: what is far too long is not even cleaned.
  if (source.text.size() > 4 * kMostCharacters) return fail(Error{kSourceTooLong}.at("/text"));
  const bool question = source.kind == SourceKind::question;
  source.title = PlainText::of(source.title).text();
  source.text = PlainText::of(source.text).text();
  const std::size_t title = code_points(source.title);
  if (title == 0 || title > kMostOfTitle) {
    return fail(Error{kBadTitle}.at(question ? "/question" : "/title"));
  }
  const std::string field = question ? "/answer" : "/text";
  if (source.text.empty()) return fail(Error{kEmptySource}.at(field));
  if (code_points(source.text) > kMostCharacters) return fail(Error{kSourceTooLong}.at(field));
  if (source.url) source.url = PlainText::of(*source.url).text();
  if (source.url && source.url->empty()) source.url.reset();
  if (source.url && !is_web_address(*source.url)) return fail(Error{kBadUrl}.at("/url"));
  return source;
}

std::string described(const Source& source, BotId bot) {
  return fmt::format("{}: {}, {} characters", bot.text(), name_of(source.kind), source.characters);
}

}  // namespace

struct Knowledge::Inside {
  Clock& clock;
  Random& random;
  internal::IndexCache indexes{{}};

  Result<Answer> answer(store::Reader& reader, access::TenantDb& room, BotId bot,
                        internal::IndexCache::Seen seen, std::string_view question) {
    if (!seen.index) {
      TRY(seen.index, internal::read_index(reader, room.keys(), bot));
      indexes.keep(room.tenant(), bot, seen.state, seen.index);
    }
    return seen.index->ask(question);
  }

  // In the transaction that took knowledge away.
  void forget_after(store::Transaction& transaction, TenantId tenant, BotId bot) {
    transaction.after_commit([this, tenant, bot] { indexes.forget(tenant, bot); });
  }
};

Knowledge::Knowledge(Clock& clock, Random& random)
    : inside_{std::make_unique<Inside>(clock, random)} {}
Knowledge::~Knowledge() = default;

Task<Result<Source>> Knowledge::add(access::Caller caller, access::Room room, BotId bot,
                                    NewSource source) {
  const SourceId id = SourceId::make(inside_->clock, inside_->random);
  const Instant now = inside_->clock.now();
  const vault::Keyring* const keys = &room->keys();
  // Cutting and sealing take their time: on a thread of the database, and not on its writer.
  auto make_ready = [source = std::move(source), keys, id, bot,
                     now](store::Reader&) mutable -> Result<internal::ReadySource> {
    TRY(const NewSource clean, checked(std::move(source)));
    const std::vector<Passage> passages = passages_of(clean);
    if (passages.empty()) return fail(kEmptySource);
    return internal::made_ready(*keys, id, bot, clean, passages, now);
  };
  CO_TRY(auto ready, co_await room->database().read(std::move(make_ready)));

  auto write = [this, &caller, &room, ready = std::move(ready),
                bot](store::Transaction& transaction) -> Result<Source> {
    TRY_VOID(internal::insert(transaction, ready));
    TRY_VOID(room->audit().record(transaction, caller.origin(),
                                  {.event = audit::Event::source_added,
                                   .object = ready.source.id.text(),
                                   .detail = described(ready.source, bot)}));
    inside_->forget_after(transaction, room->tenant(), bot);
    return ready.source;
  };
  co_return co_await room->database().write(std::move(write));
}

Task<Result<std::vector<Source>>> Knowledge::sources(access::Room room, BotId bot) {
  auto read = [&room, bot](store::Reader& reader) {
    return internal::sources_of(reader, room->keys(), bot);
  };
  co_return co_await room->database().read(read);
}

Task<Result<SourceText>> Knowledge::source(access::Room room, BotId bot, SourceId source) {
  auto read = [&room, bot, source](store::Reader& reader) -> Result<SourceText> {
    TRY(const auto row, internal::find(reader, bot, source));
    TRY(auto opened, internal::opened(room->keys(), row));
    TRY(auto passages, internal::passages_of(reader, room->keys(), row));
    return SourceText{std::move(opened), std::move(passages)};
  };
  co_return co_await room->database().read(read);
}

Task<Result<>> Knowledge::remove(access::Caller caller, access::Room room, BotId bot,
                                 SourceId source) {
  auto write = [this, &caller, &room, bot, source](store::Transaction& transaction) -> Result<> {
    TRY(const auto row, internal::find(transaction, bot, source));
    TRY(const auto opened, internal::opened(room->keys(), row));
    TRY_VOID(internal::remove(transaction, source));
    // Answers stop using it before this is answered.
    if (enforced<"KNW-04">) inside_->forget_after(transaction, room->tenant(), row.bot);
    return room->audit().record(transaction, caller.origin(),
                                {.event = audit::Event::source_deleted,
                                 .object = source.text(),
                                 .detail = described(opened, row.bot)});
  };
  co_return co_await room->database().write(std::move(write));
}

Result<> Knowledge::remove_all(store::Transaction& transaction, BotId bot) {
  return internal::remove_all(transaction, bot);
}

void Knowledge::forget(TenantId tenant, BotId bot) { inside_->indexes.forget(tenant, bot); }

Task<Result<Answer>> Knowledge::ask(access::Room room, BotId bot, std::string question) {
  // Looked at before the reading starts, so that a change in between is noticed.
  auto seen = inside_->indexes.look(room->tenant(), bot);
  auto read = [this, &room, bot, seen = std::move(seen), &question](store::Reader& reader) {
    return inside_->answer(reader, *room, bot, seen, question);
  };
  co_return co_await room->database().read(std::move(read));
}

}  // namespace gatehouse::knowledge
