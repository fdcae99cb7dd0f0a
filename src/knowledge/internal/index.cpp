#include "knowledge/internal/index.h"

#include <algorithm>
#include <ranges>

#include "base/control.h"
#include "base/text.h"
#include "knowledge/internal/markup.h"

namespace gatehouse::knowledge::internal {
namespace {

constexpr std::size_t kQuestionLength = 512;  // code points
constexpr std::size_t kMostWords = 48;
constexpr std::size_t kConsidered = 5;
constexpr std::size_t kJudged = 8;
constexpr double kHeadingBoost = 2.5;
constexpr double kTitleBoost = 1.5;
constexpr double kWordShare = 0.7;
constexpr double kGramShare = 0.3;
// Chosen by evaluation_test.cpp: about half of what was asked must be found, by its worth.
constexpr double kThreshold = 0.51;
constexpr double kScoreShare = 0.4;
constexpr double kPassageShare = 0.15;
constexpr double kAnswerShare = 0.45;
// Passages that hold everything asked are told apart by how much they are about it.
constexpr double kScoreInRank = 0.2;

void count(std::string_view text, double boost, Field::Counts& words, Field::Counts& grams) {
  for (const Word& word : words_of(text)) {
    for (const Form& form : word.forms) {
      words.emplace_back(form.key, static_cast<float>(boost * form.weight));
    }
    for (const Key gram : word.grams) grams.emplace_back(gram, static_cast<float>(boost));
  }
}

double confidence_of(double score, const Judgement& judgement) {
  return kScoreShare * score + kPassageShare * judgement.passage_coverage +
         kAnswerShare * judgement.answer_coverage;
}

double rank_of(double confidence, double score) {
  return (confidence + kScoreInRank * score) / (1 + kScoreInRank);
}

}  // namespace

void Index::add(Entry entry) {
  Field::Counts words;
  Field::Counts grams;
  count(entry.passage.text, 1, words, grams);
  count(entry.passage.heading, kHeadingBoost, words, grams);
  count(entry.title, kTitleBoost, words, grams);
  words_.add(std::move(words));
  grams_.add(std::move(grams));
  entries_.push_back(std::move(entry));
}

std::vector<AskedWord> Index::asked_words(std::string_view question) const {
  std::vector<AskedWord> asked;
  for (Word& word : asked_words_of(first_code_points(question, kQuestionLength))) {
    const Key stem = word.forms.front().key;
    const bool again = std::ranges::any_of(
        asked, [stem](const AskedWord& other) { return other.word.forms.front().key == stem; });
    if (again || asked.size() == kMostWords) continue;
    const double worth = word.weight * words_.rarity({word.forms, word.weight});
    asked.push_back({std::move(word), worth});
  }
  return asked;
}

std::vector<Index::Candidate> Index::candidates(const std::vector<AskedWord>& asked) const {
  std::vector<Term> words;
  std::vector<Term> grams;
  for (const AskedWord& one : asked) {
    words.push_back({one.word.forms, one.word.weight});
    const double weight =
        one.word.weight / static_cast<double>(std::max<std::size_t>(1, one.word.grams.size()));
    for (const Key gram : one.word.grams) grams.push_back({{{gram, 1}}, weight});
  }
  const std::vector<double> by_words = words_.scores(words);
  const std::vector<double> by_grams = grams_.scores(grams);
  std::vector<Candidate> found;
  for (PassageNumber passage = 0; passage < entries_.size(); ++passage) {
    const double score = kWordShare * by_words[passage] + kGramShare * by_grams[passage];
    if (score > 0) found.push_back({passage, score, {}, 0, 0});
  }
  const auto judged = std::min(kJudged, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(judged),
                            std::ranges::greater{}, &Candidate::score);
  found.resize(judged);
  return found;
}

Answer Index::ask(std::string_view question) const {
  Answer answer{false, "", std::nullopt, 0, kThreshold, {}};
  const std::vector<AskedWord> asked = asked_words(question);
  std::vector<Candidate> found = candidates(asked);
  for (Candidate& candidate : found) {
    const Entry& entry = entries_[candidate.passage];
    candidate.judgement = judge(asked, entry.kind, entry.title, entry.passage);
    candidate.confidence = confidence_of(candidate.score, candidate.judgement);
    candidate.rank = rank_of(candidate.confidence, candidate.score);
  }
  std::ranges::sort(found, [](const Candidate& one, const Candidate& other) {
    if (one.rank != other.rank) return one.rank > other.rank;
    return one.passage < other.passage;
  });
  if (found.empty()) return answer;
  const auto shown = std::min(kConsidered, found.size());
  for (const Candidate& candidate : found | std::views::take(shown)) {
    const Entry& entry = entries_[candidate.passage];
    answer.considered.push_back(
        {entry.source, entry.title, entry.passage.heading, entry.passage.text, candidate.rank});
  }
  const Candidate& best = found.front();
  answer.confidence = best.confidence;
  if (best.confidence < kThreshold) return answer;
  const Entry& entry = entries_[best.passage];
  answer.answered = true;
  answer.text = best.judgement.answer;
  // A source is data: nothing in it may become a link that leaks or misleads.
  if (enforced<"KNW-02">) answer.text = without_links(answer.text);
  answer.citation = Citation{entry.source, entry.title, entry.passage.heading, entry.url};
  return answer;
}

}  // namespace gatehouse::knowledge::internal
