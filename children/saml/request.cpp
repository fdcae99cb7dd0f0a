// SPDX-License-Identifier: GPL-2.0-or-later
#include "request.h"

#include <fmt/format.h>
#include <zlib.h>

#include "lasso_headers.h"
#include "xml.h"

namespace gatehouse::saml_child {

namespace {

// RFC 1951, without the envelope of zlib.
std::string deflated(std::string_view text) {
  z_stream stream{};
  constexpr int kRaw = -15;
  CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRaw, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  std::string in{text};
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-_.~"}.contains(c);
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// No name format is asked for: the provider knows which one it was set up with.
std::string request_text(const identity::saml::MakeRequest& question) {
  return fmt::format(
      R"(<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{}" Version="2.0")"
      R"( IssueInstant="{}" Destination="{}" AssertionConsumerServiceURL="{}"{})"
      R"( ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST">)"
      R"(<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{}</saml:Issuer>)"
      R"(<samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>)",
      escaped(question.request_id), rfc3339(question.now), escaped(question.theirs.sso_url),
      escaped(question.ours.acs_url), question.again ? R"( ForceAuthn="true")" : "",
      escaped(question.ours.entity_id));
}

}  // namespace

std::string request_address(const identity::saml::MakeRequest& question) {
  const std::string& pem = question.ours.key_pem;
  LassoKey* key = lasso_key_new_for_signature_from_memory(
      pem.data(), pem.size(), nullptr, LASSO_SIGNATURE_METHOD_RSA_SHA256, nullptr);
  if (key == nullptr) return {};
  const std::string query =
      fmt::format("SAMLRequest={}&RelayState={}",
                  percent_encoded(base64(as_bytes(deflated(request_text(question))))),
                  percent_encoded(question.relay_state));
  char* signed_query = lasso_key_query_sign(key, query.c_str());
  g_object_unref(key);
  if (signed_query == nullptr) return {};
  const char joint = question.theirs.sso_url.contains('?') ? '&' : '?';
  std::string address = question.theirs.sso_url + joint + signed_query;
  g_free(signed_query);
  return address;
}

}  // namespace gatehouse::saml_child
