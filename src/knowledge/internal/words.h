// A text as the index sees it: word forms and character 4-grams, as 64-bit hashes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::knowledge::internal {

using Key = std::uint64_t;

struct Form {
  Key key;
  double weight;  // 1 is the word itself
};

struct Word {
  // The stem; of Hebrew the word and what is left without prefix letters or ending; the parts of
  // "gatehouse.toml" and "set-up" (and "setup"). Asked words also bring words of near meaning.
  std::vector<Form> forms;
  std::vector<Key> grams;  // of the word with a mark at each end
  double weight;           // less for words that say little
};

// Words that say nothing are left out of both.
std::vector<Word> words_of(std::string_view text);
std::vector<Word> asked_words_of(std::string_view question);

// How alike two words are spelled: shared 4-grams, 0 to 1 (Dice).
double likeness(const Word& one, const Word& other);

}  // namespace gatehouse::knowledge::internal
