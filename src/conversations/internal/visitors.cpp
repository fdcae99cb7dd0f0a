#include "conversations/internal/visitors.h"

#include <fmt/format.h>

#include <utility>

#include "base/control.h"
#include "base/text.h"
#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

namespace {

constexpr std::string_view kTokenPrefix = "ghv_";
constexpr std::size_t kTokenSize = 32;
constexpr std::size_t kTokenText = kTokenPrefix.size() + 43;  // base64url of 32 bytes
constexpr std::chrono::days kIdle{30};
// Sliding the 30 days with every request would make every request a write.
constexpr std::chrono::hours kSeenEvery{1};
constexpr std::size_t kMostRemembered = 100'000;
constexpr std::size_t kMostOfPage = 2000;

using SealedText = vault::Sealed<std::string>;
constexpr auto kPurpose = vault::Purpose::contact;

vault::Place page_of(const VisitorId& id) { return {"visitor", "page", id.bits()}; }

struct VisitorRow {
  VisitorId id;
  BotId bot;
  std::string bot_name;
  std::string name;
  std::optional<SealedText> page;
  static constexpr auto columns =
      std::tuple{&VisitorRow::id, &VisitorRow::bot, &VisitorRow::bot_name, &VisitorRow::name,
                 &VisitorRow::page};
};

Result<Visitor> opened(const vault::Keyring& keys, VisitorRow row) {
  Visitor visitor{row.id, {row.bot, std::move(row.bot_name)}, std::move(row.name), std::nullopt};
  if (row.page) {
    TRY(visitor.page, opened_page(keys, row.id, *row.page));
  }
  return visitor;
}

// A tail of the random half tells visitors apart for people; the id does it for
// us.
std::string name_of_visitor(const VisitorId& id) {
  return fmt::format("Visitor {:02X}{:02X}", id.bits()[14], id.bits()[15]);
}

// Agents may follow it, so it is a web address or nothing.
std::optional<std::string> clean_page(const std::optional<std::string>& untrusted) {
  if (!untrusted) return std::nullopt;
  const PlainText page = PlainText::of(*untrusted);
  const std::string& text = page.text();
  if (!text.starts_with("https://") && !text.starts_with("http://")) return std::nullopt;
  if (text.find_first_of(" \t\n\"<>\\") != std::string::npos) return std::nullopt;
  return std::string{first_code_points(text, kMostOfPage)};
}

}  // namespace

Visitors::Visitors(access::Tenants& tenants, Clock& clock, Random& random)
    : tenants_{tenants},
      clock_{clock},
      random_{random},
      tokens_{kMostRemembered},
      visitors_{kMostRemembered} {}

Task<Result<Secret>> Visitors::admit(access::Whereabouts where, Entrance entrance,
                                     std::optional<std::string> page) {
  CO_TRY(const access::Room room, tenants_.room_of(entrance.tenant));
  const Secret bits = Secret::random(random_, kTokenSize);
  Secret token = Secret::of_text(std::string{kTokenPrefix} + base64url(bits.reveal()));
  const crypto::Digest hash = crypto::sha256(token.reveal());
  const auto id = VisitorId::make(clock_, random_);
  const Instant now = clock_.now();
  const auto visitor = std::make_shared<const Visitor>(
      id, NamedBot{entrance.bot, entrance.bot_name}, name_of_visitor(id), clean_page(page));
  std::optional<SealedText> sealed;
  if (const auto& seen = visitor->page)
    sealed = SealedText::of(room->keys(), kPurpose, page_of(id), *seen);
  const access::Caller caller =
      access::Doorkeeper::visitor(where, entrance.tenant, id, entrance.widget, entrance.bot);
  auto work = [room = room.get(), visitor, hash, widget = entrance.widget,
               sealed = std::move(sealed), now,
               origin = caller.origin()](store::Transaction& transaction) -> Result<> {
    TRY_VOID(transaction.execute(queries::add_visitor, visitor->id, hash, widget, visitor->bot.id,
                                 visitor->bot.name, visitor->name, sealed, now, now + kIdle));
    return room->audit().record(
        transaction, origin,
        {.event = audit::Event::visitor_created, .object = visitor->id.text()});
  };
  CO_TRY_VOID(co_await room->database().write(std::move(work)));
  tokens_.put(hash, {entrance.tenant, {id, entrance.widget, now, now + kIdle}});
  visitors_.put(id, {visitor, {}});
  co_return std::move(token);
}

