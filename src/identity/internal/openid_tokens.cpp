// Tokens of a provider: one question a line, each of which refuses.
#include <algorithm>

#include "base/control.h"
#include "crypto/crypto.h"
#include "identity/internal/openid_json.h"
#include "identity/openid.h"

namespace gatehouse::identity::openid {

namespace {

constexpr std::size_t kMostName = 255;  // Core 1.0, 2: of a subject
constexpr std::size_t kMostText = 2048;
constexpr std::string_view kLogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

std::unexpected<Error> refuse(std::string why) {
  return fail(Error{kAnswerRefused}.because(std::move(why)));
}

// RFC 7515 3.1. Nothing in it is believed yet.
struct Token {
  std::string_view signed_text;
  Bytes signature;
  Document header;
  Document claims;
};

std::optional<Document> part(std::string_view encoded) {
  const auto decoded = from_base64url(encoded);
  return decoded ? Document::read(as_text(*decoded)) : std::nullopt;
}

Result<Token> read_token(std::string_view text) {
  if (text.size() > kMostToken) return refuse("token_too_long");
  const std::size_t first = text.find('.');
  const std::size_t second = first == text.npos ? first : text.find('.', first + 1);
  if (second == text.npos || text.find('.', second + 1) != text.npos)
    return refuse("token_not_three_parts");
  auto header = part(text.substr(0, first));
  auto claims = part(text.substr(first + 1, second - first - 1));
  auto signature = from_base64url(text.substr(second + 1));
  if (!header || !claims || !signature) return refuse("token_unreadable");
  return Token{text.substr(0, second), *std::move(signature), *std::move(header),
               *std::move(claims)};
}

bool is_signed(const Token& token, const KeySet& keys) {
  if (token.header.has("crit")) return false;  // RFC 7515 4.1.11: we know no extension
  const crypto::ForeignKey* key = keys.find(token.header.text("kid", kMostName));
  if (!key || token.header.text("alg", 16) != name_of(key->algorithm())) return false;
  return key->signed_it(token.signed_text, token.signature);
}

// Core 1.0, 3.1.3.7 (3) to (5): for us, and when for others too, then made for us.
bool is_for(const Document& claims, std::string_view client) {
  const boost::json::value* audience = claims.find("aud");
  if (!audience) return false;
  const bool alone = line_of(*audience, kMostText) == client;
  const boost::json::array* list = audience->if_array();
  const bool among = list && std::ranges::any_of(*list, [&](const boost::json::value& one) {
                       return line_of(one, kMostText) == client;
                     });
  const bool made_for_us = claims.text("azp", kMostText) == client;
  if (claims.has("azp") && !made_for_us) return false;
  return alone || (among && (list->size() == 1 || made_for_us));
}

std::optional<Instant> time_of(const Document& claims, std::string_view name) {
  const auto seconds = claims.whole(name);
  if (!seconds) return std::nullopt;
  return Instant{std::chrono::seconds{*seconds}};
}

// Core 1.0, 3.1.3.6: the left half of the hash, of the family that the signature is of.
bool fits_access_token(const Document& claims, std::string_view access_token) {
  if (!claims.has("at_hash") || access_token.empty()) return true;
  const crypto::Digest digest = crypto::sha256(as_bytes(access_token));
  return claims.text("at_hash", kMostName) == base64url(BytesView{digest}.first(digest.size() / 2));
}

std::string strength_of(const Document& claims) {
  std::string text = claims.text("acr", kMostName);
  if (const boost::json::array* methods = claims.list_in("amr"))
    for (const boost::json::value& method : *methods) {
      if (text.size() > kMostName) break;
      text += (text.empty() ? "" : " ") + line_of(method, 64);
    }
  return text;
}

std::optional<std::string> present(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

Claims claims_of(const Document& claims, Instant good_until) {
  Claims read{.subject = claims.text("sub", kMostName),
              .id = claims.text("jti", kMostName),
              .email = present(claims.text("email", 254)),
              .name = present(claims.text("name", kMostName)),
              .strength = strength_of(claims),
              .good_until = good_until,
              .authenticated_at = time_of(claims, "auth_time")};
  if (claims.is("email_verified", false)) read.email.reset();
  return read;
}

// What an ID token and a logout token have in common.
Result<> judge_both(const Token& token, const KeySet& keys, const Expected& expected) {
  const Document& claims = token.claims;
  const bool signed_by_them = is_signed(token, keys);
  if (enforced<"IDN-05"> && !signed_by_them) return refuse("signature");
  const bool theirs = claims.text("iss", kMostText) == expected.issuer;
  if (enforced<"IDN-05"> && !theirs) return refuse("issuer");
  const bool ours = is_for(claims, expected.client);
  if (enforced<"IDN-05"> && !ours) return refuse("audience");
  const auto made = time_of(claims, "iat");
  const bool made_by_now = made && *made <= expected.now + kLeeway;
  if (enforced<"IDN-05"> && !made_by_now) return refuse("issued_in_the_future");
  const auto from = time_of(claims, "nbf");
  const bool begun = !claims.has("nbf") || (from && *from <= expected.now + kLeeway);
  if (enforced<"IDN-05"> && !begun) return refuse("not_yet_valid");
  return {};
}

}  // namespace

Result<std::string> key_named_in(std::string_view token) {
  TRY(const Token read, read_token(token));
  return read.header.text("kid", kMostName);
}

Result<Claims> judge_id_token(std::string_view text, const KeySet& keys, const Expected& expected) {
  TRY(const Token token, read_token(text));
  TRY_VOID(judge_both(token, keys, expected));
  const Document& claims = token.claims;
  const auto ends = time_of(claims, "exp");
  const bool still_good = ends && *ends > expected.now - kLeeway;
  if (enforced<"IDN-05"> && !still_good) return refuse("expired");
  const bool answers_us = claims.text("nonce", kMostName) == expected.nonce;
  if (enforced<"IDN-05"> && !answers_us) return refuse("nonce");
  const bool fits = fits_access_token(claims, expected.access_token);
  if (enforced<"IDN-05"> && !fits) return refuse("at_hash");
  Claims read = claims_of(claims, ends.value_or(expected.now));
  if (read.subject.empty()) return refuse("subject");
  return read;
}

Result<Claims> judge_logout_token(std::string_view text, const KeySet& keys,
                                  const Expected& expected) {
  constexpr std::chrono::minutes kOldest{5};
  TRY(const Token token, read_token(text));
  TRY_VOID(judge_both(token, keys, expected));
  const Document& claims = token.claims;
  const std::string type = token.header.text("typ", 64);
  const bool is_of_kind =
      type.empty() || type == "JWT" || type == "logout+jwt" || type == "application/logout+jwt";
  if (enforced<"IDN-05"> && !is_of_kind) return refuse("type");
  const boost::json::object* events = claims.object_in("events");
  const bool says_so =
      events && events->contains(kLogoutEvent) && events->at(kLogoutEvent).is_object();
  if (enforced<"IDN-05"> && !says_so) return refuse("events");
  // So that no ID token passes for one.
  if (enforced<"IDN-05"> && claims.has("nonce")) return refuse("nonce");
  // Some providers leave "exp" out, so its age bounds how long one must be remembered.
  const auto made = time_of(claims, "iat").value_or(expected.now);
  const auto ends = time_of(claims, "exp").value_or(made + kOldest);
  const Instant last = std::min(ends, made + kOldest);
  const bool still_good = last > expected.now - kLeeway;
  if (enforced<"IDN-05"> && !still_good) return refuse("expired");
  Claims read = claims_of(claims, last + 2 * kLeeway);
  if (read.id.empty()) return refuse("jti");
  if (read.subject.empty()) return refuse("subject");
  return read;
}

Result<Tokens> read_tokens(std::string_view json) {
  const auto document = json.size() > kMostDocument ? std::nullopt : Document::read(json);
  if (!document) return refuse("token_answer_unreadable");
  Tokens read{document->text("id_token", kMostToken), document->text("access_token", kMostToken)};
  if (read.id_token.empty()) return refuse("no_id_token");
  return read;
}

}  // namespace gatehouse::identity::openid
