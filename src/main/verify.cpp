#include "main/verify.h"

#include <cstdio>
#include <fstream>

#include <unistd.h>

#include <fmt/format.h>

#include "assurance/credential.h"
#include "assurance/evidence.h"
#include "assurance/records.h"
#include "assurance/reports.h"
#include "assurance/runner.h"
#include "identity/token_keys.h"
#include "main/build_facts.h"
#include "main/installation.h"

namespace gatehouse {

namespace {

using assurance::Bundle;
using assurance::Statement;
using assurance::Verdict;

constexpr ErrorKind kNotKept{"main.evidence_not_kept", Fault::internal,
                             "The server did not keep the evidence of this run."};

assurance::Scope scope_of(const VerifyOptions& options) {
  if (!options.only.empty()) return assurance::Scope::chosen;
  return options.core ? assurance::Scope::core : assurance::Scope::full;
}

// What of the installation the verifier needs: its keys, not its databases.
struct Opened {
  DataFolder folder;
  std::filesystem::path master_key;
  std::unique_ptr<vault::Vault> vault;
};

Result<Opened> open(const VerifyOptions& options, Random& random) {
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
  return Opened{std::move(folder), master_key, std::move(vault)};
}

// A probe tenant's log, signed as it stands and then checked as a bent copy.
struct VerifyCopy {
  const Opened& opened;
  Clock& clock;
  Random& random;

  Result<audit::Verification> operator()(TenantId tenant, audit::Tampering tampering) const {
    TRY(const auto keys, opened.vault->tenant(tenant));
    const auto file = opened.folder.databases() / "tenants" / (tenant.text() + ".db");
    TRY(const auto database,
        store::Database::open(file, keys->derive(vault::Purpose::database, "file"),
                              tenant_migrations()));
    audit::Log log{*database, keys, clock, random};
    TRY_VOID(log.checkpoint_now());
    return log.verify_copy(tampering);
  }
};

struct SignStatement {
  const Opened& opened;

  std::string operator()(std::string_view statement) const {
    const auto key = assurance::EvidenceKey::of(opened.vault->installation());
    return key ? key->sign(statement) : std::string{};
  }
};

struct ForgeToken {
  const Opened& opened;

  Result<std::string> operator()(std::string_view header, std::string_view payload) const {
    const vault::Keyring& keys = opened.vault->installation();
    TRY(const auto control, open_control_database(opened.folder, keys));
    TRY(const auto key, identity::signing_token_key(*control, keys));
    return header.empty() ? key.sign(payload) : key.forge(header, payload);
  }
};

// What of the installation's database says how passwords are kept: never the passwords' hashes.
struct PasswordsKept {
  const Opened& opened;

  Result<std::vector<identity::PasswordForm>> forms() const {
    TRY(const auto control, open_control_database(opened.folder, opened.vault->installation()));
    return identity::password_forms(*control);
  }
  Result<std::string> form(PersonId person) const {
    TRY(const auto control, open_control_database(opened.folder, opened.vault->installation()));
    return identity::password_form(*control, person);
  }
  Result<std::optional<identity::PasswordCost>> cost() const {
    TRY(const auto control, open_control_database(opened.folder, opened.vault->installation()));
    return identity::password_cost(*control);
  }
};

// Whether the vault would use a master key file that others may read.
struct OpensExposedKey {
  std::filesystem::path folder;
  Random& random;

