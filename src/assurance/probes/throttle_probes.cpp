// Guessing: one account from many addresses, many accounts from one, and what the answers tell.
#include <algorithm>
#include <cmath>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/clock.h"
#include "identity/challenge.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;
using identity::Proof;

constexpr int kBeforeChallenge = 3;
constexpr int kPerAccount = 5;
constexpr int kPerAddress = 20;
constexpr std::chrono::seconds kLock{15min};
constexpr std::chrono::seconds kLongestPause{8};
constexpr std::string_view kWrong = "not the password of anybody";

std::string unknown_email(const Target& target, std::string_view name) {
  return fmt::format("{}-{}@probe.invalid", name, target.tenant(0).id.text());
}

struct Guess {
  std::string_view email;
  std::string_view password = kWrong;
  std::optional<Proof> proof = {};
  std::string device = {};
};

Answer sign_in(const Attacker& as, const Guess& guess) {
  std::string body = fmt::format(R"({{"email":{},"password":{}}})", json_text(guess.email),
                                 json_text(guess.password));
  if (guess.proof) {
    body.pop_back();
    body += R"(,"proof":)" + json::write(*guess.proof) + "}";
  }
  Ask ask{.method = "POST", .target = "/api/v1/session", .body = std::move(body)};
  if (!guess.device.empty()) ask.headers.emplace_back("Cookie", "__Host-gh_device=" + guess.device);
  return as.ask(std::move(ask));
}

std::optional<Proof> work(const Attacker& as) {
  auto challenge = json::read<identity::Challenge>(as.get("/api/v1/session/challenge").body);
  if (!challenge) return std::nullopt;
  return identity::solved(*std::move(challenge));
}

// One failure more, whatever has to be done for it.
Answer fail_once(Target& target, const Attacker& as, std::string_view email) {
  Answer answer = sign_in(as, {.email = email});
  if (answer.problem() == "identity.challenge_needed")
    answer = sign_in(as, {.email = email, .proof = work(as)});
  (void)target.age_failures(std::string{email}, as.address(), kLongestPause);
  return answer;
}

bool expect_wait(Notebook& notebook, const Answer& answer, std::chrono::seconds most,
                 std::string did) {
  const std::string shown{answer.header("retry-after")};
  const bool held = !shown.empty() && std::stoll(shown) > 0 && std::stoll(shown) <= most.count();
  return notebook.expect(held, std::move(did),
                         fmt::format("Retry-After of at most {} s", most.count()), shown);
}

// --- one account from many addresses
// ---------------------------------------------------------------

// The first failures, then what stands before the next: a pause, and a puzzle that is good once.
bool slow_down_and_challenge(Target& target, Notebook& notebook, const std::string& email) {
  for (int attempt = 1; attempt <= kBeforeChallenge; ++attempt)
    if (!expect_status(notebook, sign_in(target.stranger(), {.email = email}), 401,
                       fmt::format("wrong password, attempt {}", attempt)))
      return false;
  const Answer soon = sign_in(target.stranger(), {.email = email});
  if (!expect_refused(target, notebook, soon, 429, "IDN-12",
                      "try again at once, from a fresh address"))
    return false;
  expect_wait(notebook, soon, kLongestPause, "try again at once");
  (void)target.age_failures(email, std::nullopt, kLongestPause);

  const Attacker stranger = target.stranger();
  const Answer asked = sign_in(stranger, {.email = email});
  if (!expect_refused(target, notebook, asked, 403, "IDN-12", "try again without a solved puzzle"))
    return false;
  const auto proof = work(stranger);
  if (!notebook.expect(proof.has_value(), "fetch a puzzle and solve it", "a puzzle",
                       proof ? "solved" : "none"))
    return false;
  Proof easier = *proof;
  easier.challenge.parameters.cost = 1;
  expect_status(notebook, sign_in(stranger, {.email = email, .proof = easier}), 403,
                "make the puzzle easier");
  expect_status(notebook, sign_in(stranger, {.email = email, .proof = proof}), 401,
                "try again with the solution");
  (void)target.age_failures(email, stranger.address(), kLongestPause);
  return expect_status(notebook, sign_in(stranger, {.email = email, .proof = proof}), 403,
                       "use the solution twice");
}

