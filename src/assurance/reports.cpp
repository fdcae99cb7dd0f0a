#include "assurance/reports.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/control.h"

namespace gatehouse::assurance {

namespace {

const ControlRow* control(std::string_view id) {
  for (const ControlRow& row : kCatalogue)
    if (row.id == id) return &row;
  return nullptr;
}

std::string_view title_of(std::string_view id) {
  const ControlRow* row = control(id);
  return row ? row->title : std::string_view{};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::int64_t count(const Statement& statement, Verdict verdict) {
  return std::ranges::count(statement.controls, verdict, &ControlResult::verdict);
}

std::string totals(const Statement& statement) {
  const auto waived = count(statement, Verdict::waived);
  return fmt::format("{} passed, {} failed, {} not claimed{} in {:.1f} s",
                     count(statement, Verdict::passed), count(statement, Verdict::failed),
                     count(statement, Verdict::not_claimed),
                     waived == 0 ? "" : fmt::format(", {} waived", waived), statement.seconds);
}

}  // namespace

std::string table_text(const Statement& statement) {
  std::string text =
      fmt::format("{:<9} {:<12} {:>7}  {}\n", "control", "verdict", "seconds", "what");
  for (const ControlResult& result : statement.controls) {
    text += fmt::format("{:<9} {:<12} {:>7.2f}  {}\n", result.id, name_of(result.verdict),
                        result.seconds, title_of(result.id));
    if (result.verdict != Verdict::passed) text += fmt::format("{:<31}{}\n", "", result.summary);
  }
  return text + "\n" + totals(statement) + "\n";
}

std::string html_report(const Statement& statement, std::string_view evidence) {
  std::string rows;
  for (const ControlResult& result : statement.controls) {
    rows += fmt::format("<tr class=\"{}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        name_of(result.verdict), escaped(result.id), name_of(result.verdict),
                        escaped(title_of(result.id)), escaped(result.summary));
  }
  constexpr std::string_view kStyle =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 "
      "1rem;color:#16262a;background:#fff}"
      "h1{font-size:1.6rem}table{border-collapse:collapse;width:100%}td,th{text-align:start;"
      "padding:.4rem .6rem;"
      "border-bottom:1px solid #d5dede;vertical-align:top}.passed "
      "td:nth-child(2){color:#0f6e4f}.failed "
      "td:nth-child(2){color:#b3261e;font-weight:600}.not_claimed td:nth-child(2),.waived "
      "td:nth-child(2){color:#8a5a00}"
      "@media(prefers-color-scheme:dark){body{background:#10191b;color:#e3ecec}td,th{border-color:#"
      "2c3b3e}.passed "
      "td:nth-child(2){color:#5fd0a5}.failed td:nth-child(2){color:#ff8a80}.not_claimed "
      "td:nth-child(2),.waived "
      "td:nth-child(2){color:#e5b25d}}";
  constexpr std::string_view kMark =
      "<svg viewBox=\"0 0 24 24\" width=\"32\" height=\"32\" fill=\"none\" stroke=\"#0f6e6e\" "
      "stroke-width=\"2\" "
      "aria-hidden=\"true\"><path d=\"M4 21V11a8 8 0 0 1 16 0v10M9 21v-9a3 3 0 0 1 6 0v9M2 "
      "21h20\"/></svg>";
  return fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Gatehouse "
      "verification</title><style>{}</style></head><body>{}"
      "<h1>Verification of {}</h1><p>{}. Build {}, started "
      "{}.</p><table><thead><tr><th>Control</th><th>Verdict</th>"
      "<th>Promise</th><th>What was "
      "seen</th></tr></thead><tbody>\n{}</tbody></table><details><summary>Signed "
      "evidence</summary><pre "
      "style=\"white-space:pre-wrap;word-break:break-all\">{}</pre></details></body></html>\n",
      kStyle, kMark, escaped(statement.url), totals(statement), escaped(statement.build.version),
      rfc3339(statement.started_at), rows, escaped(evidence));
}

}  // namespace gatehouse::assurance
