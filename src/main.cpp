// The composition root: which verb, and nothing else. A failure is one line that says what to do.
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "base/random.h"
#include "main/admin.h"
#include "main/admin_support.h"
#include "main/evidence.h"
#include "main/policy.h"
#include "main/reference.h"
#include "main/serve.h"
#include "main/verify.h"

namespace {

using gatehouse::Result;

int report(const Result<>& done) {
  if (done) return 0;
  const gatehouse::Error& error = done.error();
  const std::string detail = error.detail().empty() ? "" : fmt::format(" ({})", error.detail());
  fmt::print(stderr, "gatehouse: {}{}\n", error.kind().message, detail);
  return 2;
}

// The verbs and what they were given.
struct Line {
  CLI::App app{"Gatehouse: customer conversations, with a security policy that proves itself."};
  gatehouse::ServeOptions serve;
  gatehouse::AdminOptions admin;
  gatehouse::PolicyOptions policy;
  gatehouse::ReferenceOptions reference;
  gatehouse::VerifyOptions verify;
  gatehouse::EvidenceOptions evidence;
  gatehouse::RotateOptions rotate;
  gatehouse::PasswordCostOptions password_cost;
  gatehouse::SupportOptions support;
  CLI::App* serve_verb = app.add_subcommand("serve", "Start the server.");
  CLI::App* verify_verb =
      app.add_subcommand("verify", "Attack a running server and report by control.");
  CLI::App* policy_verb = app.add_subcommand("policy", "Print every route with its policy.");
  CLI::App* reference_verb =
      app.add_subcommand("reference", "Write the reference: controls, endpoints, errors, events.");
  CLI::App* admin_verb =
      app.add_subcommand("admin", "Act on an installation from its own machine.");
  CLI::App* link_verb =
      admin_verb->add_subcommand("setup-link", "Print a fresh set-up link while no owner exists.");
  CLI::App* factors_verb = admin_verb->add_subcommand(
      "reset-factors", "Let somebody begin anew who lost all second factors.");
  CLI::App* reset_verb =
      admin_verb->add_subcommand("reset-link", "Print a link for somebody's new password.");
  CLI::App* ranges_verb = admin_verb->add_subcommand(
      "open-ranges", "Let a workspace be used from every address again (break-glass).");
  CLI::App* cost_verb =
      admin_verb->add_subcommand("password-cost", "Print what hashing a password costs here.");
  CLI::App* support_verb = admin_verb->add_subcommand(
      "support", "Look into a workspace that has approved it, for one hour.");
  CLI::App* support_request_verb =
      support_verb->add_subcommand("request", "Ask a workspace; prints the grant's id.");
  CLI::App* support_link_verb =
      support_verb->add_subcommand("link", "Print the one-time link of a grant that was approved.");
  CLI::App* support_list_verb = support_verb->add_subcommand("list", "Print the newest grants.");
  CLI::App* support_end_verb = support_verb->add_subcommand("end", "End a grant at once.");
  CLI::App* rotate_verb = app.add_subcommand("rotate", "Replace a key; the server may run.");
  CLI::App* token_key_verb =
      rotate_verb->add_subcommand("token-key", "The key that signs access tokens.");
  CLI::App* evidence_verb = app.add_subcommand("evidence", "What verification runs have shown.");
  CLI::App* evidence_key_verb =
      evidence_verb->add_subcommand("key", "Print the public key that evidence is checked with.");
  CLI::App* evidence_verify_verb = evidence_verb->add_subcommand(
      "verify", "Check a file of evidence; needs the public key and no server.");
  CLI::App* evidence_page_verb = evidence_verb->add_subcommand(
      "page", "Print the page that checks evidence in a browser, without a network.");
  CLI::App* evidence_export_verb =
      evidence_verb->add_subcommand("export", "Write the evidence of a time, for an auditor.");
  CLI::App* audit_verb = app.add_subcommand("audit", "The audit logs.");
  CLI::App* audit_verify_verb =
      audit_verb->add_subcommand("verify", "Recompute every log and check its checkpoints.");

