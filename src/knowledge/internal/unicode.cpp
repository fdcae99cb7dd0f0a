#include "knowledge/internal/unicode.h"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "base/result.h"

namespace gatehouse::knowledge::internal {
namespace {

// ICU's iterators are costly to make and keep a position, so each thread keeps its own.
class Borders {
 public:
  enum class Kind : unsigned char { word, sentence };

  explicit Borders(Kind kind) {
    UErrorCode status = U_ZERO_ERROR;
    // "ss=standard": no sentence ends after "e.g." or "No.".
    iterator_.reset(kind == Kind::word
                        ? icu::BreakIterator::createWordInstance(icu::Locale{"en"}, status)
                        : icu::BreakIterator::createSentenceInstance(
                              icu::Locale::createCanonical("en@ss=standard"), status));
    CHECK(U_SUCCESS(status) && iterator_ != nullptr);
  }
  Borders(const Borders&) = delete;
  Borders& operator=(const Borders&) = delete;
  ~Borders() { utext_close(&text_); }

  icu::BreakIterator& over(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
    iterator_->setText(&text_, status);
    CHECK(U_SUCCESS(status));
    return *iterator_;
  }

 private:
  UText text_ = UTEXT_INITIALIZER;
  std::unique_ptr<icu::BreakIterator> iterator_;
};

// Accents of Latin, Greek and Cyrillic; Hebrew and Arabic vowel points. Marks of other scripts are
// letters to those who write them.
bool is_dropped_mark(char32_t code) {
  return (code >= 0x300 && code <= 0x36f) || (code >= 0x591 && code <= 0x5bd) || code == 0x5bf ||
         code == 0x5c1 || code == 0x5c2 || code == 0x5c4 || code == 0x5c5 || code == 0x5c7 ||
         (code >= 0x64b && code <= 0x65f);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string normalised(const icu::Normalizer2& form, std::string_view text) {
  std::string out;
  icu::StringByteSink<std::string> sink{&out};
  UErrorCode status = U_ZERO_ERROR;
  form.normalizeUTF8(0, {text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr,
                     status);
  CHECK(U_SUCCESS(status));
  return out;
}

// "1. Open the page." is one sentence, and so is "Any server, e.g. Debian, will do."
bool ends_no_sentence(std::string_view text) {
  if (!text.ends_with('.')) return false;
  if (text.find_first_not_of("0123456789") == text.size() - 1) return true;
  for (const std::string_view abbreviation : {"e.g.", "i.e.", "cf.", "vs.", "approx."})
    if (text.ends_with(abbreviation)) return true;
  return false;
}

void append(std::string& out, char32_t code) {
  char octets[4];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(octets, length, static_cast<UChar32>(code));
  out.append(octets, static_cast<std::size_t>(length));
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view line) {
  std::vector<std::string_view> found;
  if (line.empty()) return found;
  thread_local Borders borders{Borders::Kind::sentence};
  icu::BreakIterator& iterator = borders.over(line);
  std::size_t start = 0;
  iterator.first();
  for (std::int32_t end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
    const auto border = static_cast<std::size_t>(end);
    if (border <= start || border > line.size()) continue;
    const std::string_view sentence = line.substr(start, border - start);
    if (border < line.size() && ends_no_sentence(trimmed(sentence))) continue;
    found.push_back(sentence);
    start = border;
  }
  if (start < line.size()) found.push_back(line.substr(start));
  return found;
}

void for_each_word(std::string_view text, const std::function<void(std::string_view)>& take) {
  if (text.empty()) return;
  thread_local Borders borders{Borders::Kind::word};
  icu::BreakIterator& iterator = borders.over(text);
  std::int32_t start = iterator.first();
  for (std::int32_t end = iterator.next(); end != icu::BreakIterator::DONE;
       start = end, end = iterator.next()) {
    if (iterator.getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
    take(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
  }
}

std::string comparable(std::string_view text) {
  if (is_ascii(text)) {
    std::string out{text};
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* apart = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* together = icu::Normalizer2::getNFCInstance(status);
  CHECK(U_SUCCESS(status));
  std::string plain;
  for (const char32_t code : code_points_of(normalised(*apart, normalised(*folding, text)))) {
    if (is_dropped_mark(code)) continue;
    append(plain, code == 0x2019 || code == 0x5f3 ? U'\'' : code);
  }
  return normalised(*together, plain);
}

std::u32string code_points_of(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 code;
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(utf8.data()), i, size, code);
    out.push_back(static_cast<char32_t>(code));
  }
  return out;
}

std::string utf8_of(std::u32string_view text) {
  std::string out;
  for (const char32_t code : text) append(out, code);
  return out;
}

bool is_hebrew(char32_t letter) { return letter >= 0x5d0 && letter <= 0x5ea; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \n\t";
  const std::size_t start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

}  // namespace gatehouse::knowledge::internal
