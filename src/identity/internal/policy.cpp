#include "identity/internal/policy.h"

#include <zxcvbn.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/control.h"
#include "identity/internal/common_passwords.h"

namespace gatehouse::identity::internal {
namespace {

// zxcvbn looks at every part of a text; the rest can only add to the strength of the first octets.
constexpr std::size_t kOctetsJudged = 72;
constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kMostWords = 64;

// What separates words in names and addresses.
bool separates(char c) {
  static constexpr std::string_view kMarks = " \t\n.,;:@_-+'\"()/&";
  return kMarks.contains(c);
}

void add_words(std::string_view text, std::vector<std::string>& words) {
  const std::string whole = folded(text);
  std::string joined;
  std::string word;
  const auto finish = [&words](std::string& one) {
    if (code_points(one) >= kShortestWord && words.size() < kMostWords) words.push_back(one);
    one.clear();
  };
  for (const char c : whole) {
    if (separates(c))
      finish(word);
    else
      joined += c, word += c;
  }
  finish(word);
  finish(joined);
  // As it stands too: parts that are too short to be words are known all the same in their place.
  std::string complete = whole;
  finish(complete);
}

std::vector<std::string> parts_of(const std::vector<std::string>& texts) {
  std::vector<std::string> words{"gatehouse"};
  for (const std::string& text : texts) add_words(text, words);
  return words;
}

std::string without(std::string text, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    for (auto at = text.find(word); at != text.npos; at = text.find(word))
      text.erase(at, word.size());
  return text;
}

// zxcvbn's own thresholds of guesses: 10^3, 10^6, 10^8 and 10^10, in bits.
int score_of(double bits) {
  static constexpr double kThresholds[] = {9.97, 19.93, 26.58, 33.22};
  return static_cast<int>(
      std::ranges::count_if(kThresholds, [bits](double t) { return bits >= t; }));
}

double bits_by_zxcvbn(const std::string& password, const std::vector<std::string>& words) {
  std::vector<const char*> list;
  for (const std::string& word : words) list.push_back(word.c_str());
  list.push_back(nullptr);
  return ZxcvbnMatch(password.c_str(), list.data(), nullptr);
}

std::u32string decoded(std::string_view utf8) {
  std::u32string out;
  for (const char c : utf8) {
    const auto octet = static_cast<std::uint8_t>(c);
    if ((octet & 0xc0) == 0x80 && !out.empty())
      out.back() = out.back() << 6 | (octet & 0x3f);
    else
      out += octet < 0x80 ? octet : octet & (octet < 0xe0 ? 0x1f : octet < 0xf0 ? 0x0f : 0x07);
  }
  return out;
}

bool is_mostly_foreign(std::u32string_view text) {
  return std::ranges::count_if(text, [](char32_t c) { return c >= 0x80; }) * 2 >
         static_cast<std::ptrdiff_t>(text.size());
}

// zxcvbn knows no word outside Latin script and takes one for random octets. Two bits a character
// are what running text is worth at most; runs of the alphabet and repeats are worth nothing.
double bits_of_running_text(std::u32string_view text) {
  if (text.empty()) return 0;
  int steps = 1;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const auto step = static_cast<std::int64_t>(text[at]) - static_cast<std::int64_t>(text[at - 1]);
    if (step < -1 || step > 1) ++steps;
  }
  const std::set<char32_t> distinct{text.begin(), text.end()};
  return std::min(2.0 * steps, 4.0 * static_cast<double>(distinct.size()));
}

bool holds_a_word(const std::string& password, const std::vector<std::string>& words) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return password.contains(word); });
}

// What is left without the words that are known anyway has to be strong by itself.
double bits_of(const std::string& password, const std::vector<std::string>& words) {
  const std::string rest = without(password, words);
  const double bits = std::min(bits_by_zxcvbn(password, words), bits_by_zxcvbn(rest, words));
  if (!is_mostly_foreign(decoded(password))) return bits;
  return std::min(bits, bits_of_running_text(decoded(rest)));
}

}  // namespace

Strength strength_of(const Secret& password, const std::vector<std::string>& texts,
                     const PasswordRules& rules) {
  const std::string_view text = password.reveal_text();
  Strength strength{.score = 0,
                    .acceptable = false,
                    .advice = {},
                    .shortest = rules.shortest,
                    .lowest_score = rules.lowest_score};
  const auto refused = [&strength](Advice why) {
    strength.advice = {why};
    return strength;
  };
  // Octets first: the length of a megabyte need not be counted to be refused.
  if (text.size() > 4 * kLongestPassword || code_points(text) > kLongestPassword)
    return refused(Advice::too_long);
  if (!is_utf8(text)) return refused(Advice::too_guessable);

  const std::vector<std::string> words = parts_of(texts);
  // Folded, so that neither capitals nor wide forms of Latin letters make a known word unknown.
  std::string whole = folded(text);
  std::string judged{std::string_view{whole}.substr(0, kOctetsJudged)};
  while (!is_utf8(judged)) judged.pop_back();
  const bool common = is_common_password(whole);
  if (!common) strength.score = score_of(bits_of(judged, words));
  if (std::cmp_less(code_points(text), rules.shortest))
    strength.advice.push_back(Advice::too_short);
  if (common) strength.advice.push_back(Advice::too_common);
  if (strength.score < rules.lowest_score) strength.advice.push_back(Advice::too_guessable);
  if (holds_a_word(whole, rules.forbidden_words))
    strength.advice.push_back(Advice::contains_forbidden_words);
  strength.acceptable = strength.advice.empty();
  if (holds_a_word(whole, words)) strength.advice.push_back(Advice::contains_personal_words);
  wipe(whole);
  wipe(judged);
  return strength;
}

std::vector<std::string> personal_words(std::string_view name, const EmailAddress& email,
                                        std::string_view workspace) {
  const std::string address = email.folded();
  return {std::string{name}, address, address.substr(0, address.find('@')), std::string{workspace}};
}

Result<> require_strong(const Secret& password, const std::vector<std::string>& words,
                        const PasswordRules& rules) {
  const bool acceptable = strength_of(password, words, rules).acceptable;
  if (enforced<"IDN-02"> && !acceptable) return fail(Error{kPasswordRefused}.at("/password"));
  return {};
}

}  // namespace gatehouse::identity::internal
