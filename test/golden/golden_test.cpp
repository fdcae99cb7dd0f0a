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
#include "audit/event.h"
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

// --- errors: what the sources define
// -------------------------------------------------------------------

// The words of `ErrorKind kName{"code", Fault::kind, "message"…, "control"};`
struct Kind {
  std::string code;
  std::string fault;
  std::string message;
  std::string control;
};

// Literals that stand side by side are one.
std::vector<std::string> arguments_of(std::string_view text) {
  std::vector<std::string> list{{}};
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"')
      quoted = !quoted;
    else if (quoted && c == '\\')
      list.back() += text[++at];
    else if (quoted)
      list.back() += c;
    else if (c == ',')
      list.emplace_back();
    else if (c != ' ' && c != '\n')
      list.back() += c;
  }
  return list;
}

std::vector<Kind> kinds_in(const std::string& source) {
  constexpr std::string_view kStart = "constexpr ErrorKind k";
  std::vector<Kind> kinds;
  for (std::size_t found = source.find(kStart); found != std::string::npos;
       found = source.find(kStart, found + 1)) {
    const std::size_t open = source.find('{', found);
    const std::size_t close = source.find("};", open);
    std::vector<std::string> arguments =
        arguments_of(std::string_view{source}.substr(open + 1, close - open - 1));
    EXPECT_THAT(arguments.size(), testing::AnyOf(3U, 4U)) << source.substr(found, 200);
    arguments.resize(4);
    kinds.push_back({arguments[0], arguments[1].substr(arguments[1].rfind(':') + 1), arguments[2],
                     arguments[3]});
  }
  return kinds;
}

// Tests and what helps them ("testing.h", "test_database.h") are no product.
bool is_product(const path& file) {
  const std::string name = file.filename().string();
  return (name.ends_with(".h") || name.ends_with(".cpp")) && !name.contains("test");
}

std::vector<Kind> all_kinds() {
  std::vector<Kind> kinds;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{kSource / "src"}) {
    if (!is_product(entry.path())) continue;
    for (Kind& kind : kinds_in(read(entry.path()))) kinds.push_back(std::move(kind));
  }
  std::ranges::sort(kinds, {}, &Kind::code);
  return kinds;
}

TEST(Golden, errors) {
  std::string text;
  std::set<std::string> codes;
  for (const Kind& kind : all_kinds()) {
    text += fmt::format("{} | {} | {}\n", kind.code, kind.fault,
                        kind.control.empty() ? "-" : kind.control);
    EXPECT_TRUE(codes.insert(kind.code).second) << kind.code << " is defined twice";
    EXPECT_TRUE(kind.message.ends_with('.')) << kind.code << " says no sentence: " << kind.message;
  }
  EXPECT_GT(codes.size(), 50U);
  expect_golden("errors.txt", text);
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
