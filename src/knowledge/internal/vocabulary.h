// What we know of words: those that say nothing, those that say little, those that mean the same.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace gatehouse::knowledge::internal {

// All arguments are comparable() words, not stems.

bool says_nothing(std::string_view word);  // "the", "what", "please"
bool says_little(std::string_view word);   // "work", "long", "use"

// "take" for "took"; most words are their own.
std::string_view base_form(std::string_view word);

// Lines of everyday English words that mean about the same. A word may stand in several.
std::span<const std::string_view> near_meanings();

// Parted at spaces.
std::vector<std::string_view> words_of_line(std::string_view line);

}  // namespace gatehouse::knowledge::internal
