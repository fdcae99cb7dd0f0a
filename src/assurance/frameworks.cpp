#include "assurance/frameworks.h"

#include <fmt/format.h>

#include "assurance/framework_data.h"

namespace gatehouse::assurance {

namespace {

std::string_view coverage_text(Coverage coverage) {
  switch (coverage) {
    case Coverage::live:
      return "live probe";
    case Coverage::build:
      return "build";
    case Coverage::document:
      return "document";
    case Coverage::open:
      return "**not covered**";
    case Coverage::none:
      return "does not apply";
  }
  return {};
}

std::string controls_text(const Requirement& requirement) {
  std::string text;
  for (const std::string_view control : requirement.controls)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", control);
  return text;
}

std::string summary_table() {
  std::string text =
      "| framework | requirements | apply | live probe | build | document | not covered | live |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const Framework& framework : frameworks()) {
    const CoverageCount count = coverage_of(framework);
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} % |\n", framework.name,
                        framework.requirements.size(), count.applicable(), count.live, count.build,
                        count.document, count.open, count.live_percent());
  }
  return text;
}

std::string section(const Framework& framework) {
  std::string text = fmt::format("\n## {}\n\n{}\n\n", framework.name, framework.notice);
  text += "| requirement | in our words | shown by | controls | proof, or what is missing |\n";
  text += "|---|---|---|---|---|\n";
  for (const Requirement& requirement : framework.requirements)
    text += fmt::format("| {} | {} | {} | {} | {} |\n", requirement.id, requirement.title,
                        coverage_text(requirement.coverage), controls_text(requirement),
                        requirement.proof);
  return text;
}

}  // namespace

std::span<const Framework> frameworks() { return framework_data::kFrameworks; }

CoverageCount coverage_of(const Framework& framework) {
  CoverageCount count;
  for (const Requirement& requirement : framework.requirements) {
    switch (requirement.coverage) {
      case Coverage::live:
        ++count.live;
        break;
      case Coverage::build:
        ++count.build;
        break;
      case Coverage::document:
        ++count.document;
        break;
      case Coverage::open:
        ++count.open;
        break;
      case Coverage::none:
        ++count.none;
        break;
    }
  }
  return count;
}

std::string frameworks_reference() {
  std::string text{"# Frameworks\n\n"};
  text += "<!-- Printed by `gatehouse reference`. Do not edit. -->\n\n";
  text +=
      "What meets each requirement of frameworks that others know. *Live probe*: `gatehouse "
      "verify` attacks this very point on the running server. *Build*: a test or a rule of the "
      "build chain shows it. *Document*: a text of this repository says it. A requirement whose "
      "feature is not built yet counts as not covered, never as not applicable. None of this is "
      "a certificate.\n\n";
  text += summary_table();
  for (const Framework& framework : frameworks()) text += section(framework);
  return text;
}

}  // namespace gatehouse::assurance
