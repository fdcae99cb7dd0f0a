// What a provider says of itself: its addresses and its keys.
#include <fmt/format.h>

#include <algorithm>

#include "base/control.h"
#include "identity/internal/openid_json.h"
#include "identity/openid.h"

namespace gatehouse::identity::openid {

namespace {

constexpr std::size_t kMostAddress = 2048;
constexpr std::size_t kMostName = 255;
constexpr std::size_t kMostNumber = 4096;  // of base64url

std::unexpected<Error> refuse(std::string why) {
  return fail(Error{kProviderRefused}.because(std::move(why)));
}

// Where we send browsers and ask ourselves: nothing that a browser would read as a script.
bool is_secure(std::string_view address) {
  return address.starts_with("https://") && address.size() > 8 &&
         std::ranges::all_of(address, [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
}

bool lists(const Document& document, std::string_view name, std::string_view word) {
  const boost::json::array* list = document.list_in(name);
  return list && std::ranges::any_of(*list, [&](const boost::json::value& one) {
           return line_of(one, kMostName) == word;
         });
}

bool is_for_signing(const Document& key) {
  if (key.has("use") && key.text("use", 16) != "sig") return false;
  return !key.has("key_ops") || lists(key, "key_ops", "verify");
}

// The algorithm of the key, never of a token. RSA without one signs RS256 (Core 1.0, 15.1).
Result<crypto::ForeignKey> key_of(const Document& key) {
  const std::string type = key.text("kty", 16);
  const std::string named_by_key = key.text("alg", 16);
  const auto algorithm = named<crypto::Algorithm>(
      !named_by_key.empty() ? named_by_key : (type == "EC" ? "ES256" : "RS256"));
  if (!algorithm) return refuse("another algorithm");
  const auto number = [&](std::string_view name) {
    return from_base64url(key.text(name, kMostNumber));
  };
  if (type == "RSA") {
    TRY(const Bytes modulus, number("n"));
    TRY(const Bytes exponent, number("e"));
    return crypto::ForeignKey::rsa(modulus, exponent, *algorithm);
  }
  if (type != "EC" || key.text("crv", 16) != "P-256" || algorithm != crypto::Algorithm::es256)
    return refuse("another type of key");
  TRY(const Bytes x, number("x"));
  TRY(const Bytes y, number("y"));
  return crypto::ForeignKey::p256(x, y);
}

// Only what is public and ours to know; a secret that a provider publishes is not kept.
boost::json::object kept_of(const Document& key) {
  boost::json::object kept;
  for (const std::string_view name : {"kty", "kid", "alg", "n", "e", "crv", "x", "y"})
    if (const auto* value = key.find(name)) kept[name] = *value;
  return kept;
}

}  // namespace

std::string description_address(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string{issuer} + "/.well-known/openid-configuration";
}

Result<Description> read_description(std::string_view json, std::string_view issuer) {
  if (json.size() > kMostDocument) return refuse("the description is too long");
  const auto document = Document::read(json);
  if (!document) return refuse("the description is not JSON");
  Description read{
      .issuer = document->text("issuer", kMostAddress),
      .authorization_endpoint = document->text("authorization_endpoint", kMostAddress),
      .token_endpoint = document->text("token_endpoint", kMostAddress),
      .jwks_uri = document->text("jwks_uri", kMostAddress),
      .names_itself = document->is("authorization_response_iss_parameter_supported", true)};
  const bool is_the_one_asked = read.issuer == issuer;
  if (enforced<"IDN-05"> && !is_the_one_asked)
    return refuse("it describes another issuer: " + read.issuer);
  for (const std::string& address :
       {read.issuer, read.authorization_endpoint, read.token_endpoint, read.jwks_uri})
    if (!is_secure(address)) return refuse("an address without https: " + address);
  if (document->has("code_challenge_methods_supported") &&
      !lists(*document, "code_challenge_methods_supported", "S256"))
    return refuse("no PKCE with S256");
  if (!lists(*document, "response_types_supported", "code")) return refuse("no code flow");
  return read;
}

Result<KeySet> KeySet::read(std::string_view json) {
  if (json.size() > kMostDocument) return refuse("the keys are too long");
  const auto document = Document::read(json);
  const boost::json::array* list = document ? document->list_in("keys") : nullptr;
  if (!list) return refuse("the keys are not a JWK set");
  if (list->size() > kMostKeys) return refuse("too many keys");
  KeySet set;
  boost::json::array kept;
  for (const boost::json::value& one : *list) {
    if (!one.is_object()) continue;
    const Document described{one.get_object()};
    if (!is_for_signing(described)) continue;
    auto key = key_of(described);
    if (!key) continue;
    set.keys_.push_back({described.text("kid", kMostName), *std::move(key)});
    kept.emplace_back(kept_of(described));
  }
  if (set.keys_.empty()) return refuse("no key that we can rely on");
  std::ranges::sort(set.keys_, {}, &Named::name);
  if (std::ranges::adjacent_find(set.keys_, {}, &Named::name) != set.keys_.end())
    return refuse("two keys of one name");
  set.json_ = boost::json::serialize(boost::json::object{{"keys", std::move(kept)}});
  return set;
}

const crypto::ForeignKey* KeySet::find(std::string_view name) const {
  if (name.empty()) return keys_.size() == 1 ? &keys_.front().key : nullptr;
  const auto found = std::ranges::find(keys_, name, &Named::name);
  return found == keys_.end() ? nullptr : &found->key;
}

bool KeySet::contradicts(const KeySet& known) const {
  return std::ranges::any_of(keys_, [&](const Named& one) {
    const auto before = std::ranges::find(known.keys_, one.name, &Named::name);
    return before != known.keys_.end() && before->key.thumbprint() != one.key.thumbprint();
  });
}

bool KeySet::same_as(const KeySet& other) const { return names() == other.names(); }

std::string KeySet::names() const {
  std::string text;
  for (const Named& one : keys_)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", one.name, one.key.thumbprint());
  return text;
}

}  // namespace gatehouse::identity::openid
