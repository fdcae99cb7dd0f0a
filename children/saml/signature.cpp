// SPDX-License-Identifier: GPL-2.0-or-later
#include "signature.h"

#include <algorithm>
#include <array>
#include <span>

#include "lasso_headers.h"

namespace gatehouse::saml_child {

namespace {

constexpr Space kD = Space::signature;

constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::array<std::string_view, 2> kCanonical{
    // There are no comments, so these two do the same.
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"};
constexpr std::array<std::string_view, 3> kSignatures{
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"};
constexpr std::array<std::string_view, 3> kDigests{"http://www.w3.org/2001/04/xmlenc#sha256",
                                                   "http://www.w3.org/2001/04/xmldsig-more#sha384",
                                                   "http://www.w3.org/2001/04/xmlenc#sha512"};

bool is_among(const xmlNode* node, std::span<const std::string_view> known) {
  return std::ranges::find(known, attribute(node, "Algorithm")) != known.end();
}

struct ReleaseKey {
  void operator()(LassoKey* key) const { g_object_unref(key); }
};
using Key = std::unique_ptr<LassoKey, ReleaseKey>;

// In lines of 64, as PEM wants them.
std::string pem_of(std::string_view base64) {
  std::string pem = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t at = 0; at < base64.size(); at += 64)
    pem += std::string{base64.substr(at, 64)} + "\n";
  return pem + "-----END CERTIFICATE-----\n";
}

}  // namespace

xmlNode* signature_of(const xmlNode* element) { return child(element, kD, "Signature"); }

std::optional<Refusal> judge_form(const xmlNode* element) {
  const xmlNode* info = child(signature_of(element), kD, "SignedInfo");
  const xmlNode* reference = child(info, kD, "Reference");
  const std::string id = attribute(element, "ID");
  if (id.empty() || attribute(reference, "URI") != "#" + id) return Refusal::bad_reference;

  const std::vector<xmlNode*> transforms = children(child(reference, kD, "Transforms"));
  if (transforms.size() != 2) return Refusal::bad_reference;
  if (attribute(transforms[0], "Algorithm") != kEnveloped) return Refusal::bad_reference;
  if (!is_among(transforms[1], kCanonical)) return Refusal::bad_reference;

  if (!is_among(child(info, kD, "CanonicalizationMethod"), kCanonical))
    return Refusal::weak_algorithm;
  if (!is_among(child(info, kD, "SignatureMethod"), kSignatures)) return Refusal::weak_algorithm;
  if (!is_among(child(reference, kD, "DigestMethod"), kDigests)) return Refusal::weak_algorithm;
  return std::nullopt;
}

bool is_signed_by(xmlNode* root, const std::string& id,
                  const std::vector<std::string>& certificates) {
  const auto signed_by = [&](const std::string& certificate) {
    const std::string pem = pem_of(certificate);
    // The method only says that the key is an RSA key; the message's own was judged above.
    const Key key{lasso_key_new_for_signature_from_memory(
        pem.data(), pem.size(), nullptr, LASSO_SIGNATURE_METHOD_RSA_SHA256, nullptr)};
    if (key == nullptr) return false;
    std::string name = id;
    return lasso_key_saml2_xml_verify(key.get(), name.data(), root) == 0;
  };
  return std::ranges::any_of(certificates, signed_by);
}

}  // namespace gatehouse::saml_child
