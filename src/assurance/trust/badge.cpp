#include <fmt/format.h>

#include "assurance/trust/markup.h"
#include "assurance/trust/page.h"

namespace gatehouse::assurance::trust {

namespace {

// White text on each has a contrast of at least 4.5.
constexpr std::string_view kGreen = "#05773b";
constexpr std::string_view kAmber = "#8a5601";
constexpr std::string_view kRed = "#a04038";
constexpr std::string_view kGrey = "#5c696a";
constexpr std::string_view kDark = "#263031";

struct Claim {
  std::string text;
  std::string_view colour;
};

std::string age_of(const Facts& facts, Standing standing, Language language) {
  const auto oldest = facts.oldest(standing);
  return oldest ? age_text(*oldest, facts.now, language) : std::string{};
}

Claim claim(const Facts& facts, Language language) {
  const auto number = [](std::size_t count) { return fmt::format("{}", count); };
  const std::size_t failed = facts.count(Standing::failed);
  const std::size_t waived = facts.count(Standing::waived);
  const std::size_t stale = facts.count(Standing::stale);
  const std::size_t proven = facts.count(Standing::proven);
  if (failed > 0)
    return {filled(Word::badge_failed, language,
                   {{"n", number(failed)},
                    {"all", number(failed + waived + stale + proven)},
                    {"age", age_of(facts, Standing::failed, language)}}),
            kRed};
  if (stale > 0)
    return {filled(Word::badge_stale, language,
                   {{"n", number(stale)}, {"age", age_of(facts, Standing::stale, language)}}),
            kAmber};
  const std::string age = age_of(facts, Standing::proven, language);
  if (waived > 0)
    return {filled(Word::badge_waived, language,
                   {{"n", number(proven)}, {"waived", number(waived)}, {"age", age}}),
            kAmber};
  if (proven > 0)
    return {filled(Word::badge_proven, language, {{"n", number(proven)}, {"age", age}}), kGreen};
  return {std::string{word(Word::badge_none, language)}, kGrey};
}

// Nearly the width in pixels of 11-pixel sans-serif text; textLength makes it exact.
std::size_t width_of(std::string_view text) {
  std::size_t points = 0;
  for (const unsigned char c : text)
    if ((c & 0xC0) != 0x80) ++points;
  return points * 63 / 10 + 12;
}

}  // namespace

std::string trust_badge(const Owner& owner, const Facts& facts, Language language) {
  const Claim said = claim(facts, language);
  constexpr std::string_view kLabel = "Gatehouse";
  const std::size_t label = width_of(kLabel);
  const std::size_t value = width_of(said.text);
  const std::string title =
      fmt::format("{}: {}", filled(Word::badge_title, language, {{"name", owner.name}}), said.text);
  // Stretching would tear joined letters apart.
  const std::string fit =
      is_right_to_left(language) ? "" : fmt::format("textLength=\"{}\"", value - 12);
  const std::string_view direction = is_right_to_left(language) ? "rtl" : "ltr";
  return fmt::format(
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20" role="img" aria-label="{1}">)svg"
      R"svg(<title>{1}</title>)svg"
      R"svg(<clipPath id="r"><rect width="{0}" height="20" rx="4"/></clipPath><g clip-path="url(#r)">)svg"
      R"svg(<rect width="{2}" height="20" fill="{3}"/>)svg"
      R"svg(<rect x="{2}" width="{4}" height="20" fill="{5}"/></g>)svg"
      R"svg(<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">)svg"
      R"svg(<text x="{6}" y="14" textLength="{7}">{8}</text>)svg"
      R"svg(<text x="{9}" y="14" {10} direction="{11}" xml:lang="{12}">{13}</text></g></svg>)svg",
      label + value, escaped(title), label, kDark, value, said.colour, label / 2, label - 12,
      kLabel, label + value / 2, fit, direction, name_of(language), escaped(said.text));
}

}  // namespace gatehouse::assurance::trust
