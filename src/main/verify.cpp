#include "main/verify.h"

#include <cstdio>
#include <fstream>

#include <unistd.h>

#include <fmt/format.h>

#include "assurance/credential.h"
#include "assurance/runner.h"
#include "identity/token_keys.h"
#include "main/installation.h"

namespace gatehouse {

namespace {

using assurance::Report;
using assurance::Verdict;

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

Result<> write_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.flush();
  if (!out)
    return fail(Error{kDataUnusable}.because(fmt::format("{} cannot be written", file.string())));
  return {};
}

// To the server, so that its security page shows it. A partial run is kept as what it is.
void hand_in(const assurance::Target& target, const Report& report, const std::string& evidence) {
  std::string body = R"({"run":)";
  json::write(body, report.run);
  body += R"(,"document":)";
  json::write_text(body, evidence);
  const auto answer = target.as_verifier(
      {.method = "POST", .target = "/verification/v1/evidence", .body = body + "}"});
  if (answer.status != 204)
    fmt::print(stderr, "gatehouse: the server did not keep the result ({})\n", answer.brief());
}

Result<Report> run(const VerifyOptions& options, Clock& clock, Random& random) {
  TRY(const auto probes, assurance::selected_probes(options.only));
  TRY(const auto opened, open(options, random));
  TRY(auto place, assurance::parse_url(options.url));
  TRY(const auto target,
      assurance::Target::open(target_options(opened, std::move(place), clock, random)));
  Report report = assurance::run_probes(*target, probes, GATEHOUSE_VERSION, clock, &show_progress);
  TRY(const auto key, crypto::SigningKey::from_seed(opened.vault->installation().derive(
                          vault::Purpose::evidence_signing, "evidence")));
  const std::string evidence = assurance::signed_evidence(report, key);
  hand_in(*target, report, evidence);
  const auto folder = opened.folder.root() / "evidence";
  std::filesystem::create_directories(folder);
  TRY_VOID(write_file(options.json.value_or(folder / "latest.json"), evidence));
  TRY_VOID(write_file(options.html.value_or(folder / "latest.html"),
                      assurance::html_report(report, evidence)));
  fmt::print("{}\nEvidence {}\nReport   {}\n", assurance::table_text(report),
             options.json.value_or(folder / "latest.json").string(),
             options.html.value_or(folder / "latest.html").string());
  return report;
}

}  // namespace

int verify(const VerifyOptions& options, Clock& clock, Random& random) {
  const auto report = run(options, clock, random);
  if (!report) {
    fmt::print(stderr, "gatehouse: {} ({})\n", report.error().kind().message,
               report.error().detail());
    return 2;
  }
  const auto failed = [](const assurance::ControlResult& result) {
    return result.verdict == Verdict::failed;
  };
  return std::ranges::any_of(report->run.controls, failed) ? 1 : 0;
}

}  // namespace gatehouse
