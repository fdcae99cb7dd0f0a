// The public trust page: one HTML document without scripts, and the badge that others embed.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assurance/trust/standing.h"
#include "assurance/trust/words.h"

namespace gatehouse::assurance::trust {

struct Processor {
  std::string name;
  std::string purpose;
  std::string country;
};

// Whose page it is.
struct Owner {
  std::string path;  // "/trust" or "/trust/harbour-books"
  std::string name;
  std::string accent = {};   // "#086f6d"; empty: our own
  std::string contact = {};  // an e-mail address or an https address; empty: none
  std::vector<Processor> processors = {};
};

struct LastRun {
  Instant at;
  std::string build;
};

struct PageFacts {
  Facts facts;
  std::optional<LastRun> run;  // the last full one
  bool has_security_txt;
};

// `style` stands in the page, under its nonce (__NONCE__).
std::string trust_page(const Owner& owner, const PageFacts& page, Language language,
                       std::string_view style);

// SVG of 20 pixels' height. Red as soon as one control failed, amber while one is waived or old,
// grey before anything was shown.
std::string trust_badge(const Owner& owner, const Facts& facts, Language language);

// "#rrggbb".
bool is_colour(std::string_view text);
// Black or white, whichever is read more easily on it (WCAG 2.2, contrast ratio).
std::string_view text_colour_on(std::string_view colour);

}  // namespace gatehouse::assurance::trust
