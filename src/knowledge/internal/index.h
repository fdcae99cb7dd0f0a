// One bot's passages in memory. An index never holds those of two bots (control KNW-01).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/internal/field.h"
#include "knowledge/internal/judge.h"
#include "knowledge/knowledge.h"

namespace gatehouse::knowledge::internal {

class Index {
 public:
  struct Entry {
    SourceId source;
    SourceKind kind;
    std::string title;
    std::optional<std::string> url;
    Passage passage;
  };

  void add(Entry entry);
  std::size_t passages() const { return entries_.size(); }

  // Only the first 512 characters of the question count.
  Answer ask(std::string_view question) const;

 private:
  struct Candidate {
    PassageNumber passage;
    double score;
    Judgement judgement;
    double confidence;
    double rank;
  };
  std::vector<AskedWord> asked_words(std::string_view question) const;
  std::vector<Candidate> candidates(const std::vector<AskedWord>& asked) const;

  std::vector<Entry> entries_;
  Field words_;
  Field grams_;
};

}  // namespace gatehouse::knowledge::internal
