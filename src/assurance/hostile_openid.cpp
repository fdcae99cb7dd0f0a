#include "assurance/hostile_openid.h"

#include <fmt/format.h>

#include "assurance/probes/tools.h"
#include "crypto/crypto.h"
#include "edge/query.h"

namespace gatehouse::assurance {

namespace {

std::int64_t seconds(Instant at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

std::string value_in(const edge::Parameters& parameters, std::string_view name) {
  for (const auto& [candidate, value] : parameters)
    if (candidate == name) return value;
  return {};
}

}  // namespace

std::string json_of(const OpenIdClaims& claims) {
  std::string text;
  for (const auto& [name, value] : claims)
    text += fmt::format("{}\"{}\":{}", text.empty() ? "{" : ",", name, value);
  return text + "}";
}

HostileOpenId::HostileOpenId(std::string issuer, Clock& clock)
    : issuer_{std::move(issuer)}, clock_{clock} {
  description_ = {{"issuer", json_text(issuer_)},
                  {"authorization_endpoint", json_text(issuer_ + "/authorize")},
                  {"token_endpoint", json_text(issuer_ + "/token")},
                  {"jwks_uri", json_text(issuer_ + "/keys")},
                  {"response_types_supported", R"(["code"])"},
                  {"subject_types_supported", R"(["public"])"},
                  {"id_token_signing_alg_values_supported", R"(["RS256"])"},
                  {"code_challenge_methods_supported", R"(["S256"])"},
                  {"authorization_response_iss_parameter_supported", "true"}};
  keys_ = own_keys();
}

void HostileOpenId::describe(const std::string& member, std::string value) {
  const std::lock_guard lock{mutex_};
  description_[member] = std::move(value);
}

void HostileOpenId::announce(std::string keys) {
  const std::lock_guard lock{mutex_};
  keys_ = std::move(keys);
}

std::string HostileOpenId::own_keys() const {
  return fmt::format(R"({{"keys":[{}]}})", key_.public_jwk());
}

void HostileOpenId::instead(HostileServer::Talk talk) {
  const std::lock_guard lock{mutex_};
  instead_ = std::move(talk);
}

OpenIdClaims HostileOpenId::claims(std::string_view client, std::string_view nonce,
                                   std::string_view subject) const {
  const std::int64_t now = seconds(clock_.now());
  return {{"iss", json_text(issuer_)},  {"sub", json_text(subject)},
          {"aud", json_text(client)},   {"nonce", json_text(nonce)},
          {"iat", std::to_string(now)}, {"exp", std::to_string(now + 300)}};
}

std::string HostileOpenId::signed_by(const crypto::JwtKey& key, const OpenIdClaims& claims) const {
  return key.sign(json_of(claims));
}

std::string HostileOpenId::code_for(std::string challenge, std::string id_token,
                                    std::string access_token) {
  const std::string answer =
      fmt::format(R"({{"access_token":{},"token_type":"Bearer","expires_in":60,"id_token":{}}})",
                  json_text(access_token), json_text(id_token));
  const std::lock_guard lock{mutex_};
  std::string code = fmt::format("code-{}", ++codes_);
  grants_[code] = {std::move(challenge), answer};
  return code;
}

int HostileOpenId::key_visits() const {
  const std::lock_guard lock{mutex_};
  return key_visits_;
}

void HostileOpenId::talk(const Heard& heard, Line& line) {
  constexpr std::string_view kJson = "application/json";
  HostileServer::Talk instead;
  std::string answer = plain_answer(404, kJson, "{}");
  {
    const std::lock_guard lock{mutex_};
    if (heard.method == "GET") instead = instead_;
    if (heard.target.ends_with("/.well-known/openid-configuration"))
      answer = plain_answer(200, kJson, json_of(description_));
    if (heard.target.ends_with("/keys")) {
      ++key_visits_;
      answer = plain_answer(200, kJson, keys_);
    }
    if (heard.method == "POST" && heard.target.ends_with("/token")) answer = token_answer(heard);
  }
  if (instead)
    instead(heard, line);
  else
    (void)line.say(answer);
}

// RFC 7636 4.6: the one place where honesty of the other side is judged.
std::string HostileOpenId::token_answer(const Heard& heard) {
  constexpr std::string_view kJson = "application/json";
  const auto form = edge::parse_query(heard.body);
  const auto grant = form ? grants_.find(value_in(*form, "code")) : grants_.end();
  if (grant == grants_.end()) return plain_answer(400, kJson, R"({"error":"invalid_grant"})");
  const std::string verifier = value_in(*form, "code_verifier");
  const bool fits = base64url(crypto::sha256(as_bytes(verifier))) == grant->second.challenge;
  const std::string answer = std::move(grant->second.answer);
  grants_.erase(grant);
  return fits ? plain_answer(200, kJson, answer)
              : plain_answer(400, kJson, R"({"error":"invalid_grant"})");
}

}  // namespace gatehouse::assurance
