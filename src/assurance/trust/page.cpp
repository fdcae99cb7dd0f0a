#include "assurance/trust/page.h"

#include <fmt/format.h>

#include "assurance/frameworks.h"
#include "assurance/trust/markup.h"

namespace gatehouse::assurance::trust {

namespace {

struct StandingWords {
  Standing standing;
  std::string_view css;
  Word name;
  Word hint;
};
// In the order in which people should look at them.
constexpr StandingWords kStandings[] = {
    {Standing::failed, "failed", Word::state_failed, Word::hint_failed},
    {Standing::waived, "waived", Word::state_waived, Word::hint_waived},
    {Standing::stale, "stale", Word::state_stale, Word::hint_stale},
    {Standing::proven, "proven", Word::state_proven, Word::hint_proven},
    {Standing::not_run, "grey", Word::state_not_run, Word::hint_not_run},
    {Standing::planned, "grey", Word::state_planned, Word::hint_planned},
};

const StandingWords& words_of(Standing standing) {
  return *std::ranges::find(kStandings, standing, &StandingWords::standing);
}

// One page in one language.
class Writer {
 public:
  Writer(const Owner& owner, const PageFacts& page, Language language)
      : owner_{owner}, page_{page}, language_{language} {}

  std::string document(std::string_view style) const {
    const std::string title = escaped(filled(Word::page_title, language_, {{"name", owner_.name}}));
    return fmt::format(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n"
        "<style nonce=\"__NONCE__\">{}{}</style>\n</head>\n<body>\n{}<main>\n{}{}{}{}{}{}</main>\n"
        "{}</body>\n</html>\n",
        name_of(language_), is_right_to_left(language_) ? "rtl" : "ltr", title, style, colours(),
        header(title), glance(), promises(), roadmap(), processors(), evidence(), contact(),
        footer());
  }

 private:
  std::string text(Word key) const { return escaped(word(key, language_)); }

  // Of the band at the top; everything else keeps colours that can be read on any screen.
  std::string colours() const {
    if (!is_colour(owner_.accent)) return {};
    return fmt::format(":root{{--trust-band:{};--trust-on-band:{}}}", owner_.accent,
                       text_colour_on(owner_.accent));
  }

  std::string languages() const {
    std::string list;
    for (const auto& [language, name] : EnumNames<Language>::names) {
      const std::string_view current = language == language_ ? " aria-current=\"true\"" : "";
      list +=
          fmt::format("<li><a href=\"{}?language={}\" lang=\"{}\" hreflang=\"{}\"{}>{}</a></li>",
                      escaped(owner_.path), name, name, name, current, own_name(language));
    }
    return fmt::format("<nav aria-label=\"{}\"><ul class=\"languages\">{}</ul></nav>",
                       text(Word::language), list);
  }

  std::string header(std::string_view title) const {
    return fmt::format(
        "<header class=\"band\"><div class=\"inner\">{}<h1>{}</h1><p>{}</p></div></header>\n",
        languages(), title, text(Word::lead));
  }

  std::string age(Instant at) const {
    return fmt::format("<time datetime=\"{}\" title=\"{}\">{}</time>", rfc3339(at), rfc3339(at),
                       escaped(age_text(at, page_.facts.now, language_)));
  }

  std::string last_run() const {
    if (!page_.run) return fmt::format("<p class=\"note\">{}</p>\n", text(Word::no_run));
    return fmt::format("<p class=\"note\">{}</p>\n",
                       escaped(filled(Word::last_run, language_,
                                      {{"age", age_text(page_.run->at, page_.facts.now, language_)},
                                       {"build", page_.run->build}})));
  }

  std::string glance() const {
    std::string list;
    for (const StandingWords& one : kStandings) {
      const std::size_t count = page_.facts.count(one.standing);
      const bool always = one.standing == Standing::proven || one.standing == Standing::failed;
      if (count == 0 && !always) continue;
      list += fmt::format(
          "<li class=\"{}\"><strong>{}</strong> <span class=\"state\">{}</span><small>{}</small>"
          "</li>\n",
          count == 0 ? "grey" : one.css, count, text(one.name), text(one.hint));
    }
    return fmt::format(
        "<section aria-labelledby=\"glance\"><h2 id=\"glance\">{}</h2>\n<ul class=\"tiles\">{}</ul>"
        "\n{}<p>{}</p></section>\n",
        text(Word::glance), list, last_run(), text(Word::how));
  }

  std::string control(const JudgedControl& judged) const {
    const StandingWords& words = words_of(judged.standing);
    const std::string_view translated = translated_title(judged.control->id, language_);
    const std::string title =
        translated.empty()
            ? fmt::format("<span lang=\"en\" dir=\"ltr\">{}</span>", escaped(judged.control->title))
            : escaped(translated);
    const bool has_age = judged.at && judged.standing != Standing::planned;
    return fmt::format(
        "<li class=\"{}\"><span class=\"what\">{} <code>{}</code></span>"
        "<span class=\"state\">{}</span> <span class=\"age\">{}</span></li>\n",
        words.css, title, judged.control->id, text(words.name), has_age ? age(*judged.at) : "");
  }

