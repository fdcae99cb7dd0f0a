#include "assurance/hostile_provider.h"

#include <fmt/format.h>

#include "crypto/certificate.h"
#include "crypto/crypto.h"

namespace gatehouse::assurance {

namespace {

constexpr std::string_view kAssertionSpace = "urn:oasis:names:tc:SAML:2.0:assertion";
constexpr std::string_view kProtocolSpace = "urn:oasis:names:tc:SAML:2.0:protocol";
constexpr std::string_view kDeclaration = R"( xmlns:ds="http://www.w3.org/2000/09/xmldsig#")";
constexpr std::string_view kIssuerEnd = "</saml:Issuer>";

std::string issuer_of(const Claim& claim) {
  return fmt::format(R"(<saml:Issuer xmlns:saml="{}">{}</saml:Issuer>)", kAssertionSpace,
                     claim.issuer);
}

std::string attribute_statement(const Claim& claim) {
  if (claim.email.empty()) return {};
  return fmt::format(
      R"(<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue>{}</saml:AttributeValue>)"
      R"(</saml:Attribute></saml:AttributeStatement>)",
      claim.email);
}

std::string put_behind_issuer(std::string element, std::string_view what) {
  const std::size_t at = element.find(kIssuerEnd) + kIssuerEnd.size();
  element.insert(at, what);
  return element;
}

std::string put_before_end(std::string element, std::string_view what) {
  element.insert(element.rfind("</"), what);
  return element;
}

// The least that is accepted: making larger ones takes long.
crypto::CertificatePair make_key(Clock& clock) {
  constexpr unsigned kBits = 2048;
  auto pair = crypto::make_rsa_pair("An identity provider", clock, kBits);
  CHECK(pair.has_value());
  return *std::move(pair);
}

const Secret& strangers_key() {
  static SystemClock clock;
  static const crypto::CertificatePair pair = make_key(clock);
  return pair.key_pem;
}

}  // namespace

HostileProvider::HostileProvider(std::string entity_id, Clock& clock)
    : entity_id_{std::move(entity_id)} {
  auto own = make_key(clock);
  certificate_pem_ = std::move(own.certificate_pem);
  key_ = std::move(own.key_pem);
}

std::string HostileProvider::certificate() const {
  std::string body;
  for (std::size_t at = 0; at < certificate_pem_.size();) {
    const std::size_t end = certificate_pem_.find('\n', at);
    const std::string line = certificate_pem_.substr(at, end - at);
    if (!line.starts_with("-----")) body += line;
    at = end + 1;
  }
  return body;
}

std::string HostileProvider::metadata() const {
  return fmt::format(
      R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{}">)"
      R"(<md:IDPSSODescriptor protocolSupportEnumeration="{}"><md:KeyDescriptor use="signing">)"
      R"(<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate>)"
      R"(</ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService )"
      R"(Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{}"/></md:IDPSSODescriptor></md:EntityDescriptor>)",
      entity_id_, kProtocolSpace, certificate(), sso_url());
}

std::string HostileProvider::assertion(const Claim& claim) {
  const std::string until = rfc3339(claim.not_on_or_after);
  return fmt::format(
      R"(<saml:Assertion xmlns:saml="{}" ID="{}" IssueInstant="{}" Version="2.0"><saml:Issuer>{}</saml:Issuer>)"
      R"(<saml:Subject><saml:NameID>{}</saml:NameID><saml:SubjectConfirmation Method="{}">)"
      R"(<saml:SubjectConfirmationData InResponseTo="{}" NotOnOrAfter="{}" Recipient="{}"></saml:SubjectConfirmationData>)"
      R"(</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{}" NotOnOrAfter="{}">)"
      R"(<saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction></saml:Conditions>)"
      R"(<saml:AuthnStatement AuthnInstant="{}" SessionIndex="_s1"><saml:AuthnContext><saml:AuthnContextClassRef>)"
      R"(urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>)"
      R"({}</saml:Assertion>)",
      kAssertionSpace, claim.assertion_id, rfc3339(claim.now), claim.issuer, claim.name,
      claim.confirmation, claim.request, until, claim.recipient, rfc3339(claim.not_before), until,
      claim.audience, rfc3339(claim.authenticated_at.value_or(claim.now)),
      attribute_statement(claim));
}

