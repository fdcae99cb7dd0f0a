// Second factors: what half a sign-in opens, codes and passkeys that are bent or used twice.
#include <boost/json.hpp>

#include "assurance/one_time_code.h"
#include "assurance/passkey.h"
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/clock.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

// Somebody who must have a factor and has none.
struct Newcomer {
  std::string email;
  std::string password;
  Attacker session;
};

Newcomer newcomer(Target& target) {
  const ProbeMember member = target.new_member(0, "administrator");
  return {member.email, member.password, target.by_password(member)};
}

// With the password alone.
Attacker halfway(Target& target, const Newcomer& who) {
  return target.by_password({PersonId{}, who.email, who.password});
}

Answer prove(const Attacker& attacker, std::string_view way, std::string_view evidence) {
  return attacker.post("/api/v1/session/proof",
                       fmt::format(R"({{"{}":{}}})", way, json_text(evidence)));
}

bool expect_reason(Notebook& notebook, const Answer& answer, std::string_view code,
                   std::string did) {
  return notebook.expect(answer.problem() == code, std::move(did), std::string{code},
                         answer.brief());
}

// --- every route of members
// ------------------------------------------------------------------------

constexpr std::string_view kOpenWhileEnrolling[] = {
    "GET /api/v1/session",
    "DELETE /api/v1/session",
    "POST /api/v1/session/challenge",
    "POST /api/v1/session/proof",
    "GET /api/v1/factors",
    "POST /api/v1/factors/passkeys/challenge",
    "POST /api/v1/factors/passkeys",
    "POST /api/v1/factors/apps/secret",
    "POST /api/v1/factors/apps",
    "GET /api/v1/sign-on/links",
    "POST /api/v1/sign-on/proofs/x_00000000000000000000000000",
};

std::string in_capitals(std::string_view method) {
  std::string out;
  for (const char c : method) out += static_cast<char>(c - 'a' + 'A');
  return out;
}

bool is_for_members(const boost::json::value& operation) {
  const boost::json::value* security = operation.as_object().if_contains("security");
  if (!security || !security->is_array() || security->as_array().empty()) return false;
  return security->as_array().front().as_object().contains("session");
}

// What the server itself says that members may call, as requests with ids of nothing.
std::vector<Ask> requests_of_members(const std::string& openapi) {
  boost::system::error_code wrong;
  const boost::json::value document = boost::json::parse(openapi, wrong);
  std::vector<Ask> asks;
  if (wrong || !document.is_object() || !document.as_object().contains("paths")) return asks;
  for (const auto& [path, operations] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      if (!is_for_members(operation)) continue;
      std::string target{path};
      for (std::size_t open = target.find('{'); open != std::string::npos; open = target.find('{'))
        target.replace(open, target.find('}') - open + 1, "x_00000000000000000000000000");
      Ask ask{.method = in_capitals(method), .target = std::move(target)};
      if (operation.as_object().contains("requestBody")) ask.body = "{}";
      asks.push_back(std::move(ask));
    }
  }
  return asks;
}

void a_newcomer_may_do_nothing_but_add_a_factor(Target& target, Notebook& notebook) {
  const Newcomer fresh = newcomer(target);
  const Answer members = fresh.session.get("/api/v1/members");
  expect_reason(notebook, members, "identity.second_factor_needed",
                "list the members without a factor");
  // Recorded now, or it would be folded with the next refusal.
  expect_refused(target, notebook, members, 403, "IDN-03", "look for that refusal in the log");
  const auto asks = requests_of_members(target.stranger().get("/api/openapi.json").body);
  notebook.expect(asks.size() > 30, "read which routes members have", "more than 30",
                  fmt::format("{}", asks.size()));
  for (const Ask& ask : asks) {
    const std::string name = fmt::format("{} {}", ask.method, ask.target);
    if (std::ranges::find(kOpenWhileEnrolling, name) != std::end(kOpenWhileEnrolling)) continue;
    expect_refused(target, notebook, fresh.session.ask(ask), 403, "IDN-03",
                   fmt::format("as a new administrator without a factor: {}", name));
  }
  const auto socket = fresh.session.socket("/api/v1/socket");
  expect_status(notebook, socket ? socket->first : Answer{}, 403, "open a socket all the same");
  const Answer rule = target.member(target.tenant(0).owner).get("/api/v1/workspace/second-factor");
  notebook.expect(rule.status == 200, "read how many have a second factor", "status 200",
                  rule.body);
}

// --- half a sign-in
// --------------------------------------------------------------------------------

