#include "knowledge/internal/judge.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "knowledge/internal/unicode.h"

namespace gatehouse::knowledge::internal {
namespace {

constexpr double kLikeEnough = 0.55;  // a slip of the pen, another ending
constexpr double kLikeWeight = 0.8;
constexpr std::size_t kShortSentence = 45;
constexpr std::size_t kLongAnswer = 600;
constexpr std::size_t kLongList = 400;
constexpr double kWorthwhile = 0.12;  // what a neighbour must add to be taken along

// By asked word: how well (0 to 1) it is found.
using Found = std::vector<double>;

double found_in(const Word& asked, const Word& there) {
  double best = 0;
  for (const Form& mine : asked.forms)
    for (const Form& theirs : there.forms)
      if (mine.key == theirs.key) best = std::max(best, mine.weight * theirs.weight);
  if (best == 0) {
    const double like = likeness(asked, there);
    if (like >= kLikeEnough) best = kLikeWeight * like;
  }
  return best;
}

Found found_in(const std::vector<AskedWord>& asked, std::string_view text) {
  Found found(asked.size());
  for (const Word& there : words_of(text))
    for (std::size_t i = 0; i < asked.size(); ++i)
      if (found[i] < 1) found[i] = std::max(found[i], found_in(asked[i].word, there));
  return found;
}

Found better(Found one, const Found& other) {
  for (std::size_t i = 0; i < one.size(); ++i) one[i] = std::max(one[i], other[i]);
  return one;
}

double share(const std::vector<AskedWord>& asked, const Found& found) {
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    sum += asked[i].worth * found[i];
    all += asked[i].worth;
  }
  return all > 0 ? sum / all : 0;
}

struct Sentence {
  std::size_t start;
  std::size_t end;
  Found found;
  double score;
};

bool leans_on_the_one_before(std::string_view sentence) {
  constexpr std::array<std::string_view, 16> kLeaning = {
      "it",   "this", "that", "these", "those", "they", "then", "otherwise",
      "such", "both", "he",   "she",   "זה",    "זו",   "הוא",  "היא"};
  const std::string first = comparable(sentence.substr(0, sentence.find_first_of(" ,")));
  return std::ranges::find(kLeaning, first) != kLeaning.end();
}

class Choice {
 public:
  Choice(const std::vector<AskedWord>& asked, std::string_view text, const Found& headings)
      : asked_{asked}, text_{text} {
    for (std::size_t start = 0; start < text.size();) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      std::size_t at = start;
      for (const std::string_view sentence : sentences_of(text.substr(start, end - start))) {
        add(at, at + sentence.size());
        at += sentence.size();
      }
      start = end + 1;
    }
    // A heading that says what was asked is explained by what comes first under it.
    if (!sentences_.empty()) sentences_.front().score += 0.25 * share(asked, headings);
  }

  std::string_view best() {
    if (sentences_.empty()) return text_;
    const auto best = std::ranges::max_element(sentences_, {}, &Sentence::score);
    first_ = last_ = static_cast<std::size_t>(best - sentences_.begin());
    add_neighbour();
    std::string_view answer =
        text_.substr(sentences_[first_].start, sentences_[last_].end - sentences_[first_].start);
    answer = trimmed(answer);
    if (answer.starts_with("- ")) answer.remove_prefix(2);
    return answer;
  }

 private:
  void add(std::size_t start, std::size_t end) {
    const std::string_view sentence = trimmed(text_.substr(start, end - start));
    if (sentence.empty()) return;
    Found found = found_in(asked_, sentence);
    double score = share(asked_, found);
    if (code_points(sentence) < 25) score *= 0.85;
    if (sentence.ends_with('?')) score *= 0.5;
    sentences_.push_back({start, end, std::move(found), score});
  }

  std::string_view text_of(std::size_t sentence) const {
    return trimmed(text_.substr(sentences_[sentence].start,
                                sentences_[sentence].end - sentences_[sentence].start));
  }

  bool is_apart(std::size_t first) const {
    const std::size_t end = sentences_[first].end;
    return text_.substr(end, sentences_[first + 1].start - end).contains("\n\n");
  }

  double gain(std::size_t neighbour) const {
    const Found& own = sentences_[first_].found;
    return share(asked_, better(own, sentences_[neighbour].found)) - share(asked_, own);
  }

  void add_neighbour() {
    const bool has_before = first_ > 0;
    const bool has_after = first_ + 1 < sentences_.size();
    if (text_of(first_).ends_with(':') && has_after) return add_list();
    if (has_before && leans_on_the_one_before(text_of(first_))) {
      --first_;
      return;
    }
    const double before = has_before ? gain(first_ - 1) : 0;
    const double after = has_after ? gain(first_ + 1) : 0;
    if (std::max(before, after) >= kWorthwhile) {
      if (after >= before)
        ++last_;
      else
        --first_;
    } else if (has_after && code_points(text_of(first_)) < kShortSentence && !is_apart(first_)) {
      ++last_;
    } else if (has_after && leans_on_the_one_before(text_of(first_ + 1)) && !is_apart(first_)) {
      ++last_;
    }
  }

  // "You need:" says nothing without what follows.
  void add_list() {
    ++last_;
    while (last_ + 1 < sentences_.size() && !is_apart(last_) &&
           sentences_[last_ + 1].end - sentences_[first_].start <= kLongList) {
      ++last_;
    }
  }

  const std::vector<AskedWord>& asked_;
  std::string_view text_;
  std::vector<Sentence> sentences_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
};

// What somebody wrote as the answer is the answer; only a very long one is shortened.
std::string_view start_of(std::string_view text) {
  if (code_points(text) <= kLongAnswer) return text;
  std::size_t end = 0;
  for (const std::string_view sentence : sentences_of(text)) {
    if (end > 0 && code_points(text.substr(0, end + sentence.size())) > kLongAnswer) break;
    end += sentence.size();
  }
  return trimmed(first_code_points(text.substr(0, end), 2 * kLongAnswer));
}

}  // namespace

Judgement judge(const std::vector<AskedWord>& asked, SourceKind kind, std::string_view title,
                const Passage& passage) {
  const Found headings = better(found_in(asked, title), found_in(asked, passage.heading));
  const Found all = better(found_in(asked, passage.text), headings);
  std::string answer{kind == SourceKind::question ? start_of(passage.text)
                                                  : Choice{asked, passage.text, headings}.best()};
  const double answer_coverage = share(asked, better(found_in(asked, answer), headings));
  return {std::move(answer), share(asked, all), answer_coverage};
}

}  // namespace gatehouse::knowledge::internal
