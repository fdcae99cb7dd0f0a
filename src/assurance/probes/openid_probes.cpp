// OpenID Connect: the verifier is itself the provider, an honest one and a hostile one.
#include <functional>

#include <fmt/format.h>

#include "assurance/openid_stage.h"
#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "crypto/crypto.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kControl = "IDN-05";
constexpr std::string_view kMember = "probe-member";
constexpr std::string_view kLogoutEvent =
    R"({"http://schemas.openid.net/event/backchannel-logout":{}})";

bool is_recorded(Target& target, const Attacker& attacker) {
  for (const SeenEntry& entry : target.entries("event=session.sign_in_failed"))
    if (entry.outcome == "refused" && entry.address == attacker.address() &&
        (entry.control == kControl || entry.control == "IDN-04"))
      return true;
  return false;
}

void expect_kept_out(Target& target, Notebook& notebook, const Attacker& attacker,
                     const Answer& answer, const std::string& did) {
  const bool out = answer.status == 303 && openid_session_from(answer).empty();
  notebook.expect(out, did, "no session",
                  fmt::format("{} {}", answer.brief(), answer.header("location")));
  notebook.expect(is_recorded(target, attacker), did + ", then read the audit log",
                  "a refusal in the name of single sign-on", "searched");
}

// --- forged tokens

std::string part(std::string_view json) { return base64url(as_bytes(json)); }

std::string header_of(const HostileOpenId& provider, std::string_view algorithm,
                      std::string_view more = "") {
  return fmt::format(R"({{"alg":"{}","kid":"{}"{}}})", algorithm, provider.key().id(), more);
}

struct Forgery {
  std::string_view name;
  std::function<std::string(OpenIdStage&, OpenIdClaims)> write;
};

Forgery bent(std::string_view name, std::function<void(OpenIdClaims&)> bend) {
  return {name, [bend = std::move(bend)](OpenIdStage& stage, OpenIdClaims claims) {
            bend(claims);
            return stage.provider().signed_by(stage.provider().key(), claims);
          }};
}

Forgery with(std::string_view name, std::string claim, std::string value) {
  return bent(name, [claim = std::move(claim), value = std::move(value)](OpenIdClaims& claims) {
    claims[claim] = value;
  });
}

// A time that lies this far from the honest one.
Forgery moved(std::string_view name, std::string claim, std::int64_t seconds) {
  return bent(name, [claim = std::move(claim), seconds](OpenIdClaims& claims) {
    claims[claim] = std::to_string(std::stoll(claims["iat"]) + seconds);
  });
}

std::string by_hmac(OpenIdStage& stage, const OpenIdClaims& claims) {
  const std::string text = part(header_of(stage.provider(), "HS256")) + "." + part(json_of(claims));
  const Secret key = Secret::of_text(stage.provider().key().public_jwk());
  return text + "." + base64url(crypto::hmac_sha256(key, as_bytes(text)));
}

std::string by_stranger(OpenIdStage& stage, const OpenIdClaims& claims, bool brings_key) {
  const auto stranger = crypto::JwtKey::generate();
  const std::string more = brings_key ? R"(,"jwk":)" + stranger.public_jwk() : std::string{};
  return stranger.forge(header_of(stage.provider(), "RS256", more), json_of(claims));
}

