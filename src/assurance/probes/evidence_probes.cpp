// That evidence cannot be forged, bent, dropped or made to say more than was seen.
#include <functional>

#include "assurance/evidence.h"
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "assurance/records.h"

namespace gatehouse::assurance {

namespace {

// An honest statement of a small run, as this verifier would make it now.
Result<Statement> honest(Target& target) {
  const Answer answer = target.as_verifier({.target = "/verification/v1/evidence"});
  TRY(const auto head, json::read<EvidenceHead>(answer.body));
  const ServerFacts& server = target.server();
  const Instant now = SystemClock{}.now();
  ProbeRecord probe{"EDGE-04",          "an example", Verdict::passed,
                    "1 attempt, held.", 0.1,          {{"look", "a header", "a header", true}}};
  return Statement{.format = std::string{kStatementFormat},
                   .run = target.run(),
                   .log = server.log,
                   .number = head.size,
                   .previous = head.previous,
                   .url = target.place().origin(),
                   .build = server.build,
                   .configuration = server.configuration,
                   .catalogue = server.configuration,
                   .host = server.host,
                   .scope = Scope::chosen,
                   .occasion = Occasion::by_hand,
                   .started_at = now,
                   .finished_at = now,
                   .seconds = 0.1,
                   .waivers = {},
                   .controls = {{"EDGE-04", Verdict::passed, 0.1, "1 attempt, held."}},
                   .probes = {std::move(probe)}};
}

Answer hand_in(Target& target, const std::string& statement, const std::string& signature) {
  return target.as_verifier({.method = "POST",
                             .target = "/verification/v1/evidence",
                             .body = json::write(Evidence{statement, signature})});
}

struct Trick {
  std::string_view name;
  int status;
  std::function<void(Statement&)> bend;
};

// Each is signed after it was bent: by a thief of the key, or by an operator who lies.
void hand_in_bent(Target& target, Notebook& notebook, std::string_view control,
                  std::span<const Trick> tricks) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  for (const Trick& trick : tricks) {
    auto statement = honest(target);
    if (!notebook.expect(statement.has_value(), "ask which evidence is the newest", "an answer",
                         statement ? "an answer" : statement.error().detail()))
      return;
    trick.bend(*statement);
    const std::string text = json::write(*statement);
    const Answer answer = hand_in(target, text, target.data()->sign_statement(text));
    expect_refused(target, notebook, answer, trick.status, control,
                   fmt::format("hand in evidence that {}", trick.name));
  }
}

// --- ASR-01
// ----------------------------------------------------------------------------------------

void claims_need_proof(Target& target, Notebook& notebook) {
  const Trick tricks[] = {
      {"calls a control passed that no probe attacked", 400,
       [](Statement& statement) { statement.controls[0].id = "EDGE-05"; }},
      {"calls a control passed whose probe failed", 400,
       [](Statement& statement) { statement.probes[0].verdict = Verdict::failed; }},
      {"calls a control passed though one attempt got through", 400,
       [](Statement& statement) { statement.probes[0].steps[0].held = false; }},
      {"calls a control passed whose probe tried nothing", 400,
       [](Statement& statement) { statement.probes[0].steps.clear(); }},
      {"shows what was skipped as passed", 400,
       [](Statement& statement) { statement.probes[0].verdict = Verdict::not_claimed; }},
  };
  hand_in_bent(target, notebook, "ASR-01", tricks);
}

// --- ASR-02
// ----------------------------------------------------------------------------------------

void evidence_keeps_its_order(Target& target, Notebook& notebook) {
  const Trick tricks[] = {
      {"is dated back a day", 400,
       [](Statement& statement) {
         statement.started_at -= std::chrono::hours{24};
         statement.finished_at -= std::chrono::hours{24};
       }},
      {"ended before it began", 400,
       [](Statement& statement) { statement.started_at += std::chrono::minutes{1}; }},
      {"leaves a place free for later", 409, [](Statement& statement) { ++statement.number; }},
      {"follows other evidence than the newest", 409,
       [](Statement& statement) { statement.previous = std::string(64, '0'); }},
  };
  hand_in_bent(target, notebook, "ASR-02", tricks);
}

void unsigned_evidence_is_refused(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The data folder cannot be seen from here.");
  const auto statement = honest(target);
  if (!notebook.expect(statement.has_value(), "ask which evidence is the newest", "an answer",
                       statement ? "an answer" : statement.error().detail()))
    return;
  const std::string text = json::write(*statement);
  const std::string signature = target.data()->sign_statement(text);
  std::string edited = text;
  edited.replace(edited.find("1 attempt"), 1, "9");
  expect_refused(target, notebook, hand_in(target, edited, signature), 400, "ASR-02",
                 "hand in evidence that was edited after it was signed");
  const std::string nobody = std::string(86, 'A') + "==";
  expect_refused(target, notebook, hand_in(target, text, nobody), 400, "ASR-02",
                 "hand in evidence that nobody signed");
}

// --- ASR-03
// ----------------------------------------------------------------------------------------

void nobody_waives_alone(Target& target, Notebook& notebook) {
  const Trick tricks[] = {
      {"excuses a failure by a waiver that nobody gave", 400,
       [](Statement& statement) {
         const Instant now = statement.started_at;
         const PersonId nobody;
         statement.waivers.push_back(
             {"EDGE-04", "no reason", now, now + std::chrono::hours{1}, nobody, nobody});
         statement.controls[0].verdict = Verdict::waived;
         statement.probes[0].verdict = Verdict::failed;
         statement.probes[0].steps[0].held = false;
       }},
  };
  hand_in_bent(target, notebook, "ASR-03", tricks);
}

constexpr Probe kProbes[] = {
    {"ASR-01", "a claim needs a probe that held", &claims_need_proof},
    {"ASR-02", "evidence keeps its order and time", &evidence_keeps_its_order},
    {"ASR-02", "evidence bears our signature", &unsigned_evidence_is_refused},
    {"ASR-03", "a waiver needs two people", &nobody_waives_alone},
};

}  // namespace

std::span<const Probe> evidence_probes() { return kProbes; }

}  // namespace gatehouse::assurance
