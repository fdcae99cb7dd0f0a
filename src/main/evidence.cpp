#include "main/evidence.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "assets/assets.h"
#include "assurance/evidence_export.h"
#include "main/installation.h"

namespace gatehouse {

namespace {

using assurance::Checked;
using assurance::CheckedExport;
using assurance::Verdict;
using crypto::TreeHead;
using crypto::VerifierKey;

inline constexpr ErrorKind kUnreadable{"main.unreadable_file", Fault::invalid,
                                       "A file cannot be read."};

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || std::filesystem::is_directory(file))
    return fail(Error{kUnreadable}.because(file.string()));
  return std::move(text).str();
}

// A key that is pasted holds a plus sign; a file of that name is a file all the same.
Result<VerifierKey> read_key(const std::string& text) {
  if (std::filesystem::exists(text)) {
    TRY(const std::string content, read_file(text));
    return VerifierKey::parse(content);
  }
  return VerifierKey::parse(text);
}

// The head that an older file showed.
Result<TreeHead> head_of(const std::filesystem::path& file, const VerifierKey& key) {
  TRY(const std::string text, read_file(file));
  if (assurance::is_export(text)) {
    TRY(const auto checked, assurance::check_export(text, key));
    return checked.tree;
  }
  TRY(const auto checked, assurance::check_bundle(text, key));
  if (!checked.head) return fail(Error{assurance::kNotInLog}.because(file.string()));
  return *checked.head;
}

std::int64_t count(const Checked& checked, Verdict verdict) {
  return std::ranges::count(checked.statement.controls, verdict,
                            &assurance::ControlResult::verdict);
}

void print_run(const Checked& checked) {
  const assurance::Statement& run = checked.statement;
  fmt::print("{:>6}  {}  {:<7} {:>3} passed {:>3} failed {:>3} not claimed {:>3} waived  {}\n",
             run.number, rfc3339(run.started_at), name_of(run.scope),
             count(checked, Verdict::passed), count(checked, Verdict::failed),
             count(checked, Verdict::not_claimed), count(checked, Verdict::waived), run.run.text());
}

Result<> verify_bundle(const EvidenceOptions& options, const std::string& text,
                       const VerifierKey& key) {
  TRY(const auto checked, assurance::check_bundle(text, key));
  if (options.since) {
    TRY(const std::string older, read_file(*options.since));
    TRY(const auto before, assurance::check_bundle(older, key));
    TRY_VOID(assurance::check_follows(before, checked));
  }
  const assurance::Statement& run = checked.statement;
  fmt::print("The evidence holds.\n");
  fmt::print("  log            {}\n  place          {}\n", run.log,
             checked.head ? fmt::format("{} of {}", run.number, checked.head->size)
                          : std::string{"none: signed, but never handed in to the log"});
  fmt::print("  run            {} ({}, {})\n  attacked       {}\n", run.run.text(),
             name_of(run.scope), name_of(run.occasion), run.url);
  fmt::print("  from, to       {}, {}\n", rfc3339(run.started_at), rfc3339(run.finished_at));
  fmt::print("  program        {} {}\n  file           {}\n", run.build.version, run.build.commit,
             run.build.executable);
  fmt::print("  configuration  {}\n", run.configuration);
  if (options.since) fmt::print("  follows        {}\n", options.since->string());
  for (const assurance::Waiver& waiver : run.waivers)
    fmt::print("  waived         {} until {}: {}\n", waiver.control, rfc3339(waiver.expires_at),
               waiver.reason);
  print_run(checked);
  return {};
}