  Line() {
    app.require_subcommand(1);
    app.set_version_flag("--version", GATEHOUSE_VERSION);
    serve_verb->add_option("--config", serve.config, "Configuration file (TOML).");
    serve_verb->add_option("--data", serve.data, "Data folder.")->capture_default_str();
    serve_verb->add_option("--listen", serve.listen, "ADDRESS:PORT; port 0 picks one.")
        ->capture_default_str();
    serve_verb->add_flag("--guided", serve.guided, "Say where to go next.");
    verify_verb->add_option("--url", verify.url, "Server to attack.")->capture_default_str();
    verify_verb->add_option("--data", verify.data, "Its data folder, which proves that it is ours.")
        ->capture_default_str();
    verify_verb->add_option("--config", verify.config, "Its configuration file.");
    verify_verb->add_option("--only", verify.only, "Controls or families, EDGE,IDN-07.")
        ->delimiter(',');
    verify_verb->add_option("--json", verify.json, "Write the signed evidence here.");
    verify_verb->add_option("--html", verify.html, "Write the report here.");
    verify_verb->add_option("--junit", verify.junit, "Write JUnit XML here.");
    verify_verb->add_option("--oscal", verify.oscal, "Write OSCAL assessment results here.");
    verify_verb->add_flag("--core", verify.core, "Only the quick probes, a few seconds.");
    verify_verb->add_flag("--quiet", verify.quiet, "Print nothing but errors.");
    verify_verb->add_option("--connect", verify.connect,
                            "Connect to this address instead of the one --url names.");
    verify_verb->add_flag("--scheduled", verify.scheduled)->group("");
    name_evidence_verbs();
    policy_verb->add_flag("--controls", policy.controls,
                          "Only the ids of the controls that code enforces.");
    policy_verb->add_flag("--privileges", policy.privileges,
                          "What each privilege allows, and what the built-in roles hold.");
    policy_verb->add_flag("--openapi", policy.openapi, "The OpenAPI document instead.");
    reference_verb->add_option("--into", reference.into, "Folder for the files.")
        ->capture_default_str();
    factors_verb->add_option("--email", admin.email, "Who lost them.")->required();
    for (CLI::App* verb : {link_verb, factors_verb, reset_verb, ranges_verb, audit_verify_verb}) {
      verb->add_option("--data", admin.data, "Data folder.")->capture_default_str();
      verb->add_option("--config", admin.config, "Configuration file (TOML).");
    }
    reset_verb->add_option("--email", admin.email, "Whose password is lost.")->required();
    ranges_verb->add_option("tenant", admin.tenant, "Its id, ten_….")->required();
    cost_verb->add_option("--data", password_cost.where.data, "Data folder.")
        ->capture_default_str();
    cost_verb->add_option("--config", password_cost.where.config, "Configuration file (TOML).");
    cost_verb->add_flag("--measure", password_cost.measure, "Measure again, on a machine at rest.");
    token_key_verb->add_option("--data", rotate.where.data, "Data folder.")->capture_default_str();
    token_key_verb->add_option("--config", rotate.where.config, "Configuration file (TOML).");
    token_key_verb->add_flag(
        "--end-old", rotate.end_old,
        "The old key was stolen: refuse what it has signed. Browsers renew by themselves.");
    add_support_options();
    rotate_verb->require_subcommand(1);
    admin_verb->require_subcommand(1);
    audit_verb->require_subcommand(1);
  }

  void add_support_options() {
    for (CLI::App* verb :
         {support_request_verb, support_link_verb, support_list_verb, support_end_verb}) {
      verb->add_option("--data", support.where.data, "Data folder.")->capture_default_str();
      verb->add_option("--config", support.where.config, "Configuration file (TOML).");
    }
    support_request_verb->add_option("--workspace", support.workspace, "Its name or id.")
        ->required();
    support_request_verb
        ->add_option("--reason", support.reason, "Why; the workspace decides by it.")
        ->required();
    support_request_verb->add_option("--scope", support.scope, "conversations, bots or members.")
        ->required();
    for (CLI::App* verb : {support_link_verb, support_end_verb})
      verb->add_option("--grant", support.grant, "The grant's id.")->required();
    support_verb->require_subcommand(1);
  }

  void name_evidence_verbs() {
    evidence_verb->require_subcommand(1);
    for (CLI::App* verb : {evidence_key_verb, evidence_export_verb}) {
      verb->add_option("--data", evidence.data, "Data folder.")->capture_default_str();
      verb->add_option("--config", evidence.config, "Configuration file (TOML).");
    }
    evidence_verify_verb->add_option("file", evidence.file, "A bundle or an export.")->required();
    evidence_verify_verb
        ->add_option("--key", evidence.key, "The public key, or a file that holds it.")
        ->required();
    evidence_verify_verb->add_option(
        "--since", evidence.since,
        "An older file: the evidence just before it, or an earlier export of the same log.");
    evidence_export_verb->add_option("--from", evidence.from, "From this day or time on.");
    evidence_export_verb->add_option("--to", evidence.to, "Before this day or time.");
    evidence_export_verb->add_option("--since", evidence.since,
                                     "Prove also that the log still holds what this file shows.");
    evidence_export_verb->add_option("--into", evidence.into, "The file to write.")
        ->capture_default_str();
  }

  int run() {
    gatehouse::SystemClock clock;
    gatehouse::SystemRandom random;
    if (*serve_verb) return report(gatehouse::serve(serve, clock, random));
    if (*policy_verb) return report(gatehouse::print_policy(policy));
    if (*reference_verb) return report(gatehouse::write_reference(reference));
    if (*cost_verb) return report(gatehouse::print_password_cost(password_cost, clock, random));
    if (*token_key_verb) return report(gatehouse::rotate_token_key(rotate, clock, random));
    if (*support_request_verb) return report(gatehouse::request_support(support, clock, random));
    if (*support_link_verb) return report(gatehouse::print_support_link(support, clock, random));
    if (*support_list_verb) return report(gatehouse::list_support(support, clock, random));
    if (*support_end_verb) return report(gatehouse::end_support(support, clock, random));
    if (*link_verb) return report(gatehouse::print_setup_link(admin, clock, random));
    if (*factors_verb) return report(gatehouse::reset_factors(admin, clock, random));
    if (*reset_verb) return report(gatehouse::print_reset_links(admin, clock, random));
    if (*ranges_verb) return report(gatehouse::open_ranges(admin, clock, random));
    if (*evidence_page_verb) return report(gatehouse::print_evidence_page());
    if (*evidence_key_verb) return report(gatehouse::print_evidence_key(evidence, random));
    if (*evidence_export_verb) return report(gatehouse::export_evidence(evidence, random));
    if (*evidence_verify_verb) return gatehouse::verify_evidence(evidence);
    if (*audit_verify_verb) return gatehouse::verify_audit(admin, clock, random);
    return gatehouse::verify(verify, clock, random);
  }
};

}  // namespace

int main(int count, char** arguments) {
  Line line;
  try {
    line.app.parse(count, arguments);
  } catch (const CLI::ParseError& wrong) {
    return line.app.exit(wrong);
  }
  return line.run();
}
