// The report as signed JSON, as a table and as a page.
#include <fmt/format.h>

#include "assurance/runner.h"
#include "base/control.h"
#include "base/json.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kSignature = R"(,"signature":")";

void add_member(std::string& out, std::string_view name, std::string_view text) {
  out += fmt::format(R"("{}":)", name);
  json::write_text(out, text);
}

void add_step(std::string& out, const Step& step) {
  out += '{';
  add_member(out, "did", step.did);
  out += ',';
  add_member(out, "expected", step.expected);
  out += ',';
  add_member(out, "saw", step.saw);
  out += fmt::format(R"(,"held":{}}})", step.held);
}

void add_probe(std::string& out, const ProbeOutcome& outcome) {
  out += '{';
  add_member(out, "control", outcome.probe->control);
  out += ',';
  add_member(out, "title", outcome.probe->title);
  out += ',';
  add_member(out, "verdict", name_of(outcome.finding.verdict));
  out += R"(,"steps":[)";
  for (std::size_t at = 0; at < outcome.finding.steps.size(); ++at) {
    if (at > 0) out += ',';
    add_step(out, outcome.finding.steps[at]);
  }
  out += "]}";
}

// Without the closing brace, so that the signature can follow.
std::string open_document(const Report& report) {
  std::string out = R"({"controls":[)";
  for (std::size_t at = 0; at < report.run.controls.size(); ++at) {
    if (at > 0) out += ',';
    json::write(out, report.run.controls[at]);
  }
  out += "],";
  add_member(out, "url", report.url);
  out += ',';
  add_member(out, "build", report.run.build);
  out += ',';
  add_member(out, "started_at", rfc3339(report.run.started_at));
  out += fmt::format(R"(,"seconds":{:.3f},"probes":[)", report.run.seconds);
  for (std::size_t at = 0; at < report.probes.size(); ++at) {
    if (at > 0) out += ',';
    add_probe(out, report.probes[at]);
  }
  return out + "]";
}

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

std::int64_t count(const Report& report, Verdict verdict) {
  return std::ranges::count(report.run.controls, verdict, &ControlResult::verdict);
}

std::string totals(const Report& report) {
  return fmt::format("{} passed, {} failed, {} not claimed in {:.1f} s",
                     count(report, Verdict::passed), count(report, Verdict::failed),
                     count(report, Verdict::not_claimed), report.run.seconds);
}

}  // namespace

std::string signed_evidence(const Report& report, const crypto::SigningKey& key) {
  const std::string document = open_document(report);
  const auto signature = key.sign(as_bytes(document + "}"));
  return fmt::format(R"({}{}{}"}})", document, kSignature, base64(signature));
}

bool verify_evidence(std::string_view document, BytesView public_key) {
  const std::size_t at = document.rfind(kSignature);
  if (at == std::string_view::npos || !document.ends_with("\"}")) return false;
  const std::string_view text =
      document.substr(at + kSignature.size(), document.size() - at - kSignature.size() - 2);
  const auto signature = from_base64(text);
  if (!signature) return false;
  const std::string signed_part = std::string{document.substr(0, at)} + "}";
  return crypto::verify_ed25519(public_key, as_bytes(signed_part), *signature);
}

std::string table_text(const Report& report) {
  std::string text =
      fmt::format("{:<9} {:<12} {:>7}  {}\n", "control", "verdict", "seconds", "what");
  for (const ControlResult& result : report.run.controls) {
    text += fmt::format("{:<9} {:<12} {:>7.2f}  {}\n", result.id, name_of(result.verdict),
                        result.seconds, title_of(result.id));
    if (result.verdict != Verdict::passed) text += fmt::format("{:<31}{}\n", "", result.summary);
  }
  return text + "\n" + totals(report) + "\n";
}

std::string html_report(const Report& report, std::string_view evidence) {
  std::string rows;
  for (const ControlResult& result : report.run.controls) {
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
      "td:nth-child(2){color:#b3261e;font-weight:600}.not_claimed td:nth-child(2){color:#8a5a00}"
      "@media(prefers-color-scheme:dark){body{background:#10191b;color:#e3ecec}td,th{border-color:#"
      "2c3b3e}.passed "
      "td:nth-child(2){color:#5fd0a5}.failed td:nth-child(2){color:#ff8a80}.not_claimed "
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
      kStyle, kMark, escaped(report.url), totals(report), escaped(report.run.build),
      rfc3339(report.run.started_at), rows, escaped(evidence));
}

}  // namespace gatehouse::assurance
