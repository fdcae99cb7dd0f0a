// What bots know: sources, their passages, and retrieval within one bot's own passages.
//
// Used through bots, which has already decided that the caller may act on the bot.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"
#include "access/tenants.h"
#include "base/clock.h"
#include "base/enum_names.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"

namespace gatehouse::knowledge {

inline constexpr ErrorKind kEmptySource{"knowledge.empty_source", Fault::invalid,
                                        "There is no text in this source. Add some and try again."};
inline constexpr ErrorKind kTooManySources{"knowledge.too_many_sources", Fault::conflict,
                                           "A bot can have 500 sources. Delete one first."};
inline constexpr ErrorKind kTooMuchToKnow{
    "knowledge.too_much", Fault::conflict,
    "This bot knows as much as it can hold. Delete a source first, or make this one shorter."};
inline constexpr ErrorKind kSourceTooLong{
    "knowledge.source_too_long", Fault::too_large,
    "A source can have 900,000 characters. Split this one into several."};
inline constexpr ErrorKind kBadTitle{"knowledge.bad_title", Fault::invalid,
                                     "Give this a title of 1 to 300 characters."};
inline constexpr ErrorKind kBadUrl{
    "knowledge.bad_url", Fault::invalid,
    "Write the page's address as https://www.example.com/page, or leave it out."};

enum class SourceKind : unsigned char { text, markdown, question };

struct NewSource {
  SourceKind kind;
  std::string title;  // of a question: the question itself
  std::string text;   // of a question: the answer
  std::optional<std::string> url;
};

struct Source {
  SourceId id;
  SourceKind kind;
  std::string title;
  std::optional<std::string> url;
  std::int64_t characters;
  std::int64_t passages;
  Instant created_at;
};

struct Passage {
  std::string heading;  // path, "Set-up › Certificates"; empty without headings
  std::string text;
};

struct SourceText {
  Source source;
  std::vector<Passage> passages;
};

// How a source is cut: 600 to 900 characters, at the ends of blocks and sentences; a question is
// the heading of its answer, which stays in one piece up to 4,000 characters. Reads untrusted
// bytes.
std::vector<Passage> passages_of(const NewSource& source);

struct Citation {
  SourceId source;
  std::string title;
  std::string heading;
  std::optional<std::string> url;
};

struct Considered {
  SourceId source;
  std::string title;
  std::string heading;
  std::string text;
  double score;  // 0 to 1
};

// Verbatim: one or two sentences of one passage (a sentence that ends with a colon brings its list,
// a question's answer is given whole up to about 600 characters). Holds nothing that can become a
// link.
struct Answer {
  bool answered;     // confidence reached the threshold
  std::string text;  // empty when not answered
  std::optional<Citation> citation;
  double confidence;  // 0 to 1
  double threshold;
  std::vector<Considered> considered;  // best first, at most 5
};

class Knowledge {
 public:
  Knowledge(Clock& clock, Random& random);
  ~Knowledge();

  Task<Result<Source>> add(access::Caller caller, access::Room room, BotId bot, NewSource source);
  Task<Result<std::vector<Source>>> sources(access::Room room, BotId bot);
  Task<Result<SourceText>> source(access::Room room, BotId bot, SourceId source);
  Task<Result<>> remove(access::Caller caller, access::Room room, BotId bot, SourceId source);
  // In the transaction that deletes the bot.
  Result<> remove_all(store::Transaction& transaction, BotId bot);
  void forget(TenantId tenant, BotId bot);  // drops the cached index

  // Retrieval over two fields (stemmed words, character 4-grams), BM25 each, summed after
  // normalising; then the best one or two sentences of the best passage.
  Task<Result<Answer>> ask(access::Room room, BotId bot, std::string question);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gatehouse::knowledge

namespace gatehouse {
template <>
struct EnumNames<knowledge::SourceKind> {
  using enum knowledge::SourceKind;
  static constexpr auto names = std::to_array<std::pair<knowledge::SourceKind, std::string_view>>(
      {{text, "text"}, {markdown, "markdown"}, {question, "question"}});
};
}  // namespace gatehouse
