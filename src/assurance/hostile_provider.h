// An identity provider in the attacker's hands (SAML 2.0): its responses are honest but for what a
// case bends.
//
// Everything is written in the form that exclusive canonicalisation would give it, so what is
// signed is the text as it stands and no XML library is needed to sign it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"

namespace gatehouse::assurance {

// How a signature is made, and what it claims.
struct SigningChoice {
  std::optional<std::string> reference = {};  // another ID than the element's
  std::string method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  std::string digest = "http://www.w3.org/2001/04/xmlenc#sha256";
  std::string object = {};      // what to put inside the signature, after its value
  bool by_stranger = false;     // with a key that nobody configured
  bool hmac_of_public = false;  // with the public certificate as a shared secret
};

// What a response says.
struct Claim {
  std::string issuer;
  std::string destination;
  std::string recipient;
  std::string audience;
  std::string request;
  std::string name;   // XML: may hold markup
  std::string email;  // an attribute; left out when empty
  std::string response_id;
  std::string assertion_id;
  Instant not_before;
  Instant not_on_or_after;
  Instant now;
  std::optional<Instant> authenticated_at = {};  // now, when absent
  std::string status = "urn:oasis:names:tc:SAML:2.0:status:Success";
  std::string confirmation = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
};

class HostileProvider {
 public:
  HostileProvider(std::string entity_id, Clock& clock);

  const std::string& entity_id() const { return entity_id_; }
  std::string sso_url() const { return entity_id_ + "/sso"; }
  std::string certificate() const;  // base64 of DER
  std::string metadata() const;

  static std::string assertion(const Claim& claim);
  static std::string response(const Claim& claim, std::string_view inside);
  // Puts a signature behind the issuer of the element.
  std::string with_signature(std::string element, std::string_view id,
                             const SigningChoice& choice = {}) const;
  std::string signature(std::string_view covered, std::string_view id,
                        const SigningChoice& choice = {}) const;

  // An assertion that is signed, in a response that is not: what most providers send.
  std::string honest(const Claim& claim, const SigningChoice& choice = {}) const;
  // Signature wrapping, variants 1 to 8 of Somorovsky et al., "On Breaking SAML" (USENIX Security
  // 2012) as numbered by SAML Raider: `forged` is what the attacker wants believed, `real` what was
  // signed.
  std::string wrapped(int variant, const Claim& real, const Claim& forged) const;

 private:
  std::string entity_id_;
  std::string certificate_pem_;
  Secret key_;
};

}  // namespace gatehouse::assurance
