#include "conversations/internal/inbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/control.h"
#include "base/text.h"
#include "conversations/internal/door.h"
#include "conversations/queries.h"

namespace gatehouse::conversations::internal {

namespace {

using access::Privilege;

constexpr int kMostListed = 100;
// What is said is sealed, so looking for words means opening: as many as an
// answer can wait for.
constexpr int kMostSearched = 500;

// The place after which a list goes on: what was listed last.
struct Cursor {
  Instant last_at;
  ConversationId id;
};

constexpr ConversationId::Bits kAfterAll = {255, 255, 255, 255, 255, 255, 255, 255,
                                            255, 255, 255, 255, 255, 255, 255, 255};

std::string text_of(const ConversationRow& row) {
  return fmt::format("{}-{}", row.last_at.time_since_epoch().count(), row.id.text());
}

Result<Cursor> parse_cursor(const std::optional<std::string>& text) {
  if (!text) return Cursor{Instant::max(), ConversationId::from_bits(kAfterAll)};
  std::int64_t millis = 0;
  const char* const end = text->data() + text->size();
  const auto [rest, wrong] = std::from_chars(text->data(), end, millis);
  if (wrong != std::errc{} || rest == end || *rest != '-')
    return fail(Error{kBadCursor}.at("/before"));
  const auto id = ConversationId::parse({rest + 1, end});
  if (!id) return fail(Error{kBadCursor}.at("/before"));
  return Cursor{Instant{std::chrono::milliseconds{millis}}, *id};
}

// Whose inboxes are listed, counted and searched: those of bots that were granted (control ACC-06).
class Granted {
 public:
  explicit Granted(const access::Caller& caller) : authority_{caller.authority()} {
    if (enforced<"ACC-06"> && !caller.reach().is_everything()) narrow();
  }
  bool has(BotId bot) const { return !ids_ || authority_.sees(Privilege::read_conversations, bot); }
  // For the query; nullopt: all.
  const std::optional<Bytes>& ids() const { return ids_; }

 private:
  void narrow() {
    ids_.emplace();
    for (const access::Grant& grant : authority_.reach.grants())
      if (has(grant.bot))
        ids_->insert(ids_->end(), grant.bot.bits().begin(), grant.bot.bits().end());
  }
  access::Authority authority_;
  std::optional<Bytes> ids_;
};

// Newest first; open and closed ones are two ranges of one index.
Result<std::vector<ConversationRow>> newest(store::Reader& reader, const Search& search,
                                            const Granted& granted,
                                            std::optional<PersonId> assignee, const Cursor& from,
                                            int limit) {
  std::vector<ConversationRow> rows;
  for (const State state : {State::open, State::closed}) {
    if (search.state && *search.state != state) continue;
    TRY(auto some,
        reader.all<ConversationRow>(queries::newest_conversations, state, from.last_at, from.id,
                                    search.handled_by, assignee, granted.ids(), limit));
    std::erase_if(some, [&](const ConversationRow& row) { return !granted.has(row.bot); });
    std::ranges::move(some, std::back_inserter(rows));
  }
  std::ranges::sort(rows, std::ranges::greater{},
                    [](const ConversationRow& row) { return std::pair{row.last_at, row.id}; });
  if (rows.size() > static_cast<std::size_t>(limit)) rows.erase(rows.begin() + limit, rows.end());
  return rows;
}

bool tells_of(const Conversation& conversation, const std::string& needle) {
  return folded(conversation.visitor.name).contains(needle) ||
         (conversation.last_message && folded(conversation.last_message->text).contains(needle));
}

struct CountRow {
  BotId bot;
  State state;
  HandledBy handled_by;
  std::int64_t all;
  std::int64_t mine;
  static constexpr auto columns = std::tuple{
      &CountRow::bot, &CountRow::state, &CountRow::handled_by, &CountRow::all, &CountRow::mine};
};

Result<Counts> counted(store::Reader& reader, const Granted& granted, PersonId person) {
  TRY(const auto rows, reader.all<CountRow>(queries::count_conversations, person));
  Counts counts{0, 0, 0, 0};
  for (const CountRow& row : rows) {
    if (!granted.has(row.bot)) continue;
    if (row.state == State::closed) {
      counts.closed += row.all;
      continue;
    }
    counts.all += row.all;
    counts.mine += row.mine;
    if (row.handled_by == HandledBy::waiting) counts.waiting += row.all;
  }
  return counts;
}

Result<Listing> read_list(store::Reader& reader, const vault::Keyring& keys, const Granted& granted,
                          PersonId person, const Search& search) {
  TRY(const Cursor from, parse_cursor(search.before));
  const auto limit = static_cast<std::size_t>(std::clamp(search.limit, 1, kMostListed));
  const std::string needle = search.text ? folded(cleaned(*search.text)) : std::string{};
  const int most = needle.empty() ? static_cast<int>(limit) + 1 : kMostSearched;
  const auto assignee = search.mine ? std::optional{person} : std::nullopt;
  TRY(const auto rows, newest(reader, search, granted, assignee, from, most));
  Listing listing;
  const ConversationRow* last = nullptr;
  for (const ConversationRow& row : rows) {
    if (listing.items.size() == limit) {
      listing.next = text_of(*last);
      break;
    }
    TRY(Conversation conversation, opened(keys, row));
    if (!needle.empty() && !tells_of(conversation, needle)) continue;
    listing.items.push_back(std::move(conversation));
    last = &row;
  }
  TRY(listing.counts, counted(reader, granted, person));
  return listing;
}

}  // namespace

Task<Result<Listing>> Inbox::list(access::Caller caller, Search search) {
  CO_TRY_VOID(access::require(caller, Privilege::read_conversations));
  CO_TRY(const access::Room room, tenants_.room(caller));
  auto work = [room = room.get(), granted = Granted{caller}, person = caller.person(),
               search = std::move(search)](store::Reader& reader) {
    return read_list(reader, room->keys(), granted, person, search);
  };
  co_return co_await room->database().read(std::move(work));
}

Task<Result<Conversation>> Inbox::find(access::Caller caller, ConversationId id) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  auto work = [room = room.get(), caller, id](store::Reader& reader) -> Result<Conversation> {
    TRY(const ConversationRow row, enter(reader, caller, id, Privilege::read_conversations));
    return opened(room->keys(), row);
  };
  co_return co_await room->database().read(std::move(work));
}

Task<Result<Messages>> Inbox::messages(access::Caller caller, ConversationId id,
                                       std::optional<MessageId> before,
                                       std::optional<MessageId> after, int limit) {
  CO_TRY(const access::Room room, tenants_.room(caller));
  auto work = [room = room.get(), caller, id, before, after,
               most =
                   std::clamp(limit, 1, kMostListed)](store::Reader& reader) -> Result<Messages> {
    TRY(const ConversationRow row, enter(reader, caller, id, Privilege::read_conversations));
    const MessageList list = list_of(row);
    if (after) return messages_after(reader, room->keys(), id, list, *after, Notes::shown, most);
    return messages_before(reader, room->keys(), id, list, before, Notes::shown, most);
  };
  co_return co_await room->database().read(std::move(work));
}

}  // namespace gatehouse::conversations::internal