  // Open when something in it needs eyes.
  std::string family(std::string_view prefix) const {
    std::string list;
    std::size_t proven = 0;
    std::size_t all = 0;
    bool open = false;
    for (const JudgedControl& judged : page_.facts.controls) {
      if (judged.control->family != prefix) continue;
      list += control(judged);
      ++all;
      proven += judged.standing == Standing::proven ? 1 : 0;
      open = open || judged.standing == Standing::failed || judged.standing == Standing::waived;
    }
    const FamilyWords words = family_words(prefix, language_);
    return fmt::format(
        "<details{}><summary><span class=\"family\">{}</span> <span class=\"share\">{} {}/{}</span>"
        "<span class=\"promise\">{}</span></summary>\n<ul class=\"controls\">\n{}</ul></details>\n",
        open ? " open" : "", escaped(words.name), text(Word::state_proven), proven, all,
        escaped(words.promise), list);
  }

  std::string promises() const {
    std::string list;
    for (const FamilyRow& row : kFamilyRows) list += family(row.prefix);
    return fmt::format(
        "<section aria-labelledby=\"promises\"><h2 id=\"promises\">{}</h2>\n{}</section>\n",
        text(Word::promises), list);
  }

  std::string framework_rows() const {
    std::string rows;
    for (const Framework& framework : frameworks()) {
      const CoverageCount count = coverage_of(framework);
      rows += fmt::format(
          "<tr><th scope=\"row\" lang=\"en\" dir=\"ltr\">{}</th><td>{} % ({}/{})</td><td>{}</td>"
          "<td>{}</td><td>{}</td></tr>\n",
          escaped(framework.name), count.live_percent(), count.live, count.applicable(),
          count.build, count.document, count.open);
    }
    return rows;
  }

  std::string roadmap() const {
    return fmt::format(
        "<section aria-labelledby=\"roadmap\"><h2 id=\"roadmap\">{}</h2>\n<p>{}</p>\n<ul>\n"
        "<li>{}</li>\n<li>{}</li>\n</ul>\n<h3>{}</h3>\n<div class=\"wide\"><table><thead><tr>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{}</tbody>"
        "</table></div></section>\n",
        text(Word::roadmap), text(Word::roadmap_lead), text(Word::cert_iso), text(Word::cert_soc),
        text(Word::frameworks), text(Word::col_framework), text(Word::col_live),
        text(Word::col_build), text(Word::col_document), text(Word::col_open), framework_rows());
  }

  std::string processor_table() const {
    std::string rows;
    for (const Processor& one : owner_.processors)
      rows += fmt::format(
          "<tr><th scope=\"row\" dir=\"auto\">{}</th><td dir=\"auto\">{}</td>"
          "<td dir=\"auto\">{}</td></tr>\n",
          escaped(one.name), escaped(one.purpose), escaped(one.country));
    return fmt::format(
        "<div class=\"wide\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{}</tbody></table></div>",
        text(Word::col_name), text(Word::col_purpose), text(Word::col_country), rows);
  }

  std::string processors() const {
    return fmt::format(
        "<section aria-labelledby=\"processors\"><h2 id=\"processors\">{}</h2>\n{}</section>\n",
        text(Word::processors),
        owner_.processors.empty()
            ? fmt::format("<p class=\"note\">{}</p>", text(Word::processors_none))
            : processor_table());
  }

  std::string evidence() const {
    if (!page_.run) return {};
    return fmt::format(
        "<section aria-labelledby=\"evidence\"><h2 id=\"evidence\">{}</h2>\n<p>{}</p>\n"
        "<p><a href=\"{}/evidence.json\" download>{}</a></p></section>\n",
        text(Word::evidence), text(Word::evidence_lead), escaped(owner_.path),
        text(Word::evidence_download));
  }

  std::string contact_link() const {
    if (owner_.contact.empty()) return text(Word::contact_none);
    const bool is_address = !owner_.contact.starts_with("https://");
    return fmt::format("{} <a href=\"{}{}\" dir=\"ltr\">{}</a>", text(Word::contact_lead),
                       is_address ? "mailto:" : "", escaped(owner_.contact),
                       escaped(owner_.contact));
  }

  std::string contact() const {
    const std::string machine =
        page_.has_security_txt ? fmt::format("<p><a href=\"/.well-known/security.txt\">{}</a></p>",
                                             text(Word::security_txt))
                               : "";
    return fmt::format(
        "<section aria-labelledby=\"contact\"><h2 id=\"contact\">{}</h2>\n<p>{}</p>\n{}</section>"
        "\n",
        text(Word::contact), contact_link(), machine);
  }

  std::string footer() const {
    const std::string made = filled(Word::made_at, language_, {{"time", rfc3339(page_.facts.now)}});
    return fmt::format("<footer class=\"inner\"><p>{}</p></footer>\n", escaped(made));
  }

  const Owner& owner_;
  const PageFacts& page_;
  Language language_;
};

}  // namespace

std::string trust_page(const Owner& owner, const PageFacts& page, Language language,
                       std::string_view style) {
  return Writer{owner, page, language}.document(style);
}

}  // namespace gatehouse::assurance::trust
