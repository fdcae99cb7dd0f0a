#include "identity/internal/key_wishes.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/control.h"
#include "base/json.h"

namespace gatehouse::identity::internal {
namespace {

using access::Privilege;
using access::Privileges;

constexpr Privileges kLeastScope{Privilege::read_bots};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

void add_word(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

Result<std::string> judged_ranges(const std::vector<std::string>& wanted) {
  std::string text;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    auto range = AddressRange::parse(wanted[at]);
    if (!range) return fail(std::move(range).error().at(fmt::format("/ranges/{}", at)));
    add_word(text, range->text());
  }
  return text;
}

// By whoever makes it; what is left of it when they may do less is decided with each request.
Result<std::string> judged_bots(const access::Caller& caller, std::vector<BotId> wanted) {
  if (wanted.empty()) return fail(Error{kScopeEmpty}.at("/bots"));
  std::ranges::sort(wanted);
  const auto repeated = std::ranges::unique(wanted);
  wanted.erase(repeated.begin(), repeated.end());
  std::string text;
  for (const BotId bot : wanted) {
    const bool reached = !caller.reach().on(bot).empty();
    if (enforced<"IDN-14"> && !reached) return fail(Error{kScopeTooWide}.at("/bots"));
    add_word(text, bot.text());
  }
  return text;
}

}  // namespace

Result<Instant> end_of(const std::optional<std::int64_t>& days, Instant now) {
  const std::int64_t life = days.value_or(kKeyLimits.days);
  const bool too_long = life > kKeyLimits.most_days;
  if (enforced<"IDN-14"> && too_long) return fail(Error{kKeyLivesTooLong}.at("/days"));
  return now + std::chrono::days{life};
}

Result<Instant> end_of_overlap(const std::optional<std::int64_t>& hours, const ApiKeyRow& row,
                               Instant now) {
  const std::int64_t overlap = hours.value_or(kKeyLimits.overlap_hours);
  const bool too_long = overlap > kKeyLimits.most_overlap_hours;
  if (enforced<"IDN-14"> && too_long) return fail(Error{kKeyLivesTooLong}.at("/overlap_hours"));
  const Instant end = now + std::chrono::hours{overlap};
  return std::min(end, row.expires_at);
}

Result<ApiKeyRow> judged(const access::Caller& caller, const NewApiKey& wanted, Instant now) {
  ApiKeyRow row{};
  row.owner = caller.person();
  row.tenant = caller.tenant();
  TRY(row.name, clean_name(wanted.name, "/name"));
  const Privileges scope = access::with_reading(wanted.scope.value_or(kLeastScope));
  if (scope.empty()) return fail(Error{kScopeEmpty}.at("/privileges"));
  const bool held = caller.authority().privileges.contains_all(scope);
  if (enforced<"IDN-14"> && !held) return fail(Error{kScopeTooWide}.at("/privileges"));
  row.scope = access::text_of(scope);
  if (wanted.bots) {
    TRY(row.bots, judged_bots(caller, *wanted.bots));
  }
  TRY(row.ranges, judged_ranges(wanted.ranges));
  row.per_minute = wanted.per_minute.value_or(kKeyLimits.per_minute);
  TRY(row.expires_at, end_of(wanted.days, now));
  row.made_at = now;
  row.renewed_at = now;
  return row;
}

std::optional<std::vector<BotId>> bots_of(const ApiKeyRow& row) {
  if (!row.bots) return std::nullopt;
  std::vector<BotId> bots;
  for (const std::string& word : words_of(*row.bots))
    if (const auto bot = BotId::parse(word)) bots.push_back(*bot);
  std::ranges::sort(bots);
  return bots;
}

std::vector<std::string> ranges_of(const ApiKeyRow& row) { return words_of(row.ranges); }

access::SharedScope scope_of(const ApiKeyRow& row) {
  return std::make_shared<const access::KeyScope>(
      access::KeyScope{.id = row.id,
                       .privileges = access::privileges_in(row.scope),
                       .bots = bots_of(row),
                       .per_minute = static_cast<int>(row.per_minute)});
}

}  // namespace gatehouse::identity::internal
