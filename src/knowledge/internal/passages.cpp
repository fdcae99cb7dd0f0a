#include "knowledge/internal/passages.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "knowledge/internal/unicode.h"

namespace gatehouse::knowledge::internal {
namespace {

constexpr std::size_t kLeast = 600;
constexpr std::size_t kMost = 900;
constexpr std::size_t kShort = 200;

// What is never cut, with what stands between it and the one before.
struct Unit {
  std::string_view between;
  std::string_view text;
};

// A sentence too long for any passage is cut at white space, or anywhere if it has none.
void add_sentence(std::vector<Unit>& units, std::string_view between, std::string_view sentence) {
  while (code_points(sentence) > kMost) {
    const std::string_view most = first_code_points(sentence, kMost);
    const std::size_t space = most.find_last_of(" \n\t");
    const bool usable = space != std::string_view::npos && space > most.size() / 2;
    const std::size_t cut = usable ? space + 1 : most.size();
    units.push_back({between, sentence.substr(0, cut)});
    sentence.remove_prefix(cut);
    between = "";
  }
  if (!sentence.empty()) units.push_back({between, sentence});
}

void add_lines(std::vector<Unit>& units, std::string_view between, const Block& block) {
  std::string_view rest = block.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (block.kind == Block::Kind::code) {
      add_sentence(units, between, line);
      // An empty line of code is kept with the line after it.
      between = line.empty() && !units.empty() ? "\n\n" : "\n";
      continue;
    }
    for (const std::string_view sentence : sentences_of(line)) {
      add_sentence(units, between, sentence);
      between = "";
    }
    between = "\n";
  }
}

std::vector<Unit> units_of(const Section& section) {
  using enum Block::Kind;
  std::vector<Unit> units;
  const Block* before = nullptr;
  for (const Block& block : section.blocks) {
    const bool lines = before != nullptr && before->kind == block.kind &&
                       (block.kind == item || block.kind == row);
    add_lines(units, lines ? "\n" : "\n\n", block);
    before = &block;
  }
  return units;
}

// The passages of one section.
class Cutter {
 public:
  Cutter(std::vector<Passage>& out, const std::string& heading)
      : out_{out}, first_{out.size()}, heading_{heading} {}

  void take(const Unit& unit) {
    const std::size_t size = code_points(unit.between) + code_points(unit.text);
    const bool block_starts = unit.between == "\n\n";
    if (size_ > 0 && (size_ + size > kMost || (block_starts && size_ >= kLeast))) finish();
    if (size_ > 0) text_ += unit.between;
    text_ += unit.text;
    size_ += size;
  }

  // A short rest goes to the passage before it, when that has room.
  void end() {
    finish();
    if (out_.size() < first_ + 2) return;
    const std::size_t rest = code_points(out_.back().text);
    std::string& before = out_[out_.size() - 2].text;
    if (rest >= kShort || code_points(before) + 2 + rest > kMost) return;
    before += "\n\n" + out_.back().text;
    out_.pop_back();
  }

 private:
  void finish() {
    const std::string_view text = trimmed(text_);
    if (!text.empty()) out_.push_back({heading_, std::string{text}});
    text_.clear();
    size_ = 0;
  }

  std::vector<Passage>& out_;
  std::size_t first_;
  const std::string& heading_;
  std::string text_;
  std::size_t size_ = 0;
};

}  // namespace

std::vector<Passage> passages_of(const std::vector<Section>& sections) {
  std::vector<Passage> passages;
  for (const Section& section : sections) {
    Cutter cutter{passages, section.heading};
    for (const Unit& unit : units_of(section)) cutter.take(unit);
    cutter.end();
  }
  return passages;
}

}  // namespace gatehouse::knowledge::internal

namespace gatehouse::knowledge {
namespace {

constexpr std::size_t kMostOfAnswer = 4000;

std::vector<Passage> passages_of_question(const NewSource& source) {
  const std::string_view answer = internal::trimmed(source.text);
  if (answer.empty()) return {};
  if (code_points(answer) <= kMostOfAnswer) return {{source.title, std::string{answer}}};
  std::vector<Passage> passages = internal::passages_of(internal::sections_of_text(answer));
  for (Passage& passage : passages) passage.heading = source.title;
  return passages;
}

}  // namespace

std::vector<Passage> passages_of(const NewSource& source) {
  switch (source.kind) {
    case SourceKind::text:
      return internal::passages_of(internal::sections_of_text(source.text));
    case SourceKind::markdown:
      return internal::passages_of(internal::sections_of_markdown(source.text, source.title));
    case SourceKind::question:
      return passages_of_question(source);
  }
  std::unreachable();
}

}  // namespace gatehouse::knowledge
