// The evidence of one run. A statement says what was attacked, how, and what came back; a bundle
// is a statement with its signature and its place in the installation's log of evidence, so that
// it can be checked with the public key alone.
//
// The statement is JSON as a text inside the bundle's JSON: what is signed are exactly the octets
// of that text, so a bundle may be reformatted and still holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assurance/waiver.h"
#include "base/json.h"

namespace gatehouse::assurance {

inline constexpr std::string_view kStatementFormat = "gatehouse-evidence/1";
inline constexpr std::string_view kBundleFormat = "gatehouse-evidence-bundle/1";
inline constexpr std::string_view kExportFormat = "gatehouse-evidence-export/1";

// Skipped is never shown as passed, and what was waived neither.
enum class Verdict : unsigned char { passed, failed, not_claimed, waived };

// Which probes a run took: all, the quick ones that run every quarter of an hour, or some chosen by
// hand.
enum class Scope : unsigned char { full, core, chosen };
enum class Occasion : unsigned char { by_hand, scheduled };

// One attempt: what was done, expected and seen. Bodies are cut, secrets masked.
struct Step {
  std::string did;
  std::string expected;
  std::string saw;
  bool held;
};

struct ControlResult {
  std::string id;
  Verdict verdict;
  double seconds;
  std::string summary;  // one sentence for people
};

struct ProbeRecord {
  std::string control;
  std::string title;
  Verdict verdict;
  std::string summary;
  double seconds;
  std::vector<Step> steps;
};

// Which program: its version, the commit it was built from, the SHA-256 of its file.
struct Build {
  std::string version;
  std::string commit;
  std::string executable;
};
struct Host {
  std::string system;        // "Linux 6.1.0-18-amd64 x86_64"
  std::string distribution;  // "Debian GNU/Linux 12 (bookworm)"
  std::int64_t processors;
};

struct Statement {
  std::string format;
  RunId run;
  std::string log;                      // the name of the installation's log of evidence
  std::int64_t number;                  // its place there, from 0
  std::optional<std::string> previous;  // SHA-256 of the statement before it, hex
  std::string url;
  Build build;
  std::string configuration;  // SHA-256 of the effective configuration without secrets, hex
  std::string catalogue;      // SHA-256 of the controls, hex
  Host host;
  Scope scope;
  Occasion occasion;
  Instant started_at;
  Instant finished_at;
  double seconds;
  std::vector<Waiver> waivers;  // in force
  std::vector<ControlResult> controls;
  std::vector<ProbeRecord> probes;
};

// Where a statement stands in the log, and the proof (RFC 6962) under a signed head (C2SP).
struct LogPlace {
  std::int64_t number;
  std::vector<std::string> proof;  // base64
  std::string checkpoint;
};

struct Bundle {
  std::string format;
  std::string statement;
  std::string signature;        // Ed25519, base64
  std::string key;              // the installation's public key, for finding it; not to be trusted
  std::optional<LogPlace> log;  // absent when no server took it
};

}  // namespace gatehouse::assurance

namespace gatehouse {
template <>
struct EnumNames<assurance::Verdict> {
  using enum assurance::Verdict;
  static constexpr auto names = std::to_array<std::pair<assurance::Verdict, std::string_view>>(
      {{passed, "passed"}, {failed, "failed"}, {not_claimed, "not_claimed"}, {waived, "waived"}});
};
template <>
struct EnumNames<assurance::Scope> {
  using enum assurance::Scope;
  static constexpr auto names = std::to_array<std::pair<assurance::Scope, std::string_view>>(
      {{full, "full"}, {core, "core"}, {chosen, "chosen"}});
};
template <>
struct EnumNames<assurance::Occasion> {
  using enum assurance::Occasion;
  static constexpr auto names = std::to_array<std::pair<assurance::Occasion, std::string_view>>(
      {{by_hand, "by_hand"}, {scheduled, "scheduled"}});
};
}  // namespace gatehouse