std::string HostileProvider::response(const Claim& claim, std::string_view inside) {
  return fmt::format(
      R"(<samlp:Response xmlns:samlp="{}" Destination="{}" ID="{}" InResponseTo="{}" IssueInstant="{}" Version="2.0">)"
      R"({}<samlp:Status><samlp:StatusCode Value="{}"></samlp:StatusCode></samlp:Status>{}</samlp:Response>)",
      kProtocolSpace, claim.destination, claim.response_id, claim.request, rfc3339(claim.now),
      issuer_of(claim), claim.status, inside);
}

std::string HostileProvider::signature(std::string_view covered, std::string_view id,
                                       const SigningChoice& choice) const {
  constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const std::string info = fmt::format(
      R"(<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="{}">)"
      R"(</ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="{}"></ds:SignatureMethod><ds:Reference URI="#{}">)"
      R"(<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>)"
      R"(<ds:Transform Algorithm="{}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="{}"></ds:DigestMethod>)"
      R"(<ds:DigestValue>{}</ds:DigestValue></ds:Reference></ds:SignedInfo>)",
      kExclusive, choice.method, choice.reference.value_or(std::string{id}), kExclusive,
      choice.digest, base64(crypto::sha256(as_bytes(covered))));
  std::string value;
  if (choice.hmac_of_public) {
    value = base64(crypto::hmac_sha256(Secret::of_text(certificate_pem_), as_bytes(info)));
  } else {
    const auto made =
        crypto::sign_rsa_sha256(choice.by_stranger ? strangers_key() : key_, as_bytes(info));
    CHECK(made.has_value());
    value = base64(*made);
  }
  // Inside the signature its information need not declare the prefix again; alone, as signed, it
  // must.
  std::string written = info;
  written.erase(written.find(kDeclaration), kDeclaration.size());
  return fmt::format("<ds:Signature{}>{}<ds:SignatureValue>{}</ds:SignatureValue>{}</ds:Signature>",
                     kDeclaration, written, value, choice.object);
}

std::string HostileProvider::with_signature(std::string element, std::string_view id,
                                            const SigningChoice& choice) const {
  const std::string made = signature(element, id, choice);
  return put_behind_issuer(std::move(element), made);
}

std::string HostileProvider::honest(const Claim& claim, const SigningChoice& choice) const {
  return response(claim, with_signature(assertion(claim), claim.assertion_id, choice));
}

std::string HostileProvider::wrapped(int variant, const Claim& real, const Claim& forged) const {
  const std::string bare = assertion(real);
  const std::string evil = assertion(forged);
  const std::string signed_one = with_signature(bare, real.assertion_id);
  // 1 and 2: the response is what was signed, and its copy hides in or beside a false one's
  // signature.
  const std::string bare_response = response(real, bare);
  const std::string evil_response = response(forged, evil);
  switch (variant) {
    case 1: {
      const SigningChoice hides{.object = bare_response};
      return put_behind_issuer(evil_response, signature(bare_response, real.response_id, hides));
    }
    case 2:
      return put_behind_issuer(evil_response,
                               bare_response + signature(bare_response, real.response_id));
    case 3:
      return response(real, evil + signed_one);
    case 4:
      return response(real, put_before_end(evil, signed_one));
    // 5 and 6: the false assertion carries the signature of the true one.
    case 5:
      return response(real, put_behind_issuer(evil, signature(bare, real.assertion_id)) + bare);
    case 6: {
      const SigningChoice hides{.object = bare};
      return response(real, put_behind_issuer(evil, signature(bare, real.assertion_id, hides)));
    }
    case 7:
      return put_behind_issuer(response(real, signed_one),
                               "<samlp:Extensions>" + evil + "</samlp:Extensions>");
    default: {
      const SigningChoice hides{.object = "<ds:Object>" + bare + "</ds:Object>"};
      return response(real, put_behind_issuer(evil, signature(bare, real.assertion_id, hides)));
    }
  }
}

}  // namespace gatehouse::assurance
