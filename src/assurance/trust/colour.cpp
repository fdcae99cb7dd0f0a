#include <algorithm>
#include <cmath>

#include "assurance/trust/page.h"

namespace gatehouse::assurance::trust {

namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Relative luminance (WCAG 2.2) of "#rrggbb".
double luminance(std::string_view colour) {
  const auto channel = [&](std::size_t at) {
    const double value = (digit(colour[at]) * 16 + digit(colour[at + 1])) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

}  // namespace

bool is_colour(std::string_view text) {
  return text.size() == 7 && text.front() == '#' &&
         std::ranges::all_of(text.substr(1), [](char c) { return digit(c) >= 0; });
}

std::string_view text_colour_on(std::string_view colour) {
  const double light = luminance(colour);
  const double on_white = 1.05 / (light + 0.05);
  const double on_black = (light + 0.05) / 0.05;
  return on_white >= on_black ? "#ffffff" : "#000000";
}

}  // namespace gatehouse::assurance::trust