Result<> verify_range(const EvidenceOptions& options, const std::string& text,
                      const VerifierKey& key) {
  TRY(const CheckedExport checked, assurance::check_export(text, key));
  if (options.since) {
    TRY(const TreeHead earlier, head_of(*options.since, key));
    TRY_VOID(assurance::check_grew(checked, earlier));
  }
  for (const Checked& evidence : checked.evidence) print_run(evidence);
  fmt::print("The evidence holds: {} to {} of a log of {}; nothing between them is missing.\n",
             checked.head.first, checked.head.last, checked.tree.size);
  if (checked.forgotten > 0)
    fmt::print("{} of them are no longer kept; their places are proven.\n", checked.forgotten);
  if (options.since)
    fmt::print("The log still holds all that {} shows.\n", options.since->string());
  return {};
}

Result<> verify_file(const EvidenceOptions& options) {
  TRY(const VerifierKey key, read_key(options.key));
  TRY(const std::string text, read_file(options.file));
  return assurance::is_export(text) ? verify_range(options, text, key)
                                    : verify_bundle(options, text, key);
}

// "2026-11-25" is the beginning of that day.
Result<Instant> parse_time(const std::string& text) {
  return parse_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
}

struct Opened {
  std::unique_ptr<vault::Vault> vault;
  VerifierKey key;
  DataFolder folder;
};

Result<Opened> open(const EvidenceOptions& options, Random& random) {
  Configuration configuration;
  if (options.config) {
    TRY(configuration, read_configuration(*options.config));
  }
  if (!std::filesystem::exists(options.data))
    return fail(Error{kDataUnusable}.because(options.data.string() + " does not exist"));
  TRY(DataFolder folder, DataFolder::open(options.data, false));
  const auto master_key = configuration.master_key.value_or(folder.master_key());
  TRY(auto provider, vault::sealed_file(master_key, false, random));
  TRY(auto vault, vault::Vault::open(folder.wrapped_keys(), std::move(provider), random));
  TRY(const auto key, assurance::EvidenceKey::of(vault->installation()));
  return Opened{std::move(vault), key.verifier(), std::move(folder)};
}

}  // namespace

int verify_evidence(const EvidenceOptions& options) {
  const auto done = verify_file(options);
  if (done) return 0;
  const Error& error = done.error();
  fmt::print(stderr, "gatehouse: {}{}\n", error.kind().message,
             error.detail().empty() ? "" : fmt::format(" ({})", error.detail()));
  const bool looked = !error.is(kUnreadable) && !error.is(crypto::kBadVerifierKey);
  return looked ? 1 : 2;
}

Result<> print_evidence_page() {
  const assets::Asset* page = assets::find("/verifier/index.html");
  if (!page) return fail(kNotFound);
  fmt::print("{}", page->content);
  return {};
}

Result<> print_evidence_key(const EvidenceOptions& options, Random& random) {
  TRY(const Opened opened, open(options, random));
  fmt::print("{}\n", opened.key.text());
  return {};
}

Result<> export_evidence(const EvidenceOptions& options, Random& random) {
  TRY(const Opened opened, open(options, random));
  Instant from{};
  Instant to{std::chrono::sys_days{std::chrono::year{9999} / 1 / 1}};
  if (options.from) {
    TRY(from, parse_time(*options.from));
  }
  if (options.to) {
    TRY(to, parse_time(*options.to));
  }
  std::optional<std::int64_t> earlier;
  if (options.since) {
    TRY(const TreeHead head, head_of(*options.since, opened.key));
    earlier = head.size;
  }
  TRY(const auto control, open_control_database(opened.folder, opened.vault->installation()));
  TRY(const std::string text, control->read_now([&](store::Reader& reader) {
    return assurance::export_evidence(reader, opened.key, from, to, earlier);
  }));
  std::ofstream out{options.into, std::ios::binary | std::ios::trunc};
  out << text;
  out.flush();
  if (!out) return fail(Error{kDataUnusable}.because(options.into.string() + " cannot be written"));
  fmt::print(
      "{} pieces of evidence in {}\nCheck it anywhere: gatehouse evidence verify {} --key "
      "'{}'\n",
      std::ranges::count(text, '\n') - 1, options.into.string(), options.into.string(),
      opened.key.text());
  return {};
}

}  // namespace gatehouse
