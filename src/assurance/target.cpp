#include "assurance/target.h"

#include <fmt/format.h>

#include "base/address.h"
#include "base/json.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kRuns = "/verification/v1/runs";

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  const auto address = IpAddress::parse(host);
  return address && address->is_loopback() && address->is_v4();
}

// The value of a cookie in an answer, without its attributes.
std::string cookie_in(const Answer& answer, std::string_view name) {
  for (const std::string_view line : answer.all("set-cookie")) {
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != '=') continue;
    return std::string{line.substr(name.size() + 1, line.find(';') - name.size() - 1)};
  }
  return {};
}

// The session's id stands in the access token's claims; the payload is ours to read.
std::string session_of(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return {};
  const auto payload = from_base64url(token.substr(first + 1, second - first - 1));
  if (!payload) return {};
  Answer claims;
  claims.body = std::string{as_text(*payload)};
  return claims.text_at("/sid");
}

constexpr std::chrono::seconds kPatience{10};
// Making tenants hashes two dozen passwords, which takes its time on a busy machine.
constexpr std::chrono::seconds kVerifierPatience{90};

Answer answer_of(Result<Wire> wire, std::string_view bytes, bool head,
                 std::chrono::seconds patience = kPatience) {
  if (!wire) return {};
  if (!wire->send(bytes)) return {};
  auto answer = read_answer(*wire, head, patience);
  return answer ? *std::move(answer) : Answer{};
}

}  // namespace

// --- Attacker
// --------------------------------------------------------------------------------------

Answer Attacker::ask(Ask ask) const {
  ask.headers.insert(ask.headers.end(), identity.begin(), identity.end());
  return answer_of(tls(), request_text(*place_, ask), ask.method == "HEAD");
}

Answer Attacker::raw(std::string_view bytes) const { return answer_of(tls(), bytes, false); }

Result<Wire> Attacker::tls(const TlsOffer& offer) const {
  return Wire::tls(*place_, address_, offer);
}

Result<Wire> Attacker::tcp() const { return Wire::tcp(*place_, address_); }

Result<std::pair<Answer, std::optional<WebSocket>>> Attacker::socket(std::string_view target,
                                                                     HeaderList extra) const {
  TRY(Wire wire, tls());
  // A browser sets no headers on a socket; machines do.
  const auto is_visitors = [this](const auto& header) {
    return header.first == "Authorization" && !visitor_token.empty();
  };
  HeaderList headers = std::move(extra);
  for (const auto& header : identity)
    if (header.first != "X-Gatehouse-CSRF" && !is_visitors(header)) headers.push_back(header);
  std::string protocols = "gatehouse.v1";
  if (!csrf.empty()) protocols += ", csrf." + csrf;
  if (!visitor_token.empty()) protocols += ", token." + visitor_token;
  headers.emplace_back("Sec-WebSocket-Protocol", protocols);
  return WebSocket::open(std::move(wire), *place_, target, std::move(headers));
}

void Attacker::adopt(const Answer& answer) {
  access_token = cookie_in(answer, "__Host-gh_access");
  refresh_token = cookie_in(answer, "__Host-gh_refresh");
  csrf = answer.text_at("/csrf");
  session = session_of(access_token);
  identity = {{"Origin", place_->origin()},
              {"Cookie", fmt::format("__Host-gh_access={}; __Host-gh_refresh={}", access_token,
                                     refresh_token)},
              {"X-Gatehouse-CSRF", csrf}};
}

Answer Attacker::enrol(Passkey& passkey) const {
  const Answer offer = post("/api/v1/factors/passkeys/challenge", "");
  if (offer.status != 200) return offer;
  passkey.belongs_to(offer.text_at("/user"));
  return post("/api/v1/factors/passkeys",
              passkey.registration(place(), offer.text_at("/challenge")));
}

