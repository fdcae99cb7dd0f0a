// What lies on the disk, and what a value can do to a query.
#include <fstream>
#include <sstream>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "store/dump.h"

namespace gatehouse::assurance {

namespace {

// --- EDGE-09
// ---------------------------------------------------------------------------------------

void values_cannot_change_queries(Target& target, Notebook& notebook) {
  constexpr std::string_view kPayloads[] = {"x' OR '1'='1", "x'; DROP TABLE bot; --",
                                            "x' UNION SELECT 1,2,3 --", "'\"`;--",
                                            "1);ATTACH DATABASE 'a' AS b;--"};
  const Attacker owner = target.member(target.tenant(0).owner);
  for (const std::string_view payload : kPayloads) {
    const Answer made =
        owner.post("/api/v1/bots", fmt::format(R"({{"name":{}}})", json_text(payload)));
    if (!expect_status(notebook, made, 201, fmt::format("name a bot {}", payload))) continue;
    const std::string path = "/api/v1/bots/" + made.text_at("/id");
    notebook.expect(owner.get(path).text_at("/name") == payload, "read its name",
                    std::string{payload}, owner.get(path).text_at("/name"));
    expect_status(notebook, owner.ask({.method = "DELETE", .target = path}), 204, "delete it");
  }
  for (const std::string_view search : {"%25", "_", "%27+OR+1%3D1--"}) {
    const Answer found = owner.get(fmt::format("/api/v1/conversations?search={}", search));
    expect_status(notebook, found, 200, fmt::format("search for {}", search));
  }
  expect_status(notebook, owner.get("/api/v1/bots"), 200, "list the bots after all that");
}

// --- VLT-01, VLT-02
// --------------------------------------------------------------------------------

bool file_holds(const std::filesystem::path& file, std::string_view needle) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str().find(needle) != std::string::npos;
}

constexpr std::string_view kCanary = "canary-phrase-of-the-verifier-7c1e";

std::filesystem::path tenant_file(const DataView& data, TenantId tenant) {
  return data.databases / "tenants" / (tenant.text() + ".db");
}

void files_hold_no_clear_text(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const WidgetId widget = target.tenant(0).bots[0].widget;
  const std::string conversation = open_conversation(target.visitor(widget), widget, kCanary);
  notebook.expect(!conversation.empty(), "say a canary phrase", "a conversation", conversation);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{target.data()->databases}) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    notebook.expect(!file_holds(entry.path(), kCanary), "search " + name + " for the phrase",
                    "not found", "searched");
    const bool database = entry.path().extension() == ".db";
    notebook.expect(!database || !file_holds(entry.path(), "SQLite format 3"),
                    "look at the header of " + name, "not a clear database", "looked");
  }
}

void sensitive_columns_are_sealed(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const ProbeTenant& tenant = target.tenant(1);
  const WidgetId widget = tenant.bots[0].widget;
  const std::string conversation = open_conversation(target.visitor(widget), widget, kCanary);
  notebook.expect(!conversation.empty(), "say a canary phrase", "a conversation", conversation);
  const auto keys = target.data()->vault->tenant(tenant.id);
  if (!notebook.expect(keys.has_value(), "open the tenant's keys", "keys",
                       keys ? "keys" : keys.error().detail()))
    return;
  const auto cells = store::dump(tenant_file(*target.data(), tenant.id),
                                 (*keys)->derive(vault::Purpose::database, "file"));
  if (!notebook.expect(cells.has_value() && !cells->empty(),
                       "read every column with the storage key alone", "rows",
                       cells ? fmt::format("{} values", cells->size()) : cells.error().detail()))
    return;
  for (const store::Cell& cell : *cells)
    if (as_text(cell.value).find(kCanary) != std::string_view::npos)
      notebook.expect(false, "search all columns for the phrase", "not found",
                      cell.table + "." + cell.column);
  notebook.expect(true, "search all columns for the phrase", "not found",
                  fmt::format("{} values", cells->size()));
}

// --- VLT-03
// ----------------------------------------------------------------------------------------

void the_master_key_is_apart_and_private(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const auto& master = target.data()->master_key;
  const auto permissions = std::filesystem::status(master).permissions();
  const bool is_private =
      (permissions & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
      std::filesystem::perms::none;
  notebook.expect(is_private, "read the mode of the master key file", "for its owner only",
                  fmt::format("{:o}", static_cast<unsigned>(permissions)));
  const auto relative = master.lexically_relative(target.data()->databases).string();
  notebook.expect(relative.starts_with(".."), "look where it lies", "outside the databases' folder",
                  master.string());
  const bool opened = target.data()->opens_exposed_key();
  notebook.expect(!opened, "open a copy that others may read", "refused",
                  opened ? "opened" : "refused");
}

constexpr Probe kProbes[] = {
    {"VLT-03", "the master key is apart and private", &the_master_key_is_apart_and_private},
    {"EDGE-09", "values cannot change queries", &values_cannot_change_queries},
    {"VLT-01", "files hold no clear text", &files_hold_no_clear_text},
    {"VLT-02", "sensitive columns are sealed", &sensitive_columns_are_sealed},
};

}  // namespace

std::span<const Probe> store_probes() { return kProbes; }

}  // namespace gatehouse::assurance