  bool operator()() const {
    const auto copy = folder / ("exposed-" + base64url(random.bytes<6>()) + ".key");
    if (!vault::sealed_file(copy, true, random)) return false;
    std::filesystem::permissions(copy, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const bool opened = vault::sealed_file(copy, false, random).has_value();
    std::filesystem::remove(copy);
    return opened;
  }
};

assurance::TargetOptions target_options(const Opened& opened, assurance::ServerPlace place,
                                        Clock& clock, Random& random) {
  assurance::TargetOptions options;
  options.place = std::move(place);
  const auto authority = opened.folder.tls() / "ca.crt";
  if (std::filesystem::exists(authority)) options.authority_file = authority.string();
  const vault::Keyring& keys = opened.vault->installation();
  options.credential = [&keys, &clock] { return assurance::make_credential(keys, clock); };
  const PasswordsKept kept{opened};
  options.data =
      assurance::DataView{.root = opened.folder.root(),
                          .databases = opened.folder.databases(),
                          .master_key = opened.master_key,
                          .vault = opened.vault.get(),
                          .opens_exposed_key = OpensExposedKey{opened.folder.root(), random},
                          .verify_copy = VerifyCopy{opened, clock, random},
                          .password_forms = [kept] { return kept.forms(); },
                          .password_form = [kept](PersonId person) { return kept.form(person); },
                          .password_cost = [kept] { return kept.cost(); },
                          .sign_statement = SignStatement{opened},
                          .forge_token = ForgeToken{opened}};
  return options;
}

void show_progress(const assurance::Progress& progress) {
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  fmt::print(stderr, "{}[{}/{}] {} {}{}", terminal ? "\r\033[K" : "", progress.done, progress.all,
             progress.control, name_of(progress.verdict),
             terminal && progress.done < progress.all ? "" : "\n");
  std::fflush(stderr);
}

// Whole or not at all: somebody may read it at any time.
Result<> write_file(const std::filesystem::path& file, std::string_view text) {
  const auto status = std::filesystem::symlink_status(file);
  const bool replace = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  // What is no file, like /dev/stdout, is written to.
  const std::filesystem::path fresh = replace ? file.string() + ".new" : file.string();
  std::ofstream out{fresh, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  std::error_code wrong;
  if (out && replace) std::filesystem::rename(fresh, file, wrong);
  if (!out || wrong)
    return fail(Error{kDataUnusable}.because(fmt::format("{} cannot be written", file.string())));
  return {};
}

// After each probe: on the terminal, and to the server, for whom it is the sign of life.
struct TellProgress {
  const assurance::Target& target;
  bool quiet;

  void operator()(const assurance::Progress& progress) const {
    if (!quiet) show_progress(progress);
    const assurance::ProgressInput input{static_cast<std::int64_t>(progress.done),
                                         static_cast<std::int64_t>(progress.all),
                                         std::string{progress.control}, progress.verdict};
    (void)target.as_verifier(
        {.method = "POST",
         .target = fmt::format("/verification/v1/runs/{}/progress", target.run().text()),
         .body = json::write(input)});
  }
};

Bundle bundle_of(const Statement& statement, const assurance::EvidenceKey& key) {
  std::string text = json::write(statement);
  std::string signature = key.sign(text);
  return {std::string{assurance::kBundleFormat}, std::move(text), std::move(signature),
          key.verifier().text(), std::nullopt};
}

Result<> take_next_place(const assurance::Target& target, Statement& statement) {
  const auto answer = target.as_verifier({.target = "/verification/v1/evidence"});
  if (answer.status != 200) return fail(Error{kNotKept}.because(answer.brief()));
  TRY(const auto head, json::read<assurance::EvidenceHead>(answer.body));
  statement.number = head.size;
  statement.previous = head.previous;
  return {};
}

// Another run may take the place first; then this one is signed for the next.
Result<Bundle> hand_in(const assurance::Target& target, Statement& statement,
                       const assurance::EvidenceKey& key) {
  constexpr int kTries = 5;
  Bundle bundle;
  assurance::Answer answer;
  for (int at = 0; at < kTries && answer.status != 201; ++at) {
    TRY_VOID(take_next_place(target, statement));
    bundle = bundle_of(statement, key);
    const assurance::Evidence evidence{bundle.statement, bundle.signature};
    answer = target.as_verifier(
        {.method = "POST", .target = "/verification/v1/evidence", .body = json::write(evidence)});
    if (answer.status != 201 && answer.status != 409) break;
  }
  if (answer.status != 201) return fail(Error{kNotKept}.because(answer.brief()));
  TRY(bundle.log, json::read<assurance::LogPlace>(answer.body));
  return bundle;
}

Result<Statement> attack(const VerifyOptions& options, assurance::Target& target, Clock& clock) {
  TRY(const auto chosen, assurance::selected_probes(options.only));
  const auto probes = options.core ? assurance::core_probes() : chosen;
  const assurance::ServerFacts& server = target.server();
  Statement statement{
      .format = std::string{assurance::kStatementFormat},
      .run = target.run(),
      .log = server.log,
      .number = 0,
      .previous = std::nullopt,
      .url = target.place().origin(),
      .build = server.build,
      .configuration = server.configuration,
      .catalogue = catalogue_digest(),
      .host = server.host,
      .scope = scope_of(options),
      .occasion = options.scheduled ? assurance::Occasion::scheduled : assurance::Occasion::by_hand,
      .started_at = {},
      .finished_at = {},
      .seconds = 0,
      .waivers = server.waivers,
      .controls = {},
      .probes = {}};
  assurance::run_probes(target, probes, statement, clock, TellProgress{target, options.quiet});
  return statement;
}

Result<> write_reports(const VerifyOptions& options, const std::filesystem::path& folder,
                       const Statement& statement, const Bundle& bundle) {
  std::filesystem::create_directories(folder);
  const auto json_file = options.json.value_or(folder / "latest.json");
  const auto html_file = options.html.value_or(folder / "latest.html");
  const std::string evidence = json::write(bundle) + "\n";
  TRY_VOID(write_file(json_file, evidence));
  TRY_VOID(write_file(html_file, assurance::html_report(statement, evidence)));
  if (options.junit) TRY_VOID(write_file(*options.junit, assurance::junit_report(statement)));
  const std::string digest = assurance::digest_of(bundle.statement);
  if (options.oscal)
    TRY_VOID(write_file(*options.oscal, assurance::oscal_report(statement, digest)));
  if (!options.quiet)
    fmt::print("{}\nEvidence {}\nReport   {}\n", assurance::table_text(statement),
               json_file.string(), html_file.string());
  return {};
}

struct Outcome {
  Statement statement;
  bool kept;
};

Result<Outcome> run(const VerifyOptions& options, Clock& clock, Random& random) {
  TRY_VOID(assurance::selected_probes(options.only));  // a wrong word is told at once
  TRY(const auto opened, open(options, random));
  TRY(auto place, assurance::parse_url(options.url));
  place.at = options.connect;
  TRY(const auto key, assurance::EvidenceKey::of(opened.vault->installation()));
  auto settings = target_options(opened, std::move(place), clock, random);
  settings.scope = scope_of(options);
  TRY(const auto target, assurance::Target::open(std::move(settings)));
  TRY(Statement statement, attack(options, *target, clock));
  const auto kept = hand_in(*target, statement, key);
  if (!kept)
    fmt::print(stderr, "gatehouse: {} ({})\n", kept.error().kind().message, kept.error().detail());
  const Bundle bundle = kept ? *kept : bundle_of(statement, key);
  TRY_VOID(write_reports(options, opened.folder.root() / "evidence", statement, bundle));
  return Outcome{std::move(statement), kept.has_value()};
}

}  // namespace

int verify(const VerifyOptions& options, Clock& clock, Random& random) {
  const auto outcome = run(options, clock, random);
  if (!outcome) {
    fmt::print(stderr, "gatehouse: {} ({})\n", outcome.error().kind().message,
               outcome.error().detail());
    return 2;
  }
  const bool failed = std::ranges::any_of(
      outcome->statement.controls,
      [](const assurance::ControlResult& result) { return result.verdict == Verdict::failed; });
  if (failed) return 1;
  return outcome->kept ? 0 : 2;
}

}  // namespace gatehouse
