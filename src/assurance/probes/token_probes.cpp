// Access tokens: what they say, and every way to say something else.
#include <algorithm>

#include "assurance/probes/tables.h"
#include "assurance/probes/tools.h"
#include "base/bytes.h"
#include "crypto/crypto.h"
#include "crypto/jwt.h"

namespace gatehouse::assurance {

namespace {

using namespace std::chrono_literals;

Answer with_access(const Attacker& base, const std::string& token) {
  Attacker attacker{base.place(), base.address()};
  attacker.identity = {{"Origin", base.place().origin()}, {"Cookie", "__Host-gh_access=" + token}};
  return attacker.get("/api/v1/session");
}

std::string json64(std::string_view text) { return base64url(as_bytes(text)); }

struct Parts {
  std::string header;  // these three as they stand in the token
  std::string payload;
  std::string signature;
  std::string claims;  // the payload's JSON
};

Parts parts_of(const std::string& token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string::npos) return {};
  Parts parts{token.substr(0, first),
              token.substr(first + 1, second - first - 1),
              token.substr(second + 1),
              {}};
  if (const auto bytes = from_base64url(parts.payload)) parts.claims = as_text(*bytes);
  return parts;
}

std::int64_t number_in(std::string_view json, std::string_view name) {
  const std::size_t at = json.find(fmt::format("\"{}\":", name));
  if (at == std::string_view::npos) return 0;
  return std::strtoll(json.data() + at + name.size() + 3, nullptr, 10);
}

struct Forged {
  std::string name;
  std::string token;
};

void expect_all_refused(Target& target, Notebook& notebook, const std::vector<Forged>& list) {
  for (const Forged& forged : list) {
    const Answer answer = with_access(target.stranger(), forged.token);
    expect_refused(target, notebook, answer, 401, "IDN-07",
                   fmt::format("use a token with {}", forged.name));
  }
}

// --- what a stranger can make
// ----------------------------------------------------------------------

std::vector<Forged> without_our_key(const Parts& live, const std::string& public_keys,
                                    const std::string& modulus) {
  const auto headed = [&](std::string_view header) {
    return json64(header) + "." + live.payload + "." + live.signature;
  };
  const auto hmac_with = [&](const std::string& key) {
    const std::string text = json64(R"({"alg":"HS256","typ":"JWT"})") + "." + live.payload;
    return text + "." + base64url(crypto::hmac_sha256(Secret::of_text(key), as_bytes(text)));
  };
  std::string flipped = live.signature;
  flipped[20] = flipped[20] == 'A' ? 'B' : 'A';
  std::string other_claims = live.claims;
  if (const auto at = other_claims.find("\"agent\""); at != std::string::npos)
    other_claims.replace(at, 7, "\"owner\"");
  return {{"algorithm none", json64(R"({"alg":"none"})") + "." + live.payload + "."},
          {"algorithm none and the old signature", headed(R"({"alg":"none"})")},
          {"HS256 with the published keys", hmac_with(public_keys)},
          {"HS256 with the modulus", hmac_with(modulus)},
          {"a path in kid", headed(R"({"alg":"RS256","kid":"../../../../dev/null"})")},
          {"SQL in kid", headed(R"({"alg":"RS256","kid":"x' UNION SELECT 'key' --"})")},
          {"an embedded key", headed(R"({"alg":"RS256","jwk":{"kty":"RSA","n":"AQ","e":"AQAB"}})")},
          {"a link to a key", headed(R"({"alg":"RS256","jku":"https://evil.example/jwks.json"})")},
          {"one bit of the signature flipped", live.header + "." + live.payload + "." + flipped},
          {"a role of its own", live.header + "." + json64(other_claims) + "." + live.signature},
          {"no signature", live.header + "." + live.payload + "."},
          {"an empty part", live.header + ".." + live.signature},
          {"a fourth part", live.header + "." + live.payload + "." + live.signature + ".x"},
          {"another key of the right kind", crypto::JwtKey::generate().sign(live.claims)},
          {"nothing but dots", "..."},
          {"six kilobytes", live.header + "." + std::string(6'000, 'A') + "." + live.signature}};
}

void forged_tokens_are_refused(Target& target, Notebook& notebook) {
  const Attacker agent = target.member(target.tenant(0).agent);
  if (!expect_status(notebook, with_access(agent, agent.access_token), 200, "use the honest token"))
    return;
  const std::string keys = target.stranger().get("/.well-known/jwks.json").body;
  const std::size_t at = keys.find(R"("n":")");
  if (!notebook.expect(at != std::string::npos, "read the published keys", "an RSA key",
                       keys.substr(0, 80)))
    return;
  const std::string modulus = keys.substr(at + 5, keys.find('"', at + 5) - at - 5);
  notebook.expect(modulus.size() >= 3072 / 6, "measure the published key", "3072 bits",
                  fmt::format("{} characters", modulus.size()));
  notebook.expect(keys.find("\"d\":") == std::string::npos,
                  "search the published keys for private parts", "none", "searched");
  expect_all_refused(target, notebook,
                     without_our_key(parts_of(agent.access_token), keys, modulus));
}

// --- what only a thief of all our keys could make
// ---------------------------------------------------

std::string changed(std::string json, std::string_view name, std::int64_t value) {
  const std::string start = fmt::format("\"{}\":", name);
  const std::size_t at = json.find(start);
  if (at == std::string::npos) return {};
  const std::size_t end = json.find_first_of(",}", at);
  return json.replace(at, end - at, fmt::format("{}{}", start, value));
}
std::string changed(std::string json, std::string_view from, std::string_view to) {
  const std::size_t at = json.find(from);
  return at == std::string::npos ? std::string{} : json.replace(at, from.size(), to);
}

struct Case {
  std::string_view name;
  std::string header;  // empty: the honest one
  std::string payload;
};

std::vector<Case> with_our_key(const std::string& claims, const std::string& kid,
                               const Attacker& other) {
  const std::int64_t made = number_in(claims, "iat");
  const std::int64_t ends = number_in(claims, "exp");
  const auto headed = [&](std::string_view more) {
    return fmt::format(R"({{"alg":"RS256","kid":"{}"{}}})", kid, more);
  };
  const std::string past =
      changed(changed(changed(claims, "exp", made - 60), "iat", made - 660), "nbf", made - 660);
  const std::string ahead =
      changed(changed(changed(claims, "exp", ends + 120), "iat", made + 120), "nbf", made + 120);
  return {{"another audience", "", changed(claims, "gatehouse-dashboard", "gatehouse-widget")},
          {"another issuer", "", changed(claims, R"("iss":"gatehouse")", R"("iss":"evil")")},
          {"a life that is over", "", past},
          {"a life that begins later", "", ahead},
          {"a life of a year", "", changed(claims, "exp", made + 31'536'000)},
          {"a role of its own", "", changed(claims, "\"agent\"", "\"owner\"")},
          {"somebody else's session", "",
           changed(claims, claims.substr(claims.find("ses_"), 30), other.session)},
          {"a claim named twice", "", changed(claims, "{", R"({"rol":"owner",)")},
          {"a claim more", "", changed(claims, "{", R"({"admin":true,)")},
          {"no claims", "", "{}"},
          {"claims two hundred levels deep", "", std::string(200, '[') + std::string(200, ']')},
          {"another type", headed(R"(,"typ":"at+jwt")"), claims},
          {"a critical extension", headed(R"(,"crit":["exp"])"), claims},
          {"a header member named twice", headed(R"(,"alg":"RS256")"), claims},
          {"RS512 in the header", fmt::format(R"({{"alg":"RS512","kid":"{}"}})", kid), claims},
          {"no key named", R"({"alg":"RS256"})", claims}};
}

void tokens_of_our_own_key_are_judged(Target& target, Notebook& notebook) {
  if (!target.data()) return notebook.not_claimed("The signing key cannot be reached from here.");
  const Attacker agent = target.member(target.tenant(0).agent);
  const Attacker other = target.member(target.tenant(1).owner);
  const Parts live = parts_of(agent.access_token);
  Answer header;
  if (const auto bytes = from_base64url(live.header)) header.body = as_text(*bytes);
  const auto honest = target.data()->forge_token("", live.claims);
  if (!notebook.expect(honest.has_value(), "sign with the server's own key", "a token",
                       honest ? "a token" : honest.error().detail()))
    return;
  if (!expect_status(notebook, with_access(agent, *honest), 200,
                     "use the honest claims signed again"))
    return;
  std::vector<Forged> list;
  for (const Case& one : with_our_key(live.claims, header.text_at("/kid"), other))
    if (auto token = target.data()->forge_token(one.header, one.payload))
      list.push_back({std::string{one.name}, *std::move(token)});
  notebook.expect(list.size() == 16, "forge tokens with the server's own key", "16",
                  fmt::format("{}", list.size()));
  expect_all_refused(target, notebook, list);
}

// --- what honest tokens say
// ------------------------------------------------------------------------

void tokens_say_what_they_must(Target& target, Notebook& notebook) {
  const Attacker owner = target.member(target.tenant(0).owner);
  const Parts live = parts_of(owner.access_token);
  Answer header;
  Answer claims;
  if (const auto bytes = from_base64url(live.header)) header.body = as_text(*bytes);
  claims.body = live.claims;
  notebook.expect(header.text_at("/alg") == "RS256", "read the token's header", "RS256",
                  header.text_at("/alg"));
  for (const std::string_view claim : {"/iss", "/aud", "/sub", "/sid"})
    notebook.expect(!claims.text_at(claim).empty(), fmt::format("read the claim {}", claim),
                    "a value", claims.text_at(claim));
  const std::int64_t life = number_in(live.claims, "exp") - number_in(live.claims, "iat");
  notebook.expect(life > 0 && life <= 600, "read the token's life", "ten minutes at most",
                  fmt::format("{} s", life));
  const std::string keys = target.stranger().get("/.well-known/jwks.json").body;
  notebook.expect(
      !header.text_at("/kid").empty() && keys.find(header.text_at("/kid")) != std::string::npos,
      "look for the token's key among the published ones", "it is there", header.text_at("/kid"));
}

constexpr Probe kProbes[] = {
    {"IDN-07", "tokens that a stranger forges are refused", &forged_tokens_are_refused},
    {"IDN-07", "tokens forged with the server's own key are judged by their claims",
     &tokens_of_our_own_key_are_judged},
    {"IDN-07", "tokens say what they must", &tokens_say_what_they_must},
};

}  // namespace

std::span<const Probe> token_probes() { return kProbes; }

}  // namespace gatehouse::assurance
