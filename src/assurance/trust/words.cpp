#include "assurance/trust/words.h"

#include <algorithm>

#include <fmt/format.h>

namespace gatehouse::assurance::trust {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, kLanguages> kOwnNames{"English", "Français", "Italiano",
                                                             "Dansk",   "עברית",    "العربية"};

std::size_t index_of(Language language) { return static_cast<std::size_t>(language); }

std::string aged(Word key, Language language, std::int64_t count) {
  return filled(key, language, {{"n", fmt::format("{}", count)}});
}

}  // namespace

std::string_view own_name(Language language) { return kOwnNames[index_of(language)]; }

Language preferred_language(std::string_view accept_language) {
  while (!accept_language.empty()) {
    const std::size_t end = std::min(accept_language.find(','), accept_language.size());
    std::string_view one = accept_language.substr(0, end);
    accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    const std::string_view primary = one.substr(0, one.find_first_of("-; "));
    if (const auto known = named<Language>(primary)) return *known;
  }
  return Language::en;
}

std::string filled(Word key, Language language,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> places) {
  std::string text{word(key, language)};
  for (const auto& [name, value] : places) {
    const std::string place = fmt::format("{{{}}}", name);
    for (std::size_t at = text.find(place); at != std::string::npos;
         at = text.find(place, at + value.size()))
      text.replace(at, place.size(), value);
  }
  return text;
}

FamilyWords family_words(std::string_view prefix, Language language) {
  const auto* found = std::ranges::find(kFamilyRows, prefix, &FamilyRow::prefix);
  if (found == kFamilyRows.end()) return {prefix, {}};
  return {found->name[index_of(language)], found->promise[index_of(language)]};
}

std::string_view translated_title(std::string_view control, Language language) {
  const auto* found = std::ranges::lower_bound(kTitleRows, control, {}, &TitleRow::control);
  if (found == kTitleRows.end() || found->control != control) return {};
  return found->title[index_of(language)];
}

std::string age_text(Instant at, Instant now, Language language) {
  const auto age = std::max(now - at, milliseconds{0});
  if (age < 1min) return std::string{word(Word::age_now, language)};
  if (age < 1h) return aged(Word::age_minutes, language, duration_cast<minutes>(age).count());
  if (age < 48h) return aged(Word::age_hours, language, duration_cast<hours>(age).count());
  return aged(Word::age_days, language, duration_cast<days>(age).count());
}

}  // namespace gatehouse::assurance::trust
