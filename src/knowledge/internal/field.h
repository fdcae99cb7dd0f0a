// One field of a bot's index, ranked by BM25 (Robertson and Zaragoza 2009: k1 1.2, b 0.75).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "knowledge/internal/words.h"

namespace gatehouse::knowledge::internal {

using PassageNumber = std::uint32_t;

// What is asked of a field: any of the forms will do, the best one counts.
struct Term {
  std::vector<Form> forms;
  double weight;
};

class Field {
 public:
  // How often each key occurs; the same key may stand there several times.
  using Counts = std::vector<std::pair<Key, float>>;

  // Passages are numbered in the order in which they come.
  void add(Counts counts);

  // How rare the term is, and so how much it tells. A term that is nowhere tells the most.
  double rarity(const Term& term) const;

  // By passage number: the score as a share (0 to 1) of what a passage with all terms in it would
  // get.
  std::vector<double> scores(const std::vector<Term>& terms) const;

 private:
  struct Posting {
    PassageNumber passage;
    float count;
  };
  // By passage, how often some form of the term occurs.
  void count(const Term& term, std::vector<float>& counts,
             std::vector<PassageNumber>& touched) const;
  double rarity(std::size_t passages) const;

  std::unordered_map<Key, std::vector<Posting>> postings_;
  std::vector<float> lengths_;
  double total_length_ = 0;
};

}  // namespace gatehouse::knowledge::internal
