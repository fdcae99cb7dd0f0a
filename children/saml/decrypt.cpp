// SPDX-License-Identifier: GPL-2.0-or-later
#include "decrypt.h"

// First: it declares what the others of xmlsec need.
#include <xmlsec/xmlsec.h>

#include <xmlsec/crypto.h>
#include <xmlsec/xmlenc.h>

#include <algorithm>
#include <array>

namespace gatehouse::saml_child {

namespace {

constexpr Space kE = Space::encryption;

constexpr std::array<std::string_view, 3> kAuthenticated{
    "http://www.w3.org/2009/xmlenc11#aes128-gcm", "http://www.w3.org/2009/xmlenc11#aes192-gcm",
    "http://www.w3.org/2009/xmlenc11#aes256-gcm"};
constexpr std::array<std::string_view, 3> kPlainBlocks{
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes256-cbc"};
constexpr std::array<std::string_view, 2> kTransports{
    "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"};

bool is_among(const xmlNode* encrypted, std::span<const std::string_view> known) {
  const std::string method = attribute(child(encrypted, kE, "EncryptionMethod"), "Algorithm");
  return std::ranges::find(known, method) != known.end();
}

struct DestroyKeys {
  void operator()(xmlSecKeysMngr* keys) const { xmlSecKeysMngrDestroy(keys); }
};
struct DestroyContext {
  void operator()(xmlSecEncCtx* context) const { xmlSecEncCtxDestroy(context); }
};

std::unique_ptr<xmlSecKeysMngr, DestroyKeys> keys_with(const std::string& pem) {
  std::unique_ptr<xmlSecKeysMngr, DestroyKeys> keys{xmlSecKeysMngrCreate()};
  if (keys == nullptr || xmlSecCryptoAppDefaultKeysMngrInit(keys.get()) < 0) return nullptr;
  const auto* bytes = reinterpret_cast<const xmlSecByte*>(pem.data());
  xmlSecKey* key = xmlSecCryptoAppKeyLoadMemory(bytes, pem.size(), xmlSecKeyDataFormatPem, nullptr,
                                                nullptr, nullptr);
  if (key == nullptr || xmlSecCryptoAppDefaultKeysMngrAdoptKey(keys.get(), key) < 0) return nullptr;
  return keys;
}

}  // namespace

std::optional<Refusal> decrypt_assertion(xmlNode* response, const std::string& key_pem,
                                         Vouched vouched) {
  xmlNode* holder = child(response, Space::assertion, "EncryptedAssertion");
  xmlNode* data = child(holder, kE, "EncryptedData");
  const xmlNode* key = child(child(data, Space::signature, "KeyInfo"), kE, "EncryptedKey");
  if (key == nullptr) return Refusal::cannot_decrypt;
  const bool authenticated = is_among(data, kAuthenticated);
  const bool vouched_for = vouched == Vouched::by_signature && is_among(data, kPlainBlocks);
  if (!authenticated && !vouched_for) return Refusal::weak_encryption;
  if (!is_among(key, kTransports)) return Refusal::weak_encryption;

  const auto keys = keys_with(key_pem);
  if (keys == nullptr) return Refusal::cannot_decrypt;
  const std::unique_ptr<xmlSecEncCtx, DestroyContext> context{xmlSecEncCtxCreate(keys.get())};
  if (context == nullptr || xmlSecEncCtxDecrypt(context.get(), data) < 0)
    return Refusal::cannot_decrypt;
  if (context->resultReplaced == 0) return Refusal::cannot_decrypt;
  const std::vector<xmlNode*> inside = children(holder);
  if (inside.size() != 1 || !is(inside.front(), Space::assertion, "Assertion"))
    return Refusal::cannot_decrypt;
  xmlUnlinkNode(inside.front());
  xmlReplaceNode(holder, inside.front());
  xmlFreeNode(holder);
  return std::nullopt;
}

}  // namespace gatehouse::saml_child
