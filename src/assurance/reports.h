// One statement in the forms that others read: a table for the terminal, a page for people, JUnit
// for pipelines, OSCAL for auditors' tools.
#pragma once

#include <string>
#include <string_view>

#include "assurance/statement.h"

namespace gatehouse::assurance {

std::string table_text(const Statement& statement);
// With the bundle inside, to be saved and checked.
std::string html_report(const Statement& statement, std::string_view bundle);
// A suite for each family, a case for each control. What is not claimed and what is waived is
// skipped, with the reason.
std::string junit_report(const Statement& statement);
// NIST OSCAL 1.0.6 assessment results.
std::string oscal_report(const Statement& statement, std::string_view bundle_digest);

}  // namespace gatehouse::assurance