void the_step_cannot_be_skipped(Target& target, Notebook& notebook) {
  const ProbeMember& owner = target.tenant(0).owner;
  Attacker half = target.by_password(owner);
  expect_refused(target, notebook, half.get("/api/v1/members"), 403, "IDN-03",
                 "list the members with an owner's password alone");
  expect_refused(target, notebook, half.post("/api/v1/factors/passkeys/challenge", ""), 403,
                 "IDN-03", "add a factor of one's own instead of showing theirs");
  expect_refused(target, notebook, half.post("/api/v1/factors/apps/secret", ""), 403, "IDN-03",
                 "add an authenticator app instead");
  const Answer again = prove(half, "password", owner.password);
  notebook.expect(again.status >= 400, "show the password once more instead of the factor",
                  "refused", again.brief());
  half.adopt(half.post("/api/v1/session/refresh", ""));
  expect_refused(target, notebook, half.get("/api/v1/members"), 403, "IDN-03",
                 "renew the session and list the members");
}

// --- codes
// -----------------------------------------------------------------------------------------

void a_code_works_once_and_cannot_be_guessed(Target& target, Notebook& notebook) {
  const SystemClock clock;
  const Newcomer who = newcomer(target);
  const std::string secret = who.session.post("/api/v1/factors/apps/secret", "").text_at("/secret");
  const std::string code = one_time_code(secret, clock.now());
  const Answer added = who.session.post("/api/v1/factors/apps",
                                        fmt::format(R"({{"name":"App","code":"{}"}})", code));
  if (!expect_status(notebook, added, 201, "add an authenticator app")) return;
  // Signed in beforehand: the password is right each time, and must not wipe out the failures.
  constexpr int kFailuresUntilLocked = 5;
  std::vector<Attacker> sessions;
  for (int number = 0; number <= kFailuresUntilLocked; ++number)
    sessions.push_back(halfway(target, who));
  expect_refused(target, notebook, prove(halfway(target, who), "code", code), 403, "IDN-03",
                 "sign in with the code that added the app");
  const std::string next = one_time_code(secret, clock.now() + 30s);
  expect_status(notebook, prove(halfway(target, who), "code", next), 200,
                "sign in with the next code");
  expect_refused(target, notebook, prove(halfway(target, who), "code", next), 403, "IDN-03",
                 "sign in with that code a second time");
  Answer guessed;
  for (const Attacker& session : sessions) {
    guessed = prove(session, "code", "000000");
    if (guessed.status == 429) break;
    expect_status(notebook, guessed, 403, "guess a code");
  }
  expect_refused(target, notebook, guessed, 429, "IDN-12", "guess until guessing is stopped");
}

void a_recovery_code_works_once(Target& target, Notebook& notebook) {
  const Newcomer who = newcomer(target);
  Passkey passkey = Passkey::make();
  if (!expect_status(notebook, who.session.enrol(passkey), 201, "add a passkey")) return;
  const std::string code =
      who.session.post("/api/v1/factors/recovery-codes", "").text_at("/codes/0");
  expect_status(notebook, prove(halfway(target, who), "recovery_code", code), 200,
                "sign in with a recovery code");
  expect_refused(target, notebook, prove(halfway(target, who), "recovery_code", code), 403,
                 "IDN-03", "sign in with it a second time");
}

// --- passkeys
// --------------------------------------------------------------------------------------

struct Bent {
  std::string_view name;
  PasskeySays says;
};

std::vector<Bent> bent_passkeys() {
  constexpr std::uint8_t kVerifiedOnly = 0x04;
  constexpr std::uint8_t kPresentOnly = 0x01;
  return {{"signed for another website", {.origin = "https://evil.example"}},
          {"signed for another port", {.origin = "https://localhost:1"}},
          {"signed for another party", {.party = "evil.example"}},
          {"signed by nobody present", {.flags = kVerifiedOnly}},
          {"without verifying the user", {.flags = kPresentOnly}},
          {"with a spoiled signature", {.spoil_signature = true}}};
}

Answer use_passkey(const Attacker& attacker, const Passkey& passkey, const PasskeySays& says) {
  const Answer question = attacker.post("/api/v1/session/passkey/challenge", "");
  return attacker.post("/api/v1/session/passkey",
                       passkey.answer(attacker.place(), question.text_at("/challenge"), says));
}