Answer Attacker::sign_in(const Passkey& passkey) {
  identity = {{"Origin", place_->origin()}};
  const Answer question = post("/api/v1/session/passkey/challenge", "");
  if (question.status != 200) return question;
  Answer answer =
      post("/api/v1/session/passkey", passkey.answer(place(), question.text_at("/challenge")));
  adopt(answer);
  return answer;
}

Answer Attacker::prove(const Passkey& passkey) const {
  const Answer question = post("/api/v1/session/challenge", "");
  if (question.status != 200) return question;
  return post(
      "/api/v1/session/proof",
      fmt::format(R"({{"passkey":{}}})", passkey.answer(place(), question.text_at("/challenge"))));
}

// --- Target
// ----------------------------------------------------------------------------------------

Result<std::unique_ptr<Target>> Target::open(TargetOptions options) {
  auto target = std::unique_ptr<Target>{new Target{std::move(options)}};
  const Answer answer =
      target->as_verifier({.method = "POST",
                           .target = std::string{kRuns},
                           .body = json::write(RunInput{target->options_.scope})});
  if (answer.status == 0) return fail(Error{kNoConnection}.because(target->place().origin()));
  if (answer.status != 201)
    return fail(Error{kNoConnection}.because("the server answered " + answer.brief()));
  TRY(target->run_, json::read<ProbeRun>(answer.body));
  // Every run comes from other addresses: what an earlier one used up or locked is not met again.
  const auto& bits = target->run_.run.bits();
  target->next_address_ = static_cast<std::uint32_t>(bits[13] << 16 | bits[14] << 8 | bits[15]);
  TRY_VOID(target->equip_members());
  return target;
}

Target::~Target() {
  if (!run_.tenants.empty())
    (void)as_verifier({.method = "DELETE", .target = fmt::format("{}/{}", kRuns, run_.run.text())});
}

Answer Target::as_verifier(Ask ask) const {
  ask.headers.emplace_back("Authorization", "Bearer " + options_.credential());
  TlsOffer offer;
  offer.authority_file = options_.authority_file.value_or("");
  return answer_of(Wire::tls(options_.place, std::nullopt, offer),
                   request_text(options_.place, ask), false, kVerifierPatience);
}

