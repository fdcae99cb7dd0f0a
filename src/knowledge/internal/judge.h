// Judges one passage for one question: how much of what was asked stands in it, and in which
// sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/internal/words.h"
#include "knowledge/knowledge.h"

namespace gatehouse::knowledge::internal {

struct AskedWord {
  Word word;
  double worth;  // weight times rarity
};

struct Judgement {
  std::string answer;       // verbatim out of the passage
  double passage_coverage;  // share (0 to 1, by worth) of the asked words in passage and headings
  double answer_coverage;   // the same of answer and headings
};

Judgement judge(const std::vector<AskedWord>& asked, SourceKind kind, std::string_view title,
                const Passage& passage);

}  // namespace gatehouse::knowledge::internal
