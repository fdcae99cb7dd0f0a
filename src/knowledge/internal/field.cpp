#include "knowledge/internal/field.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::knowledge::internal {
namespace {

constexpr double kK1 = 1.2;
constexpr double kB = 0.75;
// Every bot counts as if it knew this many more passages: otherwise all words of a bot that knows
// one page would be common, and nothing it is asked would be told from anything else.
constexpr double kUnseen = 50;

}  // namespace

void Field::add(Counts counts) {
  const auto passage = static_cast<PassageNumber>(lengths_.size());
  std::ranges::sort(counts, {}, &Counts::value_type::first);
  float length = 0;
  for (auto at = counts.begin(); at != counts.end();) {
    const Key key = at->first;
    float count = 0;
    for (; at != counts.end() && at->first == key; ++at) count += at->second;
    postings_[key].push_back({passage, count});
    length += count;
  }
  lengths_.push_back(length);
  total_length_ += static_cast<double>(length);
}

double Field::rarity(std::size_t passages) const {
  const double all = static_cast<double>(lengths_.size()) + kUnseen;
  const auto with = static_cast<double>(passages);
  return std::log(1 + (all - with + 0.5) / (with + 0.5));
}

double Field::rarity(const Term& term) const {
  // Near words do not make the word itself common.
  std::size_t most = 0;
  for (const Form& form : term.forms) {
    if (form.weight < 0.9) continue;
    const auto found = postings_.find(form.key);
    if (found != postings_.end()) most = std::max(most, found->second.size());
  }
  return rarity(most);
}

void Field::count(const Term& term, std::vector<float>& counts,
                  std::vector<PassageNumber>& touched) const {
  for (const Form& form : term.forms) {
    const auto found = postings_.find(form.key);
    if (found == postings_.end()) continue;
    const auto weight = static_cast<float>(form.weight);
    for (const Posting& posting : found->second) {
      float& count = counts[posting.passage];
      if (count == 0) touched.push_back(posting.passage);
      count = std::max(count, weight * posting.count);
    }
  }
}

std::vector<double> Field::scores(const std::vector<Term>& terms) const {
  std::vector<double> scores(lengths_.size());
  std::vector<float> counts(lengths_.size());
  std::vector<PassageNumber> touched;
  const double average =
      std::max(1.0, total_length_ / std::max(1.0, static_cast<double>(lengths_.size())));
  double perfect = 0;
  for (const Term& term : terms) {
    const double worth = term.weight * rarity(term);
    perfect += worth * 2 * (kK1 + 1) / (2 + kK1);  // twice in a passage of average length
    count(term, counts, touched);
    for (const PassageNumber passage : touched) {
      const auto times = static_cast<double>(counts[passage]);
      const double length = static_cast<double>(lengths_[passage]) / average;
      scores[passage] += worth * times * (kK1 + 1) / (times + kK1 * (1 - kB + kB * length));
      counts[passage] = 0;
    }
    touched.clear();
  }
  if (perfect <= 0) return scores;
  for (double& score : scores) score = std::min(1.0, score / perfect);
  return scores;
}

}  // namespace gatehouse::knowledge::internal