std::vector<Forgery> forgeries() {
  return {
      with("of another issuer", "iss", R"("https://another.invalid")"),
      with("for another audience", "aud", R"("another-client")"),
      with("for others too, and made for them", "aud", R"(["probe-client","another-client"])"),
      with("made for another client", "azp", R"("another-client")"),
      with("with another nonce", "nonce", R"("another")"),
      bent("without a nonce", [](OpenIdClaims& claims) { claims.erase("nonce"); }),
      with("that belongs to another access token", "at_hash", R"("AAAAAAAAAAAAAAAAAAAAAA")"),
      moved("that has expired", "exp", -60),
      moved("of the future", "iat", 600),
      moved("that is not valid yet", "nbf", 600),
      bent("without an end", [](OpenIdClaims& claims) { claims.erase("exp"); }),
      {"with algorithm none",
       [](OpenIdStage&, const OpenIdClaims& claims) {
         return part(R"({"alg":"none"})") + "." + part(json_of(claims)) + ".";
       }},
      {"with algorithm none and the key's name",
       [](OpenIdStage& stage, const OpenIdClaims& claims) {
         return part(header_of(stage.provider(), "none")) + "." + part(json_of(claims)) + ".";
       }},
      {"signed with the public key as a shared secret", &by_hmac},
      {"signed by a stranger under the key's name",
       [](OpenIdStage& stage, const OpenIdClaims& claims) {
         return by_stranger(stage, claims, false);
       }},
      {"that brings its own key",
       [](OpenIdStage& stage, const OpenIdClaims& claims) {
         return by_stranger(stage, claims, true);
       }},
      {"whose header names another algorithm than the key's",
       [](OpenIdStage& stage, const OpenIdClaims& claims) {
         return stage.provider().key().forge(header_of(stage.provider(), "PS256"), json_of(claims));
       }},
      {"with an extension that must be understood",
       [](OpenIdStage& stage, const OpenIdClaims& claims) {
         return stage.provider().key().forge(
             header_of(stage.provider(), "RS256", R"(,"crit":["x"],"x":1)"), json_of(claims));
       }},
  };
}

struct Case {
  OpenIdStage& stage;
  Notebook& notebook;
  std::string provider;
  std::string session = {};  // of the member, opened by an honest answer

  OpenIdClaims claims(const OpenIdTrip& trip) const {
    return stage.provider().claims(trip.client, trip.nonce, kMember);
  }
  std::string honest_token(const OpenIdTrip& trip) const {
    return stage.provider().signed_by(stage.provider().key(), claims(trip));
  }
  // A sign-in that is good; what it set.
  Answer enter(const Attacker& who) const {
    const OpenIdTrip trip = begin_openid_trip(who, provider);
    return end_openid_trip(who, trip, stage.answer(trip, honest_token(trip)));
  }
};

void try_forgeries(Case& at) {
  for (const Forgery& forgery : forgeries()) {
    const Attacker attacker = at.stage.target.stranger();
    const OpenIdTrip trip = begin_openid_trip(attacker, at.provider);
    const std::string token = forgery.write(at.stage, at.claims(trip));
    const Answer answer = end_openid_trip(attacker, trip, at.stage.answer(trip, token));
    expect_kept_out(at.stage.target, at.notebook, attacker, answer,
                    fmt::format("bring a token {}", forgery.name));
  }
}

// --- bent trips

void try_bent_trips(Case& at) {
  using Bend = std::function<void(OpenIdTrip&, Parameters&)>;
  const std::pair<std::string_view, Bend> bends[] = {
      {"with another state",
       [](OpenIdTrip&, Parameters& said) { said["state"] = std::string(43, 'A'); }},
      {"without a state", [](OpenIdTrip&, Parameters& said) { said.erase("state"); }},
      {"in another browser", [](OpenIdTrip& trip, Parameters&) { trip.browser.clear(); }},
      {"of another provider (mix-up)",
       [](OpenIdTrip&, Parameters& said) { said["iss"] = "https://another.invalid"; }},
      {"that does not say whose it is", [](OpenIdTrip&, Parameters& said) { said.erase("iss"); }},
      {"with a code of somebody else",
       [](OpenIdTrip&, Parameters& said) { said["code"] = "code-of-another"; }},
      {"that says no", [](OpenIdTrip&, Parameters& said) {
         said.erase("code");
         said["error"] = "access_denied";
       }}};
  for (const auto& [name, bend] : bends) {
    const Attacker attacker = at.stage.target.stranger();
    OpenIdTrip trip = begin_openid_trip(attacker, at.provider);
    Parameters said = at.stage.answer(trip, at.honest_token(trip));
    bend(trip, said);
    expect_kept_out(at.stage.target, at.notebook, attacker, end_openid_trip(attacker, trip, said),
                    fmt::format("bring an answer {}", name));
  }
}

void try_honest_answer(Case& at) {
  const Attacker honest = at.stage.target.stranger();
  const OpenIdTrip trip = begin_openid_trip(honest, at.provider);
  Parameters said = at.stage.answer(trip, at.honest_token(trip));
  said["redirect_uri"] = said["next"] = said["session_state"] = "https://another.invalid/";
  const Answer answer = end_openid_trip(honest, trip, said);
  at.notebook.expect(!openid_session_from(answer).empty(), "bring an honest answer", "a session",
                     fmt::format("{} {}", answer.brief(), answer.header("location")));
  at.notebook.expect(answer.header("location").starts_with("/"), "name a place of one's own in it",
                     "led to a page of ours", std::string{answer.header("location")});
  const Attacker thief = at.stage.target.stranger();
  expect_kept_out(at.stage.target, at.notebook, thief, end_openid_trip(thief, trip, said),
                  "bring an honest answer a second time");
}

// --- what the provider says of itself

void expect_not_learnt(Case& at, std::string_view control, std::string did) {
  const Answer told = at.stage.tell(at.provider, at.stage.issuer());
  const bool held = told.status >= 400 && at.stage.target.is_recorded(told, control);
  at.notebook.expect(held, std::move(did), fmt::format("refused and recorded under {}", control),
                     told.brief());
}

void try_descriptions(Case& at) {
  HostileOpenId& idp = at.stage.provider();
  const std::string issuer = at.stage.issuer();
  const auto bend = [&](const std::string& member, std::string value, std::string honest,
                        std::string_view control) {
    idp.describe(member, value);
    expect_not_learnt(at, control, fmt::format("describe oneself with {} {}", member, value));
    idp.describe(member, std::move(honest));
  };
  bend("issuer", R"("https://another.invalid")", json_text(issuer), kControl);
  bend("issuer", json_text(issuer + "/"), json_text(issuer), kControl);
  bend("authorization_endpoint", json_text("javascript:alert(1)"), json_text(issuer + "/authorize"),
       kControl);
  bend("jwks_uri", json_text(fmt::format("https://127.0.0.1:{}/", at.stage.trap.port())),
       json_text(issuer + "/keys"), "EGR-02");
  idp.announce(R"({"keys":[{"kty":"oct","kid":"a","alg":"HS256","k":"AAAA"}]})");
  expect_not_learnt(at, kControl, "announce only a shared secret as key");
  idp.announce(idp.own_keys());
  at.notebook.expect(at.stage.trap.visits() == 0, "look at the trap", "no visit",
                     fmt::format("{} visits", at.stage.trap.visits()));
}

// --- keys that change

std::string keys_of(const crypto::JwtKey& first, const crypto::JwtKey& second) {
  return fmt::format(R"({{"keys":[{},{}]}})", first.public_jwk(), second.public_jwk());
}

Answer enter_by(Case& at, const Attacker& who, const crypto::JwtKey& key) {
  const OpenIdTrip trip = begin_openid_trip(who, at.provider);
  const std::string token = at.stage.provider().signed_by(key, at.claims(trip));
  return end_openid_trip(who, trip, at.stage.answer(trip, token));
}

void try_keys(Case& at) {
  HostileOpenId& idp = at.stage.provider();
  const auto next = crypto::JwtKey::generate();
  const auto unknown = crypto::JwtKey::generate();
  idp.announce(keys_of(idp.key(), next));
  const Answer rotated = enter_by(at, at.stage.target.stranger(), next);
  at.notebook.expect(!openid_session_from(rotated).empty(), "sign in by a key newly announced",
                     "a session", rotated.brief());
  bool noted = false;
  for (const SeenEntry& entry : at.stage.target.entries("event=sign_on.provider_changed"))
    noted = noted || (entry.object == at.provider && entry.actor_kind == "system");
  at.notebook.expect(noted, "read the audit log", "the change of keys", "searched");
  const int before = idp.key_visits();
  for (int time = 0; time < 3; ++time) {
    const Attacker attacker = at.stage.target.stranger();
    expect_kept_out(at.stage.target, at.notebook, attacker, enter_by(at, attacker, unknown),
                    "name a key that nobody announced");
  }
  at.notebook.expect(idp.key_visits() == before, "count how often the keys were asked for",
                     "not again within a minute",
                     fmt::format("{} times", idp.key_visits() - before));
  idp.announce(idp.own_keys());
}

// Another key under a name that is known, with a new one so that the server looks.
void try_key_swap(OpenIdStage& stage, Notebook& notebook, const Attacker& member) {
  Case at{stage, notebook, stage.add(notebook)};
  const Answer told = stage.tell(at.provider, stage.issuer());
  const bool ready = expect_status(notebook, told, 200, "set a second provider up") &&
                     stage.switch_on(notebook, at.provider) &&
                     stage.link(notebook, member, at.provider, kMember);
  if (ready) {
    HostileOpenId& idp = stage.provider();
    const auto foreign = crypto::JwtKey::generate();
    std::string swapped = foreign.public_jwk();
    swapped.replace(swapped.find(foreign.id()), foreign.id().size(), idp.key().id());
    idp.announce(fmt::format(R"({{"keys":[{},{}]}})", swapped, foreign.public_jwk()));
    const Attacker attacker = stage.target.stranger();
    expect_kept_out(stage.target, notebook, attacker, enter_by(at, attacker, foreign),
                    "announce another key under a known name");
    idp.announce(idp.own_keys());
  }
  stage.remove(at.provider);
}

// --- logout

Answer say_logout(Case& at, const std::string& token) {
  const Attacker idp = at.stage.target.stranger();
  Ask ask{.method = "POST",
          .target = fmt::format("/sign-on/oidc/{}/logout", at.provider),
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}};
  ask.body = "logout_token=" + token;
  return idp.ask(std::move(ask));
}

OpenIdClaims logout_claims(Case& at, std::string_view id) {
  OpenIdClaims claims = at.stage.provider().claims("probe-client", "", kMember);
  claims.erase("nonce");
  claims["jti"] = json_text(id);
  claims["events"] = kLogoutEvent;
  return claims;
}

void try_logout(Case& at) {
  HostileOpenId& idp = at.stage.provider();
  Attacker member = at.stage.target.stranger();
  member.adopt(at.enter(member));
  const auto is_in = [&] { return member.get("/api/v1/session").status == 200; };
  if (!at.notebook.expect(is_in(), "sign in by the provider", "in", "looked")) return;
  const auto sign = [&](const OpenIdClaims& claims) { return idp.signed_by(idp.key(), claims); };
  const auto expect_ignored = [&](const std::string& token, std::string did) {
    const Answer answer = say_logout(at, token);
    const bool held =
        answer.status == 400 && is_in() && at.stage.target.is_recorded(answer, kControl);
    at.notebook.expect(held, std::move(did), "400, recorded, and the session goes on",
                       answer.brief());
  };
  OpenIdClaims claims = logout_claims(at, "bent");
  claims["nonce"] = R"("x")";
  expect_ignored(sign(claims), "send a logout token with a nonce");
  claims = logout_claims(at, "bent");
  claims.erase("events");
  expect_ignored(sign(claims), "send a logout token without its event");
  claims = logout_claims(at, "bent");
  claims["aud"] = R"("another-client")";
  expect_ignored(sign(claims), "send a logout token for another audience");
  claims = logout_claims(at, "bent");
  claims["iat"] = std::to_string(std::stoll(claims["iat"]) - 3600);
  claims.erase("exp");
  expect_ignored(sign(claims), "send an old logout token");
  expect_ignored(by_hmac(at.stage, logout_claims(at, "bent")),
                 "send a logout token signed with the public key as a secret");
  const std::string good = sign(logout_claims(at, "good"));
  expect_status(at.notebook, say_logout(at, good), 200, "send a good logout token");
  at.notebook.expect(!is_in(), "use the session", "ended at once", "looked");
  member.adopt(at.enter(member));
  expect_ignored(good, "send the good logout token again, after a new sign-in");
}

void only_good_tokens_open_the_door(Target& target, Notebook& notebook) {
  const auto stage = OpenIdStage::open(target, notebook);
  if (!stage) return;
  Case at{*stage, notebook, stage->add(notebook)};
  if (at.provider.empty()) return;
  const ProbeMember fresh = target.new_member(1);
  const Attacker member = target.member(fresh);
  if (!notebook.expect(!member.csrf.empty(), "sign a new member in by password", "a session",
                       fresh.email.empty() ? "no member" : "no session"))
    return stage->remove(at.provider);
  if (expect_status(notebook, stage->tell(at.provider, stage->issuer()), 200,
                    "name the verifier as the provider") &&
      stage->switch_on(notebook, at.provider) &&
      stage->link(notebook, member, at.provider, kMember)) {
    try_forgeries(at);
    try_bent_trips(at);
    try_honest_answer(at);
    try_descriptions(at);
    try_logout(at);
    try_keys(at);
    try_key_swap(*stage, notebook, target.member(fresh));  // the other session has ended
  }
  stage->remove(at.provider);
}

constexpr Probe kProbes[] = {
    {kControl, "only good tokens of the right provider open the door",
     &only_good_tokens_open_the_door},
};

}  // namespace

std::span<const Probe> openid_probes() { return kProbes; }

}  // namespace gatehouse::assurance