void guessing_is_locked_out(Target& target, Notebook& notebook) {
  const std::string email = unknown_email(target, "guessed");
  if (!slow_down_and_challenge(target, notebook, email)) return;
  const Attacker stranger = target.stranger();
  expect_status(notebook, sign_in(stranger, {.email = email, .proof = work(stranger)}), 401,
                fmt::format("wrong password, attempt {}", kPerAccount));
  const Answer locked = sign_in(target.stranger(), {.email = email});
  expect_refused(target, notebook, locked, 429, "IDN-12", "one attempt more from a fresh address");
  expect_wait(notebook, locked, kLock, "one attempt more");

  (void)target.age_failures(email, std::nullopt, kLock - 5s);
  expect_status(notebook, sign_in(target.stranger(), {.email = email}), 429,
                "try shortly before the lock ends");
  (void)target.age_failures(email, std::nullopt, 5s);
  expect_status(notebook, sign_in(target.stranger(), {.email = email}), 401,
                "try when it has ended by itself");
  for (int more = 0; more < kPerAccount; ++more) (void)fail_once(target, target.stranger(), email);
  const Answer again = sign_in(target.stranger(), {.email = email});
  const std::string shown{again.header("retry-after")};
  notebook.expect(again.status == 429 && !shown.empty() && std::stoll(shown) > kLock.count(),
                  "bring about a second lock", "one that is longer than the first", shown);
}

// --- many accounts from one address
// ----------------------------------------------------------------

void a_list_from_one_address_is_locked_out(Target& target, Notebook& notebook) {
  const Attacker sprayer = target.stranger();
  if (!sprayer.address())
    return notebook.not_claimed("It would lock out the verifier's own address.");
  for (int attempt = 1; attempt <= kPerAddress; ++attempt) {
    const std::string email = unknown_email(target, fmt::format("listed-{}", attempt));
    if (attempt == kBeforeChallenge + 1) {
      const Answer asked = sign_in(sprayer, {.email = email});
      if (!expect_refused(target, notebook, asked, 403, "IDN-12",
                          "a fourth account without a solved puzzle"))
        return;
    }
    const Answer answer = fail_once(target, sprayer, email);
    if (!expect_status(notebook, answer, 401, fmt::format("one password for account {}", attempt)))
      return;
  }
  const ProbeMember& member = target.tenant(0).agent;
  const Answer locked = sign_in(sprayer, {.email = member.email, .password = member.password});
  expect_refused(target, notebook, locked, 429, "IDN-12",
                 "even the right password from that address");
  expect_wait(notebook, locked, kLock, "even the right password");
  (void)target.age_failures(std::nullopt, sprayer.address(), kLock);
  const Answer open = sign_in(sprayer, {.email = member.email, .password = member.password});
  expect_status(notebook, open, 200, "the right password when the lock has ended by itself");
}

// --- the owner's own browser
// -----------------------------------------------------------------------

std::string device_in(const Answer& answer) {
  constexpr std::string_view kName = "__Host-gh_device=";
  for (const std::string_view line : answer.all("set-cookie"))
    if (line.starts_with(kName))
      return std::string{line.substr(kName.size(), line.find(';') - kName.size())};
  return {};
}

void a_known_browser_stays_open(Target& target, Notebook& notebook) {
  const ProbeMember& member = target.tenant(0).others.at(0);
  const Guess right{.email = member.email, .password = member.password};
  const Answer first = sign_in(target.stranger(), right);
  const std::string device = device_in(first);
  if (!notebook.expect(!device.empty(), "sign in", "a cookie for this browser", first.brief()))
    return;
  for (int attempt = 0; attempt < kPerAccount; ++attempt)
    (void)fail_once(target, target.stranger(), member.email);

  const Answer locked = sign_in(target.stranger(), right);
  if (!expect_refused(target, notebook, locked, 429, "IDN-12",
                      "sign in elsewhere while strangers guess"))
    return;
  Guess bent = right;
  bent.device = device;
  bent.device.back() = bent.device.back() == 'A' ? 'E' : 'A';
  expect_status(notebook, sign_in(target.stranger(), bent), 429, "sign in with a forged cookie");
  Guess known = right;
  known.device = device;
  expect_status(notebook, sign_in(target.stranger(), known), 200,
                "sign in with the browser that is known");
  (void)target.age_failures(member.email, std::nullopt, std::chrono::hours{48});
}

// --- what answers tell
// -----------------------------------------------------------------------------

// All of an answer but its correlation.
std::string told_by(const Answer& answer) {
  return fmt::format("{} {} {} {}", answer.status, answer.problem(), answer.text_at("/title"),
                     answer.header("retry-after").empty() ? "now" : "later");
}

