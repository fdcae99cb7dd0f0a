#include "knowledge/internal/words.h"

#include <libstemmer.h>

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "knowledge/internal/unicode.h"
#include "knowledge/internal/vocabulary.h"

namespace gatehouse::knowledge::internal {
namespace {

constexpr std::size_t kGram = 4;
constexpr double kLittle = 0.35;
constexpr double kPartWeight = 0.9;
constexpr double kNearWeight = 0.65;
constexpr double kEndingWeight = 0.8;
constexpr std::u32string_view kHebrewPrefixes = U"והבלמשכ";
constexpr std::u32string_view kHebrewEndings[] = {U"ים", U"ות", U"ה", U"ת"};
constexpr std::size_t kHebrewLeast = 3;  // letters that must stay, or little words fall apart

// FNV-1a. Collisions only mix up two words of one bot's own text.
template <class Sequence>
Key hash(Key seed, const Sequence& sequence) {
  Key key = 0xcbf29ce484222325u ^ seed;
  for (const auto value : sequence) key = (key ^ static_cast<Key>(value)) * 0x100000001b3u;
  return key;
}
Key key_of(std::string_view stem) { return hash(0, stem); }

struct FreeStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

std::string stem_of(std::string_view word) {
  thread_local const std::unique_ptr<sb_stemmer, FreeStemmer> stemmer{
      sb_stemmer_new("english", "UTF_8")};
  CHECK(stemmer != nullptr);
  if (word.size() > 64) return std::string{word};
  word = base_form(word);
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  CHECK(stem != nullptr);
  return {reinterpret_cast<const char*>(stem),
          static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

const std::vector<std::string>& near_stems(const std::string& stem) {
  static const auto all = [] {
    std::unordered_map<std::string, std::vector<std::string>> near;
    for (const std::string_view line : near_meanings()) {
      const std::vector<std::string_view> words = words_of_line(line);
      for (const std::string_view word : words)
        for (const std::string_view other : words)
          if (other != word) near[stem_of(word)].push_back(stem_of(other));
    }
    return near;
  }();
  static const std::vector<std::string> none;
  const auto found = all.find(stem);
  return found == all.end() ? none : found->second;
}

void add_form(Word& word, std::string_view stem, double weight) {
  const Key key = key_of(stem);
  for (Form& form : word.forms) {
    if (form.key != key) continue;
    form.weight = std::max(form.weight, weight);
    return;
  }
  word.forms.push_back({key, weight});
}

void add_without_ending(Word& word, std::u32string_view letters) {
  for (const std::u32string_view ending : kHebrewEndings) {
    if (!letters.ends_with(ending) || letters.size() < ending.size() + kHebrewLeast) continue;
    add_form(word, utf8_of(letters.substr(0, letters.size() - ending.size())), kEndingWeight);
    return;
  }
}

// One or two prefix letters may be stripped, and one ending.
void add_hebrew_forms(Word& word, std::u32string_view letters) {
  add_form(word, utf8_of(letters), 1);
  add_without_ending(word, letters);
  for (int stripped = 0; stripped < 2; ++stripped) {
    if (letters.size() <= kHebrewLeast || !kHebrewPrefixes.contains(letters.front())) return;
    letters.remove_prefix(1);
    add_form(word, utf8_of(letters), kPartWeight);
    add_without_ending(word, letters);
  }
}

void add_part_forms(Word& word, std::string_view text) {
  constexpr std::string_view kJoints = "._:'";
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find_first_of(kJoints, start), text.size());
    const std::string_view part = text.substr(start, end - start);
    if (part.size() > 1 && part.size() < text.size() && !says_nothing(part)) {
      add_form(word, stem_of(part), kPartWeight);
    }
    start = end + 1;
  }
}

Word word_of(std::string_view text) {
  Word word;
  word.weight = says_little(base_form(text)) || says_little(text) ? kLittle : 1;
  std::u32string letters = code_points_of(text);
  if (is_hebrew(letters.front())) {
    add_hebrew_forms(word, letters);
  } else {
    add_form(word, stem_of(text), 1);
    add_part_forms(word, text);
  }
  letters.insert(letters.begin(), U'_');
  letters.push_back(U'_');
  for (std::size_t i = 0; i + kGram <= letters.size(); ++i) {
    word.grams.push_back(hash(1, std::u32string_view{letters}.substr(i, kGram)));
  }
  return word;
}

// "set-up" and "set up" are also "setup"; white space joins only in questions, where the index then
// tells whether there is such a word.
bool joins(std::string_view between, bool asked) {
  return between == "-" || between == "\xe2\x80\x91" || (asked && between == " ");
}

std::vector<Word> read(std::string_view text, bool asked) {
  const std::string plain = comparable(text);
  std::vector<Word> words;
  std::string_view last;
  bool last_taken = false;
  for_each_word(plain, [&](std::string_view token) {
    const bool taken = !says_nothing(token);
    if (taken) {
      words.push_back(word_of(token));
      if (asked) {
        for (const std::string& near : near_stems(stem_of(token))) {
          add_form(words.back(), near, kNearWeight);
        }
      }
    }
    if (!last.empty() && (taken || last_taken)) {
      const char* end = last.data() + last.size();
      if (joins({end, static_cast<std::size_t>(token.data() - end)}, asked)) {
        const std::string joined = stem_of(std::string{last}.append(token));
        if (last_taken) add_form(words[words.size() - (taken ? 2 : 1)], joined, kPartWeight);
        if (taken && asked) add_form(words.back(), joined, kPartWeight);
      }
    }
    last = token;
    last_taken = taken;
  });
  return words;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) { return read(text, false); }

std::vector<Word> asked_words_of(std::string_view question) { return read(question, true); }

double likeness(const Word& one, const Word& other) {
  if (one.grams.empty() || other.grams.empty()) return 0;
  std::size_t shared = 0;
  for (const Key gram : one.grams)
    if (std::ranges::find(other.grams, gram) != other.grams.end()) ++shared;
  return 2.0 * static_cast<double>(shared) /
         static_cast<double>(one.grams.size() + other.grams.size());
}

}  // namespace gatehouse::knowledge::internal