Attacker Target::stranger() {
  if (!is_loopback(options_.place.at.value_or(options_.place.host)))
    return {options_.place, std::nullopt};
  constexpr std::uint32_t kAddresses = 48 * 62'500;
  const std::uint32_t number = ++next_address_ % kAddresses;
  return {options_.place,
          fmt::format("127.{}.{}.{}", 16 + number / 62'500, number / 250 % 250, 1 + number % 250)};
}

Attacker Target::member(const ProbeMember& member) {
  const auto passkey = passkeys_.find(member.person);
  if (passkey == passkeys_.end()) return by_password(member);
  Attacker attacker = stranger();
  (void)attacker.sign_in(passkey->second);
  return attacker;
}

void Target::prove(const Attacker& attacker, const ProbeMember& member) const {
  const auto passkey = passkeys_.find(member.person);
  if (passkey != passkeys_.end()) (void)attacker.prove(passkey->second);
}

// Through the same door as anybody: a new owner may do nothing else. Those who are given roles need
// one as soon as a role is worth it.
Result<> Target::equip_members() {
  for (const ProbeTenant& tenant : run_.tenants) {
    for (const ProbeMember* member : {&tenant.owner, &tenant.spare}) {
      Passkey passkey = Passkey::make();
      const Answer added = by_password(*member).enrol(passkey);
      if (added.status != 201)
        return fail(Error{kNoConnection}.because("adding a passkey: " + added.brief()));
      passkeys_.emplace(member->person, std::move(passkey));
    }
  }
  return {};
}

Attacker Target::by_password(const ProbeMember& member) {
  Attacker attacker = stranger();
  attacker.identity = {{"Origin", options_.place.origin()}};
  std::string body = R"({"email":)";
  json::write_text(body, member.email);
  body += R"(,"password":)";
  json::write_text(body, member.password);
  attacker.adopt(attacker.post("/api/v1/session", body + "}"));
  return attacker;
}

Attacker Target::visitor(WidgetId widget) {
  Attacker attacker = stranger();
  const Answer answer =
      attacker.post(fmt::format("/widget/v1/{}/visitors", widget.text()), R"({"page":null})");
  attacker.visitor_token = answer.text_at("/token");
  attacker.identity = {{"Origin", options_.place.origin()},
                       {"Authorization", "Bearer " + attacker.visitor_token}};
  return attacker;
}

std::vector<SeenEntry> Target::entries(std::string_view query) {
  const Answer answer = as_verifier({.target = fmt::format("/verification/v1/entries?{}", query)});
  auto seen = json::read<SeenEntries>(answer.body);
  return seen ? std::move(seen->items) : std::vector<SeenEntry>{};
}

bool Target::is_recorded(const Answer& refusal, std::string_view control) {
  const std::string correlation = refusal.correlation();
  if (correlation.empty()) return false;
  for (const SeenEntry& entry : entries("correlation=" + correlation))
    if (entry.outcome == "refused" && entry.control == control) return true;
  return false;
}

bool Target::is_recorded(const Attacker& attacker, std::string_view control) {
  for (const SeenEntry& entry : entries("event=request.refused"))
    if (entry.control == control && entry.address == attacker.address()) return true;
  return false;
}

Result<> Target::age_key(std::string_view key, std::chrono::seconds by) {
  const Answer answer = as_verifier({.method = "POST",
                                     .target = fmt::format("/verification/v1/keys/{}/age", key),
                                     .body = fmt::format(R"({{"seconds":{}}})", by.count())});
  if (answer.status != 204) return fail(Error{kNoConnection}.because("ageing: " + answer.brief()));
  return {};
}

Result<> Target::age_session(std::string_view session, std::chrono::seconds by) {
  const Answer answer =
      as_verifier({.method = "POST",
                   .target = fmt::format("/verification/v1/sessions/{}/age", session),
                   .body = fmt::format(R"({{"seconds":{}}})", by.count())});
  if (answer.status != 204) return fail(Error{kNoConnection}.because("ageing: " + answer.brief()));
  return {};
}

ProbeMember Target::new_member(std::size_t tenant, std::string_view role) {
  const Answer answer = as_verifier({.method = "POST",
                                     .target = "/verification/v1/members",
                                     .body = fmt::format(R"({{"tenant":"{}","role":"{}"}})",
                                                         this->tenant(tenant).id.text(), role)});
  auto member = json::read<ProbeMember>(answer.body);
  return member ? *std::move(member) : ProbeMember{};
}

std::string Target::reset_token(const ProbeMember& member, std::chrono::seconds age) {
  const Answer answer = as_verifier(
      {.method = "POST",
       .target = fmt::format("/verification/v1/members/{}/reset-link", member.person.text()),
       .body = fmt::format(R"({{"seconds":{}}})", age.count())});
  return answer.status == 201 ? answer.text_at("/token") : std::string{};
}

Result<> Target::change_email(const ProbeMember& member, std::string_view email) {
  std::string body = R"({"email":)";
  json::write_text(body, email);
  const Answer answer =
      as_verifier({.method = "POST",
                   .target = fmt::format("/verification/v1/members/{}/email", member.person.text()),
                   .body = body + "}"});
  if (answer.status != 204)
    return fail(Error{kNoConnection}.because("changing an address: " + answer.brief()));
  return {};
}

Result<> Target::age_failures(std::optional<std::string> email, std::optional<std::string> address,
                              std::chrono::seconds by) {
  const FailuresAgeing ageing{std::move(email), std::move(address), by.count()};
  const Answer answer = as_verifier(
      {.method = "POST", .target = "/verification/v1/failures/age", .body = json::write(ageing)});
  if (answer.status != 204) return fail(Error{kNoConnection}.because("ageing: " + answer.brief()));
  return {};
}

}  // namespace gatehouse::assurance
