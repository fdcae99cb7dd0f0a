// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema.h"

#include <span>

namespace gatehouse::saml_child {

namespace {

constexpr int kMany = 1000;

struct Part {
  Space space;
  std::string_view name;
  int least;
  int most;
};

struct Element {
  Space space;
  std::string_view name;
  std::string_view attributes;  // names, each between spaces
  std::span<const Part> parts;  // in this order
};

constexpr Space kP = Space::protocol;
constexpr Space kA = Space::assertion;
constexpr Space kD = Space::signature;
constexpr Space kE = Space::encryption;
constexpr Space kC = Space::canonical;

constexpr Part kResponse[] = {{kA, "Issuer", 0, 1},
                              {kD, "Signature", 0, 1},
                              {kP, "Status", 1, 1},
                              {kA, "Assertion", 0, 1},
                              {kA, "EncryptedAssertion", 0, 1}};
constexpr Part kStatus[] = {{kP, "StatusCode", 1, 1}, {kP, "StatusMessage", 0, 1}};
constexpr Part kStatusCode[] = {{kP, "StatusCode", 0, 1}};
constexpr Part kAssertion[] = {{kA, "Issuer", 1, 1},         {kD, "Signature", 0, 1},
                               {kA, "Subject", 1, 1},        {kA, "Conditions", 1, 1},
                               {kA, "AuthnStatement", 0, 8}, {kA, "AttributeStatement", 0, 8},
                               {kA, "AuthnStatement", 0, 8}};
constexpr Part kSubject[] = {{kA, "NameID", 1, 1}, {kA, "SubjectConfirmation", 1, 8}};
constexpr Part kConfirmation[] = {{kA, "NameID", 0, 1}, {kA, "SubjectConfirmationData", 0, 1}};
constexpr Part kConditions[] = {
    {kA, "AudienceRestriction", 0, 8}, {kA, "OneTimeUse", 0, 1}, {kA, "ProxyRestriction", 0, 1}};
constexpr Part kAudiences[] = {{kA, "Audience", 1, kMany}};
constexpr Part kMaybeAudiences[] = {{kA, "Audience", 0, kMany}};
constexpr Part kAuthnStatement[] = {{kA, "SubjectLocality", 0, 1}, {kA, "AuthnContext", 1, 1}};
constexpr Part kAuthnContext[] = {{kA, "AuthnContextClassRef", 0, 1},
                                  {kA, "AuthnContextDeclRef", 0, 1},
                                  {kA, "AuthenticatingAuthority", 0, 8}};
constexpr Part kAttributes[] = {{kA, "Attribute", 0, kMany}};
constexpr Part kAttribute[] = {{kA, "AttributeValue", 0, kMany}};
constexpr Part kAttributeValue[] = {{kA, "NameID", 0, 1}};  // eduPersonTargetedID

constexpr Part kSignature[] = {
    {kD, "SignedInfo", 1, 1}, {kD, "SignatureValue", 1, 1}, {kD, "KeyInfo", 0, 1}};
constexpr Part kSignedInfo[] = {
    {kD, "CanonicalizationMethod", 1, 1}, {kD, "SignatureMethod", 1, 1}, {kD, "Reference", 1, 1}};
constexpr Part kReference[] = {
    {kD, "Transforms", 1, 1}, {kD, "DigestMethod", 1, 1}, {kD, "DigestValue", 1, 1}};
constexpr Part kTransforms[] = {{kD, "Transform", 1, 2}};
constexpr Part kInclusive[] = {{kC, "InclusiveNamespaces", 0, 1}};
constexpr Part kKeyInfo[] = {{kD, "KeyName", 0, 1},  {kD, "KeyValue", 0, 1},
                             {kD, "X509Data", 0, 8}, {kE, "EncryptedKey", 0, 1},
                             {kD, "KeyName", 0, 1},  {kD, "KeyValue", 0, 1}};
constexpr Part kKeyValue[] = {{kD, "RSAKeyValue", 0, 1}};
constexpr Part kRsaKeyValue[] = {{kD, "Modulus", 1, 1}, {kD, "Exponent", 1, 1}};
constexpr Part kX509Data[] = {{kD, "X509SubjectName", 0, 1}, {kD, "X509IssuerSerial", 0, 1},
                              {kD, "X509SKI", 0, 1},         {kD, "X509Certificate", 0, 8},
                              {kD, "X509SubjectName", 0, 1}, {kD, "X509IssuerSerial", 0, 1}};
constexpr Part kIssuerSerial[] = {{kD, "X509IssuerName", 1, 1}, {kD, "X509SerialNumber", 1, 1}};

constexpr Part kEncryptedAssertion[] = {{kE, "EncryptedData", 1, 1}};
constexpr Part kEncrypted[] = {
    {kE, "EncryptionMethod", 1, 1}, {kD, "KeyInfo", 0, 1}, {kE, "CipherData", 1, 1}};
constexpr Part kMethod[] = {
    {kE, "KeySize", 0, 1}, {kE, "OAEPparams", 0, 1}, {kD, "DigestMethod", 0, 1}, {kE, "MGF", 0, 1}};
constexpr Part kCipherData[] = {{kE, "CipherValue", 1, 1}};  // no reference to elsewhere

constexpr std::string_view kAlgorithm = " Algorithm ";
constexpr std::string_view kNames = " Format NameQualifier SPNameQualifier SPProvidedID ";

constexpr Element kElements[] = {
    {kP, "Response", " ID Version IssueInstant Destination InResponseTo Consent ", kResponse},
    {kP, "Status", "", kStatus},
    {kP, "StatusCode", " Value ", kStatusCode},
    {kP, "StatusMessage", "", {}},
    {kA, "Assertion", " ID Version IssueInstant ", kAssertion},
    {kA, "Issuer", kNames, {}},
    {kA, "NameID", kNames, {}},
    {kA, "Subject", "", kSubject},
    {kA, "SubjectConfirmation", " Method ", kConfirmation},
    {kA, "SubjectConfirmationData", " NotBefore NotOnOrAfter Recipient InResponseTo Address ", {}},
    {kA, "Conditions", " NotBefore NotOnOrAfter ", kConditions},
    {kA, "AudienceRestriction", "", kAudiences},
    {kA, "Audience", "", {}},
    {kA, "OneTimeUse", "", {}},
    {kA, "ProxyRestriction", " Count ", kMaybeAudiences},
    {kA, "AuthnStatement", " AuthnInstant SessionIndex SessionNotOnOrAfter ", kAuthnStatement},
    {kA, "SubjectLocality", " Address DNSName ", {}},
    {kA, "AuthnContext", "", kAuthnContext},
    {kA, "AuthnContextClassRef", "", {}},
    {kA, "AuthnContextDeclRef", "", {}},
    {kA, "AuthenticatingAuthority", "", {}},
    {kA, "AttributeStatement", "", kAttributes},
    {kA, "Attribute", " Name NameFormat FriendlyName ", kAttribute},
    {kA, "AttributeValue", "", kAttributeValue},
    {kA, "EncryptedAssertion", "", kEncryptedAssertion},
    {kD, "Signature", " Id ", kSignature},
    {kD, "SignedInfo", " Id ", kSignedInfo},
    {kD, "CanonicalizationMethod", kAlgorithm, kInclusive},
    {kD, "SignatureMethod", kAlgorithm, {}},
    {kD, "Reference", " URI ", kReference},
    {kD, "Transforms", "", kTransforms},
    {kD, "Transform", kAlgorithm, kInclusive},
    {kC, "InclusiveNamespaces", " PrefixList ", {}},
    {kD, "DigestMethod", kAlgorithm, {}},
    {kD, "DigestValue", "", {}},
    {kD, "SignatureValue", " Id ", {}},
    {kD, "KeyInfo", " Id ", kKeyInfo},
    {kD, "KeyName", "", {}},
    {kD, "KeyValue", "", kKeyValue},
    {kD, "RSAKeyValue", "", kRsaKeyValue},
    {kD, "Modulus", "", {}},
    {kD, "Exponent", "", {}},
    {kD, "X509Data", "", kX509Data},
    {kD, "X509Certificate", "", {}},
    {kD, "X509SubjectName", "", {}},
    {kD, "X509SKI", "", {}},
    {kD, "X509IssuerSerial", "", kIssuerSerial},
    {kD, "X509IssuerName", "", {}},
    {kD, "X509SerialNumber", "", {}},
    {kE, "EncryptedData", " Id Type MimeType ", kEncrypted},
    {kE, "EncryptedKey", " Id Recipient ", kEncrypted},
    {kE, "EncryptionMethod", kAlgorithm, kMethod},
    {kE, "KeySize", "", {}},
    {kE, "OAEPparams", "", {}},
    {kE, "MGF", kAlgorithm, {}},
    {kE, "CipherData", "", kCipherData},
    {kE, "CipherValue", "", {}},
};

const Element* rule_of(const xmlNode* node) {
  for (const Element& element : kElements)
    if (is(node, element.space, element.name)) return &element;
  return nullptr;
}

std::string_view text_of(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

// xsi:type and xsi:nil say what a value is, x500:Encoding how; no decision hangs on them.
bool is_annotation(const xmlAttr* attribute) {
  if (attribute->ns == nullptr) return false;
  const std::string_view href = text_of(attribute->ns->href);
  return href == "http://www.w3.org/2001/XMLSchema-instance" ||
         href == "urn:oasis:names:tc:SAML:2.0:profiles:attribute:X500";
}

bool fit_attributes(const xmlNode* node, std::string_view allowed) {
  for (const xmlAttr* one = node->properties; one != nullptr; one = one->next) {
    if (is_annotation(one)) continue;
    const std::string name = " " + std::string{text_of(one->name)} + " ";
    if (one->ns != nullptr || !allowed.contains(name)) return false;
  }
  return true;
}

// Each child takes the next part that it can be; parts that were passed need to have had enough.
bool fit_children(const std::vector<xmlNode*>& list, std::span<const Part> parts) {
  std::size_t at = 0;
  for (const Part& part : parts) {
    int seen = 0;
    while (at < list.size() && seen < part.most && is(list[at], part.space, part.name)) {
      ++at;
      ++seen;
    }
    if (seen < part.least) return false;
  }
  return at == list.size();
}

// Between elements there may be white space, so that a message can be indented.
bool has_stray_text(const xmlNode* node) {
  for (const xmlNode* one = node->children; one != nullptr; one = one->next)
    if (one->type == XML_TEXT_NODE && xmlIsBlankNode(one) == 0) return true;
  return false;
}

bool fits(const xmlNode* node) {
  const Element* rule = rule_of(node);
  if (rule == nullptr || !fit_attributes(node, rule->attributes)) return false;
  const std::vector<xmlNode*> list = children(node);
  if (!fit_children(list, rule->parts)) return false;
  if (!list.empty() && has_stray_text(node)) return false;
  return std::ranges::all_of(list, &fits);
}

}  // namespace

bool fits_schema(const xmlNode* response) { return is(response, kP, "Response") && fits(response); }

}  // namespace gatehouse::saml_child