namespace gatehouse::json {
template <>
struct Shape<assurance::Step> {
  static constexpr std::string_view name = "ProbeStep";
  static constexpr auto members = std::tuple{
      member("did", &assurance::Step::did, text(0, 1000)),
      member("expected", &assurance::Step::expected, text(0, 1000)),
      member("saw", &assurance::Step::saw, text(0, 1000)), member("held", &assurance::Step::held)};
};
template <>
struct Shape<assurance::ControlResult> {
  static constexpr std::string_view name = "ControlResult";
  static constexpr auto members =
      std::tuple{member("id", &assurance::ControlResult::id, token(4, 12)),
                 member("verdict", &assurance::ControlResult::verdict),
                 member("seconds", &assurance::ControlResult::seconds),
                 member("summary", &assurance::ControlResult::summary, text(0, 4000))};
};
template <>
struct Shape<assurance::ProbeRecord> {
  static constexpr std::string_view name = "ProbeRecord";
  static constexpr auto members =
      std::tuple{member("control", &assurance::ProbeRecord::control, token(4, 12)),
                 member("title", &assurance::ProbeRecord::title, line(1, 200)),
                 member("verdict", &assurance::ProbeRecord::verdict),
                 member("summary", &assurance::ProbeRecord::summary, text(0, 4000)),
                 member("seconds", &assurance::ProbeRecord::seconds),
                 member("steps", &assurance::ProbeRecord::steps, up_to(4000))};
};
template <>
struct Shape<assurance::Build> {
  static constexpr std::string_view name = "ProgramBuild";
  static constexpr auto members =
      std::tuple{member("version", &assurance::Build::version, line(1, 100)),
                 member("commit", &assurance::Build::commit, line(1, 100)),
                 member("executable", &assurance::Build::executable, token(64, 64))};
};
template <>
struct Shape<assurance::Host> {
  static constexpr std::string_view name = "Host";
  static constexpr auto members =
      std::tuple{member("system", &assurance::Host::system, line(0, 200)),
                 member("distribution", &assurance::Host::distribution, line(0, 200)),
                 member("processors", &assurance::Host::processors)};
};
template <>
struct Shape<assurance::Statement> {
  using S = assurance::Statement;
  static constexpr std::string_view name = "EvidenceStatement";
  static constexpr auto members =
      std::tuple{member("format", &S::format, line(1, 60)),
                 member("run", &S::run),
                 member("log", &S::log, line(1, 200)),
                 member("number", &S::number, whole(0, 1'000'000'000)),
                 member("previous", &S::previous, token(64, 64)),
                 member("url", &S::url, line(1, 300)),
                 member("build", &S::build),
                 member("configuration", &S::configuration, token(64, 64)),
                 member("catalogue", &S::catalogue, token(64, 64)),
                 member("host", &S::host),
                 member("scope", &S::scope),
                 member("occasion", &S::occasion),
                 member("started_at", &S::started_at),
                 member("finished_at", &S::finished_at),
                 member("seconds", &S::seconds),
                 member("waivers", &S::waivers, up_to(200)),
                 member("controls", &S::controls, up_to(400)),
                 member("probes", &S::probes, up_to(1000))};
};
template <>
struct Shape<assurance::LogPlace> {
  static constexpr std::string_view name = "EvidencePlace";
  static constexpr auto members =
      std::tuple{member("number", &assurance::LogPlace::number, whole(0, 1'000'000'000)),
                 member("proof", &assurance::LogPlace::proof, list_of(64, line(44, 44))),
                 member("checkpoint", &assurance::LogPlace::checkpoint, text(1, 4000))};
};
template <>
struct Shape<assurance::Bundle> {
  static constexpr std::string_view name = "EvidenceBundle";
  static constexpr auto members =
      std::tuple{member("format", &assurance::Bundle::format, line(1, 60)),
                 member("statement", &assurance::Bundle::statement, text(2, 4'000'000)),
                 member("signature", &assurance::Bundle::signature, line(88, 88)),
                 member("key", &assurance::Bundle::key, line(10, 400)),
                 member("log", &assurance::Bundle::log)};
};
}  // namespace gatehouse::json
