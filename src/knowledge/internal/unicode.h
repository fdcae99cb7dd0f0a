// Borders of words and sentences (Unicode TR29, by ICU), and the one form in which words compare.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::knowledge::internal {

// Views into `line`, in order, together all of it (each with the white space that follows it).
std::vector<std::string_view> sentences_of(std::string_view line);

// Calls `take` for each word or number of a text that comparable() returned.
void for_each_word(std::string_view text, const std::function<void(std::string_view)>& take);

// NFKC, case folded, without accents, vowel points and curly apostrophes.
std::string comparable(std::string_view text);

std::u32string code_points_of(std::string_view utf8);
std::string utf8_of(std::u32string_view text);

bool is_hebrew(char32_t letter);

std::string_view trimmed(std::string_view text);  // ASCII white space

}  // namespace gatehouse::knowledge::internal