Task<Result<access::Caller>> Visitors::recognise(access::Whereabouts where, Entrance entrance,
                                                 std::string token) {
  if (!token.starts_with(kTokenPrefix) || token.size() != kTokenText)
    co_return fail(Error{kVisitorUnknown}.because("not a visitor's token"));
  const crypto::Digest hash = crypto::sha256(as_bytes(token));
  CO_TRY(const TokenRow row, co_await row_of(entrance, hash));
  if (enforced<"CNV-02"> && row.widget != entrance.widget)
    co_return fail(Error{kVisitorUnknown}.because("another widget's visitor"));
  const Instant now = clock_.now();
  if (enforced<"CNV-02"> && row.expires <= now)
    co_return fail(Error{kVisitorUnknown}.because("unused for 30 days"));
  if (now - row.seen >= kSeenEvery) CO_TRY_VOID(co_await seen(entrance, hash, row));
  co_return access::Doorkeeper::visitor(where, entrance.tenant, row.visitor, row.widget,
                                        entrance.bot);
}

// What is remembered of another tenant does not count: each has visitors of its
// own.
Task<Result<TokenRow>> Visitors::row_of(Entrance entrance, crypto::Digest hash) {
  const std::optional<Token> remembered = tokens_.find(hash);
  if (remembered && remembered->tenant == entrance.tenant) co_return remembered->row;
  CO_TRY(const access::Room room, tenants_.room_of(entrance.tenant));
  auto work = [hash](store::Reader& reader) {
    return reader.maybe<TokenRow>(queries::visitor_of_token, hash);
  };
  CO_TRY(const std::optional<TokenRow> row, co_await room->database().read(std::move(work)));
  if (!row) co_return fail(Error{kVisitorUnknown}.because("no such token"));
  tokens_.put(hash, {entrance.tenant, *row});
  co_return *row;
}

Task<Result<>> Visitors::seen(Entrance entrance, crypto::Digest hash, TokenRow row) {
  CO_TRY(const access::Room room, tenants_.room_of(entrance.tenant));
  row.seen = clock_.now();
  row.expires = row.seen + kIdle;
  auto work = [row](store::Transaction& transaction) {
    return transaction.execute(queries::visitor_seen, row.visitor, row.seen, row.expires);
  };
  CO_TRY_VOID(co_await room->database().write(std::move(work)));
  tokens_.put(hash, {entrance.tenant, row});
  co_return Result<>{};
}

Task<Result<KnownVisitor>> Visitors::known(access::Room room, VisitorId id) {
  if (auto remembered = visitors_.find(id)) co_return *std::move(remembered);
  auto work = [id](store::Reader& reader) {
    return reader.one<VisitorRow>(queries::find_visitor, id);
  };
  CO_TRY(VisitorRow row, co_await room->database().read(std::move(work)));
  CO_TRY(Visitor visitor, opened(room->keys(), std::move(row)));
  KnownVisitor known{std::make_shared<const Visitor>(std::move(visitor)), {}};
  visitors_.put(id, known);
  co_return known;
}

void Visitors::remember_open(const KnownVisitor& known, ConversationId open) {
  if (known.open != open) visitors_.put(known.visitor->id, {known.visitor, open});
}

Result<std::string> opened_page(const vault::Keyring& keys, VisitorId visitor,
                                const SealedText& page) {
  return page.open(keys, kPurpose, page_of(visitor));
}

Result<> require_visitor(const access::Caller& caller) {
  if (caller.visitor().is_nil()) return fail(Error{kVisitorUnknown}.because("not a visitor"));
  return {};
}

}  // namespace gatehouse::conversations::internal
