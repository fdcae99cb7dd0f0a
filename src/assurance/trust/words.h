// The trust page's texts in its six languages.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "assurance/trust_words_data.h"  // generated from words/*.tsv
#include "base/clock.h"
#include "base/enum_names.h"

namespace gatehouse::assurance::trust {

// In the order of the generated tables.
enum class Language : unsigned char { en, fr, it, da, he, ar };

constexpr bool is_right_to_left(Language language) {
  return language == Language::he || language == Language::ar;
}
std::string_view own_name(Language language);  // "Français"

// The first that a browser's Accept-Language names and we speak; English otherwise.
Language preferred_language(std::string_view accept_language);

constexpr std::string_view word(Word key, Language language) {
  return kWords[static_cast<std::size_t>(key)][static_cast<std::size_t>(language)];
}
// With "{name}" and the like filled in, as they are: escape before or after.
std::string filled(Word key, Language language,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> places);

struct FamilyWords {
  std::string_view name;
  std::string_view promise;
};
FamilyWords family_words(std::string_view prefix, Language language);

// Empty when this language has none; the catalogue's English stands then.
std::string_view translated_title(std::string_view control, Language language);

// "2 h ago", in whole units.
std::string age_text(Instant at, Instant now, Language language);

}  // namespace gatehouse::assurance::trust

namespace gatehouse {
template <>
struct EnumNames<assurance::trust::Language> {
  using enum assurance::trust::Language;
  static constexpr auto names =
      std::to_array<std::pair<assurance::trust::Language, std::string_view>>(
          {{en, "en"}, {fr, "fr"}, {it, "it"}, {da, "da"}, {he, "he"}, {ar, "ar"}});
};
}  // namespace gatehouse
