// What the product promises to others, as text in this folder: a change is a difference in a
// review. `GATEHOUSE_REBASELINE=1` writes the files anew.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "api/tables.h"
#include "assurance/frameworks.h"
#include "assurance/probe.h"
#include "assurance/reference.h"
#include "assurance/source_facts.h"
#include "audit/event.h"
#include "base/catalogue_data.h"
#include "test/integration/json.h"

namespace gatehouse::test {
namespace {

using std::filesystem::path;

const path kSource = GATEHOUSE_SOURCE;

std::string read(const path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void expect_golden(std::string_view name, const std::string& text) {
  const path file = kSource / "test" / "golden" / name;
  if (std::getenv("GATEHOUSE_REBASELINE") != nullptr) std::ofstream{file, std::ios::binary} << text;
  EXPECT_EQ(read(file), text)
      << name
      << " is not what it was. If that is meant, run this test with GATEHOUSE_REBASELINE=1.";
}

TEST(Golden, policy) { expect_golden("policy.txt", api::policy_text()); }

TEST(Golden, events) {
  std::string text;
  for (const auto& [event, name] : EnumNames<audit::Event>::names)
    text += fmt::format("{}\n", name);
  expect_golden("events.txt", text);
}

// --- OpenAPI
// ------------------------------------------------------------------------------------------

bool is_short(const Json& value) {
  constexpr std::size_t kLine = 100;
  return boost::json::serialize(value).size() <= kLine;
}

void write_pretty(std::string& out, const Json& value, const std::string& indent) {
  const bool list = value.is_array();
  if ((!list && !value.is_object()) || is_short(value)) {
    out += boost::json::serialize(value);
    return;
  }
  const std::string deeper = indent + "  ";
  out += list ? "[\n" : "{\n";
  bool first = true;
  const auto begin_element = [&] {
    out += first ? deeper : ",\n" + deeper;
    first = false;
  };
  if (list) {
    for (const Json& element : value.get_array()) {
      begin_element();
      write_pretty(out, element, deeper);
    }
  } else {
    for (const auto& [name, member] : value.get_object()) {
      begin_element();
      out += in_quotes(std::string_view{name}) + ": ";
      write_pretty(out, member, deeper);
    }
  }
  out += "\n" + indent + (list ? "]" : "}");
}

TEST(Golden, openapi) {
  std::string text;
  write_pretty(text, boost::json::parse(api::openapi_document("https://localhost:8443")), "");
  expect_golden("openapi.json", text + "\n");
}

// --- docs/reference, as the binary prints it
// -----------------------------------------------------------

TEST(Golden, reference) {
  expect_golden("../../docs/reference/controls.md", assurance::controls_reference());
  expect_golden("../../docs/reference/endpoints.md", api::endpoints_reference());
  expect_golden("../../docs/reference/errors.md", assurance::errors_reference());
  expect_golden("../../docs/reference/events.md", assurance::events_reference());
  expect_golden("../../docs/reference/frameworks.md", assurance::frameworks_reference());
}

TEST(Golden, errors) {
  std::string text;
  std::set<std::string_view> codes;
  for (const auto& error : assurance::source_facts::kErrors) {
    text += fmt::format("{} | {} | {}\n", error.code, error.fault,
                        error.control.empty() ? "-" : error.control);
    EXPECT_TRUE(codes.insert(error.code).second) << error.code << " is defined twice";
    EXPECT_TRUE(error.message.ends_with('.')) << error.code << " says no sentence";
  }
  EXPECT_GT(codes.size(), 50U);
  expect_golden("errors.txt", text);
}

// --- what the catalogue, the sources and the probes say of each other
// ------------------------------------

std::set<std::string_view> enforced_in_code() {
  std::set<std::string_view> ids;
  for (const auto& point : assurance::source_facts::kPoints) ids.insert(point.control);
  return ids;
}

TEST(Traceability, every_enforced_control_has_a_probe) {
  const auto probed = assurance::probed_controls();
  for (const std::string_view id : enforced_in_code())
    EXPECT_TRUE(std::ranges::binary_search(probed, id)) << id << " is enforced but never attacked";
}

TEST(Traceability, every_probe_attacks_a_line) {
  const auto enforced = enforced_in_code();
  for (const std::string_view id : assurance::probed_controls())
    EXPECT_TRUE(enforced.contains(id)) << id << " has a probe but no line that names it";
}

TEST(Traceability, every_clause_is_kept_by_a_control) {
  std::set<std::string_view> kept;
  for (const ControlRow& control : kCatalogue)
    kept.insert(control.sources.begin(), control.sources.end());
  for (const auto& clause : assurance::source_facts::kClauses)
    EXPECT_TRUE(kept.contains(clause.id)) << clause.id << ": " << clause.gist;
}

// --- modules
// --------------------------------------------------------------------------------------------

TEST(Golden, modules) {
  const std::string list = read(kSource / "cmake" / "modules.cmake");
  const std::size_t begin = list.find("set(GATEHOUSE_MODULES");
  std::string text;
  std::set<std::string> named;
  for (std::size_t at = list.find('"', begin);
       at != std::string::npos && at < list.find(')', begin); at = list.find('"', at + 1)) {
    const std::size_t end = list.find('"', at + 1);
    const std::string line = list.substr(at + 1, end - at - 1);
    text += line + "\n";
    std::istringstream names{line};
    for (std::string name; names >> name;) named.insert(name);
    at = end;
  }
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator{kSource / "src"})
    if (std::filesystem::exists(entry.path() / "CMakeLists.txt"))
      folders.insert(entry.path().filename().string());
  EXPECT_EQ(named, folders);
  expect_golden("modules.txt", text);
}

}  // namespace
}  // namespace gatehouse::test
