#include "assurance/reference.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "assurance/probe.h"
#include "assurance/source_facts.h"
#include "audit/event.h"
#include "base/catalogue_data.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kPrinted = "<!-- Printed by `gatehouse reference`. Do not edit. -->\n\n";

constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {
    {"ACC", "Access"},    {"ASR", "Assurance"},       {"AUD", "Audit"},
    {"CHN", "Channels"},  {"CNT", "Continuity"},      {"CNV", "Conversations"},
    {"EDGE", "Edge"},     {"EGR", "Egress"},          {"FIL", "Files"},
    {"HLP", "Helpdesk"},  {"IDN", "Identity"},        {"INC", "Incidents"},
    {"KNW", "Knowledge"}, {"LIF", "Lifecycle"},       {"OPS", "Operations"},
    {"PHY", "Sites"},     {"PPL", "People"},          {"VLT", "Vault"},
    {"VOI", "Voice"},     {"VUL", "Vulnerabilities"},
};

std::string_view kind_text(ControlKind kind) {
  switch (kind) {
    case ControlKind::enforced:
      return "enforced";
    case ControlKind::measured:
      return "measured";
    case ControlKind::attested:
      return "attested";
  }
  return {};
}

// A table's cell must not end early.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

// Files only: with lines, every edit of a source would change the document.
std::string files_text(std::string_view control) {
  std::vector<std::string_view> files;
  for (const EnforcementPoint& point : enforcement_points(control))
    if (files.empty() || files.back() != point.file) files.push_back(point.file);
  std::string text;
  for (const std::string_view file : files)
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", file);
  return text;
}

std::string probes_text(std::string_view control) {
  std::string text;
  for (const auto table : all_probes())
    for (const Probe& probe : table)
      if (probe.control == control)
        text += fmt::format("{}{}", text.empty() ? "" : "; ", probe.title);
  return text;
}

std::string section(const ControlRow& control) {
  std::string text =
      fmt::format("### {} {}\n\n{}\n\n", control.id, control.title, control.statement);
  text += fmt::format("*{}, round {}.* Default: {}\n\n", kind_text(control.kind), control.round,
                      control.default_);
  const std::string files = files_text(control.id);
  const std::string probes = probes_text(control.id);
  text += files.empty() ? "Not enforced by code yet.\n" : fmt::format("Enforced in {}.\n", files);
  text += probes.empty() ? "No probe yet: never shown as passed.\n\n"
                         : fmt::format("Attacked by: {}.\n\n", probes);
  return text;
}

std::string clauses_table() {
  std::map<std::string_view, std::string> controls;
  for (const ControlRow& control : kCatalogue)
    for (const std::string_view clause : control.sources) {
      std::string& list = controls[clause];
      list += fmt::format("{}{}", list.empty() ? "" : ", ", control.id);
    }
  std::string text = "| clause | what it asks | kept by |\n|---|---|---|\n";
  for (const source_facts::Clause& clause : source_facts::kClauses)
    text += fmt::format("| {} | {} | {} |\n", clause.id, cell(clause.gist), controls[clause.id]);
  return text;
}

}  // namespace

std::vector<EnforcementPoint> enforcement_points(std::string_view control) {
  std::vector<EnforcementPoint> points;
  for (const source_facts::Point& point : source_facts::kPoints)
    if (point.control == control) points.push_back({point.file, point.line});
  return points;
}

std::string_view family_name(std::string_view prefix) {
  const auto found =
      std::ranges::find(kFamilies, prefix, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kFamilies) ? std::string_view{} : found->second;
}

std::string controls_reference() {
  std::string text{"# Controls\n\n"};
  text += kPrinted;
  text +=
      "Each control with the files that enforce it and the attacks that must fail, then every "
      "clause with the "
      "controls that keep it. Lines and results of a running server stand on its security page.\n";
  std::string_view family;
  for (const ControlRow& control : kCatalogue) {
    if (control.family != family) text += fmt::format("\n## {}\n\n", family_name(control.family));
    family = control.family;
    text += section(control);
  }
  return text + "## Clauses\n\n" + clauses_table();
}

std::string errors_reference() {
  std::string text{"# Errors\n\n"};
  text += kPrinted;
  text +=
      "Answers are problem documents (RFC 9457); `code` is one of these. A refusal in a control's "
      "name also "
      "stands in the audit log.\n\n| code | kind | control | what people read "
      "|\n|---|---|---|---|\n";
  for (const source_facts::ErrorRow& error : source_facts::kErrors)
    text += fmt::format("| `{}` | {} | {} | {} |\n", error.code, error.fault, error.control,
                        cell(error.message));
  return text;
}

std::string events_reference() {
  std::string text{"# Events\n\n"};
  text += kPrinted;
  text += "What the audit log records.\n\n";
  for (const auto& [event, name] : EnumNames<audit::Event>::names)
    text += fmt::format("* `{}`\n", name);
  return text;
}

}  // namespace gatehouse::assurance