void answers_are_the_same(Target& target, Notebook& notebook) {
  const std::string known = target.tenant(0).others.at(1).email;
  const std::string unknown = unknown_email(target, "absent");
  for (int attempt = 1; attempt <= kPerAccount + 1; ++attempt) {
    const std::string first = told_by(sign_in(target.stranger(), {.email = known}));
    const std::string second = told_by(sign_in(target.stranger(), {.email = unknown}));
    notebook.expect(first == second,
                    fmt::format("attempt {} as a known and an unknown person", attempt),
                    "the same answer", first + " and " + second);
    (void)fail_once(target, target.stranger(), known);
    (void)fail_once(target, target.stranger(), unknown);
  }
  (void)target.age_failures(known, std::nullopt, std::chrono::hours{48});
}

double milliseconds_for(const Attacker& as, const std::string& email) {
  const SystemClock clock;
  const Tick began = clock.tick();
  (void)sign_in(as, {.email = email});
  return std::chrono::duration<double, std::milli>(clock.tick() - began).count();
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + std::ssize(values) / 2);
  return values[values.size() / 2];
}

// Mann and Whitney's U as a normal score: how sure one may be that one side takes longer.
double rank_score(const std::vector<double>& a, const std::vector<double>& b) {
  double wins = 0;
  for (const double x : a)
    for (const double y : b) wins += x > y ? 1 : x == y ? 0.5 : 0;
  const double n = static_cast<double>(a.size());
  const double m = static_cast<double>(b.size());
  return (wins - n * m / 2) / std::sqrt(n * m * (n + m + 1) / 12);
}

// Interleaved, so that whatever else the server does falls on both. A difference counts when it is
// both certain (one chance in 2,000) and of a size that a network would let through.
void answers_take_the_same_time(Target& target, Notebook& notebook) {
  constexpr int kSamples = 14;
  constexpr double kCertain = 3.5;
  constexpr double kNoticeable = 0.1;
  const std::string known = target.tenant(0).others.at(2).email;
  const std::string unknown = unknown_email(target, "timed");
  std::vector<double> of_known;
  std::vector<double> of_unknown;
  for (int sample = 0; sample < kSamples; ++sample) {
    const Attacker first = target.stranger();
    const Attacker second = target.stranger();
    of_known.push_back(milliseconds_for(first, known));
    of_unknown.push_back(milliseconds_for(second, unknown));
    (void)target.age_failures(known, first.address(), std::chrono::hours{1});
    (void)target.age_failures(unknown, second.address(), std::chrono::hours{1});
  }
  const double score = rank_score(of_known, of_unknown);
  const double difference = median(of_known) - median(of_unknown);
  const bool told =
      std::abs(score) > kCertain && std::abs(difference) > kNoticeable * median(of_known);
  notebook.expect(
      !told, fmt::format("time {} wrong passwords of a known and an unknown person", kSamples),
      fmt::format("|z| of at most {} or a difference below {:.0f}%", kCertain, kNoticeable * 100),
      fmt::format("medians {:.1f} and {:.1f} ms, z = {:.2f}", median(of_known), median(of_unknown),
                  score));
}

// --- input that is not meant well
// ------------------------------------------------------------------

void odd_input_is_answered(Target& target, Notebook& notebook) {
  const std::pair<std::string_view, std::string> emails[] = {
      {"a Cyrillic look-alike", "\xd0\xb0gent@probe.invalid"},
      {"no address", "not an address"},
      {"a plus tag", "agent+tag@probe.invalid"},
      {"a doubled sign", "a@@probe.invalid"}};
  for (const auto& [name, email] : emails)
    expect_status(notebook, sign_in(target.stranger(), {.email = email}), 401,
                  fmt::format("sign in as {}", name));
  const std::string long_one(1 << 20, 'x');
  const Answer answer =
      sign_in(target.stranger(), {.email = "agent@probe.invalid", .password = long_one});
  expect_status(notebook, answer, 413, "sign in with a password of a megabyte");
}

constexpr Probe kProbes[] = {
    {"IDN-12", "guessing one account is slowed, challenged and locked out",
     &guessing_is_locked_out},
    {"IDN-12", "a list tried from one address is locked out",
     &a_list_from_one_address_is_locked_out},
    {"IDN-12", "a known browser stays open to its owner", &a_known_browser_stays_open},
    {"IDN-12", "known and unknown accounts get the same answers", &answers_are_the_same},
    {"IDN-12", "known and unknown accounts take the same time", &answers_take_the_same_time},
    {"IDN-12", "odd addresses and passwords are answered clearly", &odd_input_is_answered},
};

}  // namespace

std::span<const Probe> throttle_probes() { return kProbes; }

}  // namespace gatehouse::assurance
