#include "net/internal/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <string>

#include "base/control.h"
#include "net/server.h"

namespace gatehouse::net {
namespace {

// In the order of our preference: 256-bit ciphers first. RFC 7540 9.2.2 forbids all others too.
constexpr const char* kCiphers12 =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
constexpr const char* kCiphers13 =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

// Only for the experiment that shows what happens without EDGE-01: 1.0, CBC and static RSA.
constexpr const char* kAnyCipher = "DEFAULT:@SECLEVEL=0";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Bio read_from(std::string_view text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

// OpenSSL would ask for a password on the terminal; we have none to give.
int no_password(char*, int, int, void*) { return 0; }

bool use_chain(SSL_CTX* context, std::string_view pem) {
  const Bio bio = read_from(pem);
  const Certificate leaf{PEM_read_bio_X509_AUX(bio.get(), nullptr, no_password, nullptr),
                         &X509_free};
  if (leaf == nullptr || SSL_CTX_use_certificate(context, leaf.get()) != 1) return false;
  while (X509* issuer = PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)) {
    if (SSL_CTX_add0_chain_cert(context, issuer) == 1) continue;  // the context owns it now
    X509_free(issuer);
    return false;
  }
  ERR_clear_error();  // "no start line" is how the end of the text is told
  return true;
}

bool use_key(SSL_CTX* context, const Secret& pem) {
  const Bio bio = read_from(pem.reveal_text());
  const Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr), &EVP_PKEY_free};
  return key != nullptr && SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
         SSL_CTX_check_private_key(context) == 1;
}

bool choose_strength(SSL_CTX* context) {
  int groups[] = {NID_X25519, NID_X9_62_prime256v1, NID_secp384r1};
  if (enforced<"EDGE-01">)  // the floor and the list: nothing weaker can be negotiated
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, kCiphers12) == 1 &&
           SSL_CTX_set_ciphersuites(context, kCiphers13) == 1 &&
           SSL_CTX_set1_groups(context, groups, std::size(groups)) == 1;
  return SSL_CTX_set_min_proto_version(context, TLS1_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, kAnyCipher) == 1;
}

// RFC 7301: a client that speaks only something else is told so by an alert.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char kSpoken[] = "\x08http/1.1";
  unsigned char* out = nullptr;
  const int result =
      SSL_select_next_proto(&out, chosen_size, kSpoken, sizeof kSpoken - 1, offered, offered_size);
  *chosen = out;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void choose_behaviour(SSL_CTX* context) {
  SSL_CTX_set_options(
      context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Idle connections give their 16 KiB buffers back; a record is fetched with one system call.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);     // each costs a client's handshake 30 µs
  SSL_CTX_set_max_early_data(context, 0);  // 0-RTT data can be replayed
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

std::string reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* text = ERR_reason_error_string(code);
  return text == nullptr ? "not a PEM text" : text;
}

}  // namespace

Result<TlsContext> make_tls_context(std::string_view certificate_pem, const Secret& key_pem) {
  ERR_clear_error();
  TlsContext context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
  CHECK(context != nullptr);
  choose_behaviour(context.get());
  CHECK(choose_strength(context.get()));
  if (!use_chain(context.get(), certificate_pem) || !use_key(context.get(), key_pem))
    return fail(Error{kBadCertificate}.because(reason()));
  return context;
}

}  // namespace gatehouse::net