void bent_passkeys_sign_nobody_in(Target& target, Notebook& notebook) {
  const Newcomer who = newcomer(target);
  Passkey passkey = Passkey::make();
  if (!expect_status(notebook, who.session.enrol(passkey), 201, "add a passkey")) return;
  expect_status(notebook, use_passkey(target.stranger(), passkey, {}), 200,
                "sign in with it alone");
  for (const Bent& bent : bent_passkeys())
    expect_refused(target, notebook, use_passkey(target.stranger(), passkey, bent.says), 403,
                   "IDN-03", fmt::format("sign in {}", bent.name));
  expect_refused(target, notebook,
                 use_passkey(target.stranger(), passkey, {.type = "webauthn.create"}), 403,
                 "IDN-03", "sign in with what was signed for adding");
  const std::string own = base64url(Bytes(32, 7));
  const Answer invented =
      target.stranger().post("/api/v1/session/passkey", passkey.answer(target.place(), own));
  expect_refused(target, notebook, invented, 409, "IDN-03", "sign a challenge of one's own");
  const Attacker twice = target.stranger();
  const std::string question =
      twice.post("/api/v1/session/passkey/challenge", "").text_at("/challenge");
  const std::string answer = passkey.answer(target.place(), question);
  expect_status(notebook, twice.post("/api/v1/session/passkey", answer), 200,
                "sign a challenge of the server");
  expect_refused(target, notebook, twice.post("/api/v1/session/passkey", answer), 409, "IDN-03",
                 "send the same signature again");
  passkey.belongs_to(base64url(target.tenant(0).owner.person.bits()));
  expect_refused(target, notebook, use_passkey(target.stranger(), passkey, {}), 403, "IDN-03",
                 "sign in in the owner's name");
}

void a_copied_authenticator_is_noticed(Target& target, Notebook& notebook) {
  const Newcomer who = newcomer(target);
  Passkey passkey = Passkey::make();
  if (!expect_status(notebook, who.session.enrol(passkey), 201, "add a passkey")) return;
  expect_status(notebook, use_passkey(target.stranger(), passkey, {.counter = 7}), 200,
                "sign in at counter 7");
  expect_refused(target, notebook, use_passkey(target.stranger(), passkey, {.counter = 7}), 403,
                 "IDN-03", "sign in at counter 7 again");
  expect_refused(target, notebook, use_passkey(target.stranger(), passkey, {.counter = 3}), 403,
                 "IDN-03", "sign in at counter 3");
}

void bent_passkeys_are_not_added(Target& target, Notebook& notebook) {
  const Newcomer who = newcomer(target);
  const Passkey passkey = Passkey::make();
  const auto add = [&](std::string challenge, const PasskeySays& says) {
    if (challenge.empty())
      challenge = who.session.post("/api/v1/factors/passkeys/challenge", "").text_at("/challenge");
    return who.session.post("/api/v1/factors/passkeys",
                            passkey.registration(target.place(), challenge, says));
  };
  for (const Bent& bent : bent_passkeys())
    if (!bent.says.spoil_signature)  // a new one has none
      expect_refused(target, notebook, add("", bent.says), 403, "IDN-03",
                     fmt::format("add a passkey {}", bent.name));
  expect_refused(target, notebook, add(base64url(Bytes(32, 7)), {}), 409, "IDN-03",
                 "add a passkey for a challenge of one's own");
  expect_status(notebook, add("", {}), 201, "add an honest one");
}

// --- step-up
// ---------------------------------------------------------------------------------------

void lasting_harm_needs_a_fresh_proof(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(1).owner;
  const Attacker owner = target.member(member);
  const Ask harm{.method = "PATCH",
                 .target = "/api/v1/workspace/second-factor",
                 .body = R"({"for_all":false})"};
  expect_status(notebook, owner.ask(harm), 200,
                "change who needs a factor, right after signing in");
  const auto aged = target.age_session(owner.session, 5min + 5s);
  if (!notebook.expect(aged.has_value(), "make the session older", "done",
                       aged ? "done" : aged.error().detail()))
    return;
  expect_refused(target, notebook, owner.ask(harm), 403, "IDN-03", "the same five minutes later");
  expect_status(notebook, owner.get("/api/v1/members"), 200, "work on as before");
  target.prove(owner, member);
  expect_status(notebook, owner.ask(harm), 200, "the same after showing the factor once more");
}

constexpr Probe kProbes[] = {
    {"IDN-03", "a newcomer may do nothing but add a factor",
     &a_newcomer_may_do_nothing_but_add_a_factor},
    {"IDN-03", "the step cannot be skipped", &the_step_cannot_be_skipped},
    {"IDN-03", "a code works once and cannot be guessed", &a_code_works_once_and_cannot_be_guessed},
    {"IDN-03", "a recovery code works once", &a_recovery_code_works_once},
    {"IDN-03", "bent passkeys sign nobody in", &bent_passkeys_sign_nobody_in},
    {"IDN-03", "bent passkeys are not added", &bent_passkeys_are_not_added},
    {"IDN-03", "a copied authenticator is noticed", &a_copied_authenticator_is_noticed},
    {"IDN-03", "lasting harm needs a fresh proof", &lasting_harm_needs_a_fresh_proof},
};

}  // namespace

std::span<const Probe> factor_probes() { return kProbes; }

}  // namespace gatehouse::assurance
