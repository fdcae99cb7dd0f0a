#include <map>

#include <fmt/format.h>

#include "assurance/reports.h"

namespace gatehouse::assurance {

namespace {

// XML 1.0: the five characters, and no control characters but these three.
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
      case '\n':
        out += "&#10;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string steps_of(const Statement& statement, std::string_view control) {
  std::string text;
  for (const ProbeRecord& probe : statement.probes) {
    if (probe.control != control) continue;
    for (const Step& step : probe.steps)
      if (!step.held)
        text += fmt::format("{}: {}: expected {}, saw {}\n", probe.title, step.did, step.expected,
                            step.saw);
  }
  return text;
}

std::string case_of(const Statement& statement, const ControlResult& result,
                    std::string_view family) {
  std::string text = fmt::format(R"(    <testcase classname="{}" name="{}" time="{:.3f}">)", family,
                                 escaped(result.id), result.seconds);
  switch (result.verdict) {
    case Verdict::passed:
      break;
    case Verdict::failed:
      text += fmt::format(R"(<failure message="{}">{}</failure>)", escaped(result.summary),
                          escaped(steps_of(statement, result.id)));
      break;
    case Verdict::not_claimed:
      text += fmt::format(R"(<skipped message="not claimed: {}"/>)", escaped(result.summary));
      break;
    case Verdict::waived:
      text += fmt::format(R"(<skipped message="{}"/>)", escaped(result.summary));
      break;
  }
  return text + "</testcase>\n";
}

struct Suite {
  std::string cases;
  int tests = 0;
  int failures = 0;
  int skipped = 0;
  double seconds = 0;

  void add(const Statement& statement, const ControlResult& result, std::string_view family) {
    cases += case_of(statement, result, family);
    ++tests;
    failures += result.verdict == Verdict::failed ? 1 : 0;
    skipped += result.verdict == Verdict::not_claimed || result.verdict == Verdict::waived ? 1 : 0;
    seconds += result.seconds;
  }
};

}  // namespace

std::string junit_report(const Statement& statement) {
  std::map<std::string, Suite> suites;
  for (const ControlResult& result : statement.controls) {
    const std::string family = result.id.substr(0, result.id.find('-'));
    suites[family].add(statement, result, family);
  }
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"gatehouse verify {}\" time=\"{:.3f}\">\n",
      escaped(statement.url), statement.seconds);
  for (const auto& [family, suite] : suites) {
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
        "time=\"{:.3f}\" timestamp=\"{}\">\n{}  </testsuite>\n",
        family, suite.tests, suite.failures, suite.skipped, suite.seconds,
        rfc3339(statement.started_at), suite.cases);
  }
  return text + "</testsuites>\n";
}

}  // namespace gatehouse::assurance
