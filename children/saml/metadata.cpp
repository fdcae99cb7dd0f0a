// SPDX-License-Identifier: GPL-2.0-or-later
#include "metadata.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>

namespace gatehouse::saml_child {

namespace {

constexpr Space kM = Space::metadata;
constexpr std::string_view kProtocol = "urn:oasis:names:tc:SAML:2.0:protocol";
constexpr std::string_view kRedirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
constexpr int kLeastBits = 2048;

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::string body_of(std::string_view pem) {
  std::string body;
  for (std::size_t at = 0; at < pem.size();) {
    const std::size_t end = std::min(pem.find('\n', at), pem.size());
    const std::string_view line = pem.substr(at, end - at);
    if (!line.starts_with("-----")) body += line;
    at = end + 1;
  }
  return body;
}

std::string squeezed(std::string_view text) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out),
                       [](char c) { return !std::string_view{" \t\r\n"}.contains(c); });
  return out;
}

// An RSA key of 2048 bits or more. Its dates and its issuer mean nothing here: it is pinned.
bool is_strong(std::string_view base64_der) {
  const auto der = from_base64(base64_der);
  if (!der) return false;
  const std::uint8_t* at = der->data();
  const std::unique_ptr<X509, FreeCertificate> certificate{
      d2i_X509(nullptr, &at, static_cast<long>(der->size()))};
  if (certificate == nullptr) return false;
  const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
  return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
         EVP_PKEY_get_bits(key) >= kLeastBits;
}

// One entity, or the only one of a list that signs people in.
const xmlNode* provider_in(xmlNode* root) {
  const xmlNode* found = nullptr;
  int count = 0;
  each_element(root, [&](const xmlNode* node) {
    const xmlNode* role = child(node, kM, "IDPSSODescriptor");
    if (!is(node, kM, "EntityDescriptor") || role == nullptr) return;
    if (!attribute(role, "protocolSupportEnumeration").contains(kProtocol)) return;
    found = node;
    ++count;
  });
  return count == 1 ? found : nullptr;
}

std::string address_in(const xmlNode* role) {
  for (const xmlNode* service : children(role)) {
    if (!is(service, kM, "SingleSignOnService") || attribute(service, "Binding") != kRedirect)
      continue;
    const std::string location = attribute(service, "Location");
    const bool clean =
        std::ranges::all_of(location, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    if (location.starts_with("https://") && clean && location.size() <= 2048) return location;
  }
  return {};
}

std::vector<std::string> certificates_in(xmlNode* role) {
  std::vector<std::string> list;
  for (xmlNode* key : children(role)) {
    if (!is(key, kM, "KeyDescriptor") || attribute(key, "use") == "encryption") continue;
    each_element(key, [&](const xmlNode* node) {
      if (!is(node, Space::signature, "X509Certificate")) return;
      std::string certificate = squeezed(text(node));
      if (std::ranges::find(list, certificate) == list.end())
        list.push_back(std::move(certificate));
    });
  }
  return list;
}

}  // namespace

std::string describe(const OurSide& ours) {
  constexpr std::string_view kKey =
      R"(    <md:KeyDescriptor use="{}"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>)"
      R"(<ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>)";
  const std::string certificate = body_of(ours.certificate_pem);
  return fmt::format(
      R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{}">
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="{}">
{}
{}
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
)",
      escaped(ours.entity_id), kProtocol, fmt::format(kKey, "signing", certificate),
      fmt::format(kKey, "encryption", certificate), escaped(ours.acs_url));
}

std::expected<TheirSide, Refusal> read_metadata(std::string_view document) {
  const auto tree = parse(document, Comments::allowed);
  if (!tree) return std::unexpected{tree.error()};
  const xmlNode* entity = provider_in(xmlDocGetRootElement(tree->get()));
  if (entity == nullptr) return std::unexpected{Refusal::no_identity_provider};
  xmlNode* role = child(entity, kM, "IDPSSODescriptor");
  TheirSide theirs{attribute(entity, "entityID"), address_in(role), certificates_in(role)};
  if (theirs.entity_id.empty() || theirs.entity_id.size() > 1024)
    return std::unexpected{Refusal::no_identity_provider};
  if (theirs.sso_url.empty()) return std::unexpected{Refusal::no_address};
  const auto count = theirs.certificates.size();
  if (count == 0 || count > identity::saml::kMostCertificates)
    return std::unexpected{Refusal::no_certificate};
  if (!std::ranges::all_of(theirs.certificates, &is_strong))
    return std::unexpected{Refusal::weak_certificate};
  return theirs;
}

}  // namespace gatehouse::saml_child
